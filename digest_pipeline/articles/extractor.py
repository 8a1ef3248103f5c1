"""Which extractor this is: a version that follows by itself from the code and the libraries that decide an outcome.

What was extracted is kept under it (`extractions.py`), so that a change of either reads every page anew. Nobody has to
remember to raise a number.
"""

import hashlib
import platform
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

# What `extract` reaches of the project. A test follows its imports; a file too many costs one reading of the pages
# anew, one that is missing would keep what an older extractor found.
SOURCES = ("articles", "datetext", "urls", "dates.py", "headline.py", "markdown.py", "model.py", "webtext.py")
LIBRARIES = (
    "babel",
    "charset-normalizer",
    "courlan",
    "dateparser",
    "htmldate",
    "justext",
    "lxml",
    "py3langid",
    "pylatexenc",
    "trafilatura",
    "w3lib",
)


@cache
def extractor_version() -> str:
    """Return 16 hex digits that change with our sources, the libraries of extraction and Python's own version.

    Computed once a process, in some milliseconds.
    """
    digest = hashlib.sha256(platform.python_version().encode())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    package = files("digest_pipeline")
    for name in SOURCES:
        for path, file in _files(name, package.joinpath(name)):
            content = file.read_bytes()
            digest.update(f"{path} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def _files(path: str, place: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Yield each file at and below `place` with its path, in the order of the paths."""
    if place.is_file():
        yield path, place
        return
    for inner in sorted(place.iterdir(), key=lambda item: item.name):
        if inner.name != "__pycache__":
            yield from _files(f"{path}/{inner.name}", inner)
