"""What an edition is, read from its YAML file and validated: title, rhythm, what it takes, its parts and its words.

The user's own settings of an edition (how many items, which language, which channels) are `settings.Edition`; which
editions there are is `catalogue`, and nothing here renders.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from digest_pipeline.model import Category, ResourceKind, Stars, StoryKind

if TYPE_CHECKING:
    from digest_pipeline.editions.periods import Period

FOLDER = Path(__file__).parent
COMMON_LABELS = FOLDER / "labels.yaml"
_TITLE_FIELDS = ("first", "last", "key", "moment")

Cadence = Literal["daily", "four_hourly", "weekly", "monthly"]
PointField = Literal["technique", "findings", "insight", "limitations"]
BodyPart = Literal[
    "one_sentence", "summary", "paragraph", "sections", "points", "figures", "resources", "moments", "hindsights"
]
CountName = Literal["entries", "articles", "off_subject", "stories", "items", "repeats", "told_before", "left_out"]
Text = TypeVar("Text")


class EditionError(Exception):
    """An edition does not exist or its file is wrong; the message names file, key and what is allowed."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Labels(_Part):
    """Every word an edition prints that comes from no article, in one language.

    `labels.yaml` has them all; an edition's own file gives those that it words otherwise.
    """

    overview: str
    source: str
    time: str
    value: str
    tags: str
    link: str
    read_more: str
    primary: str
    no_primary: str
    paper: str
    other_sources: str
    one_sentence: str
    summary: str
    details: str
    figures: str
    resources: str
    further: str
    moments: str
    hindsights: str
    outcomes: dict[Literal["confirmed", "changed"], str]
    standings: dict[Literal["new", "update", "repeat"], str]
    thread_of: str
    compared: str
    aside: str
    colon: str
    comma: str
    late: str
    first_seen: str
    revised: str
    continues: str
    news: str
    unread: str
    untitled: str
    no_items: str
    empty_group: str
    origin: str
    extractive: str
    budget_spent: str
    unanswered: str
    accepted: str
    counts: dict[CountName, str]
    counts_heading: str
    window: str
    trace: str
    resource_kinds: dict[ResourceKind, str]
    further_kinds: dict[ResourceKind, str]
    categories: dict[Category, str]


class SectionSpec(_Part):
    """A section of an item: the points of one or more fields of the brief under one heading."""

    fields: tuple[PointField, ...] = Field(min_length=1)
    icon: str = ""
    heading: dict[str, str]


class GroupSpec(_Part):
    """A part of an issue: the stories of some categories or kinds, under one heading.

    A story stands in the first group that names its category or kind, else in the first that names none.
    """

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    icon: str = ""
    heading: dict[str, str]
    categories: tuple[Category, ...] = ()
    kinds: tuple[StoryKind, ...] = ()
    items: int | None = Field(None, ge=1, description="at most so many; unset: as many as the issue has room for")


class Selection(_Part):
    """Which stories an edition takes."""

    items: int = Field(15, ge=1, le=200, description="at most so many, unless digest.yaml says otherwise")
    minimum_stars: Stars = 1
    order: Literal["value", "time"] = "value"
    late: bool = Field(default=True, description="whether a story older than the window may stand in it, marked")
    source_share: float = Field(1 / 3, gt=0, le=1, description="one source leads no greater part of an issue")
    subject_only: bool = Field(default=False, description="leave out what never names the subject")
    overview: int = Field(0, ge=0, le=50, description="lines of the overview")
    further: int = Field(0, ge=0, le=100, description="links of the last part")


