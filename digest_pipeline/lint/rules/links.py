"""Addresses as they are printed: named, clean, real, and leading to the page that is meant."""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from digest_pipeline.dates import newest_by_id
from digest_pipeline.lint.document import Document, Line, Link
from digest_pipeline.lint.hosts import is_activity, is_root, trackers
from digest_pipeline.urls import host_of, is_web_address

_ADDRESS_TEXT = re.compile(r"(?:https?:/+|www\.)\S+", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"x{4,}|\.{3}$|…|<[^>]*>|\{[^}]*\}|YOUR_|/your[-_](?:user(?:name)?|name|repo|project|org|link|url|id)(?:/|$)"
    r"|placeholder|1234567890|占位|待补"
)
_RESERVED_HOST = re.compile(r"(?:.*\.)?(?:example\.(?:com|org|net|cn)|localhost|invalid|test|example)", re.IGNORECASE)
# https://mp.weixin.qq.com/s/ and 22 characters of base64: 132 bits.
_WECHAT = re.compile(r"https?://mp\.weixin\.qq\.com/s/(?P<id>[^/?#]+)")
_WECHAT_ID = re.compile(r"[\w-]{22}")
_REPOSITORY = re.compile(
    r"https://(?:github\.com|huggingface\.co)/(?P<path>(?!blog/|docs/|papers/)(?:datasets/|spaces/)?[^/?#]+/[^/?#]+)"
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{2,}")
# Words of a link's text that name no project.
_COMMON = frozenset(
    "github hugging face huggingface repo repository code project official open source model models weights dataset"
    " datasets data demo paper page home the and for with from release releases app api sdk cli docs blog link links"
    " org com inc lab labs team space spaces collection issue pull request agent agents skills framework library"
    " toolkit benchmark tool tools preview version".split()
)
_FEW = 3
# A heading of the page begins right behind an address: "…/Qwen-Image-LayeredDemo".
_GLUED_WORD = re.compile(r"(?<=[a-z0-9])[A-Z][a-z]{2,}$")
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(?P<name>10\.[^?#]+)", re.IGNORECASE)


def url_as_text(document: Document) -> Iterator[tuple[int, str]]:
    """Links whose words are an address."""
    for link in document.links:
        if not link.bare and _ADDRESS_TEXT.fullmatch(link.text):
            yield link.line, "the link's text is an address"


def bare(document: Document) -> Iterator[tuple[int, str]]:
    """Addresses that stand in the text as they are."""
    for link in document.links:
        if link.bare:
            yield link.line, f"{link.url} is no link everywhere and says nothing"


def tracked(document: Document) -> Iterator[tuple[int, str]]:
    """Addresses with parameters that say who sent the reader, not which page it is."""
    for link in document.links:
        if names := trackers(link.url):
            yield link.line, f"parameters that do not say which page it is: {', '.join(names)}"


def activity(document: Document) -> Iterator[tuple[int, str]]:
    """Links to pages of a promotion."""
    for link in document.links:
        if is_activity(link.url):
            yield link.line, f"{link.url} is the page of a promotion"


def root(document: Document) -> Iterator[tuple[int, str]]:
    """Links of an item that lead to a site instead of a page."""
    for item in document.items:
        for link in item.links:
            if is_web_address(link.url) and is_root(link.url):
                yield link.line, f"{link.url} is a site's front door, not the page that says it"


def resource_without_url(document: Document) -> Iterator[tuple[int, str]]:
    """Lines of the resources that name something and lead nowhere."""
    for item in document.items:
        lines = [line for line in item.resources if line.kind == "list"]
        for place, line in enumerate(lines):
            if line.opens and not line.links and not _leads(line, lines[place + 1 :]):
                yield line.number, "a resource without an address"


def invented(document: Document) -> Iterator[tuple[int, str]]:
    """Addresses that can't be: placeholders, ids of no possible form, ids from after the issue."""
    window = document.window
    latest = (window.end + timedelta(days=1)).astimezone(UTC) if window else None
    for link in document.links:
        if not re.match(r"https?:", link.url, re.IGNORECASE):
            continue
        if reason := _impossible(link):
            yield link.line, reason
        elif latest and (made := newest_by_id(link.url)):
            # A paper's id names a month; `newest_by_id` is the end of the one after it.
            first = (made - timedelta(days=62)) if link.paper else made
            if first > latest:
                yield link.line, f"{link.url} has an id from after the issue"


def example_host(document: Document) -> Iterator[tuple[int, str]]:
    """Addresses on hosts that are reserved for examples (RFC 2606, RFC 6761)."""
    for link in document.links:
        if is_web_address(link.url) and _RESERVED_HOST.fullmatch(host_of(link.url)):
            yield link.line, f"{host_of(link.url)} is reserved for examples"


def another_name(document: Document) -> Iterator[tuple[int, str]]:
    """Resources that lead to a repository with none of the names in their text."""
    for link in (link for item in document.items for line in item.resources for link in line.links):
        place = _REPOSITORY.fullmatch(link.canonical)
        names = [name for name in _NAME.findall(link.text) if name.lower() not in _COMMON]
        if not place or link.bare or not 0 < len(names) <= _FEW or not all(map(_is_proper, names)):
            continue
        path, text = _folded(place["path"]), _folded(link.text)
        parts = map(_folded, re.findall(r"[A-Za-z0-9]{3,}", place["path"]))
        if not any(_folded(name) in path for name in names) and not any(part in text for part in parts):
            yield link.line, f"the text says {' '.join(names)!r}, the address {place['path']}"


def glued(document: Document) -> Iterator[tuple[int, str]]:
    """Addresses with a word of the page behind them: a DOI that goes on, another address of the issue and a word."""
    known = {link.url for link in document.links}
    for link in document.links:
        if rest := _behind_doi(link) or _behind_other(link.url, known):
            yield link.line, f"{rest!r} does not belong to the address"


def _impossible(link: Link) -> str:
    url = link.url
    if not is_web_address(url):
        return "" if is_web_address(link.canonical) else f"{url} is no address"
    parts = urlsplit(url)
    if _PLACEHOLDER.search(parts.path):
        return f"{url} is a placeholder"
    if not link.canonical:
        return f"{url} has an id that can't exist"
    if (wechat := _WECHAT.match(url)) and not _WECHAT_ID.fullmatch(wechat["id"]):
        return f"{wechat['id']!r} is no id of a WeChat article: those have 22 characters"
    if link.post is not None and link.post >= 1 << 63:
        return f"{link.post} is no id of a post"
    return ""


def _leads(line: Line, following: list[Line]) -> bool:
    """Say whether the lines that belong to an entry hold a link: more of its own text, or entries within it."""
    for other in following:
        if other.opens and other.level <= line.level:
            return False
        if other.links:
            return True
    return False


def _folded(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _is_proper(name: str) -> bool:
    """Say whether a word is written as a name is: with a capital, or with figures."""
    return not (name.isalpha() and name.islower())


def _behind_doi(link: Link) -> str:
    given, known = _DOI.match(link.url), _DOI.match(link.canonical)
    if not given or not known or not given["name"].lower().startswith(known["name"].lower()):
        return ""
    return given["name"][len(known["name"]) :].rstrip("/")


def _behind_other(url: str, known: Collection[str]) -> str:
    word = _GLUED_WORD.search(url)
    return word[0] if word and url[: word.start()] in known else ""
