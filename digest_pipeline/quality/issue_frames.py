"""The frames of a composed issue: its head, items, links, overview and statements, each held against the record.

They are made together, of one document and over one connection. What must hold for them is `suites/issues.py`.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from digest_pipeline.capture.address import host_names
from digest_pipeline.editions.periods import Period, periods_ending_on
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.model import Issue, IssueItem, Statement
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.answers import answers
from digest_pipeline.quality.issue_items import Asked, item_rows
from digest_pipeline.quality.issue_links import link_rows, printed_links
from digest_pipeline.quality.issue_record import issue_record, stated, threads_in_order
from digest_pipeline.quality.issue_statements import statement_rows
from digest_pipeline.webtext import clean

if TYPE_CHECKING:
    import pandas as pd

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def issue_frames(issue: Issue, first: date, newsroom: Newsroom) -> "dict[str, pd.DataFrame]":
    """Return the frames of an issue by name; `first` is the day on which its window begins.

    Online, links that nobody knows of are asked.
    """
    import pandas as pd  # noqa: PLC0415  0.5 s, which only a check pays

    spec = newsroom.catalogue[issue.edition]
    chosen = newsroom.settings.editions[issue.edition]
    period = Period(issue.key, issue.window_start, issue.window_end, first, issue.day)
    links = printed_links(issue, spec.labels_in(issue.language))
    with newsroom.warehouse.connect() as connection:
        record = issue_record(issue, (link.url for link in links), connection)
    threads = threads_in_order(issue, spec, period, newsroom.warehouse) if spec.review else []
    heard = answers((link.url for link in links), newsroom, issue.window_end)
    asked = Asked(
        minimum_stars=chosen.minimum_stars or spec.select.minimum_stars,
        oldest=first - timedelta(days=newsroom.settings.days.max_age_days),
    )
    head = {
        **_title_and_window(issue, spec, period, newsroom),
        "items": len(issue.items),
        "most_items": chosen.items or spec.select.items,
        "miscounted": ", ".join(_miscounted(issue, len(record.listed), record.counted)),
    }
    return {
        "issue_head": pd.DataFrame([head]),
        "issues": pd.DataFrame(item_rows(issue, spec, asked, record, threads)),
        "issue_links": pd.DataFrame(
            link_rows(links, record.addresses, heard, host_names(newsroom.settings.fetch.allow_hosts))
        ),
        "issue_lines": pd.DataFrame(list(_lines(issue))),
        "issue_statements": pd.DataFrame(list(statement_rows(issue, record))),
    }


def _title_and_window(issue: Issue, spec: EditionSpec, period: Period, newsroom: Newsroom) -> dict[str, str]:
    """Return the title beside the one that its window has, and what is wrong with the window, or nothing."""
    zone = newsroom.settings.zone
    known = {one.key: one for one in periods_ending_on(spec, issue.day, zone)}
    wanted = known.get(issue.key)
    told = f"{issue.window_start:%Y-%m-%d %H:%M}Z to {issue.window_end:%Y-%m-%d %H:%M}Z"
    return {
        "title": issue.title,
        "title_of_window": spec.title_of(wanted or period, issue.language, zone),
        "wrong_window": "" if wanted == period else told,
    }


def _miscounted(issue: Issue, listed: int, counted: int) -> Iterator[str]:
    """Say which of an issue's counts are not those of its items."""
    counts, items = issue.counts, len(issue.items)
    if counts.get("items") != items:
        yield f"items counts {counts.get('items')} of {items}"
    if "stories" in counts and counts["stories"] < items:
        yield f"stories counts {counts['stories']}, fewer than the {items} items"
    if counted != items:
        yield f"digest.issues counts {counted} of {items}"
    if listed != items:
        yield f"digest.issue_items lists {listed} of {items}"


def _lines(issue: Issue) -> Iterator[dict[str, Any]]:
    """Yield the lines that go before the items, overview and introduction, each held against the item it tells of."""
    items = {item.story_id: item for item in issue.items}
    for line in issue.overview:
        item = items.get(line.story_id)
        unlike = [name for name, told in (("title", line.title), ("text", line.text)) if told != _told(item, name)]
        yield _line(clean(line.title), line.story_id, item, unlike, f"{line.title} {line.text}")
    openings = {item.brief.one_sentence: item for item in issue.items}
    for statement in issue.introduction:
        item = openings.get(statement)
        yield _line(clean(statement.text), item.story_id if item else None, item, [], statement.text)


def _told(item: IssueItem | None, name: str) -> str | None:
    if item is None:
        return None
    return item.brief.headline if name == "title" else item.brief.one_sentence.text


def _line(line: str, story_id: str | None, item: IssueItem | None, unlike: Sequence[str], said: str) -> dict[str, Any]:
    linked = item is not None and item.lead is not None and bool(item.lead.url)
    figures = _figures(said) - _figures(_text_of(item)) if item else []
    return {
        "line": line,
        "story_id": story_id,
        "leads_nowhere": "" if linked else "its item has no link" if item else "no item tells its story",
        "unlike_item": ", ".join(unlike) if item else None,
        "figures_elsewhere": ", ".join(sorted(figures)) if item else None,
    }


def _figures(text: str) -> set[str]:
    return {found.replace(",", "") for found in _NUMBER.findall(text)}


def _text_of(item: IssueItem) -> str:
    brief = item.brief
    statements = [one.text for _, one in stated(item) if isinstance(one, Statement)]
    figures = [f"{one.metric} {one.value} {one.unit}" for one in brief.figures]
    return "\n".join([brief.headline, *statements, *figures])
