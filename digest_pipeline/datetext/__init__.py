"""What a date's text says: its clock, zone and day, absolute or relative to the capture.

`dates.parse` is the door to it: it puts these readers in order and says which results are plausible. Everything here is
pure: no clock is read, and no pattern takes more than linear time on a text that `parts.clean` lets through.
"""


class NoDateError(ValueError):
    """The text contradicts itself, can be read in two ways, or names no real day or zone."""


class TwoDaysError(NoDateError):
    """The numbers of the text may be day and month or month and day."""
