"""Product Hunt: a launch or a product as its tagline and description, its makers, its day and its website.

Read from the state of the application (Apollo's, in either form it has had), else from schema.org, else from the head.
A wall before the page is left to `barriers.py`.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from digest_pipeline.articles.layouts.reading import (
    dig,
    items_at,
    json_in,
    line,
    meta,
    moment,
    objects_with,
    paragraphs,
    place_of,
    string_at,
)
from digest_pipeline.articles.page import Failure, Reading

_TRANSPORT = "ApolloSSRDataTransport"
_STATES = "//script[@id='__NEXT_DATA__' or contains(text(), $marker)]/text()"
_SCHEMA = "//script[@type='application/ld+json']/text()"
# JavaScript's word for nothing, outside of strings; possessive, so that nothing is read twice.
_UNDEFINED = re.compile(r'"(?:[^"\\]++|\\.)*+"|\bundefined\b', re.DOTALL)
_LISTS = frozenset({"leaderboard", "topics", "categories", "newsletters", "forums", "collections"})
_ENDING = " | Product Hunt"
_PLACE = 2
_MAKERS = 20


def read(tree: Any, url: str) -> Reading | Failure | None:
    """Return the launch or product at `url`; None for another page, and where nothing of it is served."""
    host, path = place_of(url)
    if host != "producthunt.com":
        return None
    if not path or path[0].startswith("@") or path[0] in _LISTS:
        return Failure("not_article", "the page is a list or an account on Product Hunt")
    if path[0] not in {"posts", "products"} or len(path) < _PLACE:
        return None
    names = _names(url, path)
    return _of_state(tree, names) or _of_schema(tree) or _of_head(tree, names)


def _names(url: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the slugs that the address names, the launch before the product."""
    launches = parse_qs(urlsplit(url).query).get("launch", [])
    if path[0] == "products" and path[2:3] == ("launches",):
        launches += path[3:4]
    return (*launches, path[1])


def _of_state(tree: Any, names: tuple[str, ...]) -> Reading | None:
    states = [state for script in tree.xpath(_STATES, marker=_TRANSPORT) if (state := _parsed(script))]
    if not states:
        return None
    things = [thing for state in states for thing in objects_with(state, "slug", "name")]
    for name in names:
        same = [thing for thing in things if thing["slug"] == name]
        # A page tells of a launch in pieces, an answer each; a product and its launch may bear one name.
        known = _merged([thing for thing in same if thing.get("__typename") == "Post"] + same)
        if string_at(known, "tagline"):
            return _reading(known, states)
    return None


def _reading(known: dict[str, Any], states: list[Any]) -> Reading | None:
    product = dig(known, "product")
    product = _resolved(product, states) if isinstance(product, dict) else {}
    makers = [_resolved(maker, states) for maker in items_at(known, "makers")[:_MAKERS] if isinstance(maker, dict)]
    told = [string_at(known, "tagline"), string_at(known, "description") or string_at(product, "description")]
    blocks = [block for text in told for block in paragraphs(text)]
    website = next((found for thing in (known, product) for found in _websites(thing)), "")
    return Reading(
        layout="producthunt",
        blocks=blocks,
        title=_title(string_at(known, "name"), string_at(known, "tagline")),
        authors=tuple(dict.fromkeys(name for maker in makers if (name := line(string_at(maker, "name"))))),
        site="Product Hunt",
        published=next((found for key in _DAYS if (found := moment(known.get(key)))), None),
        links=((website, line(string_at(known, "name"))),) if website else (),
    )


_DAYS = ("featuredAt", "scheduledAt", "createdAt")


def _websites(thing: dict[str, Any]) -> Iterator[str]:
    for key in ("websiteUrl", "website", "cleanUrl"):
        address = string_at(thing, key)
        if address:
            yield address if "//" in address else f"https://{address}"


def _of_schema(tree: Any) -> Reading | None:
    for script in tree.xpath(_SCHEMA):
        for thing in objects_with(json_in(script), "@type", "name", "description"):
            types = thing["@type"] if isinstance(thing["@type"], list) else [thing["@type"]]
            if {"Product", "WebApplication", "SoftwareApplication", "MobileApplication"}.isdisjoint(
                kind for kind in types if isinstance(kind, str)
            ):
                continue
            authors = thing.get("author")
            people = authors if isinstance(authors, list) else [authors]
            blocks = paragraphs(string_at(thing, "description"))
            if blocks:
                return Reading(
                    layout="producthunt",
                    blocks=blocks,
                    title=line(thing["name"]),
                    authors=tuple(name for person in people if (name := line(string_at(person, "name")))),
                    site="Product Hunt",
                    published=moment(thing.get("datePublished")),
                )
    return None


def _of_head(tree: Any, names: tuple[str, ...]) -> Reading | None:
    title = meta(tree, "og:title").removesuffix(_ENDING)
    described = meta(tree, "og:description", "description")
    # A wall has a title too, but none of Product Hunt's addresses.
    if not title or not described or not any(name in meta(tree, "og:url") for name in names):
        return None
    return Reading(layout="producthunt", blocks=paragraphs(described), title=title, site="Product Hunt")


def _title(name: str, tagline: str) -> str:
    return " – ".join(part for part in (line(name), line(tagline)) if part)


def _parsed(script: str) -> Any:
    if _TRANSPORT not in script:
        return json_in(script)
    # Each push is an answer of its own; scripts hold one, rarely more.
    return [json_in(part) for part in _plain(script).split(".push(")[1:]]


def _plain(script: str) -> str:
    return _UNDEFINED.sub(lambda found: "null" if found[0] == "undefined" else found[0], script)


def _merged(things: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for thing in things:
        found.update({key: value for key, value in thing.items() if value and not found.get(key)})
    return found


def _resolved(thing: dict[str, Any], states: list[Any]) -> dict[str, Any]:
    """Return what an entry of a normalised cache refers to, or the thing itself."""
    reference = thing.get("__ref")
    if not isinstance(reference, str):
        return thing
    for state in states:
        for holder in objects_with(state, reference):
            if isinstance(holder[reference], dict):
                return dict(holder[reference])
    return {}
