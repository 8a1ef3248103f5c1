"""Dagster's own SQLite storage, on connections that stay open for as long as its instance.

For every event of a run Dagster makes an engine and opens the file anew, and SQLite puts its write-ahead log away each
time that the last connection is closed (ADR 29). Files, tables and statements are Dagster's; only how long a file stays
open is not.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagster._core.instance.ref import InstanceRef
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.runs.sqlite.sqlite_run_storage import SqliteRunStorage
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import Connection, Engine, create_engine

# The index of all events, the run that goes on, and two of the past that are asked for.
_FILES_OPEN = 4
# As Dagster waits for another process that writes.
_BUSY_SECONDS = 60


def kept_open(ref: InstanceRef) -> InstanceRef:
    """Return the instance with its SQLite files kept open; one whose owner chose another storage as it is."""
    storage, theirs = ref.storage_data, DagsterSqliteStorage
    if storage is None or (storage.module_name, storage.class_name) != (theirs.__module__, theirs.__name__):
        return ref
    ours = ConfigurableClassData(__name__, OpenSqliteStorage.__name__, storage.config_yaml)
    return ref._replace(storage_data=ours)


class OpenSqliteStorage(DagsterSqliteStorage):
    """Dagster's SQLite storage whose runs and events are kept over open connections; schedules are rarely written."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        super().__init__(base_dir, inst_data)
        self._run_storage = _Runs(self._run_storage._conn_string)  # noqa: SLF001  it has no other way to tell
        self._event_log_storage = _Events(self._event_log_storage._base_dir)  # noqa: SLF001  as above

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "OpenSqliteStorage":
        """Return the storage under the folder that the configuration names."""
        return cls.from_local(inst_data=inst_data, **config_value)


class _Runs(SqliteRunStorage):
    def __init__(self, conn_string: str) -> None:
        super().__init__(conn_string)
        self._engine = _engine(conn_string)

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        with self._engine.begin() as connection:
            yield connection

    def dispose(self) -> None:
        self._engine.dispose()
        super().dispose()


class _Events(SqliteEventLogStorage):
    """One file a run and one for all, of which those used last stay open."""

    def __init__(self, base_dir: str) -> None:
        self._engines: OrderedDict[str, Engine] = OrderedDict()
        super().__init__(base_dir)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            engine = self._engine_of(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def _engine_of(self, shard: str) -> Engine:
        if shard not in self._engines:
            self._engines[shard] = _engine(self.conn_string_for_shard(shard))
        self._engines.move_to_end(shard)
        while len(self._engines) > _FILES_OPEN:
            _, oldest = self._engines.popitem(last=False)
            oldest.dispose()
        return self._engines[shard]

    def dispose(self) -> None:
        # What an interrupt left open in the midst of a statement is closed after its file; nobody needs to hear of it.
        logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
        for engine in self._engines.values():
            engine.dispose()
        super().dispose()


def _engine(address: str) -> Engine:
    """Return an engine with SQLAlchemy's own choice for files, a pool whose connections stay open."""
    return create_engine(address, connect_args={"timeout": _BUSY_SECONDS})
