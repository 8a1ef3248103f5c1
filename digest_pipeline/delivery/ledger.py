"""The ledger of deliveries, `digest.deliveries`: what was begun, how it ended, and who was alerted.

It only keeps; what may be sent is decided in `deliver`. Every call is a transaction of its own, so that what is written
stands before anything leaves this machine.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Literal

from digest_pipeline.warehouse import Warehouse, insert, transaction

State = Literal["begun", "sent", "failed", "unknown"]
_WHERE = "edition = ? and key = ? and channel = ?"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to bring an issue to a channel; they are counted from 1.

    `failed` is only what certainly has not arrived. `settled_at` is None while it is `begun`.
    """

    day: date
    edition: str
    key: str
    channel: str
    attempt: int
    digest: str
    state: State
    begun_at: datetime
    settled_at: datetime | None = None
    detail: str = ""
    alerted: bool = False


class Deliveries:
    """All attempts of a newsroom. Nothing is ever deleted."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def attempts(self, edition: str, key: str, channel: str) -> list[Attempt]:
        """Return the attempts of an issue at a channel, oldest first."""
        sql = f"select * from digest.deliveries where {_WHERE} order by attempt"  # noqa: S608  a text of our own
        return [Attempt(**row) for row in self._warehouse.rows(sql, [edition, key, channel])]

    def begin(self, attempt: Attempt) -> None:
        """Write that something is about to leave."""
        with self._warehouse.connect() as connection, transaction(connection):
            insert(connection, "digest.deliveries", [asdict(attempt)])

    def settle(self, attempt: Attempt, state: State, detail: str, at: datetime) -> None:
        """Write how an attempt ended."""
        sql = f"update digest.deliveries set state = ?, detail = ?, settled_at = ? where {_WHERE} and attempt = ?"  # noqa: S608  the same
        place = [attempt.edition, attempt.key, attempt.channel, attempt.attempt]
        with self._warehouse.connect() as connection:
            connection.execute(sql, [state, detail, at, *place])

    def alert(self, edition: str, key: str, channel: str) -> bool:
        """Note that the failure at a channel is told of, and say whether it still has to be: once for each issue."""
        told = f"select count(*) from digest.deliveries where {_WHERE} and alerted"  # noqa: S608  the same
        mark = f"update digest.deliveries set alerted = true where {_WHERE}"  # noqa: S608  the same
        place = [edition, key, channel]
        with self._warehouse.connect() as connection, transaction(connection):
            row = connection.execute(told, place).fetchone()
            connection.execute(mark, place)
        return not (row and row[0])

    def all(self) -> list[Attempt]:
        """Return every attempt, the newest first."""
        sql = "select * from digest.deliveries order by begun_at desc, edition, key, channel, attempt desc"
        return [Attempt(**row) for row in self._warehouse.rows(sql)]
