"""The DuckDB file, used by several processes in turns."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from digest_pipeline import shared_file
from digest_pipeline.shared_file import SharedFile, WarehouseLockedError, lock_holder

HOLDER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.readline()
"""
ASKER = """
import sys
from pathlib import Path
from digest_pipeline import shared_file
from digest_pipeline.shared_file import SharedFile
with SharedFile(Path(sys.argv[1]), wait_seconds=30).connect():
    print("had it", flush=True)
"""

INTERRUPTED = """
import sys
from pathlib import Path
from digest_pipeline.shared_file import SharedFile
class CtrlC:
    def find_spec(self, name, path=None, target=None):
        if name == "pandas":
            raise KeyboardInterrupt
sys.meta_path.insert(0, CtrlC())
try:
    with SharedFile(Path(sys.argv[1]), wait_seconds=30).connect() as connection:
        connection.execute("select ?", [1]).fetchall()
    print("went on")
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.fixture
def file(tmp_path: Path) -> SharedFile:
    return SharedFile(tmp_path / "home" / "warehouse.duckdb", wait_seconds=0.3)


@pytest.fixture
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that never finds its file idle: what gives it away is another process."""
    monkeypatch.setattr(shared_file, "_IDLE_SECONDS", 3600)


@contextmanager
def another_process_holds(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold the file in a process that ends with the block, or at the first line it is sent."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def another_process_asks(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that waits for its turn."""
    with subprocess.Popen([sys.executable, "-c", ASKER, str(path)], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def is_so(condition: Callable[[], bool], *, within: float = 20) -> bool:
    """Look until the condition holds."""
    ends = time.monotonic() + within
    while not condition():
        if time.monotonic() > ends:
            return False
        time.sleep(0.02)
    return True


def locked(path: Path) -> bool:
    """Say whether another process would find the file locked."""
    script = "import duckdb, sys; duckdb.connect(sys.argv[1])"
    return (
        subprocess.run([sys.executable, "-c", script, str(path)], stderr=subprocess.DEVNULL, check=False).returncode
        != 0
    )


def test_a_held_file_is_waited_for_and_then_the_holder_is_named(file: SharedFile) -> None:
    with file.connect():
        pass
    with another_process_holds(file.path) as holder:
        assert lock_holder(file.path) == holder.pid
        told = f"pid {holder.pid} .waited 0.3 s.*wait_seconds"
        with pytest.raises(WarehouseLockedError, match=told) as caught, file.connect():
            pass
        assert caught.value.pid == holder.pid
    assert lock_holder(file.path) is None
    with file.connect() as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_block_that_holds_the_file_opens_it_once_and_lets_it_go_when_told(file: SharedFile) -> None:
    with file.hold():
        with file.connect() as first:
            pass
        with file.connect() as outer, file.connect() as inner:
            assert outer is inner is first
            file.let_go()  # in vain: it is in use
            assert outer.execute("select 1").fetchone() == (1,)
        with pytest.raises(AssertionError), another_process_holds(file.path):
            pass
        file.let_go()
        with another_process_holds(file.path) as holder:
            assert lock_holder(file.path) == holder.pid
        with file.connect() as again:
            assert again.execute("select 1").fetchone() == (1,)
    with another_process_holds(file.path) as holder:
        assert lock_holder(file.path) == holder.pid


def test_a_file_that_is_given_free_in_time_is_used(file: SharedFile) -> None:
    with file.connect():
        pass
    file.wait_seconds = 30
    with another_process_holds(file.path) as holder:
        assert lock_holder(file.path) == holder.pid
        assert holder.stdin
        holder.stdin.write("\n")
        holder.stdin.flush()
        with file.connect() as connection:
            assert connection.execute("select 1").fetchone() == (1,)


@pytest.mark.usefixtures("_patient")
def test_a_run_has_the_file_open_between_its_uses(file: SharedFile) -> None:
    with file.linger():
        with file.connect() as first:
            pass
        assert locked(file.path)
        with file.connect() as second:
            assert second is first
    assert not locked(file.path)


def test_a_run_that_does_not_use_the_file_leaves_it_to_anybody(file: SharedFile) -> None:
    with file.linger():
        with file.connect():
            pass
        assert is_so(lambda: not locked(file.path))


@pytest.mark.usefixtures("_patient")
def test_a_process_that_waits_gets_its_turn_from_a_run_that_goes_on_using_the_file(file: SharedFile) -> None:
    sign = Path(f"{file.path}.wanted")
    with file.linger():
        with file.connect():
            pass
        with another_process_asks(file.path) as other:

            def used_until_it_ended() -> bool:
                with file.connect():
                    time.sleep(0.05)
                time.sleep(0.01)
                return other.poll() is not None

            file.wait_seconds = 20
            assert is_so(used_until_it_ended)
            assert other.returncode == 0
        assert not sign.exists()


@pytest.mark.usefixtures("_patient")
def test_a_process_that_waits_does_not_break_into_a_block(file: SharedFile) -> None:
    with file.linger(), file.hold():
        with file.connect() as first:
            pass
        with another_process_asks(file.path) as other:
            assert is_so(Path(f"{file.path}.wanted").exists)
            time.sleep(0.5)
            with file.connect() as second:
                assert second is first
            assert other.poll() is None
            file.let_go()
            assert other.wait(20) == 0


@pytest.mark.usefixtures("_patient")
def test_the_sign_of_a_process_that_is_gone_is_not_heeded(file: SharedFile) -> None:
    sign = Path(f"{file.path}.wanted")
    with file.linger():
        with file.connect() as first:
            sign.touch()
            long_ago = time.time() - 3600
            os.utime(sign, (long_ago, long_ago))
        with file.connect() as second:
            assert second is first


def test_a_ctrl_c_while_the_first_statement_imports_its_packages_is_not_lost(file: SharedFile) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED, str(file.path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "stopped\n"
