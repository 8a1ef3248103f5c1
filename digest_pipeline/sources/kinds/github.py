"""`github`: the releases of listed repositories, and repositories found by a search, from GitHub's REST API.

A release is told by its own notes. A repository that is found is only named here: its page tells of it.
"""

import re
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Annotated, Any, Literal, Self
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from pydantic import Field, HttpUrl, model_validator

from digest_pipeline.dates import parse
from digest_pipeline.sources.feeds import as_html, one_line, plain, storable, text_of
from digest_pipeline.sources.source import Answer, ApiSource, Ask, Day, Item, Listing, UnreadableAnswerError
from digest_pipeline.urls import canonical

# A release names each of its files in 1.7 kB, some have 70 of them: 100 releases exceed what an answer may weigh.
_RELEASES = 40
# Releases are listed by the date of their commit; published they are later, by days.
_LAG = timedelta(days=7)
_FOUND = 100
_MOST_FOUND = 1_000
# GitHub allows 10 searches a minute, 30 with a token.
_SEARCH_PAUSE, _SEARCH_PAUSE_WITH_TOKEN = 6.0, 2.0
_REPOSITORY = re.compile(r"https?://[^/]+/([\w.-]+/[\w.-]+)(?:/|$)")


class GitHubSource(ApiSource):
    """Releases of repositories, and repositories by what they are about."""

    kind: Literal["github"] = "github"
    asks_the_past = True
    token_variable = "GITHUB_TOKEN"  # noqa: S105  a name, no token
    repositories: tuple[Annotated[str, Field(pattern=r"^[\w.-]+/[\w.-]+$")], ...] = Field(
        (), description="owner/name of the repositories whose releases are told"
    )
    search: str = Field("", description="words and qualifiers of a search, such as topic:llm language:python")
    stars: int = Field(100, ge=0, description="the fewest stars of a repository that is found")
    by: Literal["created", "pushed"] = Field(
        "created", description="what happened on the day; of those gone by, pushed finds only what was not pushed since"
    )
    api: HttpUrl = Field(HttpUrl("https://api.github.com"), description="GitHub's REST API, or an enterprise's")

    @model_validator(mode="after")
    def _something_to_ask(self) -> Self:
        if not self.repositories and not self.search.strip():
            raise ValueError("name `repositories` (owner/name), or a `search`")
        return self

    def addresses(self, day: Day) -> tuple[str, ...]:
        """Return the first page of each repository's releases, and that of the search for the day."""
        releases = [f"repos/{name}/releases?per_page={_RELEASES}" for name in self.repositories]
        searches = [f"search/repositories?{self._search(day)}"] if self.search.strip() else []
        base = str(self.api).rstrip("/")
        return tuple(canonical(f"{base}/{path}") for path in [*releases, *searches])

    def read(self, answer: Answer, day: Day) -> Listing:
        """Return the releases of a page, or the repositories found.

        Raises:
            UnreadableAnswerError: `empty`, `html`, `malformed`, or `refused` with what GitHub says.
        """
        document = answer.json()
        if isinstance(document, list):
            return _releases([one for one in document if isinstance(one, dict)], answer.url, day)
        if isinstance(document, dict) and isinstance(document.get("items"), list):
            return self._found(document, answer.url)
        told = one_line(text_of(document.get("message"))) if isinstance(document, dict) else ""
        raise UnreadableAnswerError("refused", f"GitHub answered: {told or 'neither releases nor repositories'}")

    def ask(self, url: str) -> Ask:
        """Return how `url` is asked: a search is rationed more tightly than the rest."""
        asked = super().ask(url)
        if "/search/" not in urlsplit(url).path:
            return asked
        return replace(asked, pause=_SEARCH_PAUSE_WITH_TOKEN if asked.headers else _SEARCH_PAUSE)

    def _search(self, day: Day) -> str:
        # The range is inclusive and counts seconds. The most starred come first: more than 1,000 are not shown.
        first, last = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (day.start, day.end - timedelta(seconds=1)))
        words = " ".join(self.search.split())
        query = {
            "q": f"{words} stars:>={self.stars} {self.by}:{first}..{last}",
            "sort": "stars",
            "order": "desc",
            "per_page": str(_FOUND),
        }
        return urlencode(query)

    def _found(self, document: dict[str, Any], url: str) -> Listing:
        repositories = (_repository(one, self.by) for one in document["items"] if isinstance(one, dict))
        page, total = _page(url), document.get("total_count")
        reached = page * _FOUND
        is_more = isinstance(total, int) and reached < min(total, _MOST_FOUND) and bool(document["items"])
        return Listing(
            title="GitHub",
            items=tuple(one for one in repositories if one is not None),
            further=(_at_page(url, page + 1),) if is_more else (),
        )


