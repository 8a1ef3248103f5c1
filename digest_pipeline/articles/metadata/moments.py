"""When an article was published and last changed: every date a page names for it, each with its source, and the choice.

A moment is known only where the page names a zone; elsewhere its day is right in the page's own zone and stays a date.
No clock is read: the same page gives the same dates on any day, and what lies in the future is refused where the page's
capture is known (`dates.distrust`). How a string is read is `reading.py`, where a page shows dates `visible.py`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from lxml.etree import XPath  # type: ignore[import-untyped]

from digest_pipeline.articles.metadata.jsonld import Described
from digest_pipeline.articles.metadata.page import PageHead, text_of
from digest_pipeline.articles.metadata.reading import Reading, read_date
from digest_pipeline.articles.metadata.visible import Shown, shown_dates, shown_times

Role = Literal["published", "modified"]
Source = Literal["json-ld", "meta", "microdata", "url", "time", "text", "htmldate"]


@dataclass(frozen=True, slots=True)
class NamedDate:
    """One date that a page names for its article.

    `value` is a moment in UTC, or a date where the page names no zone; `day` is the day as the page itself writes it,
    which in the evening of another zone is not the day of `value`.
    """

    role: Role
    source: Source
    value: date | datetime
    day: date


@dataclass(frozen=True, slots=True)
class Moments:
    """The dates of a page: the chosen ones, the day of publication in the page's own zone, and all candidates."""

    published: date | datetime | None
    published_day: date | None
    modified: date | datetime | None
    candidates: tuple[NamedDate, ...]


_PUBLISHED = (
    "article:published_time article:published article:published_date article:publish_date article:publicationdate"
    " article:post_date og:published_time og:article:published_time og:article:published og:publish_date og:pubdate"
    " og:datepublished itemprop:datepublished datepublished date_published publishdate publish_date publish-date"
    " publish_time publishtime pubdate pub_date published published-date published_date published_time published_at"
    " publisheddate publication_date publication-date article-publication-date parsely-pub-date sailthru.date"
    " bt:pubdate rbpubdate cxenseparse:recs:publishtime displaydate originalpublicationdate"
    " dcsext.articlefirstpublished analyticsattributes.articledate vr:published_time video:release_date ptime pdate"
    " weibo:article:create_at bytedance:published_time shareaholic:article_published_time rnews:datepublished twt-"
    " published-at mediator_published_time article.published article_date_original doc_date"
    " citation_publication_date citation_online_date citation_date prism.publicationdate dcterms.issued"
    " dc.date.issued dc.issued dc.date.published dc.date.publication"
).split()
# They name the making of the page, or of its record, about as often as the publication.
_CREATED = (
    "itemprop:datecreated datecreated date_created article.created created content_create_date dcterms.created"
    " dc.date.created dc.created dc:created dcterms.date dc.date dc:date date gentime"
).split()
_MODIFIED = (
    "article:modified_time article:modified article:modified_date og:updated_time og:modified_time"
    " og:article:modified_time itemprop:datemodified itemprop:dateupdate datemodified dateupdated date_modified"
    " modified_time updated_time dcterms.modified dc.date.modified dc.modified bt:moddate lastmod lastmodified"
    " last-modified lastdate modified revised revision_date modificationdate utime bytedance:updated_time"
    " bytedance:lrdate_time"
).split()
_IN_PATH_REVERSED = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])[-_.](0[1-9]|1[0-2])[-_.]((?:19|20)\d\d)(?!\d)")
_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")

# What a source's word counts; sources that name the same day add up. Found on pages with known days.
_WEIGHTS: dict[Source, float] = {
    "json-ld": 4.0,
    "meta": 4.0,
    "microdata": 3.5,
    "url": 3.0,
    "time": 2.6,
    "text": 2.4,
    "htmldate": 1.5,
}
_CREATED_WEIGHT = 2.0
# A date shown in a place of so high a score is surely the article's; what is shown elsewhere may belong to anything.
_SURE, _LIKELY = 5.0, 3.0
_LIKELY_WEIGHT, _UNSURE_WEIGHT = 1.9, 1.2
_MOST_SHOWN = 6
_LONGEST_DATE = 100
# No place is further ahead of UTC, or behind it.
_ELSEWHERE = 0.8
_CHANGED = 0.15
_FURTHEST_EAST, _FURTHEST_WEST = timedelta(hours=14), timedelta(hours=12)
# htmldate reads the whole text of each of up to 1,000 nested boxes: a larger page could keep it busy for minutes.
_SMALL_ENOUGH = XPath("string-length(/) < 600000 and count(//*) < 20000")


@dataclass(frozen=True, slots=True)
class _Vote:
    candidate: NamedDate
    weight: float
    is_universal: bool = False


def moments_of(head: PageHead, described: Described, heading: Any) -> Moments:
    """Return the dates of the page; `heading` is the element of its title, or None."""
    declared = [*_declared(head, described), *_from_path(head.url)]
    times = list(_from_shown(shown_times(head.times, heading), "time", head.language))
    votes = [*declared, *times]
    if not any(vote.candidate.role == "published" and vote.weight > _CREATED_WEIGHT for vote in votes):
        votes.extend(_from_shown(shown_dates(head.root, heading), "text", head.language))
    if not any(vote.candidate.role == "published" and vote.weight > _UNSURE_WEIGHT for vote in votes):
        votes.extend(_from_htmldate(head))
    published, day = _chosen(_first_editions(votes))
    return Moments(
        published=published,
        published_day=day,
        modified=_last_change((vote.candidate for vote in votes if vote.candidate.role == "modified"), day),
        candidates=tuple(dict.fromkeys(vote.candidate for vote in votes)),
    )


