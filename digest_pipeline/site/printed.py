"""What was printed, seen as a whole: issues with their neighbours, stories with their issues, threads, tags.

Made from the lists of `Publications` without the text of any issue. Which pages it makes is `plan`. All of it is looked
at with every build, so what is done for each of fifteen thousand stories is kept small.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

from digest_pipeline.model import Standing
from digest_pipeline.publications import Publication, PublishedItem
from digest_pipeline.site.addresses import issue_url, story_url, tag_url
from digest_pipeline.site.views import Around, IssueRow, Neighbour, PrintedIn, StoryRow, ThreadMoment

THREAD_REACH = 12
"""So many stories before and after its own place does a story's page show of its thread. A thread that goes on for a
year would otherwise change a year's pages every day."""


class PrintedStory(NamedTuple):
    """A story in one language and where it was printed, the first place first; its page tells it as it stood there."""

    url: str
    first: PublishedItem
    places: list[PublishedItem]

    @property
    def editions(self) -> list[str]:
        """The editions that printed it."""
        return sorted({place.edition for place in self.places})

    @property
    def month(self) -> str:
        """The month of its page, as in `2026-05`."""
        return self.url.split("/")[1]


class Touched(NamedTuple):
    """What new issues may change: the addresses of stories' and tags' pages, issues by edition and key, and months."""

    stories: set[str]
    tags: set[str]
    issues: set[tuple[str, str]]
    months: set[str]


class PrintedTag(NamedTuple):
    """A tag in its commonest spelling, and its stories, oldest first."""

    name: str
    stories: list[PrintedStory]


