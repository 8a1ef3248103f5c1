"""What readers have been given: the issues as they stood when they passed their checks, in the warehouse.

The site and its feeds are made of these alone; an issue that was composed again and failed its checks changes nothing
here. What is composed is `record.py`.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import NamedTuple

from digest_pipeline.model import Issue, Standing
from digest_pipeline.warehouse import Part, Warehouse

_HEAD = "edition, day, key, title, language, window_start, window_end, items, digest"


@dataclass(frozen=True, slots=True)
class Publication:
    """One published issue without its text; `digest` changes when anything in it does."""

    edition: str
    day: date
    key: str
    title: str
    language: str
    window_start: datetime
    window_end: datetime
    items: int
    digest: str


class PublishedItem(NamedTuple):
    """One story of a published issue, as lists of stories need it; `position` counts through the issue from 0.

    A tuple, because a site of a thousand issues makes fifteen thousand of them with every build.
    """

    day: date
    edition: str
    key: str
    position: int
    story_id: str
    thread_id: str
    language: str
    headline: str
    source: str
    url: str
    stars: int
    value: float
    tags: Sequence[str]


class Publications:
    """The published issues of a newsroom."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def add(self, issue: Issue) -> bool:
        """Make `issue` the published one of its edition and key; say whether that changed anything."""
        document, digest = _document(issue), digest_of(issue)
        known = self._warehouse.rows(
            "select digest from digest.publications where day = ? and edition = ? and key = ?",
            [issue.day, issue.edition, issue.key],
        )
        if known and known[0]["digest"] == digest:
            return False
        head = Publication(
            edition=issue.edition,
            day=issue.day,
            key=issue.key,
            title=issue.title,
            language=issue.language,
            window_start=issue.window_start,
            window_end=issue.window_end,
            items=len(issue.items),
            digest=digest,
        )
        where = {"edition": issue.edition, "key": issue.key}
        self._warehouse.replace(
            issue.day,
            Part("digest.publications", [asdict(head) | {"document": document}], where),
            Part("digest.publication_items", [_row(item) for item in _items(issue)], where),
        )
        return True

    def heads(self) -> list[Publication]:
        """Return every published issue, oldest first, by day, edition and key."""
        sql = f"select {_HEAD} from digest.publications order by day, edition, key"  # noqa: S608  names are ours
        return [Publication(**row) for row in self._warehouse.rows(sql, [])]

    def items(self) -> list[PublishedItem]:
        """Return every story of every published issue, by day, edition, key and position."""
        columns = ", ".join(PublishedItem._fields)
        sql = f"select {columns} from digest.publication_items order by day, edition, key, position"  # noqa: S608  ours
        with self._warehouse.connect() as connection:
            return [PublishedItem._make(row) for row in connection.execute(sql).fetchall()]

    def issue(self, edition: str, key: str) -> Issue | None:
        """Return a published issue, or None when there is none."""
        sql = "select document from digest.publications where edition = ? and key = ?"
        rows = self._warehouse.rows(sql, [edition, key])
        return Issue.model_validate_json(rows[0]["document"]) if rows else None

    def issues(self, places: Collection[tuple[str, str]]) -> list[Issue]:
        """Return those published issues whose edition and key are among `places`, by day, edition and key."""
        sql = (
            "select document from digest.publications where (edition, key) in (select unnest(?), unnest(?))"
            " order by day, edition, key"
        )
        rows = self._warehouse.rows(sql, [[edition for edition, _ in places], [key for _, key in places]])
        return [Issue.model_validate_json(row["document"]) for row in rows]

    def standings(self) -> dict[str, Standing]:
        """Return what each printed story is in its thread; those of no thread are left out."""
        sql = (
            "select distinct threads.story_id, threads.standing from core.threads"
            " semi join digest.publication_items as items on items.story_id = threads.story_id"
        )
        return {row["story_id"]: row["standing"] for row in self._warehouse.rows(sql, [])}


def digest_of(issue: Issue) -> str:
    """Return the hash by which a published issue is told from another: of everything in it."""
    return hashlib.sha256(_document(issue).encode("utf-8", "surrogatepass")).hexdigest()


def _document(issue: Issue) -> str:
    return issue.model_dump_json(exclude_none=True)


def _items(issue: Issue) -> list[PublishedItem]:
    return [
        PublishedItem(
            day=issue.day,
            edition=issue.edition,
            key=issue.key,
            position=position,
            story_id=item.story_id,
            thread_id=item.thread_id,
            language=issue.language,
            headline=item.brief.headline,
            source=item.lead.name if item.lead else "",
            url=item.lead.url if item.lead else "",
            stars=item.brief.stars,
            value=item.brief.value,
            tags=item.brief.tags,
        )
        for position, item in enumerate(issue.items)
    ]


def _row(item: PublishedItem) -> dict[str, object]:
    return item._asdict() | {"tags": list(item.tags)}
