"""The calendar of a home, its time zone and first day: kept when it is first used, and not changed afterwards.

Every day in the warehouse, every partition and every window was cut by it. A file beside the warehouse keeps it; a home
without one, made by an earlier version, is taken to have that of today's configuration.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from digest_pipeline.settings import ConfigurationError, Settings
from digest_pipeline.site.files import write_atomically


@dataclass(frozen=True, slots=True)
class Calendar:
    """The zone whose midnights divide the days, and the first day there is."""

    timezone: str
    start: date


def require_same_calendar(settings: Settings) -> None:
    """Refuse settings that would cut the days of a home anew; touches nothing.

    An earlier start only adds days. A later one would hide days that are there, and another zone moves every midnight.

    Raises:
        ConfigurationError: naming both values and the ways out.
    """
    kept = _kept(settings)
    if kept is None:
        return
    if kept.timezone != settings.timezone:
        raise ConfigurationError(
            f"timezone: this home was begun with {kept.timezone}, and {settings.timezone} would move the midnight of"
            f" every day in it. Set it back to {kept.timezone}, or begin a new home (--home or DIGEST_HOME) and import"
            " the recorded web there (digest import-captures)."
        )
    if kept.start < settings.start:
        raise ConfigurationError(
            f"start: this home was begun with {kept.start}, and {settings.start} would hide the days before it. Set it"
            f" back to {kept.start} (or to an earlier day), or begin a new home (--home or DIGEST_HOME)."
        )


def keep_calendar(settings: Settings) -> None:
    """Write down the calendar that a home is used with from now on.

    Raises:
        ConfigurationError: when it has another.
    """
    require_same_calendar(settings)
    now = {"timezone": settings.timezone, "start": settings.start.isoformat()}
    write_atomically(_file(settings), json.dumps(now, indent=2) + "\n")


def _kept(settings: Settings) -> Calendar | None:
    """Return the calendar of the home; none where no warehouse holds days that were cut by it."""
    file = _file(settings)
    if not (file.exists() and settings.database.exists()):
        return None
    try:
        content = json.loads(file.read_text("utf-8"))
        return Calendar(content["timezone"], date.fromisoformat(content["start"]))
    except (ValueError, KeyError, TypeError):
        raise ConfigurationError(
            f'{file}: must hold the timezone and start of this home, such as {{"timezone": "Asia/Shanghai", "start":'
            ' "2025-01-01"}; write them there as they were'
        ) from None


def _file(settings: Settings) -> Path:
    return settings.home / "calendar.json"
