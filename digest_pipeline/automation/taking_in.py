"""A file of the import folder is taken into the archive and put away."""

from pathlib import Path

from digest_pipeline.automation.inbox import inbox
from digest_pipeline.capture.archive import Archive, ImportFileError, ImportReport
from digest_pipeline.newsroom import Newsroom


def take_in(name: str, newsroom: Newsroom) -> ImportReport:
    """Import a file of the folder and move it to `done/`, or to `failed/` with the reason beside it.

    Raises:
        ImportFileError: when nothing can be taken of the file; the message says why.
    """
    folder = inbox(newsroom.settings)
    file = folder / name
    if file.parent != folder:
        raise ImportFileError(f"{name}: must be the name of a file in {folder}")
    try:
        report = _imported(file, newsroom.archive)
    except ImportFileError as error:
        if file.exists():
            _move(file, folder / "failed")
            (folder / "failed" / f"{name}.reason.txt").write_text(f"{error}\n", "utf-8")
        raise
    _move(file, folder / "done")
    return report


def _imported(file: Path, archive: Archive) -> ImportReport:
    report = archive.import_file(file)
    if not (report.taken or report.known):
        why = "; ".join([*report.damage, *(f"{count} {what}" for what, count in sorted(report.skipped.items()))])
        raise ImportFileError(
            f"{file.name}: holds no answer of a web server that could be taken ({why or 'it is empty'})"
        )
    return report


def _move(file: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    file.replace(folder / file.name)
