"""The import folder of a home: WARC files put there are taken into the archive, then moved to `done/` or `failed/`.

When it is looked at, and which days are run afterwards, is `sensors`.
"""

from pathlib import Path

import dagster as dg
from pydantic import BaseModel

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings

IMPORT = "import_captures"
DAYS_TAG = "digest/imported_days"
"""The tag of an import's run that names the days it brought captures of."""

_OP = "take_in"
# How browsers and copying tools name what is not finished.
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".download")


class InboxFile(dg.Config):
    """Which file is taken in."""

    name: str


class Seen(BaseModel):
    """How long each file was, and when it was last written."""

    files: dict[str, tuple[int, int]] = {}


def inbox(settings: Settings) -> Path:
    """Return the import folder."""
    return settings.home / "import"


def look(settings: Settings) -> Seen:
    """Return the files of the import folder that may be whole; none when there is no folder."""
    folder = inbox(settings)
    found = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    stats = {
        path.name: path.stat() for path in found if not path.name.startswith(".") and path.suffix not in _UNFINISHED
    }
    return Seen(files={name: (stat.st_size, stat.st_mtime_ns) for name, stat in stats.items()})


def import_job() -> dg.JobDefinition:
    """Return the job that takes in one file."""

    @dg.op(name=_OP)
    def op(context: dg.OpExecutionContext, config: InboxFile, newsroom: dg.ResourceParam[Newsroom]) -> None:
        from digest_pipeline.automation.taking_in import take_in

        report = take_in(config.name, newsroom)
        days = sorted(day.isoformat() for day in report.days)
        context.log.info("%s: %d taken, %d known", config.name, report.taken, report.known)
        context.instance.add_run_tags(context.run_id, {DAYS_TAG: ",".join(days)})

    @dg.job(name=IMPORT, description="Takes a WARC file of the import folder into the recorded web.")
    def job() -> None:
        op()

    return job


def config_of(name: str) -> dict[str, object]:
    """Return the run configuration of the import of a file."""
    return {"ops": {_OP: {"config": {"name": name}}}}
