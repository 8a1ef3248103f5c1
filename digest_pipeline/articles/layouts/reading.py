"""What the layouts share: looking things up in a tree or in the JSON of a script, and making blocks and times of them.

Every value on a page is the page's own and may be anything: a look-up that finds nothing, or another type than was
asked for, gives an empty answer and never an error. What a site's mark-up means is said in the site's own module.
"""

import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from digest_pipeline.articles.blocks import Block, Run
from digest_pipeline.articles.text import one_line
from digest_pipeline.dates import parse as parse_date
from digest_pipeline.urls import host_of

# Titles and names are short; what is longer is a text in the wrong place.
_LONGEST_LINE = 1_000
# With the indentation of its mark-up.
_LONGEST_SOURCE = 20_000
# No site's state is larger; WeChat's pages, the largest seen, hold 200 KB of it.
_LONGEST_JSON = 8_000_000
_MOST_NODES = 200_000
# Line ends within strings are the commonest fault.
_DECODER = json.JSONDecoder(strict=False)
_LINE_END = re.compile(r"\r\n?|\n")


def place_of(url: str) -> tuple[str, tuple[str, ...]]:
    """Return the host of `url` in small letters without `www.`, and the segments of its path, decoded, none empty."""
    try:
        host, path = host_of(url), urlsplit(url).path
    except ValueError:
        return "", ()
    return host, tuple(unquote(segment) for segment in path.split("/") if segment)


def first(tree: Any, xpath: str, **variables: str) -> Any | None:
    """Return the first thing (element, or string of an attribute) that `xpath` finds in `tree`, or None."""
    return next(iter(tree.xpath(xpath, **variables)), None)


def text_at(tree: Any, xpath: str, **variables: str) -> str:
    """Return the text of the first thing that `xpath` finds, on one line; an empty string when there is none."""
    found = first(tree, xpath, **variables)
    return "" if found is None else line(found if isinstance(found, str) else "".join(found.itertext()))


def texts_at(tree: Any, xpath: str, **variables: str) -> tuple[str, ...]:
    """Return the texts of all that `xpath` finds, each on one line, without empty ones and repetitions."""
    found = (
        line(thing if isinstance(thing, str) else "".join(thing.itertext())) for thing in tree.xpath(xpath, **variables)
    )
    return tuple(dict.fromkeys(text for text in found if text))


def meta(tree: Any, *names: str) -> str:
    """Return what the meta elements say under the first of these names (or properties) that says anything."""
    for name in names:
        for content in tree.xpath("//meta[@property=$name or @name=$name or @itemprop=$name]/@content", name=name):
            if found := line(content):
                return found
    return ""


def metas(tree: Any, name: str) -> tuple[str, ...]:
    """Return the contents of all meta elements of this name (or property), without repetitions."""
    return texts_at(tree, "//meta[@property=$name or @name=$name]/@content", name=name)


def line(text: Any) -> str:
    """Return `text` on one line, as titles and names are stored; an empty string for what is no string."""
    return one_line(" ".join(text[:_LONGEST_SOURCE].split())[:_LONGEST_LINE]) if isinstance(text, str) else ""


def without(container: Any, xpath: str) -> Any:
    """Return `container` with all emptied under it that `xpath` finds; what follows these elements stays.

    The page's own tree is not changed: where something is cut, a copy is returned.
    """
    if not container.xpath(xpath):
        return container
    copy = deepcopy(container)
    copy.tail = None
    for element in copy.xpath(xpath):
        # Dropped one by one, many neighbours would cost the square of their number.
        element.clear(keep_tail=True)
    return copy


def json_in(script: str | None, *, after: str = "") -> Any:
    """Return the JSON value that begins at the first brace or bracket of `script` (behind the first `after`), or None.

    What follows the value is ignored, so an assignment (`window.x = {...};`) is read too.
    """
    if not script or len(script) > _LONGEST_JSON:
        return None
    found = script.find(after)
    if found < 0:
        return None
    starts = [start for mark in "{[" if (start := script.find(mark, found + len(after))) >= 0]
    if not starts:
        return None
    try:
        return _DECODER.raw_decode(script, min(starts))[0]
    except (ValueError, RecursionError):
        return None


def dig(value: Any, *keys: str | int) -> Any:
    """Return what stands in a JSON value under these keys and positions, one within the other, or None."""
    for key in keys:
        if isinstance(key, str):
            value = value.get(key) if isinstance(value, dict) else None
        else:
            value = value[key] if isinstance(value, list) and -len(value) <= key < len(value) else None
    return value


def string_at(value: Any, *keys: str | int) -> str:
    """Return the string under these keys, whole; an empty string where there is none, or something else."""
    found = dig(value, *keys)
    return found if isinstance(found, str) else ""


def items_at(value: Any, *keys: str | int) -> list[Any]:
    """Return the list under these keys; an empty one where there is none, or something else."""
    found = dig(value, *keys)
    return found if isinstance(found, list) else []


def objects_with(value: Any, *keys: str) -> Iterator[dict[str, Any]]:
    """Yield the objects anywhere within a JSON value that have all these keys, outer ones first, in document order.

    For states whose nesting changes with every release of a site.
    """
    waiting, seen = [value], 0
    while waiting and seen < _MOST_NODES:
        thing = waiting.pop()
        seen += 1
        if isinstance(thing, dict):
            if all(key in thing for key in keys):
                yield thing
            waiting.extend(reversed(list(thing.values())))
        elif isinstance(thing, list):
            waiting.extend(reversed(thing))


def text_block(text: str) -> Block:
    """Return a paragraph of plain text, which stands in no element."""
    return Block("paragraph", 0, 0, (Run(text),), None)


def paragraphs(text: str) -> list[Block]:
    """Return the lines of a plain text as paragraphs, without empty ones."""
    return [text_block(part) for part in _LINE_END.split(text) if part.strip()]


def heading_block(text: str, level: int = 2) -> Block:
    """Return a heading of plain text, which stands in no element."""
    return Block("heading", level, 0, (Run(text),), None)


def moment(text: Any) -> date | datetime | None:
    """Return the time that an ISO 8601 string names, in UTC; its date when it has no time or no zone, else None."""
    if not isinstance(text, str):
        return None
    cleaned = text.strip()
    try:
        if len(cleaned) == len("2026-06-03"):
            return date.fromisoformat(cleaned)
        found = datetime.fromisoformat(cleaned)
        return found.astimezone(UTC) if found.tzinfo else found.date()
    except (ValueError, OverflowError):
        return None


def moment_of_epoch(seconds: Any) -> datetime | None:
    """Return the time so many seconds after 1970 (a number or its digits), in UTC; None for what is no such number."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float | str):
        return None
    try:
        return datetime.fromtimestamp(float(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def moment_in(text: str) -> datetime | None:
    """Return the time in UTC that a text in words names ("Mon, 12 Jun 2017 17:57:34 UTC"), read whole, or None."""
    return parse_date(text[:_LONGEST_LINE], UTC)


def day_in(text: str) -> date | None:
    """Return the date that a text in words names ("June 3, 2026"), read whole, or None."""
    found = moment_in(text)
    return found.date() if found else None


def links_in(elements: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """Return address and words of these `a` elements, in order, without those that lack an address."""
    return tuple((href, line("".join(element.itertext()))) for element in elements if (href := element.get("href")))
