"""The sources that ship, and docs/sources.md: both say what the kinds accept."""

import importlib
import json
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from markdown_it import MarkdownIt

import digest_pipeline.sources.kinds
from digest_pipeline.capture.warc import Exchange, scan
from digest_pipeline.settings import CHECKOUT, load
from digest_pipeline.sources.source import ApiSource, Day, Source
from digest_pipeline.urls import canonical

DATA = CHECKOUT.parent / "shared" / "data"
GROUPS = {"labs", "papers", "code", "press", "wechat", "posts", "blogs", "newsletters"}
DAY = Day.of(datetime(2026, 6, 2, tzinfo=UTC).date(), ZoneInfo("Asia/Shanghai"))
RECORDED = {
    "openai": "https://openai.com/news/rss.xml",
    "deepmind": "https://deepmind.google/blog/rss.xml",
    "huggingface": "https://huggingface.co/blog/feed.xml",
    "arxiv": "https://rss.arxiv.org/atom/cs.AI+cs.CL",
    "techcrunch": "https://techcrunch.com/feed/",
    "theverge": "https://www.theverge.com/rss/index.xml",
    "arstechnica": "https://feeds.arstechnica.com/arstechnica/index",
    "wired": "https://www.wired.com/feed/rss",
    "hackernews": "https://news.ycombinator.com/rss",
    "ithome": "https://www.ithome.com/rss/",
    "36kr": "https://36kr.com/feed",
}


def kinds() -> Iterator[tuple[str, type[Source]]]:
    """Yield every kind that has a module, by its name in sources.yaml."""
    for module in pkgutil.iter_modules(digest_pipeline.sources.kinds.__path__):
        found = importlib.import_module(f"digest_pipeline.sources.kinds.{module.name}")
        for value in vars(found).values():
            if isinstance(value, type) and issubclass(value, Source) and value.__module__ == found.__name__:
                yield value.model_fields["kind"].default, value


KINDS = dict(kinds())


def shipped() -> list[Source]:
    """Return the sources of a home that has no list of its own."""
    return list(load(Path("/nowhere")).sources)


def switched_off() -> list[dict[str, Any]]:
    """Return the entries that stand behind a # in the file that ships."""
    lines = re.findall(r"^  # (- \{id.*)$", (CHECKOUT / "sources.yaml").read_text("utf-8"), re.MULTILINE)
    return [entry for line in lines for entry in yaml.safe_load(line)]


# --- sources.yaml ----------------------------------------------------------------------------------------------------


def test_about_sixty_sources_ship_in_both_languages() -> None:
    languages = Counter(source.language for source in shipped())

    assert 50 <= len(shipped()) <= 70
    assert languages["zh"] >= 12
    assert languages["en"] >= 30


def test_every_source_stands_in_one_group_and_every_group_has_some() -> None:
    tags = [source.tags for source in shipped()] + [tuple(entry["tags"]) for entry in switched_off()]

    assert {len(of_one) for of_one in tags} == {1}
    assert {tag for (tag,) in tags} == GROUPS


def test_no_two_sources_ask_the_same_address() -> None:
    asked = [canonical(url).partition("://")[2] for source in shipped() for url in source.addresses(DAY)]

    assert all(asked)
    assert len(set(asked)) == len(asked)


def test_addresses_are_asked_encrypted() -> None:
    assert [source.id for source in shipped() for url in source.addresses(DAY) if not url.startswith("https://")] == []


def test_sources_that_were_recorded_keep_their_ids_and_addresses() -> None:
    assert {source.id: source.addresses(DAY) for source in shipped() if source.id in RECORDED} == {
        name: (url,) for name, url in RECORDED.items()
    }


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")
def test_recorded_feeds_of_a_listed_host_belong_to_a_source() -> None:
    with (DATA / "days" / "2026-05-01.warc.gz").open("rb") as stream:
        feeds = [
            one.url
            for one in scan(stream)
            if isinstance(one, Exchange) and re.search(rb"<(rss|feed|rdf)\b", one.content(600))
        ]
    asked = {url for source in shipped() for url in source.addresses(DAY)}
    hosts = {url.split("/")[2] for url in asked}

    assert {url for url in feeds if url.split("/")[2] in hosts} <= asked


def test_a_fresh_home_needs_no_token_and_no_private_host() -> None:
    for source in shipped():
        assert not (isinstance(source, ApiSource) and source.token_required), source.id
        assert "localhost" not in str(source), source.id


def test_what_is_switched_off_is_valid_when_it_is_switched_on() -> None:
    entries = switched_off()
    names = [entry["id"] for entry in entries] + [source.id for source in shipped()]

    assert entries
    assert len(set(names)) == len(names)
    for entry in entries:
        if kind := KINDS.get(entry["kind"]):
            kind.model_validate(entry)


# --- docs/sources.md -------------------------------------------------------------------------------------------------

PAGE = CHECKOUT / "docs" / "sources.md"


def sections() -> dict[str, str]:
    """Return the Markdown of each kind's section."""
    parts = re.split(r"^### (\w+)$", PAGE.read_text("utf-8").partition("\n## Bridges")[0], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(markdown: str) -> list[list[str]]:
    """Return the cells of every row of the tables, heads left out."""
    lines = [line.strip("| ").split(" | ") for line in markdown.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line] for line in lines]


def options(kind: type[Source]) -> Iterator[tuple[str, str]]:
    """Yield (option, default) of what a kind has of its own, as the page spells them."""
    for name, field in kind.model_fields.items():
        common = Source.model_fields.get(name)
        if name == "kind" or (common is not None and common.default == field.default):
            continue
        default = field.default if isinstance(field.default, str) else field.get_default()
        shown = "required" if field.is_required() else "unset" if default in {None, ""} else _spelled(default)
        yield f"`{name}`", shown


def _spelled(default: object) -> str:
    plain = default if isinstance(default, str | int | float | tuple) else str(default)
    return f"`{plain if isinstance(plain, str) else json.dumps(plain)}`"


def test_every_kind_has_a_section_and_a_row() -> None:
    listed = re.findall(r"^\| \[`(\w+)`\]", PAGE.read_text("utf-8"), re.MULTILINE)

    assert set(KINDS) <= set(sections())
    assert listed == list(sections())


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_option_of_a_kind_is_documented_with_its_default(name: str) -> None:
    documented = rows(sections()[name])

    assert {row[0]: row[1] for row in documented} == dict(options(KINDS[name]))
    assert all(row[2] for row in documented)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_option_of_a_kind_describes_itself(name: str) -> None:
    own = {option.strip("`") for option, _ in options(KINDS[name])}

    assert [option for option in sorted(own) if not KINDS[name].model_fields[option].description] == []


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_examples_of_a_kind_are_accepted(name: str) -> None:
    blocks = [token.content for token in MarkdownIt().parse(sections()[name]) if token.info == "yaml"]
    entries = [entry for block in blocks for entry in yaml.safe_load(block)["sources"]]

    assert entries
    for entry in entries:
        assert KINDS[entry.get("kind", "feed")].model_validate(entry).kind == name


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_page_says_which_kinds_tell_of_the_past_and_which_want_a_token(name: str) -> None:
    (row,) = re.findall(rf"^\| \[`{name}`\].*$", PAGE.read_text("utf-8"), re.MULTILINE)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    variable = KINDS[name].token_variable if issubclass(KINDS[name], ApiSource) else ""

    assert cells[2] == ("asked" if KINDS[name].asks_the_past else "from captures")
    assert (f"`{variable}`" in cells[3]) if variable else not cells[3]
