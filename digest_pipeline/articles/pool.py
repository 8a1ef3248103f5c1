"""Extraction in a pool of processes, in which a page that hangs or kills its worker costs that page alone.

What is done with one page is `extract.py`; which pages, and where results go, the caller decides.
"""

import logging
import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext

from pebble import ProcessExpired, ProcessPool

from digest_pipeline.articles.extract import Extracted, Failure, Page, extract
from digest_pipeline.articles.language import language_of

Outcome = Extracted | Failure

# Imported once by the fork server, whose copies the workers are.
_PRELOADED = ["trafilatura", "digest_pipeline.articles.extract"]
# Pages handed over ahead of the workers: enough that none waits, few enough that their bodies don't fill the memory.
_AHEAD_PER_WORKER = 16


class PoolError(RuntimeError):
    """The extraction processes can't be started, or died while they had no page."""


def extract_all(  # noqa: PLR0913  four limits, each named by the caller
    pages: Iterable[Page],
    *,
    workers: int,
    seconds: float,
    max_bytes: int,
    min_characters: int,
    extractor: Callable[..., Outcome] = extract,
) -> Iterator[tuple[int, Outcome]]:
    """Yield (position, article or failure) for every page, in the order of `pages`, which is read lazily.

    A page is one task: handing it over takes 0.3 ms, a hundredth of its extraction, and the time limit is its own.

    Args:
        pages: the pages; about 16 a worker are held at a time.
        workers: number of processes; 0 means one a processor.
        seconds: what one page may take before its worker is killed (`timeout`).
        max_bytes: a larger page is `too_large` and never reaches a worker.
        min_characters: see `extract`.
        extractor: what a worker does with a page; a function of an importable module, called like `extract`.

    Raises:
        PoolError: the processes can't be started, or died while they had no page.
    """
    processes = workers or multiprocessing.cpu_count()
    pool = ProcessPool(max_workers=processes, initializer=_warm_up, context=_context())
    in_order, running = deque[Future[Outcome]](), set[Future[Outcome]]()
    position = 0
    try:
        for page in pages:
            if len(page.body) > max_bytes:
                task = _refused(f"{len(page.body)} bytes, more than {max_bytes}")
            else:
                task = _scheduled(pool, seconds, extractor, page, min_characters)
            in_order.append(task)
            running.add(task)
            if len(running) >= processes * _AHEAD_PER_WORKER:
                running = wait(running, return_when=FIRST_COMPLETED).not_done
            while in_order and in_order[0].done():
                yield position, _outcome(in_order.popleft(), seconds)
                position += 1
        while in_order:
            yield position, _outcome(in_order.popleft(), seconds)
            position += 1
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _context() -> BaseContext:
    # The parent has threads and an open database, so it is never forked; a fork server starts a warm worker in a tenth
    # of the time that a new interpreter takes, which counts when one must be replaced.
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _warm_up() -> None:
    import trafilatura  # noqa: PLC0415, F401  0.45 s, before the first page's time starts to run

    # What it logs about a page is in the page's Failure.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    language_of("The model of the language detector is loaded with its first text.")


def _refused(detail: str) -> Future[Outcome]:
    refused = Future[Outcome]()
    refused.set_result(Failure("too_large", detail))
    return refused


def _scheduled(
    pool: ProcessPool, seconds: float, extractor: Callable[..., Outcome], page: Page, min_characters: int
) -> Future[Outcome]:
    try:
        return pool.schedule(_guarded, args=(extractor, page, min_characters), timeout=seconds)
    except RuntimeError as error:  # what pebble raises once its pool is broken
        raise PoolError(_BROKEN) from error


def _guarded(extractor: Callable[..., Outcome], page: Page, min_characters: int) -> Outcome:
    try:
        return extractor(page, min_characters=min_characters)
    except Exception as error:  # noqa: BLE001  the border where one page may fail with its reason kept
        return Failure("crashed", f"{type(error).__name__}: {error}")


def _outcome(task: Future[Outcome], seconds: float) -> Outcome:
    try:
        return task.result()
    except TimeoutError:
        return Failure("timeout", f"extraction took more than {seconds:g} s")
    except ProcessExpired as error:
        return Failure("crashed", f"the extraction process died (exit code {error.exitcode})")
    except BrokenProcessPool as error:
        raise PoolError(_BROKEN) from error


_BROKEN = (
    "the extraction processes die before they are given a page: check that memory is left, and that the main program"
    " can be imported without running (`if __name__ == '__main__'`)"
)
