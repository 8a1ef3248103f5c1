"""The index of Data Docs: the pages of all checks by day, newest first, each with how much of it failed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.runner import CheckReport
from digest_pipeline.site.files import write_atomically
from digest_pipeline.warehouse import Row, Warehouse

FOLDER = "quality"
INDEX_DAYS = 120
"""So many days, up to the newest that was checked, does the index lead to."""

_KEPT = (
    "select day, layer, count(*) as checks, count(*) filter (not passed and severity = 'warning') as warned,"
    " count(*) filter (not passed and severity = 'blocking') as blocked from quality.results"
    " where checked_by = 'suite' and day > (select max(day) from quality.results) - ?::integer"
    " group by day, layer"
)


def write_index(report: CheckReport, kept_as: str, newsroom: Newsroom) -> None:
    """Write the index with this check in it, whose results may be kept later.

    It leads to those checks in the warehouse that have a page.
    """
    # The connection keeps other processes from writing it at the same time.
    with newsroom.warehouse.connect():
        _index(newsroom.settings.home / FOLDER / "index.html").write(report, kept_as, newsroom.warehouse)


def page_of(kept_as: str, day: date) -> str:
    """Return where the page stands in the folder: that of an issue has its key, any other its day."""
    return f"{kept_as}.html" if kept_as.startswith("issues/") else f"{kept_as}/{day}.html"


@cache
def environment() -> Environment:
    """Return what the templates of Data Docs are rendered with."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass(slots=True)
class _Index:
    """What this process listed last, which counts until another one writes the file.

    To count all results again takes longer than the rest of it, and longer the more days there are.
    """

    file: Path
    checks: dict[tuple[date, str], Row] = field(default_factory=dict)
    written: tuple[int, int] | None = None

    def write(self, report: CheckReport, kept_as: str, warehouse: Warehouse) -> None:
        if self.written is None or self.written != self._state():
            self.checks = {(row["day"], row["layer"]): row for row in warehouse.rows(_KEPT, [INDEX_DAYS])}
        self.checks[report.day, kept_as] = _counted(report, kept_as)
        oldest = max(day for day, _ in self.checks) - timedelta(INDEX_DAYS)
        listed = [check for (day, _), check in self.checks.items() if day > oldest]
        write_atomically(self.file, _rendered(self.file.parent, listed, report.day), durable=False)
        self.written = self._state()

    def _state(self) -> tuple[int, int] | None:
        """Return what another writing changes, or nothing where there is no file."""
        try:
            found = self.file.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns


_index = cache(_Index)


def _rendered(folder: Path, checks: Sequence[Row], changed: date) -> str:
    """Return the pages by day; a row names day and layer and counts checks and failures.

    A check makes the index anew, of which the `changed` day alone is another.
    """
    ordered = sorted(checks, key=lambda row: (-row["day"].toordinal(), row["layer"]))
    days = []
    for day, rows in groupby(ordered, key=lambda row: row["day"]):
        told = tuple((row["layer"], row["checks"], row["warned"], row["blocked"]) for row in rows)
        days.append((_day if day == changed else _kept_day)(folder, day, told))
    return environment().get_template("index.html.j2").render(days=days)


def _day(folder: Path, day: date, checks: tuple[tuple[str, int, int, int], ...]) -> Markup:
    """Return the rows of a day: of its checks those that have a page."""
    rows = [
        {"page": page_of(layer, day), "layer": layer, "checks": count, "warned": warned, "blocked": blocked}
        for layer, count, warned, blocked in checks
        if (folder / page_of(layer, day)).is_file()
    ]
    return Markup(environment().get_template("day.html.j2").render(day=day, rows=rows))  # noqa: S704  escaped there


_kept_day = lru_cache(maxsize=2 * INDEX_DAYS)(_day)


def _counted(report: CheckReport, kept_as: str) -> Row:
    failed = Counter(result.severity for result in report.results if not result.passed)
    return {
        "day": report.day,
        "layer": kept_as,
        "checks": len(report.results),
        "warned": failed["warning"],
        "blocked": failed["blocking"],
    }
