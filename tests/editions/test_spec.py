"""The edition's file: what it holds, and what a reader of the error message learns when it is wrong."""

from pathlib import Path

import pytest
import yaml

from digest_pipeline.editions.spec import FOLDER, EditionError, load_edition, read_edition
from tests.editions.sample import DAY


def test_the_daily_briefing_has_its_title_and_sections_in_both_languages() -> None:
    edition = load_edition("daily_briefing")

    assert edition.title_of(DAY, "zh") == "AI 每日情报 | 2026-02-14"
    assert [section.heading["zh"] for section in edition.sections] == [
        "核心技术/实现逻辑",
        "实验数据/关键结论",
        "独家洞察/局限性",
    ]
    assert set(edition.labels) == {"zh", "en"}


def test_an_unknown_edition_is_answered_with_the_known_ones() -> None:
    with pytest.raises(EditionError, match=r"no edition 'weekly'; known: .*daily_briefing"):
        load_edition("weekly")


def test_an_unknown_language_is_answered_with_the_known_ones() -> None:
    with pytest.raises(EditionError, match=r"daily_briefing\.yaml: labels: no 'fr'; the edition speaks en, zh"):
        load_edition("daily_briefing").labels_in("fr")


def test_a_missing_label_is_named_by_file_and_key(tmp_path: Path) -> None:
    path = tmp_path / "daily_briefing.yaml"
    path.write_text((FOLDER / path.name).read_text("utf-8").replace("untitled: original", "untitel: original"), "utf-8")

    with pytest.raises(EditionError, match=r"daily_briefing\.yaml: labels\.en\.untitled: Field required"):
        read_edition(path)


def test_a_text_missing_in_one_language_is_named_by_its_key(tmp_path: Path) -> None:
    content = yaml.safe_load((FOLDER / "daily_briefing.yaml").read_text("utf-8"))
    del content["sections"][1]["heading"]["en"]
    path = tmp_path / "half.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")

    with pytest.raises(EditionError, match=r"half\.yaml: .*sections\.1\.heading"):
        read_edition(path)


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("name: [", "utf-8")

    with pytest.raises(EditionError, match=r"broken\.yaml: not YAML"):
        read_edition(path)
