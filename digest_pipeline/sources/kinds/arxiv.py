"""`arxiv`: the papers of arXiv's categories; on an open day from their feed, for a day that is over from the API.

A paper is dated by its announcement in the feed and by its submission in the API, which knows no announcements. Its
abstract is the whole article. Other sources that mention a paper have nothing to do with this module.
"""

import re
from datetime import timedelta
from io import BytesIO
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, urlencode, urlsplit

from pydantic import Field, HttpUrl

from digest_pipeline.sources.announcement import abstract_of, authors_of
from digest_pipeline.sources.feeds import as_html, one_line, plain, storable
from digest_pipeline.sources.source import Answer, ApiSource, Day, Item, Listing, UnreadableAnswerError
from digest_pipeline.urls import arxiv_id, canonical

_NAMESPACE = "http://arxiv.org/schemas/atom"
# The API gives up to 2,000 a call; the larger the page, the oftener it comes back empty.
_PAGE = 200
# The other types (replace, replace-cross, absonly) are new versions of what was told before.
_NEWS = frozenset({"", "new", "cross"})
_OAI = re.compile(r"oai:arXiv\.org:(\S+)", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,9}", re.ASCII)


class ArxivSource(ApiSource):
    """Papers of arXiv by category."""

    kind: Literal["arxiv"] = "arxiv"
    asks_the_past = True
    call_pause = 3.0
    categories: tuple[Annotated[str, Field(pattern=r"^[a-z][a-z-]*(\.[A-Za-z-]+)?$")], ...] = Field(
        min_length=1, description="such as cs.AI, or a whole archive such as cs"
    )
    rss: HttpUrl = Field(HttpUrl("https://rss.arxiv.org/atom"), description="where the categories' feeds lie")
    api: HttpUrl = Field(HttpUrl("https://export.arxiv.org/api/query"), description="the query API, for days gone by")

    def addresses(self, day: Day) -> tuple[str, ...]:  # noqa: ARG002  the feed tells what was announced last
        """Return the feed of the categories, each paper in it once."""
        return (canonical(f"{str(self.rss).rstrip('/')}/{'+'.join(self.categories)}"),)

    def past_addresses(self, day: Day) -> tuple[str, ...]:
        """Return the first page of what was submitted on the day."""
        return (self._query(day, 0),)

    def read(self, answer: Answer, day: Day) -> Listing:
        """Return the papers that are new in the feed, or those of a page of the API.

        Raises:
            UnreadableAnswerError: `empty`, `html` or `malformed`; `refused` when arXiv says what was wrong with the
                question; `incomplete` when a page of the API is empty though more was promised.
        """
        document = _parsed(answer)
        own = _NAMESPACE in document.namespaces.values()
        papers: dict[str, Item] = {}
        for entry in document.entries:
            if (paper := _paper(entry, own=own)) is not None:
                papers.setdefault(paper.url, paper)
        return Listing(
            title=plain(document.feed.get("title", "")),
            language="en",
            items=tuple(papers.values()),
            further=self._further(answer, day, document),
        )

    def _further(self, answer: Answer, day: Day, document: Any) -> tuple[str, ...]:
        """Return the page of the API after this one, by what has come so far: a page may be shorter than asked."""
        total = _count(document.feed.get("opensearch_totalresults", ""))
        start = _count(parse_qs(urlsplit(answer.url).query).get("start", [""])[0])
        if start < total and not document.entries:
            raise UnreadableAnswerError(
                "incomplete", f"arXiv promised {total} papers and sent none after the first {start}; ask again later"
            )
        reached = start + len(document.entries)
        return (self._query(day, reached),) if reached < total else ()

    def _query(self, day: Day, start: int) -> str:
        # The range is inclusive and counts minutes, in GMT.
        first, last = (f"{moment:%Y%m%d%H%M}" for moment in (day.start, day.end - timedelta(minutes=1)))
        categories = " OR ".join(f"cat:{term}" for category in self.categories for term in _terms(category))
        query = {
            "search_query": f"({categories}) AND submittedDate:[{first} TO {last}]",
            "sortBy": "submittedDate",
            "sortOrder": "ascending",
            "start": str(start),
            "max_results": str(_PAGE),
        }
        return canonical(f"{self.api}?{urlencode(query)}")


def _terms(category: str) -> tuple[str, ...]:
    # Some archives (hep-th) are categories themselves, others (cs) only have categories.
    return (category,) if "." in category else (category, f"{category}.*")


def _parsed(answer: Answer) -> Any:
    """Return the document as feedparser reads it, unless it says that something is wrong."""
    if not answer.body.strip():
        raise UnreadableAnswerError("empty", "the answer has no content")
    import feedparser  # noqa: PLC0415  0.2 s, and only the workers need it

    headers = {"content-type": answer.content_type or "application/xml", "content-location": answer.url}
    try:
        # A stream, because feedparser takes bytes for the name of a file and opens it when there is one.
        document: Any = feedparser.parse(
            BytesIO(answer.body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, OverflowError) as error:  # a reference to a character that does not exist
        raise UnreadableAnswerError("malformed", f"this is no feed: {error}") from None
    if not document.get("version"):
        if b"<html" in answer.body[:4096].lower():
            raise UnreadableAnswerError("html", "a web page was answered instead of Atom; look at `rss` and `api`")
        raise UnreadableAnswerError("malformed", f"this is no feed: {document.get('bozo_exception', 'no known root')}")
    title = plain(document.feed.get("title", ""))
    if title.startswith("Feed error for query"):
        told = plain(document.feed.get("subtitle", "")) or title
        raise UnreadableAnswerError("refused", f"arXiv's feed answered: {told}; look at `categories`")
    for entry in document.entries:
        if "/api/errors" in entry.get("id", "") or (entry.get("title") == "Error" and not _url(entry)):
            raise UnreadableAnswerError("refused", f"arXiv's API answered: {plain(entry.get('summary', ''))}")
    return document


def _paper(entry: Any, *, own: bool) -> Item | None:
    """Return the paper of an entry, or None for one that is no news, has no abstract or is no paper.

    Only arXiv's `own` documents are known to hold the abstract whole, as plain text whatever type they state.
    """
    url = _url(entry)
    abstract = abstract_of(entry.get("summary", ""))
    if not url or not abstract or entry.get("arxiv_announce_type", "").strip() not in _NEWS:
        return None
    title = entry.get("title", "")
    return Item(
        guid=url,
        url=url,
        link=storable(entry.get("link", "")) or url,
        title=one_line(title) if own else plain(title),
        summary="" if own else storable(abstract),
        content=as_html(one_line(abstract)) if own else "",
        authors=authors_of(plain(author.get("name", "")) for author in entry.get("authors", ())),
        published=entry.get("published") or dict.get(entry, "updated") or "",
        section=_section(entry),
        complete=own,
    )


def _url(entry: Any) -> str:
    """Return the canonical address of the paper: its link, or its id in either form."""
    identifier = entry.get("id", "")
    oai = _OAI.match(identifier)
    candidates = (entry.get("link", ""), f"https://arxiv.org/abs/{oai[1]}" if oai else identifier)
    return next((canonical(candidate) for candidate in candidates if arxiv_id(candidate)), "")


def _section(entry: Any) -> str:
    """Return the primary category: the API names it, the feed lists it first."""
    candidates = [entry.get("arxiv_primary_category"), *entry.get("tags", ())]
    terms = (candidate.get("term") for candidate in candidates if isinstance(candidate, dict))
    return plain(next(filter(None, terms), ""))


def _count(text: str) -> int:
    return int(text) if _COUNT.fullmatch(text.strip()) else 0
