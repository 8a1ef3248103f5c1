"""How the statements behind these frames are read: by name, for one day."""

from datetime import date
from importlib.resources import files
from typing import Any

from digest_pipeline.newsroom import Newsroom


def selected(name: str, day: date, newsroom: Newsroom) -> list[dict[str, Any]]:
    """Return the rows of `dbt_or_sql/checks/<name>.sql`, whose one parameter is the day."""
    sql = files("dbt_or_sql").joinpath("checks").joinpath(f"{name}.sql").read_text("utf-8")
    return newsroom.warehouse.rows(sql, [day])