class EditionSpec(_Part):
    """One kind of issue.

    `days` is the length of a window of daily cadence, in days; a four-hourly, weekly or monthly one is as long as its
    cadence. A `review` tells threads by what their stories' briefs said, instead of the stories of a day.
    """

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    template: str
    cadence: Cadence = "daily"
    days: int = Field(1, ge=1, le=31)
    review: bool = False
    title: dict[str, str]
    about: dict[str, str]
    categories: dict[str, tuple[str, ...]] = {}
    select: Selection = Selection()
    groups: tuple[GroupSpec, ...] = ()
    body: tuple[BodyPart, ...] = Field(min_length=1)
    sections: tuple[SectionSpec, ...] = ()
    labels: dict[str, Labels] = Field(min_length=1)
    folder: Path = FOLDER

    @model_validator(mode="after")
    def _speaks_each_language_everywhere(self) -> "EditionSpec":
        languages = set(self.labels)
        texts: dict[str, Mapping[str, object]] = {"title": self.title, "about": self.about}
        texts |= {f"sections.{n}.heading": part.heading for n, part in enumerate(self.sections)}
        texts |= {f"groups.{n}.heading": part.heading for n, part in enumerate(self.groups)}
        texts |= {"categories": self.categories} if self.categories else {}
        for key, translations in texts.items():
            if set(translations) != languages:
                raise ValueError(f"{key}: has {sorted(translations)}, but labels has {sorted(languages)}")
        for language, title in self.title.items():
            _refuse_unknown_fields(f"title.{language}", title)
        if self.days > 1 and self.cadence != "daily":
            raise ValueError("days: only an edition of daily cadence has a window of several days")
        return self

    @property
    def summary(self) -> str:
        """What the edition is, in English where it speaks it."""
        return self.about.get("en") or next(iter(self.about.values()))

    def title_of(self, period: "Period", language: str, zone: ZoneInfo) -> str:
        """Return the title of the issue of `period`; hours are those of `zone`.

        Raises:
            EditionError: when the edition has no texts in `language`.
        """
        moment = f"{period.end.astimezone(zone):%Y.%m.%d.%H}"
        return self.said(self.title, language).format(
            first=period.first, last=period.last, key=period.key, moment=moment
        )

    def labels_in(self, language: str) -> Labels:
        """Return the labels of `language`.

        Raises:
            EditionError: when the edition has no texts in `language`.
        """
        return self.said(self.labels, language)

    def said(self, texts: Mapping[str, Text], language: str) -> Text:
        """Return the text of `language`.

        Raises:
            EditionError: when the edition has no texts in `language`.
        """
        if language not in texts:
            raise EditionError(
                f"{self.name}.yaml: labels: no {language!r}; the edition speaks {', '.join(sorted(self.labels))}"
            )
        return texts[language]


def read_edition(path: Path) -> EditionSpec:
    """Read and validate one edition file.

    Raises:
        EditionError: naming the file and every wrong key.
    """
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise EditionError(f"{path.name}: can't be read: {error}") from error
    except yaml.YAMLError as error:
        raise EditionError(f"{path.name}: not YAML: {error}") from error
    if not isinstance(content, dict):
        raise EditionError(f"{path.name}: must hold keys and values, not a {type(content).__name__}")
    try:
        edition = EditionSpec.model_validate(content | {"labels": _labels(content), "folder": path.parent})
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg']}" for fault in error.errors())
        raise EditionError(f"{path.name}: {'; '.join(faults)}") from error
    if edition.name != path.stem:
        raise EditionError(f"{path.name}: name: {edition.name!r} must be the file's own name, {path.stem!r}")
    if not any((folder / "templates" / edition.template).is_file() for folder in (edition.folder, FOLDER)):
        raise EditionError(f"{path.name}: template: there is no templates/{edition.template} beside the file")
    return edition


def _refuse_unknown_fields(key: str, title: str) -> None:
    try:
        title.format(**dict.fromkeys(_TITLE_FIELDS, ""))
    except (LookupError, ValueError, AttributeError) as error:
        allowed = ", ".join(f"{{{name}}}" for name in _TITLE_FIELDS)
        raise ValueError(f"{key}: {title!r} can't be filled in ({error}); allowed: {allowed}") from None


def _labels(content: Mapping[str, Any]) -> object:
    """Return the edition's labels with the common ones for what it does not word itself."""
    own = content.get("labels")
    if own is None:
        languages = content.get("title") or ()
        return {language: _common_labels()[language] for language in languages if language in _common_labels()}
    if not isinstance(own, dict) or not all(isinstance(words, dict) for words in own.values()):
        return own
    return {language: _merged(_common_labels().get(language, {}), words) for language, words in own.items()}


def _merged(common: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    both = {key: common[key] | words for key, words in own.items() if isinstance(words, dict) and key in common}
    return {**common, **own, **both}


@cache
def _common_labels() -> dict[str, dict[str, Any]]:
    content: dict[str, dict[str, Any]] = yaml.load(COMMON_LABELS.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return content
