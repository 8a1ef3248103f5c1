"""What a user can configure, and the one clear message when it is wrong.

Two files and the environment: `digest.yaml` (the newsroom) and `sources.yaml` (where news comes from), each looked for
in the home and then beside the package (the defaults that ship); `DIGEST_*` variables override `digest.yaml`
(`DIGEST_LLM__MODEL=...`). Nothing is read before `load` is called.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, Field, StringConstraints, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from digest_pipeline.delivery.channels import AppriseChannel, Channel, ChannelName, Deliver, Delivery, GitChannel
from digest_pipeline.quality.limits import Checks
from digest_pipeline.sections import Section, TimeZoneName
from digest_pipeline.sources.kinds import KINDS, AnySource
from digest_pipeline.sources.source import Source
from digest_pipeline.unattended import Automation

CHECKOUT = Path(__file__).resolve().parent.parent
_PREFIX = "DIGEST_"
# A wrong value is shown in the message, but not all of a long list.
_SHOWN_CHARACTERS = 200
_EDITIONS = Path(__file__).parent / "editions"
Language = Literal["zh", "en"]


HostName = Annotated[str, StringConstraints(pattern=r"^[\w.:\[\]-]+$")]


class EngineName(StrEnum):
    """Who writes the briefs; `auto` asks a model when there is a key for one, `batch` asks it at half the price."""

    auto = "auto"
    extractive = "extractive"
    llm = "llm"
    batch = "batch"


class ConfigurationError(Exception):
    """The configuration is wrong; the message names file, key and what is allowed."""


class Days(Section):
    """When a day is over and what still belongs to it."""

    grace_hours: int = Field(24, ge=0, le=72, description="captures up to this long after midnight still serve the day")
    max_age_days: int = Field(7, ge=1, le=60, description="a late entry older than this is left out")
    schedule_hour: int = Field(6, ge=0, le=23, description="local hour at which yesterday is published")

    @property
    def grace(self) -> timedelta:
        """How long after midnight a capture still serves the day."""
        return timedelta(hours=self.grace_hours)

    @property
    def max_age(self) -> timedelta:
        """How old a late entry may be."""
        return timedelta(days=self.max_age_days)


class Limits(Section):
    """What one page or feed may cost."""

    feed_bytes: int = Field(8_000_000, ge=1_000)
    page_bytes: int = Field(4_000_000, ge=1_000)
    page_seconds: float = Field(20, gt=0, le=300)
    workers: int = Field(0, ge=0, le=64, description="extraction processes; 0 = one a processor")
    min_characters: int = Field(80, ge=1, description="a text shorter than this is no article")


class Fetch(Section):
    """How politely the live web is asked, and what one answer may cost."""

    user_agent: str = "digest-pipeline/0.1 (+https://example.org/digest-pipeline)"
    connect_seconds: float = Field(10, gt=0, le=300)
    read_seconds: float = Field(20, gt=0, le=300, description="the longest silence within an answer")
    total_seconds: float = Field(60, gt=0, le=3600, description="one answer, from the request to its last byte")
    concurrency: int = Field(16, ge=1, le=256, description="requests at a time, all hosts together")
    host_concurrency: int = Field(2, ge=1, le=64, description="requests at a time to one host")
    host_pause_seconds: float = Field(0.5, ge=0, le=60, description="between the starts of two requests to one host")
    attempts: int = Field(3, ge=1, le=10, description="of one address, when it answers 429, 5xx or not at all")
    backoff_seconds: float = Field(1, gt=0, le=60, description="before the second attempt; doubled before each further")
    retry_after_seconds: float = Field(120, ge=0, le=3600, description="a longer Retry-After is not waited for")
    redirects: int = Field(5, ge=0, le=20)
    header_bytes: int = Field(64_000, ge=1_000)
    body_bytes: int = Field(10_000_000, ge=1_000, description="as sent")
    decoded_bytes: int = Field(50_000_000, ge=1_000, description="with the content encoding undone")
    content_types: tuple[str, ...] = Field(
        (
            "text/",
            "application/xhtml+xml",
            "application/xml",
            "application/json",
            "application/rss",
            "application/octet-stream",
            "application/gzip",
            "application/x-gzip",
            "application/*+xml",
            "application/*+json",
        ),
        description="media types that are taken; an answer that names none is taken too",
    )
    host_seconds: float = Field(1_800, gt=0, description="a run's time with one host, from its first request")
    host_bytes: int = Field(200_000_000, ge=1_000, description="what a run takes from one host")
    run_seconds: float = Field(3_600, gt=0, description="a run's time with all hosts together")
    run_bytes: int = Field(2_000_000_000, ge=1_000, description="what a run takes from all hosts together")
    allow_hosts: tuple[HostName, ...] = Field((), description="hosts that may be private (an intranet, a test)")


class Topic(Section):
    """A topic of the user's own: how a tag names it in either language, and what else it is called."""

    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)
    also: tuple[str, ...] = ()


