"""Which stories of a window an edition tells, in which order and in which of its groups."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest_pipeline.editions.frame import Frame
from digest_pipeline.editions.share import within_share
from digest_pipeline.editions.spec import GroupSpec
from digest_pipeline.issues import ToldBefore
from digest_pipeline.model import Brief, Story
from digest_pipeline.stories.threads.place import is_repeat

Candidate = tuple[Story, Brief]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: the name of its group (empty in an issue without) and what was told before."""

    group: str
    before: ToldBefore | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The stories that are told, in the order of print with their numbers, and those that are only pointed to.

    `in_window` counts the stories of the window, `repeats` those that tell nothing new, `told_before` those that an
    earlier issue told.
    """

    placed: tuple[tuple[Candidate, Place, int], ...]
    further: tuple[Candidate, ...]
    in_window: int
    repeats: int
    told_before: int


def choose(frame: Frame, stories: Iterable[Story], briefs: Iterable[Brief]) -> Chosen:
    """Return the edition's choice among the stories of a window.

    A story qualifies when it has a brief, is no advertisement and no repeat, has the stars that are asked for, and its
    lead article was published inside the window, or before it and arrived late where the edition takes that. A thread
    is told once an issue, by its best story, and again in a later issue only by a story that brings it on.

    Best first means: on the digest's subject before off it, then stars, the issue's language before others (a quoted
    brief keeps its article's), relevance, number of sources, then the earliest lead, then the story's id. So an
    off-topic story fills a place only when nothing else does, and the order depends on nothing but the stories. Where a
    model wrote, its stories are taken before quoted ones, unless it found them worth one star: they were picked from
    all, and its scores are on another scale than those that code reads off. No source leads more than its share of the
    items while other sources have stories on the subject.
    """
    edition = frame.edition
    brief_of = {brief.story_id: brief for brief in briefs}
    within = [story for story in {story.id: story for story in stories}.values() if _is_within(story, frame)]
    qualified = [
        (story, brief) for story in within if (brief := brief_of.get(story.id)) and _qualifies(story, brief, frame)
    ]
    fresh = [candidate for candidate in qualified if not _is_told(candidate[0], frame.told)]
    order = _Order(frame.language, by_time=edition.select.order == "time")
    ranked = _one_a_thread(sorted(fresh, key=order.preference))
    groups = _Groups(edition.groups, frame.items)
    taken, left = _best(ranked, frame.items, edition.select.source_share, groups)
    return Chosen(
        placed=tuple(_placed(taken, order, groups, frame.told)),
        further=tuple(candidate for candidate in left if candidate[1].relevance > 0),
        in_window=len(within),
        repeats=sum(map(is_repeat, within)),
        told_before=len(qualified) - len(fresh),
    )


def _is_within(story: Story, frame: Frame) -> bool:
    published, period = story.lead.published_at, frame.period
    is_late = story.lead.late and published < period.start and frame.edition.select.late
    return period.start <= published < period.end or is_late


def _qualifies(story: Story, brief: Brief, frame: Frame) -> bool:
    on_subject = brief.relevance > 0 or not frame.edition.select.subject_only
    is_news = brief.kind != "advertisement" and not is_repeat(story)
    return is_news and on_subject and brief.stars >= frame.minimum_stars


def _is_told(story: Story, told: Mapping[str, ToldBefore]) -> bool:
    """Say whether an earlier issue told the thread and the story does not bring it on."""
    if story.step is None or story.step.thread_id not in told:
        return False
    return told[story.step.thread_id].story_id == story.id or story.step.standing != "update"


def _one_a_thread(ranked: Iterable[Candidate]) -> list[Candidate]:
    best: dict[str, Candidate] = {}
    for candidate in ranked:
        story = candidate[0]
        best.setdefault(story.step.thread_id if story.step else story.id, candidate)
    return list(best.values())


class _Groups:
    """The groups of an issue, and how many stories each has room for."""

    def __init__(self, groups: Sequence[GroupSpec], items: int) -> None:
        self._groups = groups
        self._rest = next((group for group in groups if not (group.categories or group.kinds)), None)
        self._room = {group.name: group.items or items for group in groups}

    def of(self, brief: Brief) -> str | None:
        """Return the name of the group that a story belongs to, empty without groups, None when none takes it."""
        if not self._groups:
            return ""
        naming = (group for group in self._groups if brief.category in group.categories or brief.kind in group.kinds)
        group = next(naming, self._rest)
        return group.name if group else None

    def take(self, brief: Brief) -> bool:
        """Take a place for a story, if its group has one."""
        name = self.of(brief)
        if name is None or self._room.get(name, 1) == 0:
            return False
        if name:
            self._room[name] -= 1
        return True

    def order(self, brief: Brief) -> int:
        """Return where the story's group stands in the issue."""
        names = [group.name for group in self._groups]
        name = self.of(brief)
        return names.index(name) if name in names else 0


def _best(
    ranked: Sequence[Candidate], items: int, share: float, groups: _Groups
) -> tuple[list[Candidate], list[Candidate]]:
    """Return the first `items`, no source's more often than its `share` while others have something, and the rest."""
    in_turn = within_share(
        ranked, items, share, source=lambda one: one[0].lead.source_id, on_subject=lambda one: one[1].relevance > 0
    )
    taken: list[Candidate] = []
    left: list[Candidate] = []
    for candidate in in_turn:
        (taken if len(taken) < items and groups.take(candidate[1]) else left).append(candidate)
    return taken, left


def _placed(
    taken: Iterable[Candidate], order: "_Order", groups: _Groups, told: Mapping[str, ToldBefore]
) -> Iterator[tuple[Candidate, Place, int]]:
    numbers: Counter[str] = Counter()
    for story, brief in sorted(taken, key=lambda one: (groups.order(one[1]), order.of_print(one))):
        group = groups.of(brief) or ""
        numbers[group] += 1
        before = told.get(story.step.thread_id) if story.step else None
        yield (story, brief), Place(group, before), numbers[group]


class _Order:
    """In which order stories are taken, and in which they are printed."""

    def __init__(self, language: str, *, by_time: bool) -> None:
        self._language = language
        self._by_time = by_time

    def preference(self, candidate: Candidate) -> tuple[object, ...]:
        brief = candidate[1]
        return (brief.relevance == 0, brief.stars == 1, brief.engine != "llm", *self._rank(candidate))

    def of_print(self, candidate: Candidate) -> tuple[object, ...]:
        story = candidate[0]
        latest_first = (-story.lead.published_at.timestamp(), story.id)
        return latest_first if self._by_time else self._rank(candidate)

    def _rank(self, candidate: Candidate) -> tuple[object, ...]:
        story, brief = candidate
        is_foreign = brief.language != self._language
        sources = len({article.url for article in story.articles})
        lead = story.lead.published_at
        return (brief.relevance == 0, -brief.stars, is_foreign, -brief.relevance, -sources, lead, story.id)
