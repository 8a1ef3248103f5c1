"""What a person may name to be looked at: files, addresses, and what WARC files hold. Nothing is recorded.

`page.html` (gzipped or not), `https://…`, `day.warc.gz` for every answer in it, `day.warc.gz#https://…` for those of
one address; a pattern such as `pages/*.html` stands for the files that match it.
"""

import gzip
from collections.abc import Iterator, Sequence
from contextlib import suppress
from glob import glob, has_magic
from pathlib import Path
from typing import NamedTuple

from digest_pipeline.articles.page import Page
from digest_pipeline.capture.fetch import Request, Unreached, fetch_all
from digest_pipeline.capture.warc import Damage, Exchange, RecordError, scan
from digest_pipeline.settings import Fetch
from digest_pipeline.urls import canonical

_GZIP = b"\x1f\x8b"
_WARC = b"WARC/"


class Sample(NamedTuple):
    """An input by its name, and what it holds, or the reason why it can't be read."""

    name: str
    content: Page | str


def read_inputs(inputs: Sequence[str], fetch: Fetch, limit: int) -> Iterator[Sample]:
    """Yield what each input holds, in their order; each is read when it is its turn.

    Args:
        inputs: files, patterns, members of WARC files and addresses.
        fetch: how addresses are asked.
        limit: the largest body, in bytes.
    """
    for name in inputs:
        if name.startswith(("http://", "https://")):
            yield Sample(name, _fetched(name, fetch, limit))
        else:
            paths, member = _paths(name)
            for path in paths:
                yield from _in_file(path, member, limit)


def _fetched(name: str, fetch: Fetch, limit: int) -> Page | str:
    answers: list[Exchange | Unreached] = []
    # One at a time: what belongs to which input is then plain, redirects included.
    fetch_all([Request(name)], fetch, answers.append)
    answer = answers[-1]
    return f"{answer.reason}: {answer.detail}" if isinstance(answer, Unreached) else _page(answer, limit)


def _page(answer: Exchange, limit: int) -> Page | str:
    try:
        content = answer.content(limit)
    except RecordError as error:
        return f"unreadable: {error}"
    if len(content) > limit:
        return f"too_large: the limit is {limit} bytes"
    return Page(answer.url, answer.status, answer.content_type, content)


def _paths(name: str) -> tuple[list[Path], str]:
    """Return the files that a name stands for, and the address of the member that is wanted of them, or nothing."""
    with suppress(OSError, ValueError):  # a name that no file can have
        if Path(name).exists():
            return [Path(name)], ""
    pattern, _, member = name.partition("#")
    # Path.glob takes no absolute pattern.
    found = sorted(glob(pattern, recursive=True)) if has_magic(pattern) else []  # noqa: PTH207
    return [Path(path) for path in found or [pattern]], member


def _in_file(path: Path, member: str, limit: int) -> Iterator[Sample]:
    name = f"{path}#{member}" if member else str(path)
    try:
        if _is_archive(path):
            yield from _in_archive(path, member, limit)
        elif member:
            yield Sample(name, f"unreadable: {path} is no WARC file")
        else:
            yield Sample(name, _in_plain_file(path, limit))
    except (OSError, EOFError, ValueError) as error:
        yield Sample(name, f"unreadable: {getattr(error, 'strerror', None) or error}")


def _is_archive(path: Path) -> bool:
    with path.open("rb") as stream:
        is_compressed = stream.read(len(_GZIP)) == _GZIP
    if not is_compressed:
        with path.open("rb") as stream:
            return stream.read(len(_WARC)) == _WARC
    with gzip.open(path) as stream:
        return stream.read(len(_WARC)) == _WARC


def _in_archive(path: Path, member: str, limit: int) -> Iterator[Sample]:
    found = False
    with path.open("rb") as stream:
        for item in scan(stream):
            if isinstance(item, Damage):
                yield Sample(str(path), f"unreadable: at byte {item.offset}: {item.detail}")
            elif isinstance(item, Exchange) and _holds_page(item) and (not member or _is_of(item, member)):
                found = True
                yield Sample(f"{path}#{item.url}", _page(item, limit))
    if member and not found:
        yield Sample(f"{path}#{member}", "not_recorded: the file holds no answer of this address")


def _holds_page(answer: Exchange) -> bool:
    return answer.revisit is None and not answer.header("location")


def _is_of(answer: Exchange, address: str) -> bool:
    return answer.url == address or canonical(answer.url) == canonical(address)


def _in_plain_file(path: Path, limit: int) -> Page | str:
    with path.open("rb") as stream:
        is_compressed = stream.read(len(_GZIP)) == _GZIP
    with gzip.open(path) if is_compressed else path.open("rb") as stream:
        body = stream.read(limit + 1)
    return f"too_large: the limit is {limit} bytes" if len(body) > limit else Page("", 200, "", body)
