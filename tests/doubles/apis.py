"""A loopback server that answers as arXiv, Algolia's Hacker News, GitHub and Hugging Face do, from an invented world.

Each answer has the real shape, the odd ones included, and is filtered by what was asked: date ranges, pages, points,
stars. It notes what it is asked. The four APIs lie under `/arxiv`, `/algolia`, `/github` and `/huggingface`.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from digest_pipeline.sources.source import Answer, Day, Listing, Source
from tests.doubles.loopback import Loopback, send

ODD_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["//[", "\ud800", "a\0b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
"""Whatever may stand in a field that should hold something else."""
_ATOM = 'xmlns="http://www.w3.org/2005/Atom"'
_ARXIV = 'xmlns:arxiv="http://arxiv.org/schemas/atom"'
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_OPENSEARCH = 'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'


@dataclass(frozen=True)
class Paper:
    """A paper of arXiv: the first category is its primary one; `announce` is what the feed says of it."""

    id: str
    submitted: datetime
    title: str = "Tides of attention"
    abstract: str = "We measure how attention ebbs when $a < b$ & what follows."
    authors: tuple[str, ...] = ("Ada Tidewater", "Bo Quay")
    categories: tuple[str, ...] = ("cs.CL", "cs.AI")
    version: int = 1
    announce: str = "new"
    affiliation: str = ""


@dataclass(frozen=True)
class Reply:
    """One answer: status, body and headers."""

    body: bytes
    content_type: str = "application/json; charset=utf-8"
    status: HTTPStatus = HTTPStatus.OK
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class World:
    """What the four APIs know; JSON objects are made by the functions of this module."""

    papers: list[Paper] = field(default_factory=list)
    arxiv_gaps: set[int] = field(default_factory=set)
    stories: list[dict[str, Any]] = field(default_factory=list)
    most_hits: int = 1_000
    releases: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    repositories: list[dict[str, Any]] = field(default_factory=list)
    featured: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    models: list[dict[str, Any]] = field(default_factory=list)


class Apis(Loopback):
    """The server; `asked` holds the paths with their queries in order, `tokens` the Authorization headers."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.asked: list[str] = []
        self.tokens: list[str] = []

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        self.asked.append(request.path)
        self.tokens += filter(None, [request.headers.get("Authorization")])
        parts = urlsplit(request.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        reply = self._reply(parts.path, query)
        send(request, reply.status, {"Content-Type": reply.content_type, **dict(reply.headers)}, reply.body)

    def _reply(self, path: str, query: dict[str, str]) -> Reply:
        url = f"{self.base}{path}"
        match path.strip("/").split("/"):
            case ["arxiv", "atom", categories]:
                reply = arxiv_feed(self.world, categories.split("+"))
            case ["arxiv", "api", "query"]:
                reply = arxiv_query(self.world, query)
            case ["algolia", "search_by_date"]:
                reply = algolia_search(self.world, query)
            case ["github", "repos", owner, name, "releases"]:
                reply = github_releases(self.world, f"{owner}/{name}", url, query)
            case ["github", "search", "repositories"]:
                reply = github_search(self.world, url, query)
            case ["huggingface", "daily_papers"]:
                reply = huggingface_papers(self.world, query)
            case ["huggingface", "models"]:
                reply = huggingface_models(self.world, url, query)
            case _:
                reply = _json({"message": "Not Found", "status": "404"}, HTTPStatus.NOT_FOUND)
        return reply


def listings(source: Source, day: Day, addresses: tuple[str, ...]) -> list[Listing]:
    """Ask a source's addresses and all that the answers lead to, each once, and return what they say.

    Raises:
        UnreadableAnswerError: as the source does.
        HTTPError: when an answer is no 2xx.
    """
    waiting, seen, read = list(addresses), set(addresses), []
    while waiting:
        asked = source.ask(waiting.pop(0))
        with urlopen(Request(asked.url, headers=dict(asked.headers)), timeout=10) as reply:  # noqa: S310  loopback
            answer = Answer(asked.url, reply.headers["Content-Type"], reply.read(), tuple(reply.headers.items()))
        listing = source.read(answer, day)
        read.append(listing)
        further = [address for address in listing.further if address not in seen]
        seen |= set(further)
        waiting += further
    return read


def arxiv_feed(world: World, categories: list[str]) -> Reply:
    """Return the announcements: one element names all authors, and the abstract comes after a preamble."""
    entries = "".join(
        f"<entry><id>oai:arXiv.org:{paper.id}v{paper.version}</id><title>{escape(paper.title)}</title>"
        f"<updated>{_iso(paper.submitted)}</updated>"
        f'<link href="https://arxiv.org/abs/{paper.id}" rel="alternate" type="text/html"/>'
        f"<summary>arXiv:{paper.id}v{paper.version} Announce Type: {paper.announce} \n"
        f"Abstract: {escape(paper.abstract)}</summary>"
        f"{''.join(f'<category term={chr(34)}{category}{chr(34)}/>' for category in paper.categories)}"
        f"<published>{paper.submitted:%Y-%m-%d}T00:00:00-04:00</published>"
        f"<arxiv:announce_type>{paper.announce}</arxiv:announce_type>"
        "<dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights>"
        f"<dc:creator>{escape(', '.join(_affiliated(paper)))}</dc:creator></entry>"
        for paper in world.papers
        if set(paper.categories) & set(categories)
    )
    return _atom(
        f'<feed {_ARXIV} {_DC} {_ATOM} xml:lang="en-us"><id>http://rss.arxiv.org/atom/{"+".join(categories)}</id>'
        f"<title>{', '.join(categories)} updates on arXiv.org</title><updated>2026-05-28T04:00:00+00:00</updated>"
        '<link href="http://rss.arxiv.org/atom/x" rel="self" type="application/atom+xml"/>'
        f"<subtitle>{', '.join(categories)} updates on the arXiv.org e-print archive.</subtitle>{entries}</feed>"
    )


def _affiliated(paper: Paper) -> list[str]:
    return [f"{author} ({paper.affiliation})" if paper.affiliation else author for author in paper.authors]


def arxiv_query(world: World, query: dict[str, str]) -> Reply:
    """Return a page of the query API; `arxiv_gaps` are the starts at which it fails as the real one does: empty."""
    terms = re.findall(r"cat:([\w.*-]+)", query.get("search_query", ""))
    span = re.search(r"submittedDate:\[(\d{12}) TO (\d{12})\]", query.get("search_query", ""))
    start, size = query.get("start", "0"), query.get("max_results", "10")
    if not span or not start.isdecimal() or not size.isdecimal() or int(size) > 2_000:
        return arxiv_error("start must be an integer")
    found = sorted(
        (
            paper
            for paper in world.papers
            if set(paper.categories) & set(terms) and span[1] <= f"{paper.submitted:%Y%m%d%H%M}" <= span[2]
        ),
        key=lambda paper: (paper.submitted, paper.id),
    )
    page = [] if int(start) in world.arxiv_gaps else found[int(start) : int(start) + int(size)]
    return _atom(
        f'<feed {_ATOM}><link href="http://arxiv.org/api/query?x" rel="self" type="application/atom+xml"/>'
        '<title type="html">ArXiv Query: search_query=x</title><id>http://arxiv.org/api/invented</id>'
        f"<updated>2026-05-28T00:00:00-04:00</updated>"
        f"<opensearch:totalResults {_OPENSEARCH}>{len(found)}</opensearch:totalResults>"
        f"<opensearch:startIndex {_OPENSEARCH}>{start}</opensearch:startIndex>"
        f"<opensearch:itemsPerPage {_OPENSEARCH}>{size}</opensearch:itemsPerPage>"
        f"{''.join(map(_arxiv_entry, page))}</feed>"
    )


def _arxiv_entry(paper: Paper) -> str:
    affiliation = f"<arxiv:affiliation {_ARXIV}>{escape(paper.affiliation)}</arxiv:affiliation>"
    authors = "".join(
        f"<author><name>{escape(author)}</name>{affiliation if paper.affiliation else ''}</author>"
        for author in paper.authors
    )
    categories = "".join(
        f'<category term="{category}" scheme="http://arxiv.org/schemas/atom"/>' for category in paper.categories
    )
    return (
        f"<entry><id>http://arxiv.org/abs/{paper.id}v{paper.version}</id>"
        f"<updated>{_iso(paper.submitted)}</updated><published>{_iso(paper.submitted)}</published>"
        f"<title>{escape(paper.title)}</title><summary>  {escape(paper.abstract)}\n</summary>{authors}"
        f"<arxiv:comment {_ARXIV}>12 pages</arxiv:comment>"
        f'<link href="http://arxiv.org/abs/{paper.id}v{paper.version}" rel="alternate" type="text/html"/>'
        f'<link title="pdf" href="http://arxiv.org/pdf/{paper.id}v{paper.version}" rel="related"'
        ' type="application/pdf"/>'
        f'<arxiv:primary_category {_ARXIV} term="{paper.categories[0]}" scheme="http://arxiv.org/schemas/atom"/>'
        f"{categories}</entry>"
    )


def arxiv_error(message: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> Reply:
    """Return what the query API says when it does not understand: a feed with one entry, titled Error."""
    anchor = message.replace(" ", "_")
    reply = _atom(
        f'<feed {_ATOM}><title type="html">ArXiv Query: search_query=x</title><id>http://arxiv.org/api/invented</id>'
        f"<opensearch:totalResults {_OPENSEARCH}>1</opensearch:totalResults>"
        f"<opensearch:startIndex {_OPENSEARCH}>0</opensearch:startIndex>"
        f"<entry><id>http://arxiv.org/api/errors#{anchor}</id><title>Error</title><summary>{escape(message)}</summary>"
        "<updated>2026-05-28T00:00:00-04:00</updated>"
        f'<link href="http://arxiv.org/api/errors#{anchor}" rel="alternate" type="text/html"/>'
        "<author><name>arXiv api core</name></author></entry></feed>"
    )
    return Reply(reply.body, reply.content_type, status)


def story(number: int, created: datetime, points: int | None = 150, **fields: Any) -> dict[str, Any]:
    """Return a hit of Algolia's index of Hacker News."""
    hit = {
        "_highlightResult": {
            "author": {"matchLevel": "none", "matchedWords": [], "value": "quayside"},
            "title": {"matchLevel": "none", "matchedWords": [], "value": f"A story {number}"},
        },
        "_tags": ["story", "author_quayside", f"story_{number}"],
        "author": "quayside",
        "children": [number + 1, number + 2],
        "created_at": _iso(created),
        "created_at_i": int(created.timestamp()),
        "num_comments": 12,
        "objectID": str(number),
        "points": points,
        "story_id": number,
        "title": f"A story {number}",
        "updated_at": _iso(created + timedelta(hours=1)),
        "url": f"https://harbour.example.org/{number}",
    }
    return hit | fields


def algolia_search(world: World, query: dict[str, str]) -> Reply:
    """Return the latest hits first, and of all that is found the first thousand at most, however they are paged."""
    filters = query.get("numericFilters", "")
    if odd := sorted(set(re.findall(r"[a-z_]+", filters)) - {"created_at_i"}):
        setting = "attribute not specified in numericAttributesForFiltering setting"
        return _json(
            {"code": 400, "message": f"invalid numeric attribute({odd[0]}), {setting}"}, HTTPStatus.BAD_REQUEST
        )
    bounds = [(operator, int(value)) for operator, value in re.findall(r"created_at_i(>=|<=|>|<)(\d+)", filters)]
    words = query.get("query", "").lower().split()
    found = sorted(
        (
            hit
            for hit in world.stories
            if query.get("tags", "story") in hit["_tags"]
            and all(_holds(hit["created_at_i"], operator, value) for operator, value in bounds)
            and all(word in str(hit["title"]).lower() for word in words)
        ),
        key=lambda hit: (-hit["created_at_i"], hit["objectID"]),
    )
    page, size = int(query.get("page", "0")), min(int(query.get("hitsPerPage", "20")), 1_000)
    shown = found[: world.most_hits]
    return _json(
        {
            "exhaustive": {"nbHits": True, "typo": True},
            "exhaustiveNbHits": True,
            "exhaustiveTypo": True,
            "hits": shown[page * size : (page + 1) * size],
            "hitsPerPage": min(size, world.most_hits),
            "nbHits": len(found),
            "nbPages": -(-len(shown) // size),
            "page": page,
            "params": urlencode(query),
            "processingTimeMS": 4,
            "query": query.get("query", ""),
            "serverTimeMS": 5,
        }
    )


def _holds(value: int, operator: str, bound: int) -> bool:
    comparisons: dict[str, Callable[[int, int], bool]] = {
        ">=": lambda a, b: a >= b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        "<": lambda a, b: a < b,
    }
    return comparisons[operator](value, bound)


def release(repository: str, tag: str, published: datetime | None, **fields: Any) -> dict[str, Any]:
    """Return a release of GitHub's REST API; without `published` it is a draft, as only its writers see it."""
    base = f"https://api.github.com/repos/{repository}/releases/1"
    made = {
        "url": base,
        "assets_url": f"{base}/assets",
        "html_url": f"https://github.com/{repository}/releases/tag/{tag}",
        "id": 1,
        "author": {"login": "quayside", "id": 7, "type": "User", "site_admin": False},
        "node_id": "RE_invented",
        "tag_name": tag,
        "target_commitish": "main",
        "name": tag,
        "draft": published is None,
        "immutable": False,
        "prerelease": False,
        "created_at": _iso((published or datetime(2026, 5, 1, tzinfo=UTC)) - timedelta(hours=3)),
        "updated_at": _iso(published) if published else None,
        "published_at": _iso(published) if published else None,
        "assets": [],
        "tarball_url": f"https://api.github.com/repos/{repository}/tarball/{tag}",
        "zipball_url": f"https://api.github.com/repos/{repository}/zipball/{tag}",
        "body": "## What's new\n\n- moors **faster**",
    }
    return made | fields


def github_releases(world: World, repository: str, url: str, query: dict[str, str]) -> Reply:
    """Return a page of releases by the date of their commit, newest first, and the next one in the Link header."""
    if repository not in world.releases:
        return _json(
            {"message": "Not Found", "documentation_url": "https://docs.github.com/rest"}, HTTPStatus.NOT_FOUND
        )
    found = sorted(world.releases[repository], key=lambda one: str(one["created_at"]), reverse=True)
    return _github_page(found, found, url, query)


def repository(name: str, created: datetime, stars: int, **fields: Any) -> dict[str, Any]:
    """Return a repository as GitHub's search finds it."""
    made = {
        "id": 9,
        "node_id": "R_invented",
        "name": name.partition("/")[2],
        "full_name": name,
        "private": False,
        "owner": {"login": name.partition("/")[0], "id": 3, "type": "Organization"},
        "html_url": f"https://github.com/{name}",
        "description": "Moors language models <safely>",
        "fork": False,
        "created_at": _iso(created),
        "updated_at": _iso(created + timedelta(days=1)),
        "pushed_at": _iso(created + timedelta(days=1)),
        "homepage": None,
        "stargazers_count": stars,
        "language": "Python",
        "license": None,
        "topics": ["llm"],
        "visibility": "public",
        "score": 1.0,
    }
    return made | fields


def github_search(world: World, url: str, query: dict[str, str]) -> Reply:
    """Return a page of the repositories that a search finds, most stars first."""
    asked = query.get("q", "")
    span = re.search(r"(created|pushed):(\S+?)\.\.(\S+)", asked)
    stars = re.search(r"stars:>=(\d+)", asked)
    found = sorted(
        (
            one
            for one in world.repositories
            if all(topic in one["topics"] for topic in re.findall(r"topic:(\S+)", asked))
            and (not stars or one["stargazers_count"] >= int(stars[1]))
            and (not span or span[2] <= one[f"{span[1]}_at"] <= span[3])
        ),
        key=lambda one: (-one["stargazers_count"], one["full_name"]),
    )
    shown = found[:1_000]
    wrapped = {"total_count": len(found), "incomplete_results": False}
    return _github_page(shown, wrapped, url, query)


def _github_page(found: list[Any], wrapped: Any, url: str, query: dict[str, str]) -> Reply:
    size, page = min(int(query.get("per_page", "30")), 100), int(query.get("page", "1"))
    shown, pages = found[(page - 1) * size : page * size], -(-len(found) // size)
    links = [("next", page + 1), ("last", pages)] if page < pages else []
    following = ", ".join(f'<{url}?{urlencode(query | {"page": str(to)})}>; rel="{name}"' for name, to in links)
    headers = [("X-RateLimit-Remaining", "59"), ("X-RateLimit-Resource", "core")]
    return _json(
        wrapped | {"items": shown} if isinstance(wrapped, dict) else shown,
        headers=(*headers, *([("Link", following)] if following else ())),
    )


def featured(identifier: str, submitted: datetime, listed: str | None, **fields: Any) -> dict[str, Any]:
    """Return an entry of Hugging Face's daily papers; `listed` is `submittedOnDailyAt`."""
    paper = {
        "id": identifier,
        "authors": [
            {"_id": "a1", "name": "Ada Tidewater", "hidden": False},
            {"_id": "a2", "user": {"_id": "u2", "user": "boquay", "type": "user"}, "name": "Bo Quay", "hidden": False},
            {"_id": "a3", "name": "Someone Else", "hidden": True},
        ],
        "mediaUrls": [],
        "publishedAt": f"{submitted:%Y-%m-%d}T00:00:00.000Z",
        "submittedOnDailyAt": listed,
        "title": f"Featured {identifier}",
        "submittedOnDailyBy": {"_id": "u1", "fullname": "Quay Side", "user": "quayside", "type": "user"},
        "summary": "We measure how attention ebbs\nwhen $a < b$.",
        "upvotes": 42,
        "discussionId": "d1",
        "ai_summary": "Attention ebbs.",
        "ai_keywords": ["attention"],
    }
    return {
        "paper": paper | fields,
        "publishedAt": _iso(submitted - timedelta(hours=4), ".000Z"),
        "title": f"Featured {identifier}",
        "summary": "We measure how attention ebbs.",
        "thumbnail": f"https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/{identifier}.png",
        "numComments": 2,
        "submittedBy": {"_id": "u1", "fullname": "Quay Side", "name": "quayside", "type": "user"},
        "isAuthorParticipating": False,
    }


def huggingface_papers(world: World, query: dict[str, str]) -> Reply:
    """Return a page of the list of a date; a date that has not begun is refused."""
    if query.get("date", "") not in world.featured:
        return _json(
            {"error": 'Invalid input: expected date to be less than or equal to "today"'}, HTTPStatus.BAD_REQUEST
        )
    size, page = min(int(query.get("limit", "50")), 100), int(query.get("p", "0"))
    return _json(world.featured[query["date"]][page * size : (page + 1) * size])


def model(identifier: str, created: datetime, **fields: Any) -> dict[str, Any]:
    """Return a model of the Hub as `full=true` lists it."""
    made = {
        "_id": "m1",
        "id": identifier,
        "author": identifier.partition("/")[0],
        "gated": False,
        "lastModified": _iso(created + timedelta(days=1), ".000Z"),
        "likes": 5,
        "private": False,
        "sha": "0" * 40,
        "downloads": 100,
        "tags": ["transformers", "safetensors", "text-generation", "license:apache-2.0", "region:us"],
        "pipeline_tag": "text-generation",
        "library_name": "transformers",
        "createdAt": _iso(created, ".000Z"),
        "modelId": identifier,
        "siblings": [{"rfilename": "config.json"}],
    }
    return made | fields


def huggingface_models(world: World, url: str, query: dict[str, str]) -> Reply:
    """Return an organisation's models, newest first, with the next page behind a cursor in the Link header."""
    found = sorted(
        (one for one in world.models if str(one["id"]).startswith(f"{query.get('author', '')}/")),
        key=lambda one: str(one["createdAt"]),
        reverse=True,
    )
    start, size = int(query.get("cursor", "0").removeprefix("at=")), int(query.get("limit", "1000"))
    is_more = start + size < len(found)
    following = f'<{url}?{urlencode(query | {"cursor": f"at={start + size}"})}>; rel="next"'
    return _json(found[start : start + size], headers=(("Link", following),) if is_more else ())


def every(step: timedelta, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the moments from `start` on, `step` apart, before `end`."""
    while start < end:
        yield start
        start += step


def _iso(moment: datetime, zone: str = "Z") -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}{zone}"


def _atom(document: str) -> Reply:
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{document}'.encode()
    return Reply(body, "application/atom+xml; charset=utf-8")


def _json(document: Any, status: HTTPStatus = HTTPStatus.OK, headers: tuple[tuple[str, str], ...] = ()) -> Reply:
    return Reply(json.dumps(document).encode(), status=status, headers=headers)
