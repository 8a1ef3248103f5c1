"""What every configured thing has in common: unknown keys are errors, and a time zone has a known name.

The sections of digest.yaml are in `settings.py`, the kinds of sources in `sources/kinds/`.
"""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict


class Section(BaseModel):
    """Base of everything that is configured: an unknown key is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# Every source names a zone, and to list them all reads 600 files.
_zones = cache(available_timezones)


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(f"{name!r} is no time zone; use an IANA name such as Asia/Shanghai or Europe/Paris")
    return name


TimeZoneName = Annotated[str, AfterValidator(_known_zone)]
