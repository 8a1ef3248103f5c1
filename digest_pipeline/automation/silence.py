"""Sources that fell silent, and that they speak again: each told once.

What a source usually brings is what the check `source_not_silent` of raw_feeds expects of it, and nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from pydantic import BaseModel

from digest_pipeline.automation.telling import tell, words
from digest_pipeline.markdown import escape, strong, within
from digest_pipeline.settings import Settings
from digest_pipeline.warehouse import Warehouse


class Told(BaseModel):
    """What the sensor remembers: the last day with an entry of each source that was told to be silent."""

    silent: dict[str, date] = {}


@dataclass(frozen=True, slots=True)
class _Heard:
    """The last day on which each source brought an entry, and the last recorded days, oldest first."""

    last: Mapping[str, date]
    recorded: tuple[date, ...]


def tell_of_silence(warehouse: Warehouse, settings: Settings, told: Told, today: date) -> tuple[Told, str]:
    """Tell in one message of the sources that brought nothing on the last days before `today`, and of those that do so.

    Returns:
        What is remembered now, and what is to be said of the message.

    Raises:
        NotToldError: when the message has certainly not arrived; then nothing new is remembered.
        WarehouseLockedError: when a run is at work on the warehouse.
    """
    names = {source.id: source.name for source in settings.sources}
    with warehouse.hold():
        heard = _heard(warehouse, settings, today)
        silent = _silent(warehouse, settings, heard)
    before = {source: day for source, day in told.silent.items() if source in names}
    # Not what is no longer expected to bring anything: that would be the end of every silence.
    speaking = [names[source] for source, day in before.items() if heard.last.get(source, day) > day]
    new = {source: heard.last[source] for source in silent if source not in before}
    said = _tell(settings, new, speaking) if new or speaking else ""
    left = {source: day for source, day in before.items() if names[source] not in speaking}
    return Told(silent=left | new), said


def _heard(warehouse: Warehouse, settings: Settings, today: date) -> _Heard:
    last = "select source_id, max(day) as day from raw.entries where day < ? group by source_id"
    recorded = "select distinct day from raw.entries where day < ? order by day desc limit ?"
    days = [row["day"] for row in warehouse.rows(recorded, [today, settings.automation.silent_days])]
    return _Heard({row["source_id"]: row["day"] for row in warehouse.rows(last, [today])}, tuple(reversed(days)))


def _silent(warehouse: Warehouse, settings: Settings, heard: _Heard) -> list[str]:
    """Return the sources without an entry on the recorded days, though the first of these let expect some."""
    if len(heard.recorded) < settings.automation.silent_days:
        return []
    first = heard.recorded[0]
    sql = files("dbt_or_sql").joinpath("checks/raw_feeds_sources.sql").read_text("utf-8")
    values = {
        "day": first,
        "sources": [source.id for source in settings.sources],
        **settings.checks.model_dump(),
    }
    # DuckDB refuses a parameter that the statement does not use.
    used = {name: value for name, value in values.items() if f"${name}" in sql}
    with warehouse.connect() as connection:
        expected = connection.execute(f"select source_id from ({sql}) where fewest_usual > 0", used).fetchall()  # noqa: S608  a file of our own
    return sorted(source for (source,) in expected if heard.last[source] < first)


def _tell(settings: Settings, new: Mapping[str, date], speaking: Sequence[str]) -> str:
    said, names = words(settings), {source.id: source.name for source in settings.sources}

    def lines() -> Iterator[str]:
        for source, day in new.items():
            yield strong(names[source], said["colon"]) + within(
                said["silent"].format(days=settings.automation.silent_days, last=day)
            )
        if new:
            yield said["check"].format(ids=" ".join(new))
        if speaking:
            yield escape(said["speaks"].format(what=", ".join(speaking)))

    title: str = said["silent_title" if new else "speaks_title"]
    what = [names[source] for source in new] or speaking
    return tell(settings, title.format(what=", ".join(what)), [*lines()])
