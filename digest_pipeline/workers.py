"""Worker processes for work on untrusted input: an item that hangs, or kills its process, costs only itself.

What is done with an item is the caller's function; nothing here knows feeds or pages.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Self, TypeVar

from pebble import ProcessExpired, ProcessPool

Item = TypeVar("Item")
Result = TypeVar("Result")

# Items handed over ahead of the workers: enough that none waits, few enough that their bodies don't fill the memory.
_AHEAD_PER_WORKER = 16
_BROKEN = (
    "the worker processes die before they are given work: check that memory is left, and that the main program can be"
    " imported without running (`if __name__ == '__main__'`)"
)


class WorkersError(RuntimeError):
    """The processes can't be started, or died while they had no work."""


@dataclass(frozen=True, slots=True)
class Failed:
    """What became of an item whose work did not end: `timeout` or `crashed`, and a sentence."""

    reason: str
    detail: str


class Workers:
    """A pool of processes, started at the first use and kept warm until it is closed."""

    def __init__(self, count: int = 0, *, preload: str = "") -> None:
        """Prepare a pool.

        Args:
            count: the number of processes; 0 means one a processor.
            preload: a module that the fork server imports once, so that its copies, the workers, need not.
        """
        self._count = count or multiprocessing.cpu_count()
        self._preload = [preload] if preload else []
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble types its calls only in part
            self._pool.join()
            self._pool = None

    def each(
        self, function: Callable[[Item], Result], items: Iterable[Item], *, seconds: float
    ) -> Iterator[Result | Failed]:
        """Yield `function(item)` for each item, in order, or why there is none.

        Args:
            function: a function of an importable module; an exception it raises is a crash of that item.
            items: picklable values, read lazily; about 16 a worker are held at a time.
            seconds: what one item may take before its worker is killed.

        Raises:
            WorkersError: the processes can't be started, or died while they had no work.
        """
        in_order, running = deque[Future[Result | Failed]](), set[Future[Result | Failed]]()
        for item in items:
            task = self._schedule(function, item, seconds)
            in_order.append(task)
            running.add(task)
            if len(running) >= self._count * _AHEAD_PER_WORKER:
                running = wait(running, return_when=FIRST_COMPLETED).not_done
            while in_order and in_order[0].done():
                yield _outcome(in_order.popleft(), seconds)
        while in_order:
            yield _outcome(in_order.popleft(), seconds)

    def _schedule(self, function: Callable[[Item], Result], item: Item, seconds: float) -> Future[Result | Failed]:
        if self._pool is None:
            context = _context(self._preload)
            self._pool = ProcessPool(max_workers=self._count, context=context)
        try:
            task: Future[Result | Failed] = self._pool.schedule(_guarded, args=(function, item), timeout=seconds)
        except RuntimeError as error:  # what pebble raises once its pool is broken
            raise WorkersError(_BROKEN) from error
        return task


def _context(preload: list[str]) -> BaseContext:
    # The parent has threads and an open database, so it is never forked; a fork server starts a warm worker in a tenth
    # of the time that a new interpreter takes, which counts when one must be replaced.
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(preload)
    return context


def _guarded(function: Callable[[Item], Result], item: Item) -> Result | Failed:
    # Caught here, in the worker: some exceptions can't be unpickled, which would take the pool down with one item.
    try:
        return function(item)
    except Exception as error:  # noqa: BLE001  the border where one item may fail with its reason kept
        return Failed("crashed", f"{type(error).__name__}: {error}")


def _outcome(task: Future[Result | Failed], seconds: float) -> Result | Failed:
    try:
        return task.result()
    except TimeoutError:
        return Failed("timeout", f"took more than {seconds:g} s")
    except ProcessExpired as error:
        return Failed("crashed", f"the worker process died (exit code {error.exitcode})")
    except BrokenProcessPool as error:
        raise WorkersError(_BROKEN) from error
