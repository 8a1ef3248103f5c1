"""The pages that lead to others: front page, archive, tags, search, and what stands in for a page that is not there.

They speak the language they are given; what they list keeps its own.
"""

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import urlsplit

from digest_pipeline.site import addresses
from digest_pipeline.site.templating import render
from digest_pipeline.site.views import IssueRow, LatestIssue, MonthCount, StoryRow, TagCount


def render_front_page(latest: Sequence[LatestIssue], *, language: str) -> str:
    """Return the front page: the latest issue of each edition, in the order given."""
    return render("front.html.j2", addresses.FRONT, language=language, latest=latest)


def render_archive_index(months: Sequence[MonthCount], *, language: str) -> str:
    """Return the list of months, newest first, by year."""
    newest_first = sorted(months, key=lambda month: month.month, reverse=True)
    years = [(year, list(found)) for year, found in groupby(newest_first, key=lambda month: month.month[:4])]
    return render("archive.html.j2", addresses.ARCHIVE, language=language, years=years)


def render_month(month: str, issues: Sequence[IssueRow], stories: Sequence[StoryRow], *, language: str) -> str:
    """Return the archive of a month (`2026-05`): its issues and its stories by day, newest first."""
    return render(
        "month.html.j2",
        addresses.month_url(month),
        language=language,
        month=month,
        issues=sorted(issues, key=lambda row: (row.day, row.edition, row.url), reverse=True),
        days=_by_day(stories),
    )


def render_tag_index(tags: Sequence[TagCount], *, language: str) -> str:
    """Return the list of tags, those of most stories first."""
    return render(
        "tags.html.j2", addresses.TAGS, language=language, tags=sorted(tags, key=lambda tag: (-tag.stories, tag.tag))
    )


def render_tag(tag: str, stories: Sequence[StoryRow], *, language: str) -> str:
    """Return the stories that carry `tag`, newest first."""
    return render("tag.html.j2", addresses.tag_url(tag), language=language, name=tag, days=_by_day(stories))


def render_search_page(*, language: str) -> str:
    """Return the page in which `assets/search.js` searches.

    The script finds its field as `#query`, its list as `#results` and its announcements as `#status`; the words that it
    needs stand in the `data-` attributes of `#search`: `found` (with `{count}`), `none`, `failed`, `more`.
    """
    return render("search.html.j2", addresses.SEARCH, language=language)


def render_not_found(site_url: str = "", *, language: str) -> str:
    """Return what a server shows for an address that has no page.

    Its links begin at the path of the site's address, so that they work wherever the missing page would have stood;
    without an address they work from the root of the site alone.
    """
    start = {"root": f"{urlsplit(site_url).path.rstrip('/')}/"} if site_url else {}
    return render("not_found.html.j2", addresses.NOT_FOUND, language=language, **start)


def _by_day(stories: Sequence[StoryRow]) -> list[tuple[object, list[StoryRow]]]:
    ordered = sorted(stories, key=lambda row: (row.day, row.stars), reverse=True)
    return [(day, list(found)) for day, found in groupby(ordered, key=lambda row: row.day)]