class Printed:
    """Everything that was printed, oldest first."""

    def __init__(
        self, heads: Sequence[Publication], items: Sequence[PublishedItem], standings: Mapping[str, Standing]
    ) -> None:
        self.heads = heads
        self._by_place = {(head.edition, head.key): head for head in heads}
        self._standings = standings
        self._items: dict[tuple[str, str], list[PublishedItem]] = defaultdict(list)
        self._stories: dict[tuple[str, str], PrintedStory] = {}
        for item in items:
            self._items[item.edition, item.key].append(item)
            name = (item.story_id, item.language)
            if name in self._stories:
                self._stories[name].places.append(item)
            else:
                self._stories[name] = PrintedStory(story_url(item.day, item.story_id, item.language), item, [item])

    @property
    def stories(self) -> Collection[PrintedStory]:
        """Every story, once in each language it was printed in."""
        return self._stories.values()

    def of_edition(self, edition: str) -> Sequence[Publication]:
        """Return the issues of an edition, oldest first."""
        return self._editions.get(edition, ())

    def items_of(self, head: Publication) -> Sequence[PublishedItem]:
        """Return the stories of an issue in its order."""
        return self._items.get((head.edition, head.key), ())

    def head_of(self, story: PrintedStory) -> Publication:
        """Return the issue that printed `story` first."""
        return self._by_place[story.first.edition, story.first.key]

    def story(self, item: PublishedItem) -> PrintedStory:
        """Return the story that an issue's item tells."""
        return self._stories[item.story_id, item.language]

    def around(self, head: Publication) -> Around:
        """Return the neighbours of an issue, and the pages of its stories and of what their threads told before."""
        issues = self.of_edition(head.edition)
        at = self._places[head.edition, head.key]
        told: dict[str, str] = {}
        for item in self.items_of(head):
            told[item.story_id] = self._stories[item.story_id, item.language].url
            thread = self._threads.get((item.thread_id, item.language), ())
            if len(thread) > 1:
                told |= {story.first.story_id: story.url for story in thread if story.first.day <= head.day}
        return Around(
            previous=_neighbour(issues[at - 1]) if at else None,
            following=_neighbour(issues[at + 1]) if at + 1 < len(issues) else None,
            stories=told,
        )

    def says_around(self, head: Publication) -> str:
        """Return, as one string, what `around` depends on."""
        issues = self.of_edition(head.edition)
        at = self._places[head.edition, head.key]
        beside = [f"{other.key} {other.title}" for other in (*issues[max(0, at - 1) : at], *issues[at + 1 : at + 2])]
        told = []
        for item in self.items_of(head):
            told.append(self._stories[item.story_id, item.language].url)
            if before := self._told_before.get((item.thread_id, item.language)):
                told.append(str(before[1][bisect_right(before[0], head.day)]))
        return "\n".join([str(at), *beside, *told])

    def printed_in(self, story: PrintedStory) -> tuple[PrintedIn, ...]:
        """Return the issues that printed `story`, the first first."""
        return tuple(
            PrintedIn(
                place.day,
                self._by_place[place.edition, place.key].title,
                place.language,
                issue_url(place.edition, place.key, place.story_id),
            )
            for place in story.places
        )

    def thread(self, story: PrintedStory) -> tuple[ThreadMoment, ...]:
        """Return the printed stories of the thread of `story` in its language around its own place, oldest first.

        At most `THREAD_REACH` before and after it; none when it stands in no thread.
        """
        told = self._threads.get((story.first.thread_id, story.first.language), ())
        reach = self._reach(story)
        return tuple(self._moment(told[at], at) for at in range(*reach.indices(len(told))))

    def says(self, story: PrintedStory) -> str:
        """Return, as one string, all that the page of `story` says beyond the item that it is made from."""
        first = story.first
        said = [self._said_of_places[place.edition, place.key] for place in story.places]
        thread = self._said_of_threads.get((first.thread_id, first.language))
        return "\n".join([*said, *thread[self._reach(story)]] if thread else said)

    def touched_by(self, heads: Iterable[Publication]) -> Touched:
        """Return what these issues change by being there: their stories, those of their threads, their neighbours."""
        touched = Touched(set(), set(), set(), set())
        for head in heads:
            issues, at = self.of_edition(head.edition), self._places[head.edition, head.key]
            touched.issues.update((other.edition, other.key) for other in issues[max(0, at - 1) : at + 2])
            touched.months.add(f"{head.day:%Y-%m}")
            for item in self.items_of(head):
                thread = self._threads.get((item.thread_id, item.language), ())
                for story in (self.story(item), *thread):
                    touched.stories.add(story.url)
                    touched.months.add(story.month)
                    touched.tags.update(map(tag_url, story.first.tags))
                    touched.issues.update((place.edition, place.key) for place in story.places)
        return touched

    @cached_property
    def by_tag(self) -> dict[str, PrintedTag]:
        """Each tag by the address of its page; spellings that have the same page are one tag."""
        spellings: dict[str, list[PrintedStory]] = defaultdict(list)
        for story in self.stories:
            for tag in dict.fromkeys(story.first.tags):
                spellings[tag].append(story)
        addresses: dict[str, list[str]] = defaultdict(list)
        for tag in spellings:
            addresses[tag_url(tag)].append(tag)
        return {
            address: PrintedTag(
                min(tags, key=lambda tag: (-len(spellings[tag]), tag)),
                _in_order([spellings[tag] for tag in tags]),
            )
            for address, tags in sorted(addresses.items())
        }

    @cached_property
    def _editions(self) -> dict[str, list[Publication]]:
        found: dict[str, list[Publication]] = defaultdict(list)
        for head in self.heads:
            found[head.edition].append(head)
        return found

    @cached_property
    def _places(self) -> dict[tuple[str, str], int]:
        return {(head.edition, head.key): at for issues in self._editions.values() for at, head in enumerate(issues)}

    @cached_property
    def _threads(self) -> dict[tuple[str, str], list[PrintedStory]]:
        found: dict[tuple[str, str], list[PrintedStory]] = defaultdict(list)
        for story in self.stories:
            if story.first.thread_id:
                found[story.first.thread_id, story.first.language].append(story)
        for told in found.values():
            told.sort(key=lambda story: (story.first.day, story.first.story_id))
        return found

    @cached_property
    def _thread_places(self) -> dict[str, int]:
        return {story.url: at for told in self._threads.values() for at, story in enumerate(told)}

    @cached_property
    def _said_of_places(self) -> dict[tuple[str, str], str]:
        return {place: f"{place} {head.day} {head.language} {head.title}" for place, head in self._by_place.items()}

    @cached_property
    def _said_of_threads(self) -> dict[tuple[str, str], list[str]]:
        return {
            name: [f"{story.url} {self._standing(story, at)} {story.first.headline}" for at, story in enumerate(told)]
            for name, told in self._threads.items()
            if len(told) > 1
        }

    @cached_property
    def _told_before(self) -> dict[tuple[str, str], tuple[list[date], list[int]]]:
        """The days of each thread's stories, and at each a check sum of the addresses of all up to it."""
        return {
            name: (
                [story.first.day for story in told],
                list(accumulate((story.url.encode() for story in told), lambda sum_, url: crc32(url, sum_), initial=0)),
            )
            for name, told in self._threads.items()
            if len(told) > 1
        }

    def _reach(self, story: PrintedStory) -> slice:
        at = self._thread_places.get(story.url, 0)
        return slice(max(0, at - THREAD_REACH), at + THREAD_REACH + 1)

    def _standing(self, story: PrintedStory, at: int) -> Standing:
        # A story of an issue that was read back from Markdown stands in no thread of the record.
        return self._standings.get(story.first.story_id, "update" if at else "new")

    def _moment(self, story: PrintedStory, at: int) -> ThreadMoment:
        first = story.first
        standing = self._standing(story, at)
        return ThreadMoment(first.day, first.story_id, first.headline, first.language, standing, story.url)


def issue_row(head: Publication) -> IssueRow:
    """Return an issue as lists show it."""
    return IssueRow(head.edition, head.day, head.title, head.language, issue_url(head.edition, head.key), head.items)


def story_row(story: PrintedStory) -> StoryRow:
    """Return a story as lists show it."""
    first = story.first
    return StoryRow(first.day, first.headline, first.language, story.url, first.source, first.stars)


def _in_order(lists: Sequence[list[PrintedStory]]) -> list[PrintedStory]:
    """Return the stories of several spellings of a tag, each once, oldest first."""
    if len(lists) == 1:
        return lists[0]
    once = {story.url: story for stories in lists for story in stories}
    return sorted(once.values(), key=lambda story: (story.first[:4], story.url))


def _neighbour(head: Publication) -> Neighbour:
    return Neighbour(head.title, issue_url(head.edition, head.key))