class Subject(Section):
    """What the digest is about: keywords, which count for the stars too, examples for the topic gate, and its tags."""

    keywords: tuple[str, ...] = ()
    about: tuple[str, ...] = Field((), description="headlines about the subject")
    other: tuple[str, ...] = Field((), description="headlines about other things that the same sources write of")
    topics: tuple[Topic, ...] = Field((), description="that tags name, beside those that ship")

    @model_validator(mode="after")
    def _examples_of_both(self) -> "Subject":
        if bool(self.about) != bool(self.other):
            raise ValueError("about and other: give examples of both, or of neither")
        return self


class Stories(Section):
    """How the stories of different days hang together."""

    thread_days: int = Field(14, ge=1, le=60, description="how far back a story may continue another")


class Budget(Section):
    """What the model may cost: for the stories of one day, re-runs included, and for one run."""

    day_money: float | None = Field(None, ge=0, description="in the currency of the prices; unset: no limit")
    run_money: float | None = Field(None, ge=0)
    day_tokens: int | None = Field(None, ge=0, description="sent and received together")
    run_tokens: int | None = Field(None, ge=0)


class Price(Section):
    """What a model costs, for a million tokens."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)


class Llm(Section):
    """The model endpoint of the `llm` engine; key and address come from OPENAI_API_KEY and OPENAI_BASE_URL."""

    model: str = "gpt-5-mini"
    mode: Literal["tools", "json_schema", "json"] = "tools"
    temperature: float | None = Field(None, ge=0, le=2, description="unset: the model's own default")
    seed: int | None = Field(None, description="unset: none is sent")
    stories: int = Field(30, ge=0, description="the day's best stories that get a model's brief; the rest is quoted")
    triage_model: str = Field("gpt-5-nano", description="ranks the stories by title and lead; empty: the rubric does")
    triage_stories: int = Field(20, ge=2, le=100, description="stories a call of the triage")
    max_output_tokens: int = Field(4_000, ge=256)
    article_tokens: int = Field(8_000, ge=200, description="a longer article is shown in parts")
    concurrency: int = Field(8, ge=1, le=64)
    timeout_seconds: float = Field(120, gt=0)
    attempts: int = Field(4, ge=1, le=10, description="of one call that is answered by 408, 409, 429, 5xx or nothing")
    backoff_seconds: float = Field(1, gt=0, le=60, description="before the second attempt; doubled, with jitter")
    retry_after_seconds: float = Field(60, ge=0, le=3600, description="a longer Retry-After is not waited for")
    breaker_failures: int = Field(8, ge=1, description="so many failed calls in a row, and the endpoint is left alone")
    breaker_seconds: float = Field(30, ge=0, description="for so long; then one call may try it")
    batch_wait_seconds: float = Field(0, ge=0, description="how long a run waits for its batch; a later run finds it")
    budget: Budget = Budget()
    prices: dict[str, Price] = Field({}, description="of models whose price is not known, or is another")


class Scoring(Section):
    """How the parts of a story's value are weighed."""

    novelty: float = Field(0.25, ge=0, le=1)
    depth: float = Field(0.20, ge=0, le=1)
    evidence: float = Field(0.20, ge=0, le=1)
    impact: float = Field(0.25, ge=0, le=1)
    reach: float = Field(0.10, ge=0, le=1)
    authority: float = Field(0.2, ge=0, le=2, description="for each step of the best source's authority above 3")
    source: float = Field(0.3, ge=0, le=2, description="for each further independent source")
    most_sources: int = Field(3, ge=0, le=20, description="further sources that count")
    paper: float = Field(0.1, ge=-5, le=5, description="for the kind of story")
    release: float = Field(0.2, ge=-5, le=5)
    tool: float = Field(0.0, ge=-5, le=5)
    news: float = Field(0.0, ge=-5, le=5)
    opinion: float = Field(-0.3, ge=-5, le=5)
    off_subject: float = Field(0.8, ge=0, le=5, description="taken off a story that never names the subject")
    off_subject_stars: int = Field(2, ge=1, le=5, description="at most so many stars for such a story")

    @model_validator(mode="after")
    def _rubric_is_whole(self) -> "Scoring":
        total = self.novelty + self.depth + self.evidence + self.impact + self.reach
        if abs(total - 1) > 1e-6:  # noqa: PLR2004  what floating point leaves
            raise ValueError(f"novelty, depth, evidence, impact and reach must add up to 1, not {total:g}")
        return self


