"""What Dagster remembers of runs is written over connections that stay open, into the files that it uses itself."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage

from digest_pipeline.instance import instance_of, prepare_instance
from digest_pipeline.instance_storage import kept_open
from digest_pipeline.settings import Settings, load

_PAST_RUNS = 6
_WHILE_TABLES_ARE_MADE = 2
_OPEN = 5  # four files of events, and the list of runs


@dg.asset
def told() -> None:
    """Leave a materialization."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(tmp_path)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count how often each file is opened, by its name."""
    counted: Counter[str] = Counter()
    connect = sqlite3.dbapi2.connect

    def counting(database: str, *arguments: object, **named: object) -> sqlite3.Connection:
        counted[Path(database).name] += 1
        return connect(database, *arguments, **named)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite3.dbapi2, "connect", counting)
    return counted


@contextmanager
def plain(settings: Settings) -> Iterator[dg.DagsterInstance]:
    """Open the instance as the UI does."""
    with dg.DagsterInstance.from_config(str(prepare_instance(settings))) as instance:
        yield instance


def run(instance: dg.DagsterInstance) -> str:
    return dg.materialize([told], instance=instance).run_id


def logs(settings: Settings) -> list[str]:
    """Return the names of the write-ahead logs: SQLite keeps one beside each file that is open."""
    return [path.name for path in settings.instance.rglob("*.db-wal")]


def test_a_file_is_not_opened_for_each_event_of_a_run(settings: Settings, opened: Counter[str]) -> None:
    with instance_of(settings) as instance:
        opened.clear()
        key = run(instance)
        # To look for the tables while they are made takes a second connection.
        assert opened.keys() == {f"{key}.db", "index.db", "runs.db"}
        assert max(opened.values()) <= _WHILE_TABLES_ARE_MADE
    with plain(settings) as instance:
        opened.clear()
        key = run(instance)
        # What makes this worth having.
        assert opened[f"{key}.db"] > len(instance.all_logs(key))


def test_what_is_written_is_there_for_another_process_at_once(settings: Settings) -> None:
    with instance_of(settings) as writing, plain(settings) as reading:
        key = run(writing)
        found = reading.get_latest_materialization_event(dg.AssetKey("told"))
        assert found is not None
        assert found.run_id == key
        assert len(reading.all_logs(key)) == len(writing.all_logs(key)) > 0
        # And the other way round.
        back = run(reading)
        assert {record.run_id for record in writing.get_runs()} == {key, back}
        assert len(writing.all_logs(back)) == len(reading.all_logs(key))


def test_files_of_past_runs_are_closed_again_and_all_are_in_the_end(settings: Settings) -> None:
    with instance_of(settings) as instance:
        keys = [run(instance) for _ in range(_PAST_RUNS)]
        assert len(logs(settings)) == _OPEN
        assert all(instance.all_logs(key) for key in keys)
        assert len(logs(settings)) == _OPEN
    assert not logs(settings)


def test_what_an_interrupt_left_open_is_closed_without_a_word(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with instance_of(settings) as instance:
        storage = instance.event_log_storage
        assert isinstance(storage, SqliteEventLogStorage)
        with storage.index_connection() as connection:
            left = connection.exec_driver_sql("select 1 union select 2")
    left.close()
    assert not caplog.records


def test_a_storage_that_the_owner_chose_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    folder = prepare_instance(settings)
    config = f"class: SqliteEventLogStorage, config: {{base_dir: {tmp_path / 'elsewhere'}}}"
    chosen = f"event_log_storage: {{module: dagster._core.storage.event_log, {config}}}\n"
    (folder / "dagster.yaml").write_text(chosen, "utf-8")
    ref = InstanceRef.from_dir(str(folder))
    assert kept_open(ref) == ref


def test_another_folder_for_it_is_used(settings: Settings, tmp_path: Path) -> None:
    folder = prepare_instance(settings)
    (folder / "dagster.yaml").write_text(f"storage: {{sqlite: {{base_dir: {tmp_path / 'elsewhere'}}}}}\n", "utf-8")
    with instance_of(settings) as instance:
        key = run(instance)
    assert (tmp_path / "elsewhere" / "history" / "runs" / f"{key}.db").is_file()
