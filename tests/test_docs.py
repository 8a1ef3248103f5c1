"""The documentation says what the code does: settings, commands, tables, SQL and links are compared with it."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import typer
from markdown_it import MarkdownIt
from markdown_it.token import Token

from digest_pipeline.cli.app import app
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.lint import lint
from digest_pipeline.settings import Settings, load
from digest_pipeline.sources.source import Source
from digest_pipeline.warehouse import Warehouse
from tests.editions.sample import sample_issue

ROOT = Path(__file__).resolve().parent.parent
PAGES = (
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
)
ADRS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
BOUNDS = {"minimum": "at least {}", "exclusiveMinimum": "more than {}", "maximum": "at most {}"}
Json = dict[str, Any]


# --- Settings --------------------------------------------------------------------------------------------------------


def test_every_setting_is_documented_with_its_default_and_what_is_allowed() -> None:
    documented = {row[0]: (row[1], row[2]) for row in rows(ROOT / "docs" / "configuration.md", "key")}

    assert documented == dict(settings())


def test_every_setting_is_explained() -> None:
    for row in rows(ROOT / "docs" / "configuration.md", "key"):
        assert row[3], row[0]


def test_the_shipped_files_name_only_documented_keys() -> None:
    documented = {row[0] for row in rows(ROOT / "docs" / "configuration.md", "key")}
    text = (ROOT / "digest.yaml").read_text("utf-8")
    named = {re.sub(r"^editions\.\w+", "editions.NAME", f"{section}{key}") for section, key in keys_of(text)}

    assert {f"`{name}`" for name in named} - {"`editions.NAME`"} <= documented


def test_the_configuration_shown_in_the_readme_is_accepted(tmp_path: Path) -> None:
    shown = [block for language, block in code(ROOT / "README.md") if language == "yaml"]
    assert shown

    for number, block in enumerate(shown):
        home = tmp_path / str(number)
        home.mkdir()
        name = re.match(r"# (\w+\.yaml)\n", block)
        assert name, f"the first line names the file: {block}"
        (home / name[1]).write_text(block, "utf-8")
        load(home)


def test_the_edition_shown_in_the_docs_is_one(tmp_path: Path) -> None:
    shown = dict(code(ROOT / "docs" / "editions.md"))
    (tmp_path / "editions" / "templates").mkdir(parents=True)
    (tmp_path / "editions" / "evening.yaml").write_text(shown["yaml"], "utf-8")
    (tmp_path / "editions" / "templates" / "evening.md.j2").write_text(shown["jinja"], "utf-8")

    edition = Catalogue(tmp_path)["evening"]
    printed = render_markdown(sample_issue("en").model_copy(update={"edition": "evening"}), edition)

    assert "evening" in load(tmp_path).editions
    assert [finding for finding in lint(printed) if finding.rule == "glued-heading"] == []
    assert printed.count("\n## ") == len(sample_issue("en").items)


def settings() -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield (key, (default, allowed)) as the tables of docs/configuration.md spell them."""
    schema = Settings.model_json_schema()
    sections = schema["$defs"]
    for name, value in schema["properties"].items():
        section = sections.get(value.get("$ref", "").rpartition("/")[2], {})
        if name in {"home", "sources"}:
            continue
        if name == "editions":
            yield from described(sections["Edition"], "editions.NAME.")
        elif "properties" in section:
            yield from described(section, f"{name}.", sections)
        else:
            yield line(name, value | section)
    yield from described(Source.model_json_schema(), "sources[].")


