"""The rows a layer's suite looks at: one SQL statement a layer, one frame a day."""

from datetime import date
from importlib.resources import files
from typing import TYPE_CHECKING

from digest_pipeline.settings import Settings
from digest_pipeline.warehouse import Warehouse

if TYPE_CHECKING:
    import pandas as pd


def frame_of(  # noqa: PLR0913  the partition in full
    layer: str, day: date, warehouse: Warehouse, settings: Settings, *, first: date | None = None, key: str = ""
) -> "pd.DataFrame":
    """Return the rows of `layer` on `day`, with the columns that its suite names.

    The statements are `dbt_or_sql/checks/<layer>.sql`, with the parameters `$day`, `$timezone` and, for an issue,
    `$edition`, its `$key` and the `$first` day of its window.
    """
    statement, _, edition = layer.partition("/")
    sql = files("dbt_or_sql").joinpath("checks").joinpath(f"{statement}.sql").read_text("utf-8")
    parameters = {"day": day, "timezone": settings.timezone, "edition": edition, "first": first or day, "key": key}
    with warehouse.connect() as connection:
        # DuckDB refuses a parameter that the statement does not use.
        used = {name: value for name, value in parameters.items() if f"${name}" in sql}
        # Not `df()`, which warns with pandas 3.
        return connection.execute(sql, used).to_arrow_table().to_pandas()
