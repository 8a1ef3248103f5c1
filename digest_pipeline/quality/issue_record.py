"""What the warehouse has of the things that an issue prints: its articles, briefs and links, and the list of its items.

What an issue says of them is held against this in `issue_items.py` and `issue_links.py`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest_pipeline.editions.frame import Frame
from digest_pipeline.editions.periods import Period
from digest_pipeline.editions.review.material import ReviewMaterial
from digest_pipeline.editions.review.threads import choose_threads
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.model import DateOrigin, Figure, Issue, IssueItem, Statement, TextOrigin
from digest_pipeline.warehouse import Warehouse

if TYPE_CHECKING:
    import duckdb

_ARTICLES = (
    "select articles.day, articles.id, articles.url, articles.published_at, articles.date_origin, articles.text,"
    " articles.text_origin, captures.status, captures.status between 200 and 299 or captures.status = 304 as answered"
    " from core.articles left join raw.captures on captures.id = articles.capture_id"
    " where articles.day between $first and $last and articles.id in (select unnest($ids::varchar[]))"
    " order by articles.day"
)
_BRIEFS = (
    "select story_id, document from core.briefs"
    " where day between $first and $last and story_id in (select unnest($ids::varchar[])) order by story_id, language"
)
_COUNTED = "select items from digest.issues where day = $day and edition = $edition and key = $key"
_LISTED = "select * from digest.issue_items where day = $day and edition = $edition and key = $key order by position"
_ADDRESSES = (
    "select url from (select url from core.articles where day between $first and $last"
    " union select url from core.article_links where day between $first and $last"
    " union select primary_url from core.stories where day between $first and $last"
    " union select via from raw.entries where day between $first and $last)"
    " where url in (select unnest($urls::varchar[]))"
)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article of a day: where it stands, when it was published, its text, and what its recorded page answers."""

    day: date
    id: str
    url: str
    published_at: datetime
    date_origin: DateOrigin
    text: str
    text_origin: TextOrigin
    status: int | None
    answered: bool | None


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """What is stored of an issue: articles by day and id, briefs, addresses, the items that are counted and listed.

    An article of several days is `articles` by the last of them. Briefs are by story, as they are stored.
    """

    articles: Mapping[str, StoredArticle]
    stored: Mapping[tuple[date, str], StoredArticle]
    briefs: Mapping[str, Sequence[str]]
    addresses: frozenset[str]
    counted: int
    listed: Sequence[Mapping[str, Any]]


def issue_record(issue: Issue, urls: Iterable[str], connection: "duckdb.DuckDBPyConnection") -> IssueRecord:
    """Return what is stored of the issue; `urls` are those that it prints."""
    days = {"first": first_day(issue), "last": issue.day}
    sources = {source.article_id for item in issue.items for source in item.sources}
    cited = {evidence.article_id for item in issue.items for _, one in stated(item) for evidence in one.evidence}
    stories = [item.story_id for item in issue.items]
    issue_key = {"day": issue.day, "edition": issue.edition, "key": issue.key}
    ids = sorted(sources | cited)
    articles = [StoredArticle(**row) for row in _rows(connection, _ARTICLES, {**days, "ids": ids})] if ids else []
    briefs: dict[str, list[str]] = {}
    for row in _rows(connection, _BRIEFS, {**days, "ids": stories}) if stories else ():
        briefs.setdefault(row["story_id"], []).append(row["document"])
    printed = list(urls)
    addresses = _rows(connection, _ADDRESSES, {**days, "urls": printed}) if printed else []
    return IssueRecord(
        articles={article.id: article for article in articles},
        stored={(article.day, article.id): article for article in articles},
        briefs=briefs,
        addresses=frozenset(row["url"] for row in addresses),
        counted=_rows(connection, _COUNTED, issue_key)[0]["items"],
        listed=_rows(connection, _LISTED, issue_key),
    )


def stated(item: IssueItem) -> Iterator[tuple[date, Statement | Figure]]:
    """Yield the statements of an item, each with the day of the articles it rests on."""
    brief = item.brief
    yield brief.day, brief.one_sentence
    if brief.summary:
        yield brief.day, brief.summary
    for point in (*brief.technique, *brief.findings, *brief.insight, *brief.limitations):
        yield brief.day, point
    for figure in brief.figures:
        yield brief.day, figure
    for part in brief.parts:
        yield from ((brief.day, point) for point in part.points)
    for hindsight in item.hindsights:
        yield hindsight.early_day, hindsight.early
        yield hindsight.late_day, hindsight.late


def first_day(issue: Issue) -> date:
    """Return the earliest day that something in the issue was told on: of a review, before its window."""
    opens = issue.window_start.astimezone(ZoneInfo(issue.timezone)).date()
    moments = (moment.day for item in issue.items for moment in item.moments)
    early = (hindsight.early_day for item in issue.items for hindsight in item.hindsights)
    return min([opens, *moments, *early])


def threads_in_order(issue: Issue, spec: EditionSpec, period: Period, warehouse: Warehouse) -> list[str]:
    """Return the threads of a review in the order that the record gives them."""
    told = {item.thread_id for item in issue.items}
    unfit = {one.story_id for one in issue.unfit}
    frame = Frame(
        edition=spec, period=period, language=issue.language, timezone=issue.timezone, items=max(1, len(told))
    )
    heads = ReviewMaterial(warehouse, issue.language).heads(period.first, period.last)
    theirs = [head for head in heads if head.thread_id in told and head.story_id not in unfit]
    return [thread.id for thread in choose_threads(frame, theirs, frozenset()).threads]


def _rows(connection: "duckdb.DuckDBPyConnection", sql: str, parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    cursor = connection.execute(sql, dict(parameters))
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