class Warehouse(Section):
    """The DuckDB file."""

    wait_seconds: float = Field(60, ge=0, description="how long to wait for another process that holds the file")


class Edition(Section):
    """What a user may change of an edition without touching its files."""

    items: int | None = Field(None, ge=1, le=200, description="at most so many stories; unset: as its file says")
    minimum_stars: int | None = Field(None, ge=1, le=5, description="of a story; unset: as its file says")
    language: Language = "zh"
    newsletter: str = Field("", description="id of a source of kind newsletter that is distilled; empty: all sources")
    deliver: dict[ChannelName, Deliver] = Field({}, description="the channels it is sent to, and in which form")


class Site(Section):
    """What the site can't know of itself: where it will stand, and what it is called."""

    url: str = Field(
        "",
        pattern=r"^(?:https?://[^\s/?#@]+(?:/[^\s?#]*)?)?$",
        description="address of the folder that it is published to; feeds and the sitemap need it for whole addresses,"
        " and the permanent ids of their entries begin with its host",
    )
    title: str = Field("digest-pipeline", min_length=1, description="in feeds and lists of sources")


# What stands under names of the user's own, by the key that holds them.
_NAMED: dict[int | str, type[Section]] = {"editions": Edition, "deliver": Deliver}


class Settings(BaseSettings):
    """Everything that can be configured, validated before any work starts."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        nested_model_default_partial_update=True,
    )

    home: Path
    timezone: TimeZoneName = "Asia/Shanghai"
    start: date = date(2025, 1, 1)
    captures: str = Field("", description="folder or bucket of the recorded web; empty: captures/ in the home")
    engine: EngineName = EngineName.auto
    days: Days = Days()
    limits: Limits = Limits()
    fetch: Fetch = Fetch()
    subject: Subject = Subject()
    stories: Stories = Stories()
    scoring: Scoring = Scoring()
    llm: Llm = Llm()
    warehouse: Warehouse = Warehouse()
    site: Site = Site()
    channels: dict[ChannelName, Channel] = Field({}, description="where issues can be sent")
    delivery: Delivery = Delivery()
    checks: Checks = Checks()
    automation: Automation = Automation()
    editions: dict[str, Edition] = {
        "daily_briefing": Edition(),
        "two_day_report": Edition(),
        "top_ten": Edition(),
        "four_hour_flash": Edition(),
        "weekly": Edition(),
        "monthly": Edition(),
    }
    sources: tuple[AnySource, ...] = ()

    @field_validator("sources")
    @classmethod
    def _one_source_an_id(cls, sources: tuple[Source, ...]) -> tuple[Source, ...]:
        twice = sorted(key for key, count in Counter(source.id for source in sources).items() if count > 1)
        if twice:
            raise ValueError(f"the id {twice[0]!r} stands twice; give each source an id of its own")
        return sources

    @model_validator(mode="after")
    def _known_editions(self) -> "Settings":
        known = edition_files(self.home)
        if unknown := sorted(self.editions.keys() - known.keys()):
            raise ValueError(f"editions: there is no edition {unknown[0]!r}; there is: {', '.join(known)}")
        return self

    @model_validator(mode="after")
    def _known_newsletters(self) -> "Settings":
        known = sorted(source.id for source in self.sources if source.kind == "newsletter")
        for name, edition in self.editions.items():
            if edition.newsletter and edition.newsletter not in known:
                raise ValueError(
                    f"editions.{name}.newsletter: no source {edition.newsletter!r} of kind newsletter; there is: "
                    f"{', '.join(known) or 'none'}"
                )
        return self

    @model_validator(mode="after")
    def _known_channels(self) -> "Settings":
        known = ", ".join(self.channels) or "none"
        for name, edition in self.editions.items():
            if unknown := [channel for channel in edition.deliver if channel not in self.channels]:
                raise ValueError(f"editions.{name}.deliver: there is no channel {unknown[0]!r}; there is: {known}")
        if self.delivery.alert and not isinstance(self.channels.get(self.delivery.alert), AppriseChannel):
            raise ValueError(f"delivery.alert: {self.delivery.alert!r} is no channel with a url; channels: {known}")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  the signature is pydantic-settings'
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  the same
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the files, which arrive as keyword arguments."""
        return env_settings, init_settings

    @property
    def zone(self) -> ZoneInfo:
        """The configured time zone."""
        return ZoneInfo(self.timezone)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that editions speak: first the one that a model writes in, then those it is put into."""
        return tuple(dict.fromkeys(edition.language for edition in self.editions.values()))

    @property
    def database(self) -> Path:
        """The DuckDB file."""
        return self.home / "warehouse.duckdb"

    @property
    def captures_root(self) -> str:
        """Where the recorded web lies: a folder, or any address that fsspec can open."""
        return self.captures or str(self.home / "captures")

    @property
    def site_folder(self) -> Path:
        """The folder of published issues."""
        return self.home / "site"

    @property
    def instance(self) -> Path:
        """The Dagster instance."""
        return self.home / "dagster"


def home_folder(home: Path | None = None) -> Path:
    """Return the absolute home: the given one, else `DIGEST_HOME`, else `.digest/` in the checkout."""
    return (home or Path(os.environ.get("DIGEST_HOME") or CHECKOUT / ".digest")).expanduser().absolute()


def config_file(home: Path, name: str) -> Path:
    """Return the file that configures `name` (digest.yaml, sources.yaml): the home's own, else the one that ships."""
    own = home / name
    return own if own.exists() else CHECKOUT / name


