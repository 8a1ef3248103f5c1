"""Which pages the site has, and of each what it is made from: a key that changes when the page would.

Making the keys reads nothing but lists; a page is made only when `build` asks for it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Protocol

from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.render import render_json, render_markdown
from digest_pipeline.model import Issue
from digest_pipeline.publications import Publication
from digest_pipeline.settings import Settings
from digest_pipeline.site import addresses
from digest_pipeline.site.feeds import atom_url, base_of, json_feed_url
from digest_pipeline.site.figure_pages import render_charts, render_sources
from digest_pipeline.site.issue_page import render_issue_page
from digest_pipeline.site.list_pages import (
    render_archive_index,
    render_front_page,
    render_month,
    render_not_found,
    render_search_page,
    render_tag,
    render_tag_index,
)
from digest_pipeline.site.printed import Printed, PrintedStory, Touched, issue_row, story_row
from digest_pipeline.site.sitemap import render_sitemap, render_sitemap_index, sitemap_url
from digest_pipeline.site.state import hashed, key_of
from digest_pipeline.site.story_page import render_story_page
from digest_pipeline.site.views import Figures, Headline, LatestIssue, MonthCount, SourceHealth, TagCount
from digest_pipeline.sources.opml import write_opml

LISTED = 30
"""So many of its stories, the newest, does the page of a tag list; the search finds all, and months list them."""
TAGS_LISTED = 500
HEADLINES = 5
"""So many stories of a latest issue stand on the front page."""

_ASSETS = (addresses.STYLE, addresses.SCRIPT, addresses.SEARCH_SCRIPT)


class Keeps(Protocol):
    """Keeps the file at a path, if it was made from `key` or, without one, whatever it was made from."""

    def __call__(self, path: str, key: str | None = None) -> bool:
        """Say whether it is kept."""


@dataclass(frozen=True, slots=True)
class Page:
    """A file that is made from lists alone."""

    path: str
    key: str
    make: Callable[[], str | bytes]


@dataclass(frozen=True, slots=True)
class IssuePage:
    """A file that is made from the text of a published issue, which `place` names by edition and key."""

    path: str
    key: str
    place: tuple[str, str]
    make: Callable[[Issue], str]


class Plan:
    """The pages of everything that was printed; feeds and the search index, which read pages, are not among them.

    What was not `touched` is kept without another look, where it is still there; None means that all may have changed.
    """

    def __init__(
        self, printed: Printed, catalogue: Catalogue, settings: Settings, touched: Touched | None, keeps: Keeps
    ) -> None:
        self.printed = printed
        self._touched = touched
        self._keeps = keeps
        self._catalogue = catalogue
        self._settings = settings
        self._language = settings.languages[0]

    def issue_files(self) -> Iterator[IssuePage]:
        """Yield those of the three files of every issue that are not good any more."""
        for head in self.printed.heads:
            place, stem = (head.edition, head.key), f"{head.edition}/{head.key}"
            untouched = self._touched is not None and place not in self._touched.issues
            if untouched and all(self._keeps(f"{stem}.{suffix}") for suffix in ("md", "json", "html")):
                continue
            edition = self._catalogue[head.edition]
            # `publish` looks for a page whose key begins with the digest of its issue.
            key = f"{head.digest} {hashed(self.printed.says_around(head))}"
            if not self._keeps(f"{stem}.md", head.digest):
                yield IssuePage(f"{stem}.md", head.digest, place, partial(render_markdown, edition=edition))
            if not self._keeps(f"{stem}.json", head.digest):
                yield IssuePage(f"{stem}.json", head.digest, place, render_json)
            if not self._keeps(f"{stem}.html", key):
                page = partial(render_issue_page, edition=edition, around=self.printed.around(head))
                yield IssuePage(f"{stem}.html", key, place, page)

    def story_pages(self) -> Iterator[IssuePage]:
        """Yield those pages of stories that are not good any more."""
        for story in self.printed.stories:
            if self._touched is not None and story.url not in self._touched.stories and self._keeps(story.url):
                continue
            key = hashed(f"{self.printed.head_of(story).digest} {self.printed.says(story)}")
            if not self._keeps(story.url, key):
                place = (story.first.edition, story.first.key)
                yield IssuePage(story.url, key, place, partial(self._story_page, story))

    def list_pages(self, health: Sequence[SourceHealth], figures: Figures) -> Iterator[Page]:
        """Yield the pages that lead to issues and stories, and what else stands beside them."""
        yield from self._front()
        yield from self._archive()
        yield from self._tags()
        yield from self._sitemaps()
        language, sources = self._language, self._settings.sources
        yield Page(addresses.SEARCH, language, partial(render_search_page, language=language))
        site_url = self._settings.site.url
        yield Page(
            addresses.NOT_FOUND, key_of(language, site_url), partial(render_not_found, site_url, language=language)
        )
        yield Page(addresses.SOURCES, key_of(*health), partial(render_sources, health, language=language))
        yield Page(addresses.CHARTS, key_of(figures), partial(render_charts, figures, language=language))
        yield Page(addresses.OPML, key_of(*sources), partial(write_opml, sources, self._settings.site.title))
        for asset in _ASSETS:
            yield Page(asset, "", (Path(__file__).parent / Path(asset).name).read_bytes)

    @cached_property
    def months(self) -> dict[str, list[PrintedStory]]:
        """The stories of each month that has any, newest month first."""
        found: dict[str, list[PrintedStory]] = defaultdict(list)
        for story in self.printed.stories:
            found[story.month].append(story)
        return dict(sorted(found.items(), reverse=True))

    def _story_page(self, story: PrintedStory, issue: Issue) -> str:
        item = next(item for item in issue.items if item.story_id == story.first.story_id)
        edition = self._catalogue[issue.edition]
        return render_story_page(item, issue, edition, self.printed.printed_in(story), self.printed.thread(story))

    def _front(self) -> Iterator[Page]:
        heads = [_latest_of(issues) for name in self._catalogue if (issues := self.printed.of_edition(name))]
        latest = [self._latest(head) for head in heads]
        yield Page(addresses.FRONT, key_of(*latest), partial(render_front_page, latest, language=self._language))

    def _latest(self, head: Publication) -> LatestIssue:
        items = self.printed.items_of(head)[:HEADLINES]
        edition = self._catalogue[head.edition]
        return LatestIssue(
            edition=head.edition,
            about=edition.said(edition.about, head.language),
            day=head.day,
            title=head.title,
            language=head.language,
            url=addresses.issue_url(head.edition, head.key),
            items=head.items,
            headlines=tuple(
                Headline(item.headline, item.language, self.printed.story(item).url, item.stars) for item in items
            ),
            atom=atom_url(head.edition),
            json_feed=json_feed_url(head.edition),
        )

    def _archive(self) -> Iterator[Page]:
        counts = []
        for month, heads in self._issue_months.items():
            stories = self.months.get(month, [])
            counts.append(MonthCount(month, addresses.month_url(month), len(heads), len(stories)))
            untouched = self._touched is not None and month not in self._touched.months
            if untouched and self._keeps(addresses.month_url(month)):
                continue
            key = hashed("\n".join([*map(repr, map(issue_row, heads)), *(_row(story) for story in stories)]))
            yield Page(addresses.month_url(month), key, partial(self._month, month))
        make = partial(render_archive_index, counts, language=self._language)
        yield Page(addresses.ARCHIVE, key_of(*counts), make)

    def _month(self, month: str) -> str:
        issues = [issue_row(head) for head in self._issue_months[month]]
        stories = [story_row(story) for story in self.months.get(month, [])]
        return render_month(month, issues, stories, language=self._language)

    def _tags(self) -> Iterator[Page]:
        counts = []
        for address, (tag, stories) in self.printed.by_tag.items():
            newest = stories[-LISTED:]
            counts.append(TagCount(tag, address, len(stories)))
            if self._touched is not None and address not in self._touched.tags and self._keeps(address):
                continue
            key = hashed("\n".join([tag, *(_row(story) for story in newest)]))
            yield Page(address, key, partial(self._tag, tag, newest))
        most = sorted(counts, key=lambda count: (-count.stories, count.tag))[:TAGS_LISTED]
        yield Page(addresses.TAGS, key_of(*most), partial(render_tag_index, most, language=self._language))

    def _tag(self, tag: str, stories: Sequence[PrintedStory]) -> str:
        return render_tag(tag, [story_row(story) for story in stories], language=self._language)

    def _sitemaps(self) -> Iterator[Page]:
        base = base_of(self._settings.site)
        if not base:
            return
        parts = []
        for month in sorted({*self._issue_months, *self.months}):
            pages = [
                *(
                    (addresses.issue_url(head.edition, head.key), head.day)
                    for head in self._issue_months.get(month, [])
                ),
                *((story.url, story.first.day) for story in self.months.get(month, [])),
            ]
            parts.append((month, max(day for _, day in pages)))
            yield Page(sitemap_url(month), key_of(pages), partial(render_sitemap, base, pages))
        lists = (addresses.FRONT, addresses.ARCHIVE, addresses.TAGS, addresses.SOURCES, addresses.CHARTS)
        if parts:
            newest = parts[-1][1]
            pages = [(url, newest) for url in lists]
            yield Page(sitemap_url("lists"), key_of(pages), partial(render_sitemap, base, pages))
            parts.append(("lists", newest))
        yield Page("sitemap.xml", key_of(parts), partial(render_sitemap_index, base, parts))

    @cached_property
    def _issue_months(self) -> dict[str, list[Publication]]:
        found: dict[str, list[Publication]] = defaultdict(list)
        for head in self.printed.heads:
            found[f"{head.day:%Y-%m}"].append(head)
        return found


def _latest_of(issues: Sequence[Publication]) -> Publication:
    """Return the newest issue; of a day with several the newest that has a story, as nights are often quiet."""
    of_day = [issue for issue in issues if issue.day == issues[-1].day]
    return next((issue for issue in reversed(of_day) if issue.items), issues[-1])


def _row(story: PrintedStory) -> str:
    """Return what lists show of a story as one string."""
    first = story.first
    return f"{story.url} {first.day} {first.stars} {first.headline}\0{first.source}"
