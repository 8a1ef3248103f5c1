"""`digest import-captures`: what became of each file."""

from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table

from digest_pipeline.capture.archive import ImportFileError, ImportReport
from digest_pipeline.cli.console import out, say
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings


def import_files(settings: Settings, files: Sequence[Path]) -> int:
    """Import each file by itself and return the exit status: 1 when one could not be opened or gave nothing."""
    archive = Newsroom(settings).archive
    table = Table("file", "taken", "known", "skipped", "days", box=SIMPLE_HEAD)
    status = 0
    for file in files:
        try:
            report = archive.import_file(file)
        except ImportFileError as error:
            say(str(error))
            status = 1
            continue
        if not (report.taken or report.known):
            say(f"{file}: holds no answer of a web server that could be taken")
            status = 1
        for damage in report.damage:
            say(f"{file}: damaged {damage}")
        table.add_row(*_line(report))
    out.print(table)
    return status


def _line(report: ImportReport) -> tuple[str, ...]:
    skipped = ", ".join(f"{count} {what}" for what, count in sorted(report.skipped.items()))
    days = f"{min(report.days)} to {max(report.days)}" if len(report.days) > 1 else "".join(map(str, report.days))
    return Path(report.file).name, str(report.taken), str(report.known), skipped, days
