"""An issue's items as rows: what each lacks, how it stands in its issue, and what of it is not as the record has it.

A column of words names what is wrong, and is empty where nothing is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.model import Brief, Issue, IssueItem, SourceReference
from digest_pipeline.quality.issue_record import IssueRecord
from digest_pipeline.urls import canonical
from digest_pipeline.webtext import clean, printable_address


@dataclass(frozen=True, slots=True)
class Asked:
    """What the configuration asks of an item: so many stars, and no day before `oldest`."""

    minimum_stars: int
    oldest: date


def item_rows(
    issue: Issue, spec: EditionSpec, asked: Asked, record: IssueRecord, threads: Sequence[str]
) -> list[dict[str, Any]]:
    """Return a row an item; `threads` are those of a review as the record orders them, of other editions none."""
    counted: Counter[str] = Counter()
    rows = []
    for position, item in enumerate(issue.items):
        counted[item.group] += 1
        before = issue.items[position - 1] if position else None
        listed = record.listed[position] if position < len(record.listed) else {}
        # A review chooses a thread by its best story, and tells it by its latest.
        has_too_few = item.brief.stars < asked.minimum_stars and not spec.review
        rows.append(
            {
                "item": f"{position + 1}. {clean(item.brief.headline)}",
                "story_id": item.story_id,
                "thread_id": item.thread_id or None,
                "page": (canonical(item.sources[0].url) or item.sources[0].url) if item.sources else None,
                "miscounted": _miscounted(item.number, counted[item.group]),
                "outside_window": _outside_window(item, issue),
                "not_late": _not_late(item, issue, asked.oldest),
                "too_few_stars": f"{item.brief.stars} of {asked.minimum_stars}" if has_too_few else "",
                "lacks": ", ".join(_lacks(item)),
                "misplaced": ", ".join(_misplaced(item, issue, spec)),
                "out_of_order": _out_of_order(before, item, issue, spec, threads),
                "unlike_brief": _unlike_brief(item, record.briefs.get(item.story_id, ())),
                "unlike_articles": "; ".join(_unlike_articles(item, record)),
                "unlike_list": ", ".join(_unlike_list(item, listed)),
            }
        )
    return rows


def _miscounted(number: int, due: int) -> str:
    return "" if number == due else f"{number} stands where {due} is due"


def _outside_window(item: IssueItem, issue: Issue) -> str:
    published = item.lead and item.lead.published_local
    if not published or item.late or issue.window_start <= published < issue.window_end:
        return ""
    return f"{published:%Y-%m-%d %H:%M}"


def _not_late(item: IssueItem, issue: Issue, oldest: date) -> str:
    published = item.lead and item.lead.published_local
    if not published or not item.late or (published < issue.window_start and published.date() >= oldest):
        return ""
    return f"{published:%Y-%m-%d %H:%M}"


def _lacks(item: IssueItem) -> Iterator[str]:
    if not clean(item.brief.headline):
        yield "a headline"
    if item.lead is None:
        yield "a source"
        return
    if not printable_address(item.lead.url):
        yield "a link to its source"
    if item.lead.published_local is None:
        yield "a date"


def _misplaced(item: IssueItem, issue: Issue, spec: EditionSpec) -> Iterator[str]:
    """Say what the issue has no place for: a group, a number in it, lateness, what continues none before it."""
    groups = {group.name: group for group in spec.groups} if spec.groups else {"": None}
    if item.group not in groups:
        yield f"there is no group {item.group!r}"
    elif (belongs := _group_of(item.brief, spec)) != item.group:
        yield f"it belongs to {belongs or 'no group'}"
    group = groups.get(item.group)
    if group and group.items and item.number > group.items:
        yield f"{group.name} has room for {group.items}"
    if item.late and not spec.select.late:
        yield "the edition takes nothing that is late"
    if item.continues and item.continues.key >= issue.key:
        yield f"it continues {item.continues.key}, which is no issue before this one"


def _group_of(brief: Brief, spec: EditionSpec) -> str:
    """Return the first group that names the story's category or kind, else the first that names none."""
    naming = (group for group in spec.groups if brief.category in group.categories or brief.kind in group.kinds)
    rest = (group for group in spec.groups if not (group.categories or group.kinds))
    group = next(naming, None) or next(rest, None)
    return group.name if group else ""


def _out_of_order(
    before: IssueItem | None, item: IssueItem, issue: Issue, spec: EditionSpec, threads: Sequence[str]
) -> str:
    if spec.review and item.thread_id not in threads:
        return "its thread has no story in the window"
    if before is None or (spec.review and before.thread_id not in threads):
        return ""
    places = [_place(one, issue, spec, threads) for one in (before, item)]
    return "" if places[0] <= places[1] else f"it comes before {clean(before.brief.headline)}"


def _place(item: IssueItem, issue: Issue, spec: EditionSpec, threads: Sequence[str]) -> tuple[Any, ...]:
    """Return where an item stands: by its group, then as `editions/choice.py` orders them, or as a review's threads."""
    if spec.review:
        return (threads.index(item.thread_id),)
    brief, names = item.brief, [group.name for group in spec.groups]
    group = names.index(item.group) if item.group in names else len(names)
    published = (item.lead and item.lead.published_local) or issue.window_start
    if spec.select.order == "time":
        return group, -published.timestamp(), item.story_id
    value = (brief.relevance == 0, -brief.stars, brief.language != issue.language, -brief.relevance)
    return group, *value, -len(item.sources), published, item.story_id


def _unlike_brief(item: IssueItem, stored: Sequence[str]) -> str:
    """Return the fields in which an item's brief is not the one that is stored; in several languages, the nearest."""
    if not stored:
        return "no brief of the story is stored"
    # To read a brief takes longer than to write it.
    if item.brief.model_dump_json() in stored:
        return ""
    unlike = (_unlike_fields(item.brief, Brief.model_validate_json(document)) for document in stored)
    nearest: list[str] = min(unlike, key=len)
    return ", ".join(nearest)


def _unlike_fields(one: Brief, other: Brief) -> list[str]:
    return [name for name in Brief.model_fields if getattr(one, name) != getattr(other, name)]


def _unlike_articles(item: IssueItem, record: IssueRecord) -> Iterator[str]:
    """Say which of an item's sources and moments are not what the record has."""
    for source in item.sources:
        article = record.articles.get(source.article_id)
        if article is None:
            yield f"{source.url} is not stored as article {source.article_id}"
        elif source.url != article.url:
            yield f"{source.url} is {article.url}"
        elif _date_of(source) != (article.published_at, article.date_origin):
            yield f"{source.url} is of {article.published_at:%Y-%m-%d %H:%M}Z by its {article.date_origin}"
    urls = {source.url for source in item.sources}
    for moment in item.moments:
        if moment.url not in urls:
            yield f"{moment.url} of {moment.day} is none of the item's sources"


def _date_of(source: SourceReference) -> tuple[object, str]:
    return source.published_local, source.date_origin


def _unlike_list(item: IssueItem, listed: Mapping[str, Any]) -> Iterator[str]:
    printed = {
        "group": item.group,
        "number": item.number,
        "story_id": item.story_id,
        "thread_id": item.thread_id,
        "headline": item.brief.headline,
        "url": item.sources[0].url if item.sources else "",
        "stars": item.brief.stars,
    }
    for name, value in printed.items():
        if listed.get(name) != value:
            yield f"{name} {listed.get(name)!r}"