def edition_files(home: Path) -> dict[str, Path]:
    """Return the file of each edition by its name: those that ship, then those in `editions/` of the home.

    A file of the home that has the name of one that ships takes its place.
    """
    ours = {path.stem: path for path in sorted(_EDITIONS.glob("*.yaml")) if path.stem != "labels"}
    return ours | {path.stem: path for path in sorted((home / "editions").glob("*.yaml"))}


def load(home: Path | None = None) -> Settings:
    """Read both files and the environment.

    Raises:
        ConfigurationError: naming file, key and what is allowed, for the first thing that is wrong and all like it.
    """
    folder = home_folder(home)
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError(f"{folder}: the home must be a folder (--home or DIGEST_HOME)")
    _refuse_unknown_variables()
    newsroom, sources = config_file(folder, "digest.yaml"), config_file(folder, "sources.yaml")
    values = _mapping(newsroom)
    if reserved := sorted({"home", "sources"} & values.keys()):
        raise ConfigurationError(
            f"{newsroom}: {reserved[0]}: is not set here (home: --home or DIGEST_HOME; sources: sources.yaml)"
        )
    entries = _mapping(sources, allowed=("sources",)).get("sources")
    try:
        settings = Settings(**{**values, "home": folder, "sources": () if entries is None else entries})
    except ValidationError as error:
        raise ConfigurationError("\n".join(_messages(error, newsroom, sources))) from None
    except SettingsError as error:
        raise ConfigurationError(_unreadable_variable(error)) from None
    own = {name: Edition() for name, path in edition_files(folder).items() if path.is_relative_to(folder)}
    # An explicit --home wins over DIGEST_HOME, unlike every other variable.
    return settings.model_copy(update={"home": folder, "editions": {**own, **settings.editions}})


