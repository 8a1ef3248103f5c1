"""The rows a layer's suites look at, one frame each: by a SQL statement, or put together from what is stored."""

from collections.abc import Callable, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.briefs.documents import documents
from digest_pipeline.quality.briefs.papers import papers
from digest_pipeline.quality.issue_frames import issue_frames
from digest_pipeline.quality.partition import Partition
from digest_pipeline.quality.suites import SUITES

if TYPE_CHECKING:
    import pandas as pd


# The frames that no SQL statement makes, by their name.
_MADE: Mapping[str, Callable[[Partition, Newsroom], "pd.DataFrame"]] = MappingProxyType(
    {
        "structured_summaries_documents": documents,
        "structured_summaries_papers": papers,
    }
)


def frames_of(partition: Partition, newsroom: Newsroom) -> "dict[str, pd.DataFrame]":
    """Return the frames of a layer's suites by name, each with the columns that its suite names.

    A statement is `dbt_or_sql/checks/<frame>.sql`, with the parameter `$day`. Of the settings it may use the
    `$timezone`, the ids of the `$sources`, the `$min_characters` of an article, and the limits of `checks`.

    Raises:
        MissingIssueError: when the issue was never composed.
    """
    layer = partition.layer.partition("/")[0]
    names = [suite.frame for suite in SUITES[layer]]
    with newsroom.warehouse.hold():
        if layer == "issues":
            issue = newsroom.issues.required(partition.edition, partition.key)
            return issue_frames(issue, partition.first, newsroom)
        return {
            name: _MADE[name](partition, newsroom) if name in _MADE else _selected(name, partition, newsroom)
            for name in names
        }


def _selected(name: str, partition: Partition, newsroom: Newsroom) -> "pd.DataFrame":
    sql = files("dbt_or_sql").joinpath("checks").joinpath(f"{name}.sql").read_text("utf-8")
    parameters = {
        "day": partition.day,
        "timezone": newsroom.settings.timezone,
        "sources": [source.id for source in newsroom.settings.sources],
        "min_characters": newsroom.settings.limits.min_characters,
        **newsroom.settings.checks.model_dump(),
    }
    with newsroom.warehouse.connect() as connection:
        # DuckDB refuses a parameter that the statement does not use.
        used = {name: value for name, value in parameters.items() if f"${name}" in sql}
        # Not `df()`, which warns with pandas 3.
        return connection.execute(sql, used).to_arrow_table().to_pandas()
