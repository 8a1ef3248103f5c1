"""A Ctrl-C that Python would drop."""

import signal
import sys
import time
from collections.abc import Iterator

import pytest
from dagster._core.errors import DagsterExecutionInterruptedError

from digest_pipeline.interrupts import kept_interrupts


@pytest.fixture(autouse=True)
def _interruptible() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Raising:
    """Raises when it is cleaned up."""

    def __init__(self, error: type[BaseException]) -> None:
        self._error = error

    def __del__(self) -> None:
        raise self._error


@pytest.mark.timeout(8)
@pytest.mark.parametrize("error", [KeyboardInterrupt, DagsterExecutionInterruptedError])
def test_an_interrupt_in_a_finalizer_comes_again_and_ends_a_call_that_blocks(
    error: type[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        with kept_interrupts():
            Raising(error)
            time.sleep(10)

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert capsys.readouterr().err == ""


def test_another_error_in_a_finalizer_is_told_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: told.append(unraisable.exc_type))
    hook = sys.unraisablehook
    with kept_interrupts():
        Raising(OSError)
    assert told == [OSError]
    assert sys.unraisablehook is hook