def described(
    section: Json, prefix: str, sections: Mapping[str, Json] = MappingProxyType({})
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the lines of a section and of the sections in it."""
    for name, value in section["properties"].items():
        inner = sections.get(value.get("$ref", "").rpartition("/")[2])
        if inner:
            yield from described(inner, f"{prefix}{name}.", sections)
        else:
            yield line(f"{prefix}{name}", value)


def line(key: str, value: Json) -> tuple[str, tuple[str, str]]:
    """Return one line of a table: key, default, what is allowed."""
    default = value.get("default")
    shown = default if isinstance(default, str) else json.dumps(default)
    unset = default is None or default == ""
    return f"`{key}`", (("unset" if unset else f"`{shown}`") if "default" in value else "required", allowed(value))


def allowed(value: Json) -> str:
    """Return in words what a value may be."""
    value = next((kind for kind in value.get("anyOf", []) if kind["type"] != "null"), value)
    choices = value.get("enum") or ([value["const"]] if "const" in value else [])
    if choices:
        return ", ".join(f"`{choice}`" for choice in choices)
    if "pattern" in value:
        return f"text like `{value['pattern']}`"
    if value.get("type") == "array" and "$ref" in value["items"]:
        return f"a list of {value['items']['$ref'].rpartition('/')[2].lower()}s"
    name = {
        "array": "a list of texts",
        "object": "names with values",
        "uri": "an http(s) address",
        "date": "a date",
        "string": "text",
    }.get(value.get("format", value["type"]), value["type"])
    return ", ".join([name, *(words.format(f"{value[bound]:,}") for bound, words in BOUNDS.items() if bound in value)])


def keys_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield (section with its dot, key) for every line of YAML that sets a value."""
    sections: list[str] = []
    for line in text.splitlines():
        if match := re.match(r"( *)([a-z_]+):(.*)", line):
            depth = len(match[1]) // 2
            sections[depth:] = [match[2]]
            if match[3].split("#")[0].strip() or match[2] == "keywords":
                yield "".join(f"{section}." for section in sections[:-1]), match[2]


# --- Commands --------------------------------------------------------------------------------------------------------


def test_the_readme_lists_every_command_with_its_options() -> None:
    listed = {}
    for row in rows(ROOT / "README.md", "command"):
        name = re.match(r"`digest ([a-z-]+(?: [a-z]+)*)", row[0])
        assert name, row[0]
        listed[name[1]] = set(re.findall(r"--[a-z-]+", row[0]))

    assert listed == {name: options(command) for name, command in commands()}


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

    for page in PAGES:
        named = set(re.findall(r"(?:^|`)make ([a-z][a-z-]*)", page.read_text("utf-8"), re.MULTILINE))
        assert named <= targets, page.name


def commands() -> Iterator[tuple[str, Any]]:
    """Yield every command by what is typed after `digest`."""
    for name, command in typer.main.get_command(app).commands.items():
        if hasattr(command, "commands"):
            yield from ((f"{name} {below}", inner) for below, inner in command.commands.items())
        else:
            yield name, command


def options(command: Any) -> set[str]:
    """Return the options of a command, but for those that all share."""
    found = {name for parameter in command.params if parameter.param_type_name == "option" for name in parameter.opts}
    return {name for name in found if name.startswith("--")} - {"--help", "--home"}


# --- Warehouse -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Return a fresh warehouse: the schema and no row."""
    return Warehouse(tmp_path_factory.mktemp("docs") / "warehouse.duckdb", wait_seconds=0)


def test_every_table_and_view_is_documented_with_its_columns(warehouse: Warehouse) -> None:
    sql = (
        "select table_schema || '.' || table_name as name, column_name, lower(data_type) as type"
        " from information_schema.columns order by 1, ordinal_position"
    )
    existing: dict[str, list[tuple[str, str]]] = {}
    for row in warehouse.rows(sql):
        existing.setdefault(row["name"], []).append((f"`{row['column_name']}`", f"`{row['type']}`"))

    documented: dict[str, list[tuple[str, str]]] = {}
    for heading, table in tables(ROOT / "docs" / "warehouse.md"):
        if table[0][:2] == ["column", "type"]:
            documented[heading] = [(row[0], row[1]) for row in table[1:]]
            assert all(row[2] for row in table[1:]), heading

    assert documented == existing


@pytest.mark.parametrize("page", ["README.md", "docs/warehouse.md", "CONTRIBUTING.md"])
def test_sql_that_is_shown_runs(page: str, warehouse: Warehouse) -> None:
    for language, block in code(ROOT / page):
        if language == "sql":
            warehouse.rows(block)


def test_the_readme_shows_sql() -> None:
    assert any(language == "sql" for language, _ in code(ROOT / "README.md"))


# --- Links and decisions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_relative_links_and_images_exist(page: Path) -> None:
    for target in targets_of(page):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.exists(), target
        if anchor:
            assert anchor in anchors_of(file), target


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    assert [int(adr.name[:4]) for adr in ADRS] == list(range(1, len(ADRS) + 1))

    listed = [target for target in targets_of(ROOT / "docs" / "adr" / "README.md") if target[:1].isdigit()]
    assert listed == [adr.name for adr in ADRS]


@pytest.mark.parametrize("adr", ADRS, ids=lambda adr: adr.stem)
def test_a_decision_has_context_decision_and_consequences(adr: Path) -> None:
    headings = [text for level, text in headings_of(adr) if level == "h2"]

    assert headings == ["Context", "Decision", "Consequences"]


# --- Reading Markdown ------------------------------------------------------------------------------------------------


@cache
def parsed(page: Path) -> list[Token]:
    """Return the tokens of a page, with GitHub's tables."""
    return MarkdownIt("commonmark").enable("table").parse(page.read_text("utf-8"))


def targets_of(page: Path) -> list[str]:
    """Return the address of every link and image of a page, in its order."""
    inner = [child for token in parsed(page) for child in token.children or ()]
    found = (child.attrs.get("href") or child.attrs.get("src") for child in inner)
    return [str(target) for target in found if target]


def code(page: Path) -> list[tuple[str, str]]:
    """Return (language, text) of every fenced block."""
    return [(token.info, token.content) for token in parsed(page) if token.type == "fence"]


def headings_of(page: Path) -> list[tuple[str, str]]:
    """Return (tag, text) of every heading."""
    tokens = parsed(page)
    opened = [place for place, token in enumerate(tokens) if token.type == "heading_open"]
    return [(tokens[place].tag, tokens[place + 1].content) for place in opened]


def anchors_of(page: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a page."""
    plain = (re.sub(r"[^\w\- ]", "", text.lower()) for _, text in headings_of(page))
    return {text.replace(" ", "-") for text in plain}


def tables(page: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield (heading above it without back-ticks, rows of cells) for every table; the first row is its head."""
    tokens, heading = parsed(page), ""
    table: list[list[str]] = []
    for place, token in enumerate(tokens):
        match token.type:
            case "heading_open":
                heading = tokens[place + 1].content.replace("`", "")
            case "table_open":
                table = []
            case "tr_open":
                table.append([])
            case "th_open" | "td_open":
                table[-1].append(tokens[place + 1].content)
            case "table_close":
                yield heading, table


def rows(page: Path, first: str) -> list[list[str]]:
    """Return the rows of all tables of a page whose first column has this title."""
    return [row for _, table in tables(page) if table[0][0] == first for row in table[1:]]
