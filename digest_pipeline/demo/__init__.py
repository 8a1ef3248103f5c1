"""The small recorded days that ship with the project: where they lie, and which days they are.

Three invented days of AI news, readable in `articles/`, `sources.yaml` and `feeds.yaml`, recorded as WARC files in
`days/`. `build.py` turns the former into the latter; running the pipeline needs only the names given here.
"""

from datetime import date
from pathlib import Path

_HERE = Path(__file__).resolve().parent

DAYS = (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4))
"""The recorded days, in the zone Asia/Shanghai."""

RECORDINGS = tuple(_HERE / "days" / f"{day}.warc.gz" for day in DAYS)
"""The WARC file of each day, in the order of `DAYS`."""

SOURCES_FILE = _HERE / "sources.yaml"
"""The twelve sources of these days, in the form of the project's own `sources.yaml`."""
