"""Many pages through `extract` in worker processes, in which a page that hangs or kills its worker costs itself alone.

The processes themselves are `workers.py`; what is done with one page is `extract.py`.
"""

from collections.abc import Callable, Iterable, Iterator

from digest_pipeline.articles.extract import Extracted, Failure, Page, extract
from digest_pipeline.workers import Failed, Workers

Outcome = Extracted | Failure
Extractor = Callable[..., Outcome]
_Job = tuple[Page | Failure, int, Extractor]


def extract_all(  # noqa: PLR0913  four limits, each named by the caller
    pages: Iterable[Page],
    *,
    workers: int,
    seconds: float,
    max_bytes: int,
    min_characters: int,
    extractor: Extractor = extract,
) -> Iterator[tuple[int, Outcome]]:
    """Yield (position, article or failure) for every page, in the order of `pages`, which is read lazily.

    A page is one task: handing it over takes 0.4 ms, a twentieth of the extraction of even a small page, and so the
    time limit is its own.

    Args:
        pages: the pages to read.
        workers: number of processes; 0 means one a processor.
        seconds: what one page may take before its worker is killed (`timeout`).
        max_bytes: a larger page is `too_large` and never reaches a worker.
        min_characters: see `extract`.
        extractor: what a worker does with a page; a function of an importable module, called like `extract`.

    Raises:
        WorkersError: the processes can't be started, or died while they had no page.
    """
    jobs: Iterator[_Job] = ((_within(page, max_bytes), min_characters, extractor) for page in pages)
    with Workers(workers) as processes:
        for position, outcome in enumerate(processes.each(run_job, jobs, seconds=seconds)):
            yield position, _as_failure(outcome) if isinstance(outcome, Failed) else outcome


def run_job(job: _Job) -> Outcome:
    """Do one page in a worker: what goes wrong with it comes back as a Failure, never as an exception.

    Some exceptions can't be unpickled in the parent, which would take the whole pool down with one page.
    """
    page, min_characters, extractor = job
    if isinstance(page, Failure):
        return page
    try:
        return extractor(page, min_characters=min_characters)
    except Exception as error:  # noqa: BLE001  the border where one page may fail with its reason kept
        return Failure("crashed", f"{type(error).__name__}: {error}")


def _within(page: Page, max_bytes: int) -> Page | Failure:
    size = len(page.body)
    return page if size <= max_bytes else Failure("too_large", f"{size} bytes, more than {max_bytes}")


def _as_failure(failed: Failed) -> Failure:
    return Failure("timeout" if failed.reason == "timeout" else "crashed", failed.detail)
