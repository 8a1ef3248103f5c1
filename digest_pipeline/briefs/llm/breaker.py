"""The circuit breaker: when a model's endpoint is left alone, and when it is tried again.

It counts failures in a row and looks at a clock that is passed in; what a failure is, the endpoint decides.
"""

import time
from collections.abc import Callable


class BreakerOpenError(Exception):
    """A call was refused; the message says since which failure."""


class Breaker:
    """Open after `failures` failed attempts in a row; after `seconds` one attempt may show that all is well again.

    The pattern is Michael Nygard's (Release It!, "Circuit Breaker"): closed, open, half-open.
    """

    def __init__(self, failures: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._seconds = seconds
        self._clock = clock
        self._failures = 0
        self._opened: float | None = None
        self._probing = False
        self._detail = ""
        self._given_up = False
        self._answered = False

    def admit(self) -> None:
        """Let an attempt through; its outcome must be told by one of the methods below.

        Raises:
            BreakerOpenError: when the endpoint is to be left alone.
        """
        if self._given_up:
            raise BreakerOpenError(self._detail)
        if self._opened is None:
            return
        if self._probing or self._clock() - self._opened < self._seconds:
            raise BreakerOpenError(f"left alone after {self._failures} failures in a row, the last: {self._detail}")
        self._probing = True

    def answered(self) -> None:
        """Note that the endpoint works."""
        self._answered = True
        self._failures = 0
        self._opened = None
        self._probing = False

    def failed(self, detail: str) -> None:
        """Note that it does not."""
        self._failures += 1
        self._detail = detail
        if self._probing or (self._opened is None and self._failures >= self._limit):
            self._opened = self._clock()
        self._probing = False

    def undecided(self) -> None:
        """Note that the attempt said nothing about the endpoint."""
        self._probing = False

    def give_up(self, detail: str) -> None:
        """Refuse all further attempts, unless one was answered before: then not the endpoint is wrong but the call."""
        self._probing = False
        if not self._answered:
            self._given_up = True
            self._detail = detail
