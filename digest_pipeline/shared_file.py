"""A DuckDB file that several processes use in turns: who has it open, for how long, and who waits for it.

DuckDB gives a file to one writing process at a time, and tells a second one nothing but that. A process that waits
therefore leaves a sign beside the file, which one that has it open between two uses heeds.
"""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

_RETRY_SECONDS = 0.2
# A sign that is older was left by a process that is gone.
_SIGN_SECONDS = 5 * _RETRY_SECONDS
_IDLE_SECONDS = 0.5
_LOOK_SECONDS = 0.1


class WarehouseError(Exception):
    """The warehouse can't be opened; the message names the file and the way out."""


class WarehouseLockedError(WarehouseError):
    """Another process holds the file for longer than we may wait."""

    def __init__(self, path: Path, pid: int | None, waited: float) -> None:
        """Name the holder, as far as the operating system told."""
        holder = f"the process with pid {pid}" if pid else "another process"
        super().__init__(
            f"{path} is held by {holder} (waited {waited:g} s)."
            " Let it finish or end it, or raise warehouse.wait_seconds."
        )
        self.pid = pid


class SharedFile:
    """Opens the file for a call, for a block (`hold`), or for a run (`linger`), a connection a thread.

    Opening and closing a large file takes as long as several statements.
    """

    def __init__(self, path: Path, *, wait_seconds: float) -> None:
        self.path = path
        self.wait_seconds = wait_seconds
        self._sign = path.with_name(f"{path.name}.wanted")
        self._threads = _Threads()

    def prepare(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Make the file what its users expect; called whenever it was opened."""

    @contextmanager
    def connect(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the file, making it when it is missing.

        Where the thread has it open already, it is given the same connection.

        Raises:
            WarehouseLockedError: when another process held the file for all of `wait_seconds`.
            WarehouseError: when the file can't be opened for another reason.
        """
        lease = self._threads.lease
        connection = lease.take(self._opened)
        try:
            yield connection
        finally:
            lease.give_back()
            self._leave(lease)

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep the file open between the connections that this thread asks for inside the block."""
        lease = self._threads.lease
        lease.holds += 1
        try:
            yield
        finally:
            lease.holds -= 1
            self._leave(lease)

    @contextmanager
    def linger(self) -> Iterator[None]:
        """Keep the file open between this thread's uses inside the block, unless it stands idle or somebody waits.

        To another process that waits it is as if every use opened the file anew.
        """
        lease = self._threads.lease
        ended = threading.Event()
        watch = threading.Thread(target=self._watch, args=(lease, ended), daemon=True)
        lease.lingers = True
        watch.start()
        try:
            yield
        finally:
            lease.lingers = False
            ended.set()
            watch.join()
            self._leave(lease)

    def let_go(self) -> None:
        """Close the file until this thread asks for it again, unless a connection of its own is in use."""
        self._threads.lease.close()

    def _leave(self, lease: "_Lease") -> None:
        if not lease.holds and (not lease.lingers or self._wanted()):
            lease.close()

    def _watch(self, lease: "_Lease", ended: threading.Event) -> None:
        while not ended.wait(_LOOK_SECONDS):
            lease.close_idle(0 if self._wanted() else _IDLE_SECONDS)

    def _wanted(self) -> bool:
        try:
            return time.time() - self._sign.stat().st_mtime < _SIGN_SECONDS
        except OSError:
            return False

    def _opened(self) -> duckdb.DuckDBPyConnection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WarehouseError(f"{self.path.parent} can't be made a folder: {error.strerror}") from None
        connection = self._in_turn()
        try:
            self.prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _in_turn(self) -> duckdb.DuckDBPyConnection:
        attempts = Retrying(
            retry=retry_if_exception_type(_HeldError),
            wait=wait_fixed(_RETRY_SECONDS),
            stop=stop_after_delay(self.wait_seconds),
        )
        try:
            return attempts(self._attempt)
        except RetryError as error:
            held = error.last_attempt.exception()
            pid = held.pid if isinstance(held, _HeldError) else None
            raise WarehouseLockedError(self.path, pid, self.wait_seconds) from None
        finally:
            # Who else waits leaves it again.
            if attempts.statistics.get("attempt_number", 1) > 1:
                with suppress(OSError):
                    self._sign.unlink(missing_ok=True)

    def _attempt(self) -> duckdb.DuckDBPyConnection:
        # DuckDB imports it with the first statement that has parameters, and takes a Ctrl-C meanwhile for its absence.
        import pandas  # noqa: F401, ICN001, PLC0415  0.5 s, which only who opens the file pays

        try:
            return duckdb.connect(str(self.path))
        except duckdb.Error as error:
            if "Could not set lock" in str(error):
                # Without the right to write here it is waited for all the same.
                with suppress(OSError):
                    self._sign.touch()
                raise _HeldError(_holder(error)) from None
            raise WarehouseError(
                f"{self.path} can't be opened: {error}. Move it away, import the recorded web again"
                " (digest import-captures) and run again."
            ) from error


def lock_holder(path: Path) -> int | None:
    """Return the pid of another process that holds the file right now, or None."""
    if not path.exists():
        return None
    try:
        duckdb.connect(str(path)).close()
    except duckdb.Error as error:
        return _holder(error)
    return None


class _Lease:
    """What a thread has open; its lock keeps the one who watches from closing what is being taken."""

    def __init__(self) -> None:
        self.holds = 0
        self.lingers = False
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._users = 0
        self._left = 0.0
        self._lock = threading.Lock()

    def take(self, opened: Callable[[], duckdb.DuckDBPyConnection]) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._connection is None:
                self._connection = opened()
            self._users += 1
            return self._connection

    def give_back(self) -> None:
        with self._lock:
            self._users -= 1
            self._left = time.monotonic()

    def close(self) -> None:
        with self._lock:
            if not self._users:
                self._close()

    def close_idle(self, seconds: float) -> None:
        """Close what nobody has used, and no block has held, for more than so many seconds."""
        with self._lock:
            if not self._users and not self.holds and time.monotonic() - self._left > seconds:
                self._close()

    def _close(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.close()


class _Threads(threading.local):
    """A lease a thread: DuckDB's connections are not to be shared between threads."""

    def __init__(self) -> None:
        self.lease = _Lease()


class _HeldError(Exception):
    """The file is locked at this moment."""

    def __init__(self, pid: int | None) -> None:
        super().__init__(pid)
        self.pid = pid


def _holder(error: duckdb.Error) -> int | None:
    match = re.search(r"PID (\d+)", str(error))
    return int(match[1]) if match and int(match[1]) != os.getpid() else None
