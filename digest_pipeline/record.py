"""The newsroom's record: days of entries, articles, stories and briefs, as typed objects in and out.

Each stage replaces what it made of a day in one transaction, together with what it left out. Connections, locks and the
schema are `warehouse.py`, issues are `issues.py`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal

from digest_pipeline.articles.text import measures
from digest_pipeline.articles.versions import ArticleVersion
from digest_pipeline.model import (
    Article,
    Bond,
    Brief,
    Claim,
    DateCandidate,
    Drop,
    Entry,
    Link,
    Stage,
    Standing,
    Step,
    Story,
)
from digest_pipeline.quality.runner import Result
from digest_pipeline.stories.threads.place import Past
from digest_pipeline.warehouse import Part, Warehouse

# The checks of a layer: the expectations on its rows, and for an issue the linter.
CheckName = Literal["suite", "lint"]

# Of another day's text, what is compared: title, first sentences and what the first screen tells.
_PAST_CHARACTERS = 2_300


@dataclass(frozen=True, slots=True)
class Summary:
    """A line of `marts.day_summary`: what came in on a day and what became of it."""

    day: date
    entries: int
    articles: int
    stories: int
    briefs: int
    items: int
    dropped: int


@dataclass(frozen=True, slots=True)
class ThreadStory:
    """A story as its thread lists it: when it was, what it was to the thread, and the title of its lead article."""

    story_id: str
    day: date
    standing: Standing
    title: str


class OutdatedStoriesError(LookupError):
    """The stories of a day name articles that the record no longer holds."""


@dataclass(frozen=True, slots=True)
class TagUse:
    """On how many days and in how many stories a tag stands."""

    tag: str
    stories: int
    days: int


class Record:
    """Reads and replaces days."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def entries(self, day: date) -> list[Entry]:
        """Return the day's entries by time and id."""
        rows = self._warehouse.rows("select * from raw.entries where day = ? order by published_at, id", [day])
        return [Entry(**_tuples(row)) for row in rows]

    def articles(self, day: date) -> list[Article]:
        """Return the day's articles by time and id, with their links."""
        with self._warehouse.hold():
            links: dict[str, list[Link]] = {}
            sql = "select * exclude (day, position) from core.article_links where day = ? order by article_id, position"
            for row in self._warehouse.rows(sql, [day]):
                links.setdefault(row.pop("article_id"), []).append(Link(**row))
            dates: dict[str, list[DateCandidate]] = {}
            sql = "select * exclude (day, position) from core.article_dates where day = ? order by article_id, position"
            for row in self._warehouse.rows(sql, [day]):
                dates.setdefault(row.pop("article_id"), []).append(
                    DateCandidate(**row | {"value": _date(row["value"])})
                )
            sql = (
                "select * exclude (characters, words, reading_minutes) from core.articles"
                " where day = ? order by published_at, id"
            )
            return [
                Article(**_tuples(row), links=tuple(links.get(row["id"], ())), dates=tuple(dates.get(row["id"], ())))
                for row in self._warehouse.rows(sql, [day])
            ]

    def versions(self, first: date, last: date) -> list[ArticleVersion]:
        """Return the texts of pages that were new on a day from `first` to `last`, by day, article and number."""
        sql = "select * from core.article_versions where day between ? and ? order by day, article_id, number"
        return [ArticleVersion(**row) for row in self._warehouse.rows(sql, [first, last])]

    def stories(self, day: date) -> list[Story]:
        """Return the day's stories by id, each with its bonds, its primary source and its step in a thread.

        Raises:
            OutdatedStoriesError: when the articles were replaced and the stories were not yet.
        """
        with self._warehouse.hold():
            articles = {article.id: article for article in self.articles(day)}
            members: dict[str, list[Article]] = {}
            sql = "select story_id, article_id from core.story_articles where day = ? order by story_id, position"
            for row in self._warehouse.rows(sql, [day]):
                if row["article_id"] not in articles:
                    raise OutdatedStoriesError(
                        f"the stories of {day} were made of other articles; make them anew with: digest run --day {day}"
                    )
                members.setdefault(row["story_id"], []).append(articles[row["article_id"]])
            bonds, steps, primaries = self._bonds(day), self._steps(day), self._primaries(day)
            return [
                Story(
                    story_id, day, tuple(told), tuple(bonds.get(story_id, ())), primaries[story_id], steps.get(story_id)
                )
                for story_id, told in members.items()
            ]

    def story_heads(self, first: date, last: date) -> list[Story]:
        """Return the stories of the days from `first` to `last` by day and id, without bonds and their articles' texts.

        Their articles have no text, structure, links or dates: what lists of stories print needs none.
        """
        sql = (
            "select stories.day as story_day, stories.id as story_id, primary_url, primary_kind, primary_anchor,"
            " thread_id, standing, follows, reasons, news, articles.* exclude (characters, words, reading_minutes)"
            " replace ('' as text, '' as markdown)"
            " from core.stories"
            " join core.story_articles as members on members.day = stories.day and members.story_id = stories.id"
            " join core.articles on articles.day = members.day and articles.id = members.article_id"
            " left join core.threads on threads.day = stories.day and threads.story_id = stories.id"
            " where stories.day between ? and ? order by stories.day, stories.id, members.position"
        )
        found: dict[tuple[date, str], Story] = {}
        for row in self._warehouse.rows(sql, [first, last]):
            day, story_id = row.pop("story_day"), row.pop("story_id")
            url, kind, anchor = row.pop("primary_url"), row.pop("primary_kind"), row.pop("primary_anchor")
            step = {name: row.pop(name) for name in ("thread_id", "standing", "follows", "reasons", "news")}
            story = found.get((day, story_id)) or Story(
                story_id,
                day,
                primary=Link(url, anchor, kind) if url else None,
                step=_step(step) if step["thread_id"] else None,
            )
            found[day, story_id] = replace(story, articles=(*story.articles, Article(**_tuples(row))))
        return list(found.values())

    def past_stories(self, first: date, last: date) -> list[Past]:
        """Return the stories of the days from `first` to `last` that stand in threads, by day and id.

        Their articles have the first 2,300 characters of their texts and their links, and no structure.
        """
        sql = (
            "select threads.day as story_day, threads.story_id, threads.thread_id, threads.follows, linked.links,"
            " articles.* exclude (markdown, characters, words, reading_minutes)"
            " replace (substr(articles.text, 1, $3) as text)"
            " from core.threads"
            " join core.story_articles as members on members.day = threads.day and members.story_id = threads.story_id"
            " join core.articles on articles.day = members.day and articles.id = members.article_id"
            " left join (select day, article_id, list((url, anchor, kind) order by position) as links"
            " from core.article_links where day between $1 and $2 group by day, article_id) as linked"
            " on linked.day = articles.day and linked.article_id = articles.id"
            " where threads.day between $1 and $2 order by threads.day, threads.story_id, members.position"
        )
        articles: dict[tuple[date, str, str, str], list[Article]] = {}
        for row in self._warehouse.rows(sql, [first, last, _PAST_CHARACTERS]):
            head = (row.pop("story_day"), row.pop("story_id"), row.pop("thread_id"), row.pop("follows"))
            links = tuple(Link(*link) for link in row.pop("links") or ())
            articles.setdefault(head, []).append(Article(**_tuples(row), links=links))
        return [
            Past(story_id, day, thread_id, follows, tuple(told))
            for (day, story_id, thread_id, follows), told in articles.items()
        ]

    def stories_around(self, day: date, days: int) -> tuple[list[Past], list[Past]]:
        """Return the stories of so many days before `day`, and of so many after it, as `past_stories` does."""
        near, far = timedelta(1), timedelta(days)
        return self.past_stories(day - far, day - near), self.past_stories(day + near, day + far)

    def thread_names(self, day: date) -> dict[str, str]:
        """Return the threads of the day's stories, by the ids of the articles that led these."""
        sql = (
            "select stories.lead_id, threads.thread_id from core.stories"
            " join core.threads on threads.day = stories.day and threads.story_id = stories.id where stories.day = ?"
        )
        return {row["lead_id"]: row["thread_id"] for row in self._warehouse.rows(sql, [day])}

    def story_day(self, prefix: str) -> list[tuple[str, date]]:
        """Return id and day of the stories whose ids begin with `prefix`, by day and id."""
        sql = "select id, day from core.stories where starts_with(id, ?) order by day, id"
        return [(row["id"], row["day"]) for row in self._warehouse.rows(sql, [prefix])]

    def newest_stories(self) -> date | None:
        """Return the last day that has stories, or None when no day has."""
        day: date | None = self._warehouse.rows("select max(day) as day from core.stories")[0]["day"]
        return day

    def thread(self, thread_id: str) -> list[ThreadStory]:
        """Return the stories of a thread by day and id."""
        sql = (
            "select threads.story_id, threads.day, threads.standing, articles.title from core.threads"
            " join core.stories on stories.day = threads.day and stories.id = threads.story_id"
            " join core.articles on articles.day = stories.day and articles.id = stories.lead_id"
            " where threads.thread_id = ? order by threads.day, threads.story_id"
        )
        return [ThreadStory(**row) for row in self._warehouse.rows(sql, [thread_id])]

    def briefs(self, day: date, language: str = "") -> list[Brief]:
        """Return one brief a story, by story id: the one in `language` where there is one, else the original."""
        sql = (
            "select document from core.briefs where day = ? qualify row_number() over"
            " (partition by story_id order by language = ? desc, translated_from) = 1 order by story_id"
        )
        return [Brief.model_validate_json(row["document"]) for row in self._warehouse.rows(sql, [day, language])]

    def intake_counts(self, first: date, last: date, start: datetime, end: datetime) -> dict[str, int]:
        """Return how many entries and articles of these days were published in [start, end), or before it and late.

        `off_subject` are those of the articles that the topic gate left out.
        """
        gated = " and (day, url) in (select day, item from quality.drops where stage = 'stories')"
        counted = (
            ("entries", "raw.entries", ""),
            ("articles", "core.articles", ""),
            ("off_subject", "core.articles", gated),
        )
        counts = {}
        for name, table, which in counted:
            sql = (
                f"select count(*) as found from {table} where day between $1 and $2"  # noqa: S608  names are ours
                f" and ((published_at >= $3 and published_at < $4) or (late and published_at < $3)){which}"
            )
            counts[name] = int(self._warehouse.rows(sql, [first, last, start, end])[0]["found"])
        return counts

    def fallbacks(self, day: date) -> dict[str, str]:
        """Return why stories have an extractive brief although a model was asked, by story id."""
        sql = "select story_id, fallback_reason from core.briefs where day = ? and fallback_reason is not null"
        return {row["story_id"]: row["fallback_reason"] for row in self._warehouse.rows(sql, [day])}

    def drops(self, day: date) -> list[Drop]:
        """Return what was left out of the day, at every stage."""
        sql = (
            "select stage, item, reason, detail, replaced from quality.drops where day = ?"
            " order by stage, reason, item, detail"
        )
        return [Drop(**row) for row in self._warehouse.rows(sql, [day])]

    def summaries(self, first: date, last: date) -> list[Summary]:
        """Return one line for each day from `first` to `last` that has any record."""
        sql = "select * from marts.day_summary where day between ? and ? order by day"
        return [Summary(**row) for row in self._warehouse.rows(sql, [first, last])]

    def replace_drops(self, day: date, stage: Stage, drops: Sequence[Drop]) -> None:
        """Replace what `stage` left out of the day."""
        self._warehouse.replace(day, _drops(stage, drops))

    def replace_articles(
        self, day: date, articles: Sequence[Article], drops: Sequence[Drop], versions: Sequence[ArticleVersion] = ()
    ) -> None:
        """Replace the day's articles with their links and dates, what was left out, and the texts that were new."""
        links = [
            {"article_id": article.id, "position": position, **asdict(link)}
            for article in articles
            for position, link in enumerate(article.links)
        ]
        dates = [
            {"article_id": article.id, "position": position, **asdict(found) | {"value": found.value.isoformat()}}
            for article in articles
            for position, found in enumerate(article.dates)
        ]
        self._warehouse.replace(
            day,
            Part("core.articles", [_article_row(article) for article in articles]),
            Part("core.article_links", links),
            Part("core.article_dates", dates),
            Part("core.article_versions", [asdict(version) for version in versions]),
            _drops("extracted_articles", drops),
        )

    def replace_stories(self, day: date, stories: Sequence[Story], drops: Sequence[Drop] = ()) -> None:
        """Replace the day's stories with their members, bonds and steps in threads, and what belongs to none."""
        heads = [
            {
                "id": story.id,
                "lead_id": story.lead.id,
                "articles": len(story.articles),
                "primary_url": story.primary.url if story.primary else None,
                "primary_kind": story.primary.kind if story.primary else None,
                "primary_anchor": story.primary.anchor if story.primary else None,
            }
            for story in stories
        ]
        members = [
            {"story_id": story.id, "article_id": article.id, "position": position}
            for story in stories
            for position, article in enumerate(story.articles)
        ]
        bonds = [
            {"story_id": story.id, "position": position, **asdict(bond), "reasons": list(bond.reasons)}
            for story in stories
            for position, bond in enumerate(story.bonds)
        ]
        steps = [
            {
                "story_id": story.id,
                **asdict(story.step),
                "reasons": list(story.step.reasons),
                "news": list(story.step.news),
            }
            for story in stories
            if story.step
        ]
        self._warehouse.replace(
            day,
            Part("core.stories", heads),
            Part("core.story_articles", members),
            Part("core.story_bonds", bonds),
            Part("core.threads", steps),
            _drops("stories", drops),
        )

    def replace_briefs(
        self,
        day: date,
        briefs: Sequence[Brief],
        claims: Sequence[Claim] = (),
        fallbacks: Mapping[str, str] = MappingProxyType({}),
        drops: Sequence[Drop] = (),
    ) -> None:
        """Replace the day's briefs, what was checked of them and what was left out.

        Args:
            day: the partition.
            briefs: one a story and language.
            claims: what the briefs say, and what was struck out of them.
            fallbacks: why a story got the extractive brief although a model was asked, by story id.
            drops: stories without a brief.
        """
        rows = [
            {
                "document": brief.model_dump_json(),
                "fallback_reason": fallbacks.get(brief.story_id),
                **brief.model_dump(
                    include={
                        *("story_id", "engine", "language", "translated_from", "headline", "kind", "category"),
                        *("value", "stars", "relevance"),
                    }
                ),
            }
            for brief in briefs
        ]
        checked = [claim.model_dump() for claim in claims]
        self._warehouse.replace(
            day, Part("core.briefs", rows), Part("core.claims", checked), _drops("structured_summaries", drops)
        )

    def blocking_failures(self, first: date, last: date) -> list[tuple[date, str, Result]]:
        """Return what blocking checks of the days from `first` to `last` failed when they last ran, with day and layer.

        They are in the order of day, layer and name.
        """
        sql = (
            "select * exclude (checked_by) from quality.results"
            " where day between ? and ? and severity = 'blocking' and not passed order by day, layer, name"
        )
        return [
            (row.pop("day"), row.pop("layer"), Result(**row | {"examples": tuple(row["examples"])}))
            for row in self._warehouse.rows(sql, [first, last])
        ]

    def replace_results(self, day: date, layer: str, found: Mapping[CheckName, Sequence[Result]]) -> None:
        """Replace the outcomes of those of a layer's checks that are named, all or none."""
        parts = [
            Part(
                "quality.results",
                [_columns(result) | {"examples": list(result.examples)} for result in results],
                {"layer": layer, "checked_by": name},
            )
            for name, results in found.items()
        ]
        self._warehouse.replace(day, *parts)

    def tags(self, first: date, last: date) -> list[TagUse]:
        """Return the tags of the briefs of these days, translations left out, those of most stories first."""
        sql = (
            "select tag, count(distinct (day, story_id)) as stories, count(distinct day) as days from"
            " (select day, story_id, unnest(from_json(document -> '$.tags', '[\"varchar\"]')) as tag from core.briefs"
            " where day between ? and ? and translated_from = '') group by tag order by stories desc, days desc, tag"
        )
        return [TagUse(**row) for row in self._warehouse.rows(sql, [first, last])]

    def sources_of(self, first: date, last: date, named: Collection[str]) -> list[str]:
        """Return the names of the sources behind entries, articles, stories, addresses or ids of sources, in order.

        Args:
            first: the first day on which they may be.
            last: the last one.
            named: ids and addresses of any of these kinds.
        """
        sql = (
            "select distinct source_name from raw.entries where day between $1 and $2 and"
            " (list_contains($3, id) or list_contains($3, article_id) or list_contains($3, url)"
            " or list_contains($3, source_id) or article_id in (select article_id from core.story_articles"
            " where day between $1 and $2 and list_contains($3, story_id) and position = 0)) order by source_name"
        )
        return [row["source_name"] for row in self._warehouse.rows(sql, [first, last, sorted(named)])]

    def _bonds(self, day: date) -> dict[str, list[Bond]]:
        sql = "select * exclude (day, position) from core.story_bonds where day = ? order by story_id, position"
        bonds: dict[str, list[Bond]] = {}
        for row in self._warehouse.rows(sql, [day]):
            bonds.setdefault(row.pop("story_id"), []).append(Bond(**row | {"reasons": tuple(row["reasons"])}))
        return bonds

    def _steps(self, day: date) -> dict[str, Step]:
        rows = self._warehouse.rows("select * exclude (day) from core.threads where day = ?", [day])
        return {row.pop("story_id"): _step(row) for row in rows}

    def _primaries(self, day: date) -> dict[str, Link | None]:
        columns = "id, primary_url as url, primary_anchor as anchor, primary_kind as kind"
        rows = self._warehouse.rows(f"select {columns} from core.stories where day = ?", [day])  # noqa: S608  names are ours
        return {row.pop("id"): Link(**row) if row["url"] else None for row in rows}


def _step(row: dict[str, Any]) -> Step:
    return Step(**row | {"reasons": tuple(row["reasons"]), "news": tuple(row["news"])})


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"authors": tuple(row["authors"])}


def _columns(stored: Article | Result) -> dict[str, Any]:
    """Return the fields as they are: `asdict` copies all that is in them."""
    return {column.name: getattr(stored, column.name) for column in fields(stored)}


def _article_row(article: Article) -> dict[str, Any]:
    row = _columns(article)
    del row["links"], row["dates"]
    characters, words, minutes = measures(article.text)
    measured = {"characters": characters, "words": words, "reading_minutes": minutes}
    return row | {"authors": list(article.authors)} | measured


def _date(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _drops(stage: Stage, drops: Sequence[Drop]) -> Part:
    rows = [asdict(drop) for drop in drops]
    return Part("quality.drops", rows, {"stage": stage})
