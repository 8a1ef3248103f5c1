"""The words that issues print: the same ones in each language, each used, each filled in the same way."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from digest_pipeline.editions.spec import COMMON_LABELS, FOLDER, Labels, read_edition

PACKAGE = FOLDER.parent
LANGUAGES = yaml.safe_load(COMMON_LABELS.read_text("utf-8"))
SHIPPED = sorted(path for path in FOLDER.glob("*.yaml") if path != COMMON_LABELS)
HAN = re.compile(r"[\u4e00-\u9fff]")


def words_of(content: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(content, dict):
        for key, inner in content.items():
            yield from words_of(inner, f"{path}.{key}")
    else:
        yield path, str(content)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_common_words_are_all_there_and_no_others(language: str) -> None:
    assert Labels.model_validate(LANGUAGES[language])


def test_the_same_words_are_filled_in_with_the_same_things_in_every_language() -> None:
    fields = {
        language: {key: sorted(re.findall(r"{(\w*)}", word)) for key, word in words_of(content)}
        for language, content in LANGUAGES.items()
    }

    assert fields["zh"] == fields["en"]


def test_no_word_is_left_in_the_other_language() -> None:
    letters = {key: word for key, word in words_of(LANGUAGES["zh"]) if re.search(r"\w", re.sub(r"{\w+}", "", word))}

    assert [key for key, word in letters.items() if not HAN.search(word)] == []
    assert [key for key, word in words_of(LANGUAGES["en"]) if HAN.search(word)] == []


@pytest.mark.parametrize("label", sorted(Labels.model_fields))
def test_every_word_is_printed_somewhere(label: str) -> None:
    files = [path for suffix in ("py", "j2") for path in PACKAGE.rglob(f"*.{suffix}") if path.name != "spec.py"]

    assert any(re.search(rf"\blabels\.{label}\b", path.read_text("utf-8")) for path in files)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_an_edition_that_ships_gives_only_the_words_in_which_it_differs(path: Path) -> None:
    content = yaml.safe_load(path.read_text("utf-8"))

    assert set(read_edition(path).labels) == {"zh", "en"}
    for language, own in (content.get("labels") or {}).items():
        assert [key for key, word in own.items() if word == LANGUAGES[language][key]] == []
