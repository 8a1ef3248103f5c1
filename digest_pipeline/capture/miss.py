"""Why an address gave no answer: the stable words that are stored and counted, and the errors that carry one of them.

What becomes of a miss is decided in `fetch.py`.
"""

from typing import Literal

Reason = Literal[
    "refused",  # no web address, or one that leads into a private network; an answer that repeats a token
    "unreachable",
    "timeout",
    "too_large",
    "content_type",
    "robots",
    "rate_limited",  # the host asked to be left alone for longer than is waited for
    "budget",
    "redirects",
]


class MissError(Exception):
    """An address gave no answer: `detail` is a sentence to act on; asking again may help when `passing`."""

    def __init__(self, reason: Reason, detail: str, *, passing: bool = False) -> None:
        super().__init__(reason, detail)
        self.reason: Reason = reason
        self.detail = detail
        self.passing = passing


class NoConnectionError(MissError):
    """The host itself could not be reached, so that nothing at all was asked of it."""
