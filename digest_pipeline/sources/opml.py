"""Subscription lists of feed readers: an OPML document into sources, and sources into one.

Folders are tags: a feed in the folder "Papers" inside "AI" has the tag `AI/Papers`, which is how OPML 2.0 spells a path
in its `category` attribute. What OPML has no word for, such as a source's id and kind, stands in attributes of our own,
which other readers ignore. Writing sources.yaml is `entries.py`.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any
from xml.etree import ElementTree as ET  # for writing; what comes from outside is parsed as HTML

from pydantic import TypeAdapter, ValidationError
from w3lib.encoding import html_body_declared_encoding, read_bom, to_unicode

from digest_pipeline.model import content_id
from digest_pipeline.sources.kinds import AnySource
from digest_pipeline.sources.source import Source
from digest_pipeline.urls import canonical, host_of

_OURS = "digest"
_NAMESPACE = "urn:digest-pipeline:opml"
# What an OPML attribute of its own, or the place of the outline, already says.
_OWN_WORDS = frozenset({"name", "url", "tags", "language"})
# A list of someone else's may not say where a token is sent to.
_NEVER_LISTED = frozenset({"api"})
# Schemes of feed readers: before a whole address, or in the place of http.
_READER_SCHEME = re.compile(r"^(?:feed|itpc|pcast|podcast|rss):(?://)?", re.IGNORECASE)
_LANGUAGE = re.compile(r"^([a-z]{2,3})(?:[-_][a-z0-9]+)*$", re.IGNORECASE)
_FOLDER_MARKS = str.maketrans({"/": "-", ",": " "})
_NO_WORDS = re.compile(r"[^a-z0-9]+")
_HOST_NOISE = frozenset(
    "www feeds feed rss blog blogs news m com org net edu gov io ai co cn de jp uk eu dev app xyz me".split()
)
_TWICE = "it is listed twice; the folders of both are its tags"
_ID_LENGTH = 40
_SHORTEST_ID = 3
# No reader shows more folders in each other; a document may nest a hundred thousand.
_DEEPEST_FOLDER = 16


class OpmlError(ValueError):
    """A document is no subscription list; the message says what it seems to be."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed as a list names it: `page` is its site's address, `options` are the attributes of our own."""

    url: str
    title: str
    page: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An outline that becomes no source, and why, as a sentence."""

    title: str
    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outlines:
    """What a document lists, in its order."""

    title: str
    feeds: tuple[Outline, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """What a list adds to the sources there are: new ones, feeds that are there already, and what was left out."""

    added: tuple[Source, ...]
    known: tuple[Outline, ...]
    left_out: tuple[LeftOut, ...]


def read_opml(document: bytes) -> Outlines:
    """Return the feeds that a document lists: OPML 1.0, 1.1 or 2.0, also a broken one as far as it can be read.

    It is parsed as HTML, which has no entities of its own, so that a document type can neither name files nor multiply.

    Raises:
        OpmlError: the document holds no outline and no list.
    """
    import listparser  # noqa: PLC0415  0.13 s, and only this command reads lists
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415  the same

    markup = _mended(_decoded(document)).encode("utf-8-sig", "ignore")
    parsed = listparser.parse(markup)
    # listparser tells what it knows; the attributes it has no word for are looked up.
    tree = etree.HTML(markup, etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=True))
    outlines = [dict(element.attrib) for element in tree.iter("outline")] if tree is not None else []
    if not parsed.version and not outlines:
        raise OpmlError("this is no OPML document: it has neither an <opml> nor an <outline> element")
    attributes = {_address(outline["xmlurl"]): outline for outline in reversed(outlines) if "xmlurl" in outline}
    left_out = [LeftOut(_line(item.title), item.url, "it names another list; import that one") for item in parsed.lists]
    left_out += _not_feeds(outlines)
    feeds: dict[str, Outline] = {}
    for feed in parsed.feeds:
        url = _address(feed.url)
        if not canonical(url):
            left_out.append(LeftOut(_line(feed.title), feed.url, "its address is no absolute http(s) address"))
            continue
        outline = _outline(url, feed, attributes.get(url, {}))
        first = feeds.setdefault(_same(url), outline)
        if first is not outline:
            left_out.append(LeftOut(outline.title, url, _TWICE))
            feeds[_same(url)] = replace(first, tags=tuple(dict.fromkeys(first.tags + outline.tags)))
    return Outlines(_line(parsed.meta.get("title", "")), tuple(feeds.values()), tuple(left_out))


def sources_of(outlines: Outlines, sources: Sequence[Source], addresses: Iterable[str] = ()) -> Addition:
    """Return what a list adds to `sources`; no feed that is there already, by its canonical address, is added again.

    An id is the list's own, else made of the title, else of the host; the order of the list decides only between two
    feeds that would have the same.

    Args:
        outlines: what `read_opml` returned.
        sources: the sources there are.
        addresses: further addresses that are asked already, such as those of an API.
    """
    there = {_same(str(url)) for url in [*addresses, *(address_of(source) for source in sources)] if url}
    fresh = [outline for outline in outlines.feeds if _same(outline.url) not in there]
    taken = {source.id for source in sources}
    common = {host for host, count in Counter(host_of(outline.url) for outline in fresh).items() if count > 1}
    left_out = list(outlines.left_out)
    adapter = TypeAdapter[Source](AnySource)
    added: list[Source] = []
    for outline in fresh:
        identity = _identity(outline, taken, common)
        try:
            added.append(adapter.validate_python(_entry(outline, identity)))
        except ValidationError as error:
            problem = error.errors()[0]
            where = ".".join(str(part) for part in problem["loc"])
            left_out.append(LeftOut(outline.title, outline.url, f"{where}: {problem['msg']}".removeprefix(": ")))
        else:
            taken.add(identity)
    known = tuple(outline for outline in outlines.feeds if _same(outline.url) in there)
    return Addition(tuple(added), known, tuple(left_out))


def address_of(source: Source) -> str:
    """Return the address of a source that is asked at one of its own, as a feed is; else an empty string."""
    return str(getattr(source, "url", None) or "")


def write_opml(sources: Iterable[Source], title: str) -> bytes:
    """Return an OPML 2.0 document of the sources that have an address of their own; the others have no place in one.

    The first tag makes the folders, further ones stand in `category`.
    """
    root = ET.Element("opml", {"version": "2.0", f"xmlns:{_OURS}": _NAMESPACE})
    ET.SubElement(ET.SubElement(root, "head"), "title").text = _line(title)
    folders: dict[tuple[str, ...], ET.Element] = {(): ET.SubElement(root, "body")}
    for source in sources:
        if address_of(source):
            ET.SubElement(_folder(folders, source.tags[:1]), "outline", _attributes(source))
    ET.indent(root)
    return b"%b\n" % ET.tostring(root, "utf-8", xml_declaration=True)


def _decoded(document: bytes) -> str:
    """Return the text of the document; what it declares is believed only when its bytes are no UTF-8."""
    encoding, mark = read_bom(document)
    if encoding and mark:
        text = document[len(mark) :].decode(encoding, "replace")
    elif b"\0" in document[:4]:
        text = document.decode("utf-16-be" if document.startswith(b"\0") else "utf-16-le", "replace")
    else:
        declared = html_body_declared_encoding(document)
        candidates = ["utf-8", declared if declared and "utf-16" not in declared else None, "gb18030"]
        text = next(filter(None, (_strictly(document, name) for name in candidates if name)), None) or to_unicode(
            document, declared or "utf-8"
        )
    return text.replace("\0", "")


def _mended(text: str) -> str:
    """Return the document without the descriptions in which some writers leave tags and quotes as they are.

    Such a description would end the outline before its address. Where it ends itself can be told when the outline has
    a line of its own and the address stands after it.
    """
    return "\n".join(map(_without_raw_description, text.split("\n")))


def _without_raw_description(line: str) -> str:
    lower = line.lower()
    start = lower.find(' description="')
    end = lower.rfind(' xmlurl="')
    if start < 0 or end < start or lower.count("<outline") != 1 or "<" not in line[start:end]:
        return line
    return line[:start] + line[end:]


def _strictly(document: bytes, encoding: str) -> str | None:
    try:
        return document.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _not_feeds(outlines: Iterable[Mapping[str, str]]) -> Iterable[LeftOut]:
    """Yield the outlines that are no feed of their own: a page, an empty address, an address for the second time."""
    seen: set[str] = set()
    for outline in outlines:
        title = _line(outline.get("text") or outline.get("title") or "")
        url, page = outline.get("xmlurl", "").strip(), outline.get("htmlurl", "").strip()
        if not url and page:
            yield LeftOut(title, page, "it names a page and no feed; where the page has one, add the page itself")
        elif not url and "xmlurl" in outline:
            yield LeftOut(title, "", "its address is empty")
        elif url and url in seen:
            yield LeftOut(title, url, _TWICE)
        seen.add(url)


def _outline(url: str, feed: Any, attributes: Mapping[str, str]) -> Outline:
    language = _LANGUAGE.match(attributes.get("language", "").strip())
    prefix = f"{_OURS}:"
    options = {key.removeprefix(prefix): value for key, value in attributes.items() if key.startswith(prefix)}
    return Outline(
        url=url,
        title=_line(feed.title) or host_of(url),
        page=attributes.get("htmlurl", "").strip(),
        tags=tuple(dict.fromkeys(filter(None, map(_tag, feed.categories)))),
        language=language[1].lower() if language else "",
        options=tuple(sorted(item for item in options.items() if item[0] not in _NEVER_LISTED)),
    )


def _tag(folders: Sequence[str]) -> str:
    """Return the path of nested folders; an outline around a feed that has no title of its own is no folder."""
    names = [name for name in (_line(folder.translate(_FOLDER_MARKS)) for folder in folders[:_DEEPEST_FOLDER]) if name]
    return "/".join(names)


def _address(url: str) -> str:
    """Return an address without the scheme that readers invented to be opened by it."""
    whole = url.strip()
    bare = _READER_SCHEME.sub("", whole)
    return bare if bare == whole or bare.startswith(("http://", "https://")) else f"http://{bare}"


def _same(url: str) -> str:
    """Return what two addresses of one feed have in common: the canonical form, asked with or without encryption."""
    return canonical(url).partition("://")[2]


def _line(text: str) -> str:
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _entry(outline: Outline, identity: str) -> dict[str, Any]:
    options = {name: _value(text) for name, text in outline.options}
    told = {"language": outline.language, "tags": outline.tags}
    own = {"id": identity, "name": outline.title, "url": outline.url}
    return {"kind": "feed"} | options | {name: value for name, value in told.items() if value} | own


def _value(text: str) -> object:
    # Numbers and booleans are read from their text by the source itself.
    try:
        return json.loads(text) if text.startswith("[") else text
    except ValueError:
        return text


def _identity(outline: Outline, taken: AbstractSet[str], common: AbstractSet[str]) -> str:
    """Return a short id that is readable and free."""
    own = dict(outline.options).get("id", "")
    host = host_of(outline.url)
    words = [word for word in host.split(".") if word not in _HOST_NOISE] or [host]
    site = _slug("-".join(words))
    mark = content_id(_same(outline.url))[:6]
    title = _slug(outline.title) if _is_latin(outline.title) and outline.title != host else ""
    candidates = [own, title, site if host not in common else "", f"{(title or site)[: _ID_LENGTH - 7]}-{mark}"]
    free = (name for name in candidates if len(name) >= (1 if name == own else _SHORTEST_ID) and name not in taken)
    return next(free, f"feed-{content_id(outline.url)}")


def _is_latin(title: str) -> bool:
    """Say whether a title can be told by its Latin letters: 36氪 and 机器之心 can't."""
    letters = [character for character in title if character.isalpha()]
    latin = sum(character.isascii() for character in letters)
    return latin * 2 > len(letters)


