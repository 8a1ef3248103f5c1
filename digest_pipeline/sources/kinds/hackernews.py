"""`hackernews`: the stories of Hacker News that earned enough points, from Algolia's search, for any day.

The story leads to the page it is about and keeps its discussion beside it; a text post is its own article. Comments and
job advertisements are no news.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from pydantic import Field, HttpUrl

from digest_pipeline.sources.feeds import list_of, one_line, storable, text_of
from digest_pipeline.sources.source import Answer, ApiSource, Day, Item, Listing, UnreadableAnswerError
from digest_pipeline.urls import canonical

_DISCUSSION = "https://news.ycombinator.com/item?id="
# Algolia shows the first 1,000 of what it finds, however they are paged: a day has more stories, a quarter of it not.
_MOST_HITS = 1_000
_SPAN = timedelta(hours=6)
_SECTIONS = {"ask_hn": "Ask HN", "show_hn": "Show HN"}
_RANGE = re.compile(r"created_at_i>=(\d{1,11}),created_at_i<(\d{1,11})", re.ASCII)


class HackerNewsSource(ApiSource):
    """Stories of Hacker News above a number of points."""

    kind: Literal["hackernews"] = "hackernews"
    asks_the_past = True
    points: int = Field(100, ge=0, description="a story with fewer points is left out")
    query: str = Field("", description="words that a story must have; empty: all stories")
    api: HttpUrl = Field(HttpUrl("https://hn.algolia.com/api/v1"), description="Algolia's search of Hacker News")

    def addresses(self, day: Day) -> tuple[str, ...]:
        """Return the searches for the stories of the day, a few hours each."""
        starts = [day.start]
        while starts[-1] + _SPAN < day.end:
            starts.append(starts[-1] + _SPAN)
        ends = [*starts[1:], day.end]
        return tuple(self._search(int(a.timestamp()), int(b.timestamp())) for a, b in zip(starts, ends, strict=True))

    def read(self, answer: Answer, day: Day) -> Listing:  # noqa: ARG002  the span that was asked says the day
        """Return the stories with enough points, and the two halves of a span that holds more than is shown.

        Raises:
            UnreadableAnswerError: `empty`, `html`, `malformed`, or `refused` with what the API says.
        """
        document = answer.json()
        if not isinstance(document, dict) or not isinstance(document.get("hits"), list):
            told = one_line(text_of(document.get("message"))) if isinstance(document, dict) else ""
            raise UnreadableAnswerError("refused", f"Algolia answered no hits: {told or 'without a reason'}")
        stories = (_story(hit, self.points) for hit in document["hits"])
        return Listing(
            title="Hacker News",
            language="en",
            items=tuple(story for story in stories if story is not None),
            further=tuple(self._halves(answer.url, document)),
        )

    def _search(self, start: int, end: int) -> str:
        # No threshold in the question: since June 2026 the index filters by `created_at_i` alone and answers 400 else.
        query = {
            **({"query": self.query} if self.query else {}),
            "tags": "story",
            "numericFilters": f"created_at_i>={start},created_at_i<{end}",
            "hitsPerPage": str(_MOST_HITS),
        }
        return canonical(f"{str(self.api).rstrip('/')}/search_by_date?{urlencode(query)}")

    def _halves(self, url: str, document: dict[str, Any]) -> Iterator[str]:
        shown = len(document["hits"])
        span = _RANGE.fullmatch(parse_qs(urlsplit(url).query).get("numericFilters", [""])[0])
        if not span or shown < _number(document.get("hitsPerPage")) or shown >= _number(document.get("nbHits")):
            return
        start, end = int(span[1]), int(span[2])
        middle = (start + end) // 2
        if start < middle:
            yield self._search(start, middle)
            yield self._search(middle, end)


def _story(hit: object, points: int) -> Item | None:
    if not isinstance(hit, dict) or _number(hit.get("points")) < points:
        return None
    identifier = text_of(hit.get("objectID")) or text_of(hit.get("story_id"))
    discussion = canonical(f"{_DISCUSSION}{identifier}") if identifier.isdecimal() else ""
    link = storable(text_of(hit.get("url"))).strip()
    page = canonical(link)
    title = one_line(text_of(hit.get("title")))
    if not title or not (page or discussion):
        return None
    text = storable(text_of(hit.get("story_text")))
    return Item(
        guid=discussion or page,
        url=page or discussion,
        link=link if page else discussion,
        via=discussion if page else "",
        title=title,
        # The text beside a link is a remark on the page; without one it is the whole post.
        summary=text if page else "",
        content="" if page else text,
        complete=bool(text) and not page,
        authors=tuple(filter(None, [one_line(text_of(hit.get("author")))])),
        published=text_of(hit.get("created_at")) or _moment(_number(hit.get("created_at_i"))),
        section=next((name for tag, name in _SECTIONS.items() if tag in list_of(hit.get("_tags"))), ""),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _moment(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat() if seconds else ""
    except (ValueError, OverflowError, OSError):
        return ""
