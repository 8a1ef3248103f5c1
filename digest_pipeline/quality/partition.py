"""What a check is about; the rows of it are `frames.py`."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Partition:
    """What is checked: a layer on `day`, or an edition's issue `key` of the window from `first` to `day`."""

    layer: str
    day: date
    first: date
    key: str = ""

    @property
    def edition(self) -> str:
        """The edition, empty for a layer of days."""
        return self.layer.partition("/")[2]