def _slug(text: str) -> str:
    ascii_form = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = _NO_WORDS.sub("-", ascii_form).strip("-")
    if len(slug) <= _ID_LENGTH:
        return slug
    return slug[: _ID_LENGTH + 1].rpartition("-")[0] or slug[:_ID_LENGTH]


def _folder(folders: dict[tuple[str, ...], ET.Element], tags: Sequence[str]) -> ET.Element:
    """Return the outline that stands for the first tag, made with the folders around it where it is not there yet."""
    names = [_line(name) for tag in tags for name in tag.split("/", _DEEPEST_FOLDER - 1)]
    for depth in range(1, len(names) + 1):
        path = tuple(names[:depth])
        if path not in folders:
            folders[path] = ET.SubElement(folders[path[:-1]], "outline", {"text": path[-1], "title": path[-1]})
    return folders[tuple(names)]


def _attributes(source: Source) -> dict[str, str]:
    name = _line(source.name)
    attributes = {"type": "rss", "text": name, "title": name, "xmlUrl": address_of(source)}
    if source.language:
        attributes["language"] = source.language
    if len(source.tags) > 1:
        attributes["category"] = ",".join(f"/{tag}" for tag in source.tags)
    told = source.model_dump(mode="json", exclude_unset=True, exclude=set(_OWN_WORDS | _NEVER_LISTED)) | {
        "kind": source.kind
    }
    for option, value in told.items():
        attributes[f"{_OURS}:{option}"] = value if isinstance(value, str) else json.dumps(value)
    return attributes
