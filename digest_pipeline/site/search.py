"""The search index: one Pagefind bundle a month under `pagefind/`, so that only months that changed are indexed again.

Where Chinese words end, Pagefind's indexer and browsers do not agree: of ordinary words such as 芯片 or 英伟达 nine in
ten pages were not found. So the indexed copy of a page has every Chinese character as a word, and `search.js` asks for
runs of them as phrases, which finds exactly the pages that hold the run.
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from html import escape
from pathlib import Path

from digest_pipeline.site.files import write_atomically
from digest_pipeline.site.printed import PrintedStory

FOLDER = "pagefind"
BUNDLES = f"{FOLDER}/bundles.json"
"""Names the bundles there are, the newest month first; `search.js` begins with it."""
ENTRY = "pagefind-entry.json"
"""What a bundle is read from first; it names the other files, whose names are hashes of their content."""

# Latin words are reduced to their stems, Chinese characters have none: one index serves both languages.
_LANGUAGE = "en"
_SECONDS = 300
# Runs of scripts without spaces, and of their punctuation.
_RUN = re.compile(
    r"[\u2e80-\u2fff\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff0f\uff1a-\uff20\U00020000-\U0003ffff]+"
)
# `DeepSeek-V4` is also found as `V4`.
_JOINT = re.compile(r"(?<=\w)-(?=\w)")
_TEXT = re.compile(r">(\s*[^\s<][^<]*)(?=<)")
_BODY = re.compile(r"<[^<>]*\bdata-pagefind-body\b[^<>]*>")
# The interface of its own that Pagefind writes beside each index; ours is `search.js`.
_INTERFACES = ("pagefind-*ui.*", "pagefind-highlight.js")


class SearchError(Exception):
    """The index can't be made; the message says what is missing or what the indexer said."""


def bundle_entry(month: str) -> str:
    """Return the address of a month's bundle, by the file that makes it one."""
    return f"{FOLDER}/{month}/{ENTRY}"


def index_month(site: Path, month: str, stories: Sequence[PrintedStory]) -> None:
    """Make the bundle of `month` from the pages of its stories, in place of the one that is there.

    Searching goes on meanwhile: the new files are put beside the old ones, then the entry is replaced.

    Raises:
        SearchError: when the indexer is not installed or fails.
    """
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    # Beside its place, so that its files are moved there; hidden, so that nobody is shown it.
    with tempfile.TemporaryDirectory(prefix=".", dir=site / FOLDER) as scratch:
        pages, bundle = Path(scratch, "pages"), Path(scratch, "bundle")
        for story in stories:
            copy = pages / story.url
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(indexed(story, (site / story.url).read_text("utf-8")), "utf-8")
        _run_indexer(pages, bundle, Path(scratch))
        _replace(site / FOLDER / month, bundle)


def write_bundles(site: Path, months: Sequence[str]) -> bool:
    """Name the bundles of `months` and remove those of other months; say whether that changed anything."""
    changed = write_atomically(site / BUNDLES, json.dumps({"bundles": list(months)}) + "\n")
    folders = [folder for folder in sorted((site / FOLDER).iterdir()) if folder.is_dir() and folder.name not in months]
    for folder in folders:
        shutil.rmtree(folder)
    return changed or bool(folders)


def indexed(story: PrintedStory, page: str) -> str:
    """Return the copy of a story's page that is indexed: with its facts, and with words that can be searched for."""
    first = story.first
    facts = {
        "meta": {"title": [first.headline], "source": [first.source], "day": [str(first.day)]},
        "filter": {
            "edition": story.editions,
            "tag": list(first.tags),
            "month": [story.month],
            "language": [first.language],
        },
        "sort": {"day": [str(first.day)]},
    }
    elements = "".join(
        f'<span data-pagefind-{kind}="{name}[data-value]" data-value="{escape(value)}"></span>'
        for kind, named in facts.items()
        for name, values in named.items()
        for value in values
    )
    spaced = _TEXT.sub(lambda match: f">{separated(match[1])}", page)
    return _BODY.sub(lambda match: match[0] + elements, spaced, count=1)


def separated(text: str) -> str:
    """Return `text` with spaces around every Chinese character and after hyphens within words."""
    return _JOINT.sub("- ", _RUN.sub(lambda run: f" {' '.join(run[0])} ", text))


def _run_indexer(pages: Path, bundle: Path, folder: Path) -> None:
    from pagefind.service import get_executable  # noqa: PLC0415  brings asyncio; only a build that indexes pays it

    program = get_executable()
    if program is None:
        raise SearchError("the indexer is not installed; install it with: pip install 'pagefind[extended]'")
    folders = ["--site", str(pages), "--output-path", str(bundle)]
    arguments = [str(program), *folders, "--force-language", _LANGUAGE, "--quiet"]
    try:
        # In a folder of our own: the indexer reads a pagefind.toml where it is started.
        done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603  a program of our environment
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SearchError(f"the indexer {program} can't be run: {error}") from error
    if done.returncode != 0 or not (bundle / ENTRY).is_file():
        raise SearchError(f"the indexer {program} failed: {(done.stderr or done.stdout).strip()[-500:]}")


def _replace(target: Path, bundle: Path) -> None:
    for pattern in _INTERFACES:
        for file in bundle.glob(pattern):
            file.unlink()
    new = {file.relative_to(bundle) for file in bundle.rglob("*") if file.is_file()}
    for name in sorted(new, key=lambda name: (name.name == ENTRY, name)):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (bundle / name).replace(target / name)
    for file in [file for file in target.rglob("*") if file.is_file() and file.relative_to(target) not in new]:
        file.unlink()
