"""One walk over a parsed page: its meta elements, links, headings, microdata, by-lines and times, as they stand.

Nothing is judged here; the tree is only read, and must be whole (nothing cut from it yet).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from digest_pipeline.articles.metadata.wording import plain

# What a page repeats more often than this says nothing more by it.
_MOST_VALUES = 60
_MOST_MICRODATA, _MOST_BYLINES, _MOST_TIMES = 2_000, 1_000, 400
_MOST_SUBHEADINGS = 8
_LONGEST_META = 4_000
_BREAKS = frozenset({"br", "div", "p", "li", "small", "h1", "h2", "h3", "td", "section", "header"})
_UNREAD = frozenset({"script", "style", "svg", "noscript"})
_BYLINE = ("author", "Author", "byline", "Byline")


@dataclass(slots=True)
class PageHead:
    """What a page says about itself; `meta` holds the values by lower-case name or property, in document order.

    `bylines` are the elements named for an author, `times` the `time` elements with the first headings among them.
    """

    url: str
    root: Any
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    title: str = ""
    headings: list[Any] = field(default_factory=list)
    subheadings: list[Any] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    microdata: dict[str, list[Any]] = field(default_factory=dict)
    bylines: list[Any] = field(default_factory=list)
    times: list[Any] = field(default_factory=list)
    language: str = ""

    def values(self, *names: str) -> Iterator[str]:
        """Yield the values of the meta elements with these names, in the order of the names."""
        for name in names:
            yield from self.meta.get(name, ())

    def first(self, *names: str) -> str:
        """Return the first such value, or an empty string."""
        return next(self.values(*names), "")


def read_head(root: Any, url: str) -> PageHead:
    """Return what the page under the lxml element `root` says about itself."""
    head = PageHead(url, root)
    head.language = _attribute(root, "lang") or _attribute(root, "{http://www.w3.org/XML/1998/namespace}lang")
    described = 0
    for element in root.iter("*"):
        if reader := _READERS.get(element.tag):
            reader(head, element)
        if (properties := element.get("itemprop")) is not None and (described := described + 1) <= _MOST_MICRODATA:
            for name in properties.lower().split():
                head.microdata.setdefault(name, []).append(element)
        if _is_byline(element) and len(head.bylines) < _MOST_BYLINES:
            head.bylines.append(element)
    return head


def text_of(element: Any, longest: int = 4_000) -> str:
    """Return the text under `element` on one line, of a text much longer than `longest` only the beginning."""
    return plain("".join(_spaced(element, longest)))


def _spaced(element: Any, longest: int) -> Iterator[str]:
    """Yield the pieces of text under `element`, a space where a line breaks; scripts and styles left out."""
    length = 0
    for part in element.iter():
        if not isinstance(part.tag, str) or part.tag in _UNREAD:
            piece = ""
        else:
            piece = f" {part.text or ''}" if part.tag in _BREAKS else part.text or ""
        if part is not element:
            piece += f" {part.tail or ''}" if part.tag in _BREAKS else part.tail or ""
        yield piece
        length += len(piece)
        if length > longest:
            return


def _is_byline(element: Any) -> bool:
    names = element.get("class")
    return (names is not None and any(name in names for name in _BYLINE)) or element.get("rel") == "author"


def _attribute(element: Any, name: str) -> str:
    return (element.get(name) or "").strip()


def _read_meta(head: PageHead, element: Any) -> None:
    # Some archives write every content as a value.
    content = element.get("content") or element.get("value")
    if not content or content.isspace():
        return
    # RDFa allows several properties in one attribute.
    names = f"{element.get('property') or ''} {element.get('name') or ''}".lower().split()
    names += [f"itemprop:{name}" for name in (element.get("itemprop") or "").lower().split()]
    names += [f"http:{name}" for name in (element.get("http-equiv") or "").lower().split()]
    for name in dict.fromkeys(names):
        values = head.meta.setdefault(name, [])
        if len(values) < _MOST_VALUES:
            values.append(content[:_LONGEST_META].strip())


def _read_link(head: PageHead, element: Any) -> None:
    if href := _attribute(element, "href"):
        for relation in (element.get("rel") or "").lower().split():
            values = head.links.setdefault(relation, [])
            if len(values) < _MOST_VALUES:
                values.append(href)


def _read_title(head: PageHead, element: Any) -> None:
    # Pictures (svg) have titles too, further down.
    parent = element.getparent()
    if not head.title and (parent is None or parent.tag in {"head", "html", "body"}):
        head.title = plain(element.text or "")


def _read_script(head: PageHead, element: Any) -> None:
    if "ld+json" in (element.get("type") or "").lower() and element.text and len(head.scripts) < _MOST_VALUES:
        head.scripts.append(element.text)


def _read_time(head: PageHead, element: Any) -> None:
    if len(head.times) < _MOST_TIMES:
        head.times.append(element)


def _read_heading(head: PageHead, element: Any) -> None:
    _read_time(head, element)
    if len(head.headings) < _MOST_VALUES:
        head.headings.append(element)


def _read_subheading(head: PageHead, element: Any) -> None:
    if len(head.subheadings) < _MOST_SUBHEADINGS:
        head.subheadings.append(element)


_READERS = {
    "meta": _read_meta,
    "link": _read_link,
    "title": _read_title,
    "script": _read_script,
    "h1": _read_heading,
    "h2": _read_subheading,
    "time": _read_time,
}
