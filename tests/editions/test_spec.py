"""The edition's file: what it holds, and what a reader of the error message learns when it is wrong."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.periods import Period
from digest_pipeline.editions.spec import COMMON_LABELS, FOLDER, EditionError, EditionSpec, read_edition

SHANGHAI = ZoneInfo("Asia/Shanghai")
PERIOD = Period(
    key="2026-02-14",
    start=datetime(2026, 2, 12, 16, tzinfo=UTC),
    end=datetime(2026, 2, 14, 16, tzinfo=UTC),
    first=date(2026, 2, 13),
    last=date(2026, 2, 14),
)


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., EditionSpec]:
    """Read the daily briefing with other values under some keys."""

    def read(**values: Any) -> EditionSpec:
        content = yaml.safe_load((FOLDER / "daily_briefing.yaml").read_text("utf-8")) | values
        path = tmp_path / "daily_briefing.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
        return read_edition(path)

    return read


def test_the_daily_briefing_has_its_title_and_sections_in_both_languages() -> None:
    edition = read_edition(FOLDER / "daily_briefing.yaml")

    assert edition.title_of(PERIOD, "zh", SHANGHAI) == "AI 每日情报 | 2026-02-14"
    assert [section.heading["zh"] for section in edition.sections] == [
        "核心技术/实现逻辑",
        "实验数据/关键结论",
        "独家洞察/局限性",
    ]
    assert set(edition.labels) == {"zh", "en"}


def test_a_title_names_the_window_by_its_days_its_key_and_the_local_hour_of_its_end(
    changed: Callable[..., EditionSpec],
) -> None:
    edition = changed(title={"zh": "{first} 至 {last}", "en": "{key} at {moment}"})

    assert edition.title_of(PERIOD, "zh", SHANGHAI) == "2026-02-13 至 2026-02-14"
    assert edition.title_of(PERIOD, "en", SHANGHAI) == "2026-02-14 at 2026.02.15.00"
    assert edition.title_of(PERIOD, "en", ZoneInfo("UTC")) == "2026-02-14 at 2026.02.14.16"


@pytest.mark.parametrize("title", ["{day}", "{0}", "{", "{last.nothing}"])
def test_a_title_that_can_not_be_filled_in_is_refused_with_what_can(
    title: str, changed: Callable[..., EditionSpec]
) -> None:
    with pytest.raises(
        EditionError, match=r"daily_briefing\.yaml: .*title\.en.* allowed: {first}, {last}, {key}, {moment}"
    ):
        changed(title={"zh": "x", "en": title})


def test_an_unknown_edition_is_answered_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(EditionError, match=r"no edition 'yearly'; known: .*daily_briefing"):
        Catalogue(tmp_path)["yearly"]


def test_an_unknown_language_is_answered_with_the_known_ones() -> None:
    with pytest.raises(EditionError, match=r"daily_briefing\.yaml: labels: no 'fr'; the edition speaks en, zh"):
        read_edition(FOLDER / "daily_briefing.yaml").labels_in("fr")


def test_an_edition_without_words_of_its_own_has_the_common_ones(changed: Callable[..., EditionSpec]) -> None:
    common = yaml.safe_load(COMMON_LABELS.read_text("utf-8"))

    assert changed(labels=None).labels_in("en").overview == common["en"]["overview"]


def test_a_word_of_the_edition_takes_the_place_of_the_common_one_and_no_other(
    changed: Callable[..., EditionSpec],
) -> None:
    common = yaml.safe_load(COMMON_LABELS.read_text("utf-8"))["en"]

    labels = changed(labels={"zh": {}, "en": {"link": "Go", "counts": {"items": "told"}}}).labels_in("en")

    assert labels.link == "Go"
    assert labels.source == common["source"]
    assert labels.counts == common["counts"] | {"items": "told"}


def test_a_missing_label_of_a_new_language_is_named_by_file_and_key(changed: Callable[..., EditionSpec]) -> None:
    french = yaml.safe_load(COMMON_LABELS.read_text("utf-8"))["en"]
    del french["untitled"]

    with pytest.raises(EditionError, match=r"daily_briefing\.yaml: labels\.fr\.untitled: Field required"):
        changed(labels={"fr": french})


def test_a_word_that_nothing_prints_is_refused(changed: Callable[..., EditionSpec]) -> None:
    with pytest.raises(EditionError, match=r"labels\.en\.untitel: Extra inputs"):
        changed(labels={"zh": {}, "en": {"untitel": "original"}})


def test_a_text_missing_in_one_language_is_named_by_its_key(changed: Callable[..., EditionSpec]) -> None:
    section = {"fields": ["technique"], "heading": {"zh": "方法"}}

    with pytest.raises(EditionError, match=r"daily_briefing\.yaml: .*sections\.0\.heading"):
        changed(sections=[section])


def test_a_template_that_is_nowhere_is_named(changed: Callable[..., EditionSpec]) -> None:
    with pytest.raises(EditionError, match=r"daily_briefing\.yaml: template: there is no templates/other\.md\.j2"):
        changed(template="other.md.j2")


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("name: [", "utf-8")

    with pytest.raises(EditionError, match=r"broken\.yaml: not YAML"):
        read_edition(path)