def _declared(head: PageHead, described: Described) -> Iterator[_Vote]:
    """Yield what the page's data declare: JSON-LD, meta elements and microdata."""
    language = head.language
    yield from _votes("published", "json-ld", described.published, language)
    yield from _votes("published", "meta", head.values(*_PUBLISHED), language)
    yield from _votes("published", "microdata", _microdata(head, "datepublished"), language)
    yield from _votes("published", "meta", head.values(*_CREATED), language, _CREATED_WEIGHT)
    yield from _votes("modified", "json-ld", described.modified, language)
    yield from _votes("modified", "meta", head.values(*_MODIFIED), language)
    yield from _votes("modified", "microdata", _microdata(head, "datemodified"), language)


def _votes(role: Role, source: Source, texts: Iterable[str], language: str, weight: float = 0.0) -> Iterator[_Vote]:
    """Yield a vote for each day that `texts` name, the first with full weight, each other one with half."""
    full, days = weight or _WEIGHTS[source], set[date]()
    for text in texts:
        if (read := read_date(text, language)) and read.day not in days:
            yield _vote(role, source, read, full if not days else full / 2)
            days.add(read.day)


def _vote(role: Role, source: Source, read: Reading, weight: float) -> _Vote:
    return _Vote(NamedDate(role, source, read.value, read.day), weight, read.is_universal)


def _microdata(head: PageHead, name: str) -> Iterator[str]:
    for element in head.microdata.get(name, ())[:_MOST_SHOWN]:
        if not any("Comment" in (box.get("itemtype") or "") for box in element.iterancestors()):
            yield element.get("datetime") or element.get("content") or text_of(element, _LONGEST_DATE)


def _from_shown(shown: Sequence[Shown], source: Source, language: str) -> Iterator[_Vote]:
    for role in ("published", "modified"):
        own = [entry for entry in shown if entry.is_change == (role == "modified")][:_MOST_SHOWN]
        for entry in own:
            if read := read_date(entry.text, language):
                yield _vote(role, source, read, _weight_of(entry, source))
                break


def _weight_of(entry: Shown, source: Source) -> float:
    if entry.score >= _SURE:
        return _WEIGHTS[source]
    return _LIKELY_WEIGHT if entry.score >= _LIKELY else _UNSURE_WEIGHT


def _from_path(url: str) -> Iterator[_Vote]:
    path = url.partition("://")[2].partition("/")[2]
    with suppress(ValueError):
        if match := _IN_PATH.search(path):
            # Eight digits in a row may be any number.
            weight = _WEIGHTS["url"] if match[2] else _CREATED_WEIGHT
            day = date(int(match[1]), int(match[3]), int(match[4]))
            yield _Vote(NamedDate("published", "url", day, day), weight)
        elif match := _IN_PATH_REVERSED.search(path):
            day = date(int(match[3]), int(match[2]), int(match[1]))
            yield _Vote(NamedDate("published", "url", day, day), _CREATED_WEIGHT)


def _from_htmldate(head: PageHead) -> Iterator[_Vote]:
    from htmldate import find_date  # noqa: PLC0415  0.2 s, only the workers pay it

    if not _SMALL_ENOUGH(head.root):
        return
    # htmldate compares with today unless told otherwise; its extensive search takes any number for a date.
    found = find_date(
        head.root, url=head.url or None, original_date=True, extensive_search=False, max_date="2100-01-01"
    )
    if found:
        day = date.fromisoformat(found)
        yield _Vote(NamedDate("published", "htmldate", day, day), _WEIGHTS["htmldate"])


def _first_editions(votes: Iterable[_Vote]) -> list[_Vote]:
    """Return the votes for the publication; the day of a change counts less where an earlier day is named."""
    published = [vote for vote in votes if vote.candidate.role == "published"]
    changed = {vote.candidate.day for vote in votes if vote.candidate.role == "modified"}
    first = min((vote.candidate.day for vote in published if vote.weight >= _WEIGHTS["url"]), default=date.max)
    return [
        replace(vote, weight=vote.weight * _CHANGED)
        if vote.candidate.day in changed and first < vote.candidate.day
        else vote
        for vote in published
    ]


def _chosen(votes: Sequence[_Vote]) -> tuple[date | datetime | None, date | None]:
    """Return the date most sources support, as a moment where one of them names it, and its day in the page's zone."""
    if not votes:
        return None, None
    day = max(votes, key=lambda vote: (_support(vote.candidate.day, votes), vote.weight)).candidate.day
    moments = [vote for vote in votes if isinstance(vote.candidate.value, datetime)]
    same_day = (vote.candidate.value for vote in moments if vote.candidate.day == day)
    elsewhere = (vote.candidate.value for vote in moments if _may_fall_on(vote, day))
    return next(same_day, next(elsewhere, day)), day


def _support(day: date, votes: Iterable[_Vote]) -> float:
    """Return the weight of all votes for `day`; a moment in UTC that falls on it in another zone counts less."""
    own = sum(vote.weight for vote in votes if vote.candidate.day == day)
    elsewhere = sum(vote.weight for vote in votes if vote.candidate.day != day and _may_fall_on(vote, day))
    return own + min(_ELSEWHERE * elsewhere, 2 * own)


def _may_fall_on(vote: _Vote, day: date) -> bool:
    value = vote.candidate.value
    if not vote.is_universal or not isinstance(value, datetime):
        return False
    midnight = datetime.combine(day, time(), UTC)
    return midnight - _FURTHEST_EAST <= value < midnight + timedelta(days=1) + _FURTHEST_WEST


def _last_change(candidates: Iterable[NamedDate], published: date | None) -> date | datetime | None:
    """Return the first of `candidates` that does not lie before the publication."""
    return next((entry.value for entry in candidates if published is None or entry.day >= published), None)
