"""Failed blocking checks that a person let pass: `quality.acceptances`, which is only added to.

An acceptance holds for one check of one day (or one issue) and for the rows that failed when it was given: where others
fail, the check blocks again. What follows from a failure and its acceptance is `gate.py`.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from digest_pipeline.model import content_id
from digest_pipeline.quality.runner import Result
from digest_pipeline.warehouse import Warehouse, insert


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That a person lets a failed check pass, and why; `fingerprint` is that of what failed."""

    day: date
    layer: str
    name: str
    fingerprint: str
    because: str
    accepted_at: datetime
    withdrawn_at: datetime | None = None


def fingerprint(result: Result) -> str:
    """Return a hash of the rows that fail: of their number and of those that are shown, the first 20.

    Of an expectation about a table as a whole, which has no rows to show, it is of what it says.
    """
    return content_id(str(result.failed), *sorted(result.examples) or (result.message,))


class Acceptances:
    """The acceptances of a newsroom."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def between(self, first: date, last: date) -> list[Acceptance]:
        """Return those of the days from `first` to `last` that hold, oldest first."""
        sql = (
            "select * from quality.acceptances where day between ? and ? and withdrawn_at is null"
            " order by accepted_at, day, layer, name"
        )
        return [Acceptance(**row) for row in self._warehouse.rows(sql, [first, last])]

    def add(self, acceptance: Acceptance) -> None:
        """Keep an acceptance; of several for the same rows the last one tells why."""
        with self._warehouse.connect() as connection:
            insert(connection, "quality.acceptances", [asdict(acceptance)])

    def withdraw(self, day: date, layer: str, name: str, at: datetime) -> None:
        """Let no acceptance of a check hold any longer."""
        sql = (
            "update quality.acceptances set withdrawn_at = ?"
            " where day = ? and layer = ? and name = ? and withdrawn_at is null"
        )
        with self._warehouse.connect() as connection:
            connection.execute(sql, [at, day, layer, name])
