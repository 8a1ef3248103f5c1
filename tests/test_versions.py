"""Versions of code and of data: they change with what they stand for, and with nothing else."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from digest_pipeline import versions
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.settings import Settings, load
from digest_pipeline.versions import PACKAGE, Code
from tests.articles.test_extractor import file_of, imported

# What only moves rows and bytes, and what says where an issue goes.
_MACHINERY = {
    *("issues.py", "ledger.py", "newsroom.py", "publications.py", "record.py", "sections.py", "settings.py"),
    *("shared_file.py", "warehouse.py", "workers.py"),
}
_MACHINERY_FOLDERS = ("capture", "delivery", "quality")
# Of these only a look at a field, a pattern or the names of languages is taken.
_OF_BRIEFS = ("stories/threads/place.py",)
_OF_REVIEWS = ("stories/threads/", "briefs/prompts/brief.py")
# How a model is reached.
_OF_ENDPOINTS = tuple(
    f"briefs/llm/{name}.py" for name in ("batch", "budget", "call", "endpoint", "failures", "keeping")
)
# The page is the site's; what was read of articles comes from tables.
_OF_ISSUES = ("site/", "articles/versions.py", "editions/review/", *_OF_BRIEFS)
STAGES: dict[str, tuple[Code, tuple[str, ...], tuple[str, ...]]] = {
    "feeds": (versions.FEEDS, ("sources.intake", "sources.kinds"), ()),
    "stories": (versions.STORIES, ("stories.day", "stories.threads.place"), ()),
    "briefs": (versions.BRIEFS, ("briefs.desk", "briefs.day"), _OF_BRIEFS),
    "issues": (versions.ISSUES, ("editions.assemble",), _OF_ISSUES),
    "reviews": (
        versions.REVIEWS,
        ("editions.review.compose", "briefs.llm.overview"),
        (*_OF_REVIEWS, *_OF_ENDPOINTS),
    ),
    "publications": (versions.PUBLICATIONS, ("editions.render",), ()),
    "site": (versions.SITE, ("site.build",), ("sources/",)),
}
# They carry bytes, or are what the language of this project is written in.
_CARRIERS = {"duckdb", "httpcore2", "httpx2", "openai", "pebble", "pydantic", "pyyaml", "tenacity", "markupsafe"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package, which the versions are then made of."""
    copy = tmp_path / "elsewhere" / "digest_pipeline"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "demo"))
    monkeypatch.setattr(versions, "PACKAGE", copy)
    return copy


@pytest.mark.parametrize("stage", STAGES)
def test_the_code_of_ours_that_a_stage_imports_is_part_of_its_version(stage: str) -> None:
    code, roots, stop = STAGES[stage]
    versioned = {path for pattern in code.files for path in PACKAGE.glob(pattern)}
    reached = {path for path, _ in reached_from(roots, stop)}
    assert {path.relative_to(PACKAGE).as_posix() for path in reached - versioned} == set()
    assert len(reached) > 5


@pytest.mark.parametrize("stage", STAGES)
def test_the_libraries_that_a_stage_imports_are_part_of_its_version(stage: str) -> None:
    code, roots, stop = STAGES[stage]
    distributions = packages_distributions()
    used = {
        distribution.lower().replace("_", "-")
        for _, names in reached_from(roots, stop)
        for name in names
        for distribution in distributions.get(name.partition(".")[0], ())
    }
    assert used - _CARRIERS - {"digest-pipeline"} <= set(code.libraries)


@pytest.mark.parametrize("stage", STAGES)
def test_every_file_and_library_that_a_version_names_is_there(stage: str) -> None:
    code, _, _ = STAGES[stage]
    assert [pattern for pattern in code.files if not list(PACKAGE.glob(pattern))] == []
    assert len(set(code.files)) == len(code.files)


def test_versions_depend_neither_on_the_place_of_the_code_nor_on_the_times_of_its_files(
    settings: Settings, package: Path
) -> None:
    for path in package.rglob("*.py"):
        os.utime(path, (0, 0))
    with pytest.MonkeyPatch.context() as undone:
        undone.setattr(versions, "PACKAGE", PACKAGE)
        expected = all_versions(settings)
    assert all_versions(settings) == expected


@pytest.mark.parametrize(
    ("file", "changed"),
    [
        ("sources/kinds/arxiv.py", {"feeds"}),
        ("stories/likeness.json", {"stories"}),
        ("stories/join.py", {"stories"}),
        ("briefs/prompts/brief.py", {"briefs"}),
        ("briefs/schema.py", {"briefs", "weekly"}),
        ("briefs/grounding/amounts.py", {"briefs", "weekly"}),
        ("briefs/grounding/comparing/opposites.txt", {"briefs", "weekly"}),
        ("stories/glossary.txt", {"stories", "briefs", "daily_briefing", "weekly"}),
        ("editions/compose.py", {"daily_briefing", "weekly", "site"}),
        ("editions/review/compose.py", {"weekly", "site"}),
        (
            "editions/templates/_macros.md.j2",
            {"daily_briefing", "weekly", "published daily_briefing", "published weekly", "site"},
        ),
        ("lint/rules/papers.py", {"daily_briefing", "weekly", "site"}),
        ("site/style.css", {"site"}),
        ("warehouse.py", set()),
        ("delivery/deliver.py", set()),
    ],
)
def test_a_changed_file_makes_only_the_stages_old_that_it_has_a_say_in(
    settings: Settings, package: Path, file: str, changed: set[str]
) -> None:
    before = all_versions(settings)
    with (package / file).open("a", encoding="utf-8") as source:
        source.write("\n")
    versions._digest.cache_clear()  # noqa: SLF001  a process keeps the code that it has loaded
    assert differing(before, all_versions(settings)) == changed


