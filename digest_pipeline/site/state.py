"""What the last build of the site left: of each file what it was made from, and how it stood on the disk.

A file is good when it was made from the same things by the same code and nobody touched it since. The state is written
last: what a killed build left out of it is made again by the next one.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from digest_pipeline.site.files import write_atomically

NAME = ".state.json"
"""The file in the site's folder; `digest serve` shows no file whose name begins with a dot."""

_PACKAGE = Path(__file__).parent.parent
_CODE = ("site/**/*", "editions/**/*", "markdown.py", "model.py", "sources/opml.py", "webtext.py")
_LIBRARIES = ("feedgen", "jinja2", "markdown-it-py", "mdit-py-plugins", "nh3", "pagefind")


class Made(NamedTuple):
    """A file as it was made: a hash of what it was made from, and size and time of change (ns) of what was written."""

    key: str
    size: int
    changed: int


@dataclass(slots=True)
class State:
    """The last build: its files by their paths in the site, and the digests of its issues by their pages.

    `maker` names the code and settings that made them; `folders` are those that no file comes into or goes out of once
    they are full, with the time (ns) at which that last happened.
    """

    maker: str = ""
    files: dict[str, Made] = field(default_factory=dict)
    issues: dict[str, str] = field(default_factory=dict)
    folders: dict[str, int] = field(default_factory=dict)


def made_of(file: Path, key: str) -> Made | None:
    """Return how `file` stands on the disk, or None when it is not there."""
    try:
        status = file.stat()
    except OSError:
        return None
    return Made(key, status.st_size, status.st_mtime_ns)


def load(site: Path) -> State:
    """Return the state of the last build; an empty one when there is none, or none that can be read."""
    try:
        document = json.loads((site / NAME).read_bytes())
        files = {path: Made(*made) for path, made in document["files"].items()}
        return State(document["maker"], files, dict(document["issues"]), dict(document["folders"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return State()


def save(site: Path, state: State) -> None:
    """Write the state down."""
    document = {"maker": state.maker, "issues": state.issues, "folders": state.folders, "files": state.files}
    write_atomically(site / NAME, json.dumps(document, separators=(",", ":")))


def standing(site: Path, state: State, without: str) -> dict[str, tuple[int, int]]:
    """Return size and time of change (ns) of every file of the site by its path, but those below a folder `without`.

    One walk: asking for each of twenty thousand files alone takes five times as long. Of a folder that is as `state`
    has it, what the state has of its files is taken as it is.
    """
    found: dict[str, tuple[int, int]] = {}
    full = {folder for folder, changed in state.folders.items() if changed_of(site / folder) == changed}
    for path, made in state.files.items():
        if path[: path.rfind("/") + 1] in full:
            found[path] = (made.size, made.changed)
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(site / folder))
        except FileNotFoundError:
            continue
        for entry in entries:
            path = f"{folder}{entry.name}"
            if not entry.is_dir(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                found[path] = (status.st_size, status.st_mtime_ns)
            elif path != without and f"{path}/" not in full:
                folders.append(f"{path}/")
    return found


def changed_of(folder: Path) -> int | None:
    """Return when a file last came into `folder` or went out of it (ns), or None when it is not there."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return None


def key_of(*parts: object) -> str:
    """Return a hash of what a file is made from; the parts are text, numbers, dates and tuples of such."""
    return hashed(repr(parts))


def hashed(text: str) -> str:
    """Return a hash of a text, short enough to be kept by the ten thousand."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def maker(*settings: object) -> str:
    """Return a hash of the code, templates, words and libraries that make the site, and of the `settings` given."""
    digest = hashlib.sha256(repr(settings).encode())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for file in _code():
        digest.update(file.relative_to(_PACKAGE).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:24]


def _code() -> Iterable[Path]:
    found = (file for pattern in _CODE for file in _PACKAGE.glob(pattern))
    return sorted(file for file in found if file.is_file() and "__pycache__" not in file.parts)
