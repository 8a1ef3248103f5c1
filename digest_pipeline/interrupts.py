"""No Ctrl-C is lost: one that arrives while Python cleans up an object is delivered again."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer, main_thread

from dagster._core.errors import DagsterExecutionInterruptedError

_AGAIN_SECONDS = 0.05


@contextmanager
def kept_interrupts() -> Iterator[None]:
    """Deliver an interrupt again that was raised where nothing can be raised.

    In a finalizer or the callback of a weak reference Python prints an exception and goes on as if it had not been.
    See `sys.unraisablehook`.
    """
    before = sys.unraisablehook

    def hook(unraisable: "sys.UnraisableHookArgs") -> None:
        if issubclass(unraisable.exc_type, KeyboardInterrupt | DagsterExecutionInterruptedError):
            Timer(_AGAIN_SECONDS, _interrupt_main_thread).start()
        else:
            before(unraisable)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = before


def _interrupt_main_thread() -> None:
    """Send a real signal: it ends a call that blocks, which `_thread.interrupt_main` lets finish first."""
    if (thread := main_thread().ident) is not None:
        signal.pthread_kill(thread, signal.SIGINT)