def _releases(page: list[dict[str, Any]], url: str, day: Day) -> Listing:
    releases = (_release(one) for one in page)
    committed = [moment for one in page if (moment := parse(text_of(one.get("created_at")), UTC))]
    # A full page is followed by another; when all of that one was committed long before the day, nothing is lost.
    is_more = len(page) >= _RELEASES and bool(committed) and min(committed) >= day.start - _LAG
    return Listing(
        title="GitHub",
        items=tuple(one for one in releases if one is not None),
        further=(_at_page(url, _page(url) + 1),) if is_more else (),
    )


def _release(release: dict[str, Any]) -> Item | None:
    """Return a release, unless it is a draft, which only those who write it may see."""
    link = storable(text_of(release.get("html_url")))
    url, repository = canonical(link), _REPOSITORY.match(link)
    if release.get("draft") or not url or not repository:
        return None
    notes = _html(text_of(release.get("body")))
    return Item(
        guid=url,
        url=url,
        link=link,
        title=_release_title(release, repository[1]),
        content=notes,
        complete=bool(notes),
        authors=_people(release.get("author")),
        published=text_of(release.get("published_at")) or text_of(release.get("created_at")),
    )


def _release_title(release: dict[str, Any], repository: str) -> str:
    """Return the release's name with that of its project, which it often leaves out ("v0.9.0")."""
    name = _line(release.get("name")) or _line(release.get("tag_name"))
    project = repository.partition("/")[2]
    title = name if project.lower() in name.lower() else f"{project} {name}".strip()
    return f"{title} (pre-release)" if release.get("prerelease") else title


def _repository(repository: dict[str, Any], by: str) -> Item | None:
    """Return a repository that was found, unless it is private: a token may see what readers can't."""
    link = storable(text_of(repository.get("html_url")))
    url = canonical(link)
    if repository.get("private") or not url:
        return None
    return Item(
        guid=url,
        url=url,
        link=link,
        title=_line(repository.get("full_name")) or _line(repository.get("name")),
        summary=as_html(_line(repository.get("description"))),
        authors=_people(repository.get("owner")),
        published=text_of(repository.get(f"{by}_at")),
    )


def _people(user: object) -> tuple[str, ...]:
    if not isinstance(user, dict) or user.get("type") == "Bot":
        return ()
    return tuple(filter(None, [_line(user.get("login"))]))


def _html(markdown: str) -> str:
    """Return notes as HTML: what Markdown makes, and of the HTML written among it only the text.

    Generated notes begin with a comment, and long ones hide their lists in `details`: neither is to be read as text.
    """
    from markdown_it import MarkdownIt  # noqa: PLC0415  45 ms, and only the workers need it

    renderer = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = renderer.parse(storable(markdown))
    for token in tokens:
        for one in (token, *(token.children or ())):
            if one.type == "html_inline":
                one.content = ""
            elif one.type == "html_block":
                text = plain(one.content)
                one.content = f"<p>{as_html(text)}</p>\n" if text else ""
    return str(renderer.renderer.render(tokens, renderer.options, {})).strip()


def _page(url: str) -> int:
    page = parse_qs(urlsplit(url).query).get("page", ["1"])[0]
    return int(page) if re.fullmatch(r"[1-9]\d{0,4}", page, re.ASCII) else 1


def _at_page(url: str, page: int) -> str:
    """Return the address with another page: of the answer's own address, which a renamed repository has moved."""
    parts = urlsplit(url)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()} | {"page": str(page)}
    return canonical(urlunsplit(parts._replace(query=urlencode(query))))


def _line(value: object) -> str:
    return one_line(text_of(value))
