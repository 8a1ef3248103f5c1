"""Answers on their way into the record, written in small batches by a thread of its own.

The event loop that asks the web never waits for a disk, or for a warehouse that another process holds: while it waited,
every answer under way would run into its time limit and be asked for again. What is asked is `live.py`.
"""

import threading
from dataclasses import replace
from types import TracebackType
from typing import Self

from digest_pipeline.capture.archive import Archive
from digest_pipeline.capture.fetch import Unreached
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.model import CaptureKind
from digest_pipeline.urls import canonical

# A batch is written when it is large enough or old enough: a run that is killed loses no more than that.
_BATCH_ANSWERS = 50
_BATCH_BYTES = 8_000_000
_BATCH_SECONDS = 2.0
# Asking stops for a while when so much waits: a held warehouse must not cost the memory.
_MOST_WAITING_BYTES = 64_000_000


class Recorder:
    """Records what it is given; as a context manager it has recorded everything when it is left.

    Where the block fails, by an interruption too, what was answered before is recorded nevertheless.
    """

    def __init__(self, archive: Archive, kind: CaptureKind | None) -> None:
        self._archive = archive
        self._kind = kind
        self._changed = threading.Condition()
        self._waiting: list[Exchange | Unreached] = []
        self._waiting_bytes = 0
        self._closing = False
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        if self._failure and not error:
            raise self._failure

    def keep(self, answer: Exchange | Unreached) -> None:
        """Take an answer or a miss.

        Raises:
            WarehouseError, OSError: why an earlier one could not be recorded.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._failure or self._waiting_bytes <= _MOST_WAITING_BYTES)
            if self._failure:
                raise self._failure
            self._waiting.append(answer)
            self._waiting_bytes += len(answer.body) if isinstance(answer, Exchange) else 0
            self._changed.notify_all()

    def _work(self) -> None:
        try:
            while batch := self._batch():
                self._write(batch)
        except BaseException as error:  # noqa: BLE001  carried over to the thread that asks, where it ends the run
            with self._changed:
                self._failure = error
                self._changed.notify_all()

    def _batch(self) -> list[Exchange | Unreached]:
        """Wait for a batch; an empty one is the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            self._changed.wait_for(self._is_full, timeout=_BATCH_SECONDS)
            batch, self._waiting, self._waiting_bytes = self._waiting, [], 0
            self._changed.notify_all()
        return batch

    def _is_full(self) -> bool:
        return self._closing or len(self._waiting) >= _BATCH_ANSWERS or self._waiting_bytes >= _BATCH_BYTES

    def _write(self, batch: list[Exchange | Unreached]) -> None:
        answers = [answer for answer in batch if isinstance(answer, Exchange)]
        # The index of the record knows addresses by their canonical form.
        misses = [replace(miss, url=canonical(miss.url) or miss.url) for miss in batch if isinstance(miss, Unreached)]
        if answers:
            self._archive.add(answers, self._kind)
        if misses:
            self._archive.note(misses)
