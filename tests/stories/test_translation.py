"""What Chinese words may mean in English: looked up in the glossary first, then in the dictionary."""

import pytest

from digest_pipeline.stories.glossary import GLOSSARY
from digest_pipeline.stories.translation import meanings, translated
from digest_pipeline.stories.words import stem, words


def found(text: str) -> list[str]:
    return [word for word, _ in translated(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("数据库系统", ["数据库", "系统"]),
        ("数据系统", ["数据", "系统"]),
        ("人工智能芯片", ["人工智能", "芯片"]),
        ("工人罢工", ["工人", "罢工"]),
    ],
)
def test_the_longest_word_is_taken_first(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_words_come_in_reading_order_and_as_often_as_they_stand() -> None:
    assert found("芯片换数据，数据换芯片") == ["芯片", "数据", "数据", "芯片"]


def test_no_word_reaches_over_what_is_not_chinese() -> None:
    assert "芯片" not in found("芯，片")
    assert "芯片" not in found("芯A片")


@pytest.mark.parametrize(("traditional", "simplified"), [("機器", "机器"), ("資料庫", "资料库"), ("學習", "学习")])
def test_traditional_characters_mean_the_same(traditional: str, simplified: str) -> None:
    assert found(traditional) == [traditional]
    assert meanings(traditional) & meanings(simplified)


def test_the_glossary_goes_before_the_dictionary() -> None:
    # The dictionary knows a river of this name.
    assert meanings("亚马逊云") == frozenset(words(GLOSSARY["亚马逊云"]))
    assert stem("gemini") in meanings("双子星")


def test_a_word_of_the_glossary_alone_is_found_whole_within_a_text() -> None:
    assert "深度思维" in found("伦敦的深度思维发布模型")


def test_a_word_is_known_by_all_its_meanings_as_stems() -> None:
    assert {stem("machine")} <= meanings("机器")
    assert {stem("study"), stem("learn")} <= meanings("学习")


def test_meanings_hold_no_notes_of_the_dictionary() -> None:
    for word in ("数据", "机器", "学习", "系统", "港口", "学生"):
        assert meanings(word)
        assert not meanings(word) & {"sb", "sth", "cl", "classifi", "etc"}


@pytest.mark.parametrize("text", ["", "Heron 2.1", "，。！", "的", "鿋鿌", "カタカナ"])
def test_what_the_dictionary_does_not_know_is_passed_over(text: str) -> None:
    assert found(text) == []


def test_an_unknown_character_hides_nothing_behind_it() -> None:
    assert found("鿋芯片鿌数据") == ["芯片", "数据"]


def test_an_unknown_word_means_nothing() -> None:
    assert meanings("鿋鿌") == frozenset()
    assert meanings("") == frozenset()


# A fifth of a second where no word is sought that is longer than those of the dictionary; hours where each is.
@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("piece", "expected"),
    [("鹭", set()), ("人工智能芯片发布", {"人工智能", "芯片", "发布"}), ("人工智", {"人工", "智人"})],
)
def test_the_time_of_a_long_text_without_a_blank_grows_with_its_length(piece: str, expected: set[str]) -> None:
    assert set(found(piece * (100_000 // len(piece)))) == expected
