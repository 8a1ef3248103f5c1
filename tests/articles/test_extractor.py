"""The version of the extractor: it covers all that decides an outcome."""

import ast
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from digest_pipeline.articles.extractor import LIBRARIES, SOURCES, extractor_version

PACKAGE = Path(__file__).parents[2] / "digest_pipeline"
# What Arrow, the date parser and the rest of the pipeline bring in is not asked by extraction.
START = "digest_pipeline.articles.extract"


def test_the_version_is_the_same_for_the_same_code() -> None:
    first = extractor_version()
    extractor_version.cache_clear()
    assert extractor_version() == first
    assert len(first) == 16


def test_what_extraction_imports_of_ours_is_part_of_its_version() -> None:
    reached = {path for path, _ in imports_from(START)}
    versioned = {path.relative_to(PACKAGE).parts[0] for path in reached}
    assert versioned - {"__init__.py"} <= set(SOURCES)
    assert len(reached) > 5


def test_what_extraction_imports_of_others_is_part_of_its_version() -> None:
    distributions = packages_distributions()
    third_party = {
        distribution.lower().replace("_", "-")
        for _, names in imports_from(START)
        for name in names
        for distribution in distributions.get(name.partition(".")[0], ())
    }
    assert third_party - {"digest-pipeline"} <= set(LIBRARIES) | {"pydantic"}


def imports_from(module: str) -> Iterator[tuple[Path, set[str]]]:
    """Yield each file of ours that a module reaches by its imports, with the names of all modules it imports."""
    waiting, seen = [module], set[Path]()
    while waiting:
        name = waiting.pop()
        path = file_of(name)
        if path is None or path in seen:
            continue
        seen.add(path)
        found = imported(path)
        yield path, found
        waiting += [name for name in found if name.startswith("digest_pipeline")]
        if path.name == "__init__.py":  # a package may find its modules by their place
            waiting += [f"{name}.{inner.stem}" for inner in path.parent.glob("*.py") if path.parent != PACKAGE]


def imported(path: Path) -> set[str]:
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def file_of(module: str) -> Path | None:
    inside = PACKAGE.joinpath(*module.split(".")[1:])
    found = (path for path in (inside.with_suffix(".py"), inside / "__init__.py") if path.is_file())
    return next(found, None)
