"""Loads a day's entries into `raw.entries` with dlt: a merge that replaces the day and leaves every other day alone."""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from digest_pipeline.model import Entry
from digest_pipeline.warehouse import Warehouse, transaction


def load_entries(warehouse: Warehouse, day: date, entries: Sequence[Entry]) -> None:
    """Replace the entries of `day`.

    The rows travel as an Arrow table, so that dlt adds no columns of its own and a second run writes the same rows. The
    pipeline's working folder lasts for one load: a load that was killed is repeated, never resumed half. A day that
    stands there as it is already is not written again.
    """
    if _stored(warehouse, day) == sorted(entries, key=lambda entry: entry.id):
        return
    if not entries:
        # A merge has no row to tell it which day to replace.
        with warehouse.connect() as connection, transaction(connection):
            connection.execute("delete from raw.entries where day = ?", [day])
        return
    # No usage report leaves the machine.
    os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
    import dlt  # noqa: PLC0415  1.6 s, only the run that loads pays it
    import pyarrow as pa  # noqa: PLC0415  0.2 s, the same

    text = (
        "id",
        "source_id",
        "source_name",
        "source_url",
        "url",
        "link",
        "via",
        "section",
        "article_id",
        "title",
        "summary",
        "content",
        "language",
        "date_origin",
        "capture_id",
    )
    schema = pa.schema(
        [
            *(pa.field(name, pa.string(), nullable=False) for name in text),
            pa.field("day", pa.date32(), nullable=False),
            pa.field("authority", pa.int64(), nullable=False),
            pa.field("authors", pa.list_(pa.string()), nullable=False),
            pa.field("published_at", pa.timestamp("us", "UTC"), nullable=False),
            pa.field("late", pa.bool_(), nullable=False),
            pa.field("complete", pa.bool_(), nullable=False),
            pa.field("zone_assumed", pa.bool_(), nullable=False),
            pa.field("seen_at", pa.timestamp("us", "UTC"), nullable=False),
        ]
    )
    rows = [asdict(entry) | {"authors": list(entry.authors)} for entry in entries]
    table = pa.Table.from_pylist(rows, schema=schema)
    resource = dlt.resource(
        [table], name="entries", write_disposition="merge", primary_key=("day", "id"), merge_key="day"
    )
    with warehouse.connect() as connection, tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline(
            "digest", destination=dlt.destinations.duckdb(connection), dataset_name="raw", pipelines_dir=folder
        )
        pipeline.run(resource, loader_file_format="parquet").raise_on_failed_jobs()


def _stored(warehouse: Warehouse, day: date) -> list[Entry]:
    rows = warehouse.rows("select * from raw.entries where day = ? order by id", [day])
    return [Entry(**row | {"authors": tuple(row["authors"])}) for row in rows]
