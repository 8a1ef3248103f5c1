"""The pages that extractors of texts are tested with: mozilla-readability, defuddle, newspaper4k, postlight-parser."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.gold.flat import html_text, markdown_text
from bench.gold.loaders.reading import body_of, json_of, own_address, when, zone_of
from bench.gold.sample import Sample

_NEW_YORK = ZoneInfo("America/New_York")

# Dummy text in Latin that its page calls English.
_NOT_ENGLISH = frozenset({"data-url-image", "hidden-nodes"})


def mozilla(data: Path) -> Iterator[Sample]:
    """Yield pages with text, title, byline, time and language, as the parser is to find them."""
    for folder in sorted((data / "html/mozilla-readability").iterdir()):
        gold = json_of(folder / "expected-metadata.json")
        body = body_of(folder / "source.html.gz")
        yield Sample(
            set="mozilla-readability",
            name=folder.name,
            url=own_address(body) or "http://fakehost/test/page.html",  # the address its own tests give every page
            body=body,
            text=html_text(body_of(folder / "expected.html.gz").decode()),
            title=gold.get("title") or None,
            authors=(gold["byline"],) if gold.get("byline") else (),
            published=when(gold.get("publishedTime")),
            language=(gold.get("lang") or "")[:2] or None if folder.name not in _NOT_ENGLISH else None,
        )


def defuddle(data: Path) -> Iterator[Sample]:
    """Yield pages with text, title, author and day, as the parser is to find them."""
    folder = data / "html/defuddle"
    for path in sorted((folder / "expected").glob("*.md")):
        _, metadata, markdown = path.read_text("utf-8").split("```", 2)
        gold = json.loads(metadata.removeprefix("json"))
        body = body_of(folder / "html" / f"{path.stem}.html.gz")
        told = re.match(rb'\s*<!--\s*\{"url":\s*"([^"]+)"', body)
        yield Sample(
            set="defuddle",
            name=path.stem,
            url=told[1].decode() if told else own_address(body),
            body=body,
            text=markdown_text(markdown),
            title=gold.get("title") or None,
            authors=(gold["author"],) if gold.get("author") else (),
            published=when(gold.get("published")),
        )


def newspaper4k(data: Path) -> Iterator[Sample]:
    """Yield pages with text and metadata, each where there is one; silver rather than gold."""
    folder = data / "html/newspaper4k"
    for path in sorted((folder / "html").glob("*.html.gz")):
        name = path.name.removesuffix(".html.gz")
        text, metadata = folder / "txt" / f"{name}.txt", folder / "metadata" / f"{name}.json"
        gold = json_of(metadata) if metadata.exists() else {}
        body = body_of(path)
        yield Sample(
            set="newspaper4k",
            name=name,
            url=gold.get("url") or own_address(body),
            body=body,
            text=(text.read_text("utf-8").strip() or None) if text.exists() else None,
            title=gold.get("title") or None,
            authors=tuple(gold.get("authors", ())),
            published=when(gold.get("publish_date")),
            language=gold.get("language"),
        )


def postlight(data: Path) -> Iterator[Sample]:
    """Yield pages with title, author and day.

    The first words of the content are left out: of a page in four they are a photograph's caption or credit.
    """
    folder = data / "html/postlight-parser"
    for name, gold in json_of(folder / "gold.json").items():
        body = body_of(folder / gold["html"])
        yield Sample(
            set="postlight-parser",
            name=name,
            url=gold["url"] or own_address(body),
            body=body,
            title=gold.get("title") or None,
            authors=(gold["author"],) if gold.get("author") else (),
            published=when(gold.get("date_published")),
            zone=zone_of(f"//{name.partition('--')[0]}", elsewhere=_NEW_YORK),  # the other publishers are American
        )
