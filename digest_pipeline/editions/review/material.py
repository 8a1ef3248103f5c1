"""What a review reads of the warehouse: the heads of a window's stories, and all of the threads that are told.

A month has some 5,000 stories. Of most of them a line is enough; briefs and sources are read of the few threads that
were chosen, and texts of none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from digest_pipeline.model import Article, Brief, Link, Standing, Step, Story, StoryKind
from digest_pipeline.urls import host_of
from digest_pipeline.warehouse import Warehouse

# How far back the beginnings of a thread are sought.
HISTORY = timedelta(31)

# Of each story one brief: in the language that is asked for, else the original.
_BRIEFS = (
    "(select day, story_id, {columns} from core.briefs where day between $1 and $2 qualify row_number() over"
    " (partition by day, story_id order by language = $3 desc, translated_from) = 1) as written"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A story as a line: where it stands in its thread, when and where it was told, and what it is worth.

    `hosts` are the sites that tell it. A story without a brief is worth nothing and of no kind.
    """

    story_id: str
    day: date
    thread_id: str
    standing: Standing
    published_at: datetime
    late: bool
    source_id: str
    hosts: frozenset[str]
    kind: StoryKind | None
    stars: int
    value: float
    relevance: float


@dataclass(frozen=True, slots=True)
class Told:
    """A story of a thread, its step there, and its brief. Its articles have no texts."""

    story: Story
    step: Step
    brief: Brief

    @property
    def host(self) -> str:
        """The site of its lead article."""
        return host_of(self.story.lead.url)


class ReviewMaterial:
    """Reads the stories of many days, as far as a review tells them."""

    def __init__(self, warehouse: Warehouse, language: str) -> None:
        """Take the warehouse, and the language that briefs are wanted in."""
        self._warehouse = warehouse
        self._language = language

    def heads(self, first: date, last: date) -> list[Head]:
        """Return the stories of the days from `first` to `last`, by day and id."""
        sql = (
            "select stories.id as story_id, stories.day, thread_id, standing, lead.published_at,"  # noqa: S608  names are ours
            " lead.late, lead.source_id,"
            " (select list(told.url) from core.story_articles as members join core.articles as told"
            " on told.day = members.day and told.id = members.article_id"
            " where members.day = stories.day and members.story_id = stories.id) as hosts,"
            " kind, coalesce(stars, 0) as stars, coalesce(value, 0) as value, coalesce(relevance, 0) as relevance"
            " from core.stories join core.articles as lead on lead.day = stories.day and lead.id = stories.lead_id"
            " join core.threads on threads.day = stories.day and threads.story_id = stories.id"
            f" left join {_BRIEFS.format(columns='kind, stars, value, relevance')}"
            " on written.day = stories.day and written.story_id = stories.id"
            " where stories.day between $1 and $2 order by stories.day, stories.id"
        )
        rows = self._warehouse.rows(sql, [first, last, self._language])
        return [Head(**row | {"hosts": frozenset(map(host_of, row["hosts"]))}) for row in rows]

    def printed_threads(self, first: date, last: date, edition: str) -> frozenset[str]:
        """Return the threads that other editions than `edition` printed in issues of these days."""
        sql = "select distinct thread_id from digest.publication_items where day between ? and ? and edition <> ?"
        return frozenset(row["thread_id"] for row in self._warehouse.rows(sql, [first, last, edition]))

    def told(self, thread_ids: Sequence[str], first: date, last: date) -> Mapping[str, list[Told]]:
        """Return the stories of threads that have a brief, by thread, in the order in which they were told.

        Args:
            thread_ids: the threads.
            first: the first day of the window; stories of the 31 days before it are told, too.
            last: the last day of the window; what came later is not known to the review.
        """
        sql = (
            "select stories.day as story_day, stories.id as story_id,"  # noqa: S608  names are ours
            " primary_url, primary_kind, primary_anchor,"
            " threads.thread_id, standing, follows, reasons, news, document,"
            " articles.* exclude (characters, words, reading_minutes) replace ('' as text, '' as markdown)"
            " from core.threads join core.stories on stories.day = threads.day and stories.id = threads.story_id"
            " join core.story_articles as members on members.day = stories.day and members.story_id = stories.id"
            " join core.articles on articles.day = members.day and articles.id = members.article_id"
            f" join {_BRIEFS.format(columns='document')}"
            " on written.day = stories.day and written.story_id = stories.id"
            " where threads.day between $1 and $2 and threads.thread_id in (select unnest($4))"
            " order by stories.day, stories.id, members.position"
        )
        rows = self._warehouse.rows(sql, [first - HISTORY, last, self._language, list(thread_ids)])
        members: dict[tuple[date, str], list[dict[str, Any]]] = {}
        for row in rows:
            members.setdefault((row["story_day"], row["story_id"]), []).append(row)
        found: dict[str, list[Told]] = {}
        for told in sorted(map(_told, members.values()), key=_when):
            found.setdefault(told.step.thread_id, []).append(told)
        return found


def _told(rows: Sequence[dict[str, Any]]) -> Told:
    head, articles = rows[0], []
    for row in rows:
        columns = {name: value for name, value in row.items() if name in Article.__dataclass_fields__}
        articles.append(Article(**columns | {"authors": tuple(row["authors"])}))
    url, anchor, kind = head["primary_url"], head["primary_anchor"], head["primary_kind"]
    step = Step(head["thread_id"], head["standing"], head["follows"], tuple(head["reasons"]), tuple(head["news"]))
    primary = Link(url, anchor, kind) if url else None
    story = Story(head["story_id"], head["story_day"], tuple(articles), primary=primary, step=step)
    return Told(story, step, Brief.model_validate_json(head["document"]))


def _when(told: Told) -> tuple[date, datetime, str]:
    return told.story.day, told.story.lead.published_at, told.story.id
