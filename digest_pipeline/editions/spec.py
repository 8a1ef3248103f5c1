"""What an edition is, read from its YAML file and validated: title, sections and their order, labels in each language.

The user's own settings of an edition (how many items, which language) are `settings.Edition`; nothing here renders.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from digest_pipeline.model import ResourceKind

FOLDER = Path(__file__).parent

PointField = Literal["technique", "findings", "insight", "limitations"]
CountName = Literal["entries", "articles", "off_subject", "stories", "items", "repeats", "left_out"]
Text = TypeVar("Text")


class EditionError(Exception):
    """An edition does not exist or its file is wrong; the message names file, key and what is allowed."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Labels(_Part):
    """Every word an edition prints that comes from no article, in one language."""

    overview: str
    source: str
    time: str
    value: str
    tags: str
    link: str
    other_sources: str
    one_sentence: str
    figures: str
    resources: str
    colon: str
    late: str
    first_seen: str
    revised: str
    unread: str
    untitled: str
    no_items: str
    extractive: str
    budget_spent: str
    unanswered: str
    counts: dict[CountName, str]
    counts_heading: str
    window: str
    trace: str
    resource_kinds: dict[ResourceKind, str]


class SectionSpec(_Part):
    """A section of an item: the points of one or more fields of the brief under one heading."""

    fields: tuple[PointField, ...] = Field(min_length=1)
    icon: str
    heading: dict[str, str]


class EditionSpec(_Part):
    """One kind of issue."""

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    template: str
    title: dict[str, str]
    sections: tuple[SectionSpec, ...]
    labels: dict[str, Labels] = Field(min_length=1)

    @model_validator(mode="after")
    def _speaks_each_language_everywhere(self) -> "EditionSpec":
        languages = set(self.labels)
        texts = {"title": self.title} | {f"sections.{n}.heading": part.heading for n, part in enumerate(self.sections)}
        for key, translations in texts.items():
            if set(translations) != languages:
                raise ValueError(f"{key}: has {sorted(translations)}, but labels has {sorted(languages)}")
        return self

    def title_of(self, day: date, language: str) -> str:
        """Return the issue's title.

        Raises:
            EditionError: when the edition has no texts in `language`.
        """
        return self._in(self.title, language).format(day=day.isoformat())

    def labels_in(self, language: str) -> Labels:
        """Return the labels of `language`.

        Raises:
            EditionError: when the edition has no texts in `language`.
        """
        return self._in(self.labels, language)

    def _in(self, texts: Mapping[str, Text], language: str) -> Text:
        if language not in texts:
            raise EditionError(
                f"{self.name}.yaml: labels: no {language!r}; the edition speaks {', '.join(sorted(texts))}"
            )
        return texts[language]


@cache
def load_edition(name: str) -> EditionSpec:
    """Read the edition `name` from its YAML file.

    Raises:
        EditionError: when there is no such edition, or its file is wrong.
    """
    path = FOLDER / f"{name}.yaml"
    known = sorted(file.stem for file in FOLDER.glob("*.yaml"))
    if name not in known:
        raise EditionError(f"there is no edition {name!r}; known: {', '.join(known)}")
    edition = read_edition(path)
    if edition.name != name:
        raise EditionError(f"{path.name}: name: {edition.name!r} must be the file's own name, {name!r}")
    return edition


def read_edition(path: Path) -> EditionSpec:
    """Read and validate one edition file.

    Raises:
        EditionError: naming the file and every wrong key.
    """
    try:
        return EditionSpec.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except yaml.YAMLError as error:
        raise EditionError(f"{path.name}: not YAML: {error}") from error
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg']}" for fault in error.errors())
        raise EditionError(f"{path.name}: {'; '.join(faults)}") from error
