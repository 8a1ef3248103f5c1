"""The defects that the checks are measured with, declared as data: a YAML file a layer, and the types it is read into.

A file names, under `given`, what its defects are planted in: SQL that picks it from the clean day, bound to a variable
that the statements read with `getvariable('name')`, as they do `day` and `sources`. How a defect is planted is
`planting.py`; what the checks say to it is judged by `bench/quality.py`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

LAYERS = ("raw_feeds", "extracted_articles", "stories", "structured_summaries", "issues", "lint")

_HERE = Path(__file__).parent


def _one_or_several(value: object) -> object:
    return value if isinstance(value, list) else [value]


Several: TypeAlias = Annotated[tuple[str, ...], BeforeValidator(_one_or_several)]


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Edit(_Declared):
    """One operation of JSON Patch (RFC 6902) on an issue's document; a value `=…` is what the SQL behind it selects."""

    op: Literal["add", "remove", "replace", "copy"]
    path: str
    value: Any = None
    source: str = Field("", alias="from")


class Swap(_Declared):
    """The first match of a regular expression (lines are lines) in an issue's Markdown, and what takes its place.

    Not every issue has what needn't be there (`required`): an item that continues nothing has no line that says what.
    """

    find: str
    put: str
    required: bool = True


class Defect(_Declared):
    """One kind of defect: what is planted, the check that is meant to catch it (or any of several), and how gravely.

    `names` is what the user must be told: an SQL expression of the thing's name; empty for what a line of the issue
    shows. The document is the issue of `edition` that ends with the day.
    """

    name: str
    check: Several
    severity: Literal["blocking", "warning"] = "blocking"
    names: str = ""
    sql: Several = ()
    patch: tuple[Edit, ...] = ()
    text: tuple[Swap, ...] = ()
    edition: str = "daily_briefing"


class Declared(_Declared):
    """The defects of one layer; `names` serves those that declare none."""

    given: Mapping[str, str] = {}
    names: str = ""
    defects: tuple[Defect, ...]


def declared(layer: str) -> Declared:
    """Return the defects of a layer."""
    return Declared.model_validate(yaml.safe_load((_HERE / f"{layer}.yaml").read_text("utf-8")))