@pytest.mark.parametrize(
    ("configured", "changed"),
    [
        ({"llm": {"model": "another"}}, {"briefs", "weekly"}),
        ({"engine": "extractive"}, {"briefs", "weekly"}),
        ({"llm": {"timeout_seconds": 7, "budget": {"day_money": 1}}}, set()),
        ({"subject": {"keywords": ["pottery"]}}, {"stories", "briefs"}),
        ({"scoring": {"source": 0.5}}, {"briefs"}),
        ({"stories": {"thread_days": 3}}, {"stories"}),
        ({"limits": {"min_characters": 200}}, {"articles"}),
        ({"limits": {"feed_bytes": 2000, "workers": 1}}, {"feeds"}),
        ({"days": {"grace_hours": 3}}, {"feeds", "articles"}),
        ({"days": {"schedule_hour": 3}}, set()),
        ({"editions": {"daily_briefing": {"items": 3}}}, {"daily_briefing"}),
        ({"channels": {"ops": {"url": "json://localhost"}}, "delivery": {"alert": "ops"}}, set()),
        ({"site": {"title": "Another"}}, {"site"}),
    ],
)
def test_a_changed_setting_makes_only_the_stages_old_that_it_has_a_say_in(
    settings: Settings, configured: Mapping[str, Any], changed: set[str]
) -> None:
    values = settings.model_dump()
    other = Settings.model_validate(merged(values, configured))
    assert differing(all_versions(Settings.model_validate(values)), all_versions(other)) == changed


def test_an_edition_of_the_home_is_versioned_with_its_own_template(tmp_path: Path, settings: Settings) -> None:
    templates = tmp_path / "editions" / "templates"
    templates.mkdir(parents=True)
    shutil.copy(PACKAGE / "editions" / "daily_briefing.yaml", tmp_path / "editions")

    def of_edition() -> tuple[str, str]:
        edition = Catalogue(tmp_path)["daily_briefing"]
        return versions.of_issue(edition, settings), versions.of_publication(edition)

    shipped = of_edition()
    (templates / "daily_briefing.md.j2").write_text("# {{ issue.title }}\n", "utf-8")
    own = of_edition()
    assert not set(shipped) & set(own)
    (templates / "another.md.j2").write_text("# other\n", "utf-8")
    assert of_edition() == own


def test_a_data_version_changes_with_anything_in_it_and_its_order() -> None:
    first, second = Code(("a", "b"), ()), Code(("a",), ("b",))
    assert versions.version_of([first, second]) == versions.version_of([first, second])
    assert len({versions.version_of(made) for made in ([first, second], [second, first], [first], [])}) == 4


def all_versions(settings: Settings) -> dict[str, str]:
    catalogue = Catalogue(settings.home)
    layers: dict[str, Callable[[Settings], str]] = {
        "feeds": versions.of_feeds,
        "articles": versions.of_articles,
        "stories": versions.of_stories,
        "briefs": versions.of_briefs,
        "site": versions.of_site,
    }
    editions = [catalogue["daily_briefing"], catalogue["weekly"]]
    return {
        **{name: version(settings) for name, version in layers.items()},
        **{edition.name: versions.of_issue(edition, settings) for edition in editions},
        **{f"published {edition.name}": versions.of_publication(edition) for edition in editions},
    }


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    assert before.keys() == after.keys()
    return {name for name in before if before[name] != after[name]}


def merged(values: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    nested = {key: merged(values[key], change) for key, change in changes.items() if isinstance(values.get(key), dict)}
    return {**values, **changes, **nested}


def reached_from(roots: tuple[str, ...], stop: tuple[str, ...]) -> Iterator[tuple[Path, set[str]]]:
    """Yield each file of ours that modules reach by their imports, with the names of all modules it imports.

    Machinery and what begins with one of `stop` is not entered.
    """
    waiting, seen = [f"digest_pipeline.{root}" for root in roots], set[Path]()
    entered = {path for root in roots if (path := file_of(f"digest_pipeline.{root}"))}
    while waiting:
        name = waiting.pop()
        path = file_of(name)
        if path is None or path in seen:
            continue
        relative = path.relative_to(PACKAGE)
        machinery = relative.as_posix() in _MACHINERY or relative.parts[0] in _MACHINERY_FOLDERS
        if path not in entered and (machinery or relative.as_posix().startswith(stop)):
            continue
        seen.add(path)
        names = imported(path)
        if path.name != "__init__.py" or names:
            yield path, names
        waiting += [name for name in names if name.startswith("digest_pipeline")]
