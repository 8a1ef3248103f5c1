"""JSON-LD: what a page's own structured data say about its article, read tolerantly.

Publishers write it by hand and by template, so it is repaired before it is given up. Data about other things (the
organisation, bread crumbs, related articles, comments) are left aside. What is made of the values is decided by the
neighbouring modules.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from digest_pipeline.articles.metadata.wording import folded, plain

_Node = Mapping[str, Any]

# A script that is longer is an application's state, not a description; a page that describes more lists its archive.
_LONGEST_SCRIPT = 2_000_000
_MOST_NODES = 500
_MOST_NAMES = 100
_MOST_UNNAMED_ARTICLES = 2

_ARTICLES = frozenset(
    "article newsarticle blogposting techarticle apireference scholarlyarticle medicalscholarlyarticle report"
    " reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle reviewnewsarticle"
    " askpublicnewsarticle advertisercontentarticle satiricalarticle liveblogposting socialmediaposting"
    " discussionforumposting posting review criticreview recipe howto".split()
)
# Around an article, and true of it where the article's own object says nothing.
_SHELLS = frozenset("webpage itempage medicalwebpage qapage creativework".split())
# The page's subject only where it has the page's title.
_OTHERS = frozenset(
    "videoobject audioobject podcastepisode question softwareapplication softwaresourcecode dataset event book".split()
)
# Under these the page's own subject is found; under all other keys are its parts and its neighbours.
_INWARD = frozenset({"@graph", "mainEntity", "mainEntityOfPage", "article", "@list", "@set"})

# Line ends within strings are the commonest fault.
_DECODER = json.JSONDecoder(strict=False)
_WRAPPER = re.compile(r"<!--|-->|(?://|/\*)?[ \t]{0,9}(?:<!\[CDATA\[|\]\]>)(?:[ \t]{0,9}\*/)?")
_TRAILING_COMMA = re.compile(r",(?=\s{0,99}[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_FIELD = re.compile(
    r'"(datePublished|dateModified|headline|articleBody)"\s{0,9}:\s{0,9}"((?:[^"\\]|\\.)*+)"', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Described:
    """The description of a page's article: the strings as they stand, best first, none where it says nothing.

    `organisations` are those of the authors that are no persons.
    """

    headlines: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def described(scripts: Iterable[str], url: str, titles: Iterable[str]) -> Described:
    """Return what the `scripts` (texts of `application/ld+json` elements) say about the article at `url`.

    Where they describe several things, the one counts that has one of the page's `titles` or its address. Lists of
    other articles have neither and are left aside.
    """
    index: dict[str, _Node] = {}
    nodes: list[_Node] = []
    salvaged: dict[str, str] = {}
    for script in scripts:
        document = _parsed(script)
        if document is None:
            salvaged = dict(_FIELD.findall(script[:_LONGEST_SCRIPT])) | salvaged
        else:
            nodes.extend(_nodes(document, index))
    known = frozenset(folded(title) for title in titles) - {""}
    own = _own(nodes, url, known)
    return _description(own or [salvaged], index)


def _parsed(script: str) -> Any:
    """Return the document in `script`, repaired where it is nearly JSON; None where it is not."""
    text = script.strip("\ufeff; \t\r\n")
    if not text or len(text) > _LONGEST_SCRIPT:
        return None
    for repaired in (_as_it_is, _unwrapped, _unescaped):
        try:
            return _DECODER.raw_decode(repaired(text))[0]
        except (ValueError, RecursionError):
            continue
    return None


def _as_it_is(text: str) -> str:
    return text


def _unwrapped(text: str) -> str:
    return _BAD_ESCAPE.sub(r"\\\\", _TRAILING_COMMA.sub("", _WRAPPER.sub("", text))).strip("; \t\r\n")


def _unescaped(text: str) -> str:
    return unescape(_unwrapped(text))


def _nodes(document: Any, index: dict[str, _Node]) -> Iterator[_Node]:
    """Yield the objects that may describe the page, in document order; put all that have an `@id` into `index`."""
    waiting: list[tuple[Any, bool]] = [(document, True)]
    seen = 0
    while waiting and seen < _MOST_NODES:
        thing, is_inward = waiting.pop()
        seen += 1
        if isinstance(thing, list):
            waiting.extend((part, is_inward) for part in reversed(thing[:_MOST_NODES]))
        elif isinstance(thing, dict):
            if isinstance(identity := thing.get("@id"), str) and len(thing) > len(index.get(identity, ())):
                index[identity] = thing
            if is_inward and _types(thing) & (_ARTICLES | _SHELLS | _OTHERS):
                yield thing
            inner = [
                (part, is_inward and key in _INWARD) for key, part in thing.items() if isinstance(part, dict | list)
            ]
            waiting.extend(reversed(inner))


def _types(node: _Node) -> frozenset[str]:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(re.split("[/:#]", name)[-1].strip().lower() for name in names if isinstance(name, str))


def _own(nodes: Sequence[_Node], url: str, titles: frozenset[str]) -> list[_Node]:
    """Return the descriptions of the page itself, the best first."""
    ranked: list[tuple[bool, bool, bool, int]] = []
    articles = [place for place, node in enumerate(nodes) if _types(node) & _ARTICLES]
    for place, node in enumerate(nodes):
        types = _types(node)
        is_named = any(folded(headline) in titles for headline in _texts(node, "headline", "name"))
        is_addressed = _has_address(node, url)
        is_article, is_shell = bool(types & _ARTICLES), bool(types & _SHELLS)
        if is_named or (is_addressed and not types & _OTHERS) or is_shell or (is_article and len(articles) == 1):
            ranked.append((not is_article, not is_named, not is_addressed, place))
    best = [nodes[place] for *_, place in sorted(ranked)]
    if articles and not any(_types(node) & _ARTICLES for node in best) and len(articles) <= _MOST_UNNAMED_ARTICLES:
        return [nodes[articles[0]], *best]
    return best


def _has_address(node: _Node, url: str) -> bool:
    wanted = _place(url)
    values = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
    values = [value.get("@id") or value.get("url") if isinstance(value, dict) else value for value in values]
    return any(isinstance(value, str) and wanted == _place(value.partition("#")[0], url) for value in values if value)


def _place(address: str, base: str = "") -> tuple[str, str]:
    try:
        parts = urlsplit(urljoin(base, address.strip()))
    except ValueError:
        return "", address
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")


def _description(own: Sequence[_Node], index: Mapping[str, _Node]) -> Described:
    main = own[0]
    return Described(
        headlines=_texts(main, "headline", "name"),
        authors=_first(own, "author", "creator", index=index),
        organisations=tuple(_organisations(own, index)),
        publishers=_first(own, "publisher", "sourceOrganization", index=index),
        published=tuple(
            text for node in own for text in _texts(node, "datePublished", "uploadDate", "dateCreated")[:1]
        ),
        modified=tuple(text for node in own for text in _texts(node, "dateModified")),
        images=tuple(address for node in own for address in _images(node, index)),
        bodies=tuple(text for node in own for text in _long_texts(node, "articleBody")),
        descriptions=tuple(text for node in own for text in _texts(node, "description")),
        languages=tuple(text for node in own for text in _texts(node, "inLanguage")),
    )


def _texts(node: _Node, *keys: str) -> tuple[str, ...]:
    values = (_single(node.get(key)) for key in keys)
    return tuple(text for value in values if isinstance(value, str) and (text := plain(value)))


def _long_texts(node: _Node, key: str) -> tuple[str, ...]:
    value = _single(node.get(key))
    return (value,) if isinstance(value, str) and value else ()


def _single(value: Any) -> Any:
    """Return the string in a value that may be wrapped in lists and `@value` objects."""
    while isinstance(value, list | dict) and value:
        value = value[0] if isinstance(value, list) else value.get("@value")
    return value


def _first(own: Sequence[_Node], *keys: str, index: Mapping[str, _Node]) -> tuple[str, ...]:
    for node in own:
        for key in keys:
            if names := tuple(dict.fromkeys(_names(node.get(key), index))):
                return names
    return ()


def _names(value: Any, index: Mapping[str, _Node]) -> Iterator[str]:
    """Yield the names in a value: a string, an object with a name or an `@id`, or lists of these."""
    for thing in _things(value, index):
        if isinstance(thing, str):
            yield plain(thing)
        elif isinstance(name := _single(thing.get("name") or thing.get("@value")), str):
            yield plain(name)


def _organisations(own: Iterable[_Node], index: Mapping[str, _Node]) -> Iterator[str]:
    for node in own:
        for thing in _things([node.get("author"), node.get("creator")], index):
            if isinstance(thing, Mapping) and any(kind.endswith("organization") for kind in _types(thing)):
                yield from _names(thing, index)


def _things(value: Any, index: Mapping[str, _Node]) -> Iterator[str | _Node]:
    """Yield the strings and objects in a value, out of their lists; for an `@id` what has it."""
    waiting, seen = [value], 0
    while waiting and seen < _MOST_NAMES:
        thing = waiting.pop()
        seen += 1
        if isinstance(thing, list):
            waiting.extend(reversed(thing[:_MOST_NAMES]))
        elif isinstance(thing, dict):
            yield thing if "name" in thing else index.get(str(thing.get("@id")), thing)
        elif isinstance(thing, str):
            yield thing


def _images(node: _Node, index: Mapping[str, _Node]) -> Iterator[str]:
    for key in ("image", "thumbnailUrl", "primaryImageOfPage"):
        value = node.get(key)
        for _ in range(_MOST_NAMES):
            if isinstance(value, list):
                value = value[0] if value else None
            elif isinstance(value, dict):
                known = index.get(str(value.get("@id")), value)
                value = value.get("url") or value.get("contentUrl") or known.get("url") or known.get("contentUrl")
            else:
                break
        if isinstance(value, str) and value:
            yield value.strip()