def _mapping(path: Path, allowed: tuple[str, ...] = ()) -> dict[str, Any]:
    try:
        content = _parsed(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8") from None
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date such as 2025-02-30
        raise ConfigurationError(f"{path}: is not valid YAML: {' '.join(str(error).split())}") from None
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise ConfigurationError(f"{path}: must hold keys and values, not a {type(content).__name__}")
    if odd := [key for key in content if not isinstance(key, str)]:
        raise ConfigurationError(f"{path}: {odd[0]}: keys must be words, not a {type(odd[0]).__name__}")
    if allowed and (unknown := sorted(content.keys() - set(allowed))):
        raise ConfigurationError(f"{path}: {unknown[0]}: is unknown; allowed: {', '.join(allowed)}")
    return content


@lru_cache(maxsize=2)
def _parsed(text: str) -> Any:
    """Return what a file holds, not to be changed: every run of a day reads both."""
    # The parser in C: the other takes half a second for them.
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _messages(error: ValidationError, newsroom: Path, sources: Path) -> Iterable[str]:
    for problem in error.errors():
        location = tuple(part for part in problem["loc"] if part != "[key]")
        if location[:1] == ("sources",) and set(location[2:3]) <= KINDS.keys():
            # The third part names the kind that was tried, which the user did not write there.
            location = location[:2] + location[3:]
        if location[:1] == ("channels",) and location[2:3] in {("url",), ("git",)}:
            location = location[:2] + location[3:]
        present = location[:-1] if problem["type"] == "missing" else location
        origin = _variable(present) or (sources if location[:1] == ("sources",) else newsroom)
        message = problem["msg"].removeprefix("Value error, ")
        if problem["type"] == "extra_forbidden":
            message = f"is unknown; allowed: {', '.join(_allowed_keys(problem['loc']))}"
        elif problem["type"] == "unknown_kind":
            location = (*location, "kind")
            message = f"{message} (got {problem['input'].get('kind')!r})"
        elif problem["type"] != "missing" and location[:1] not in {(), ("channels",)}:
            # The address of a channel may hold a secret, and so may the whole of the settings.
            message = f"{message} (got {_shown(problem['input'])})"
        yield f"{origin}: {'.'.join(str(part) for part in location)}: {message}"


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"


def _variable(location: tuple[int | str, ...]) -> str | None:
    """Return the variable that sets the value at `location`, by itself or as a part of its JSON, or None."""
    for depth in range(len(location), 0, -1):
        name = "__".join(str(part) for part in location[:depth]).upper()
        for variable, text in _variables().items():
            if variable.upper() == f"{_PREFIX}{name}" and _holds(text, location[depth:]):
                return variable
    return None


def _holds(text: str, path: tuple[int | str, ...]) -> bool:
    try:
        value: Any = json.loads(text) if path else None
        for part in path:
            value = value[part]
    except (ValueError, LookupError, TypeError):
        return False
    return True


def _variables() -> dict[str, str]:
    return {name: text for name, text in sorted(os.environ.items()) if name.upper().startswith(_PREFIX)}


def _refuse_unknown_variables() -> None:
    allowed = {f"{_PREFIX}{name}".upper() for name in Settings.model_fields}
    for variable in _variables():
        if variable.upper().partition("__")[0] not in allowed:
            raise ConfigurationError(f"{variable}: is unknown; allowed: {', '.join(sorted(allowed))}")


def _unreadable_variable(error: SettingsError) -> str:
    field = re.search(r'field "(\w+)"', str(error))
    variable = f"{_PREFIX}{field[1]}".upper() if field else "environment"
    return f"{variable}: is no JSON ({error.__cause__}); or set one value at a time with {_PREFIX}SECTION__KEY"


def _allowed_keys(location: tuple[int | str, ...]) -> list[str]:
    if location[0] == "sources":
        return sorted(KINDS[str(location[2])].model_fields)
    if location[0] == "channels":
        return sorted((GitChannel if location[2] == "git" else AppriseChannel).model_fields)
    model: Any = Settings
    for part in location[:-1]:
        if part in _NAMED:
            model = _NAMED[part]
        elif isinstance(model, type) and issubclass(model, BaseModel) and part in model.model_fields:
            model = model.model_fields[str(part)].annotation
    hidden = {"home", "sources"} if model is Settings else set()
    return sorted(model.model_fields.keys() - hidden)
