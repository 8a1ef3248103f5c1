"""The words of articles: stems, pairs of characters, names, versions, codes, dates and quoted titles."""

from collections.abc import Callable, Iterable

import pytest

from digest_pipeline.stories.words import (
    codes,
    dates,
    folded,
    han_runs,
    names,
    pairs,
    quoted,
    stem,
    terms,
    versions,
    words,
)

# --- Words and pairs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "compared"),
    [("ＧＰＴ", "gpt"), ("Café", "cafe"), ("cafe\u0301", "cafe"), ("ÅNGSTRÖM", "angstrom"), ("İzmir", "izmir")],
)
def test_width_case_and_accents_are_folded(written: str, compared: str) -> None:
    assert folded(written) == compared


def test_voiced_kana_keep_their_marks() -> None:
    assert folded("モデル") == "モデル"
    assert folded("ﾓﾃﾞﾙ") == "モデル"


@pytest.mark.parametrize("forms", ["release releases released releasing", "harbour harbours", "company companies"])
def test_the_forms_of_an_english_word_have_one_stem(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


def test_what_holds_a_digit_is_its_own_stem() -> None:
    assert stem("h200s") == "h200s"


def test_words_come_in_reading_order_without_the_empty_ones() -> None:
    assert list(words("The herons, which landed, are landing in Brightwater")) == [
        "heron",
        "land",
        "land",
        "brightwat",
    ]


def test_a_name_is_parted_from_the_number_behind_a_hyphen_and_not_from_one_it_is_written_with() -> None:
    assert list(words("Heron-5.2 on an H200")) == ["heron", "5.2", "h200"]


def test_chinese_is_read_in_pairs_that_no_mark_or_latin_word_is_within() -> None:
    assert list(pairs("新港开工，鹭鸶X出航")) == ["新港", "港开", "开工", "鹭鸶", "出航"]


def test_a_single_character_stands_alone() -> None:
    assert list(pairs("A 股")) == ["股"]


def test_terms_are_the_words_and_the_pairs() -> None:
    assert sorted(terms("鹭鸶 released")) == ["releas", "鹭鸶"]


def test_runs_of_characters_end_where_something_else_stands() -> None:
    assert han_runs("横山实验室Heron发布，鹭鸶") == ["横山实验室", "发布", "鹭鸶"]


@pytest.mark.parametrize("read", [words, pairs, names, versions, codes, dates, quoted, han_runs])
@pytest.mark.parametrize("text", ["", " ", "—…！？", "\n\n", "\u0301", "🦢🦢"])
def test_text_without_a_word_gives_nothing(read: Callable[[str], Iterable[object]], text: str) -> None:
    assert not list(read(text))


# --- Names -----------------------------------------------------------------------------------------------------------


def test_a_name_is_what_has_a_capital_where_nothing_else_asks_for_one() -> None:
    assert names("Yesterday the harbour of Brightwater met Corvane. Nobody from Corvane spoke.") == {
        "brightwater": 1,
        "corvane": 2,
    }


@pytest.mark.parametrize("text", ["Herons land", "It rained. Herons land", "He said: “Herons land”", "- Herons land"])
def test_a_capital_at_the_beginning_says_nothing(text: str) -> None:
    assert "herons" not in names(text)


def test_what_is_as_often_small_is_no_name() -> None:
    assert "swift" not in names("We met Swift at noon, on a swift horse.")


@pytest.mark.parametrize("word", ["iPhone", "OpenAI", "gpt4o", "h200"])
def test_a_capital_or_digit_within_a_word_makes_it_a_name_anywhere(word: str) -> None:
    assert names(f"{word} is here") == {word.lower(): 1}


def test_in_a_title_in_title_case_no_word_is_a_name_and_the_text_tells() -> None:
    title = "Brightwater Harbour Starts Electric Crane From Corvane"
    assert names(title) == {}
    assert names(f"{title}\nThe crane of Corvane lifts ninety tonnes.") == {"corvane": 1}


def test_a_title_in_sentence_case_tells_its_names() -> None:
    assert names("A new crane starts in Brightwater, built by Corvane") == {"brightwater": 1, "corvane": 1}


def test_every_latin_word_within_chinese_is_a_name() -> None:
    assert names("横山发布 heron 模型，支持corvane。") == {"heron": 1, "corvane": 1}


def test_empty_words_and_numbers_are_no_names() -> None:
    assert names("我们 the 2026 年 of 鹭鸶") == {}


# --- Versions and codes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Heron-5.2 is out", ("heron", "5.2")),
        ("Heron 5.2 is out", ("heron", "5.2")),
        ("Heron5.2发布", ("heron", "5.2")),
        ("the Heron v3 model", ("heron", "3")),
        ("Corvane OS 26.1.2 brings", ("os", "26.1.2")),
        ("Egret K2 thinks", ("egret", "k2")),
        ("Ｈｅｒｏｎ ５．２", ("heron", "5.2")),
    ],
)
def test_a_version_is_a_name_and_its_number(text: str, found: tuple[str, str]) -> None:
    assert versions(text) == {found}


@pytest.mark.parametrize(
    "text", ["in 2026", "up 50%", "June 3", "over 200 tonnes", "Heron 7B", "Heron 1,200", "page 12", "Q3 results"]
)
def test_shares_days_amounts_and_sizes_are_no_versions(text: str) -> None:
    assert versions(text) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the 27M4P5501U screen", "27m4p5501u"),
        ("RTX-5090 cards", "rtx5090"),
        ("rtx_5090", "rtx5090"),
        ("ＬＸ－９００", "lx900"),
    ],
)
def test_a_code_is_compared_without_what_parts_it(text: str, found: str) -> None:
    assert codes(text) == {found}


@pytest.mark.parametrize("text", ["16GB", "120Hz", "5G", "Q3", "H1", "3nm", "7B", "1.5x", "2026", "harbour", "3rd"])
def test_measures_quarters_and_generations_are_no_codes(text: str) -> None:
    assert codes(text) == set()


# --- Dates and quotations --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["on June 2", "2 June 2026", "the 2nd of June", "JUNE 2nd,", "Jun. 2", "6月2日", "6 月 2 日", "6月2号", "06月02日"],
)
def test_a_day_of_the_year_is_read_in_all_its_forms(text: str) -> None:
    assert dates(text) == {"6-2"}


@pytest.mark.parametrize("text", ["in June 2026", "June 10:30", "二月", "Mayor 5", "6 月 2 次"])
def test_what_names_no_day_is_none(text: str) -> None:
    assert not dates(text)


@pytest.mark.parametrize("text", ["《鹭鸶 之歌》上映", "“鹭鸶之歌”", "「鹭鸶之歌」", "『鹭鸶之歌』", '"鹭鸶之歌"'])
def test_titles_are_read_from_every_kind_of_quotation_mark(text: str) -> None:
    assert quoted(text) == {"鹭鸶之歌"}


def test_a_quoted_title_is_compared_without_case_accents_and_blanks() -> None:
    assert quoted("She read “The Café Song” aloud") == {"thecafesong"}


@pytest.mark.parametrize("text", ["“x”", "“…！”", "“never closed", "the harbour's crane's hook"])
def test_what_says_nothing_or_is_not_closed_is_no_title(text: str) -> None:
    assert quoted(text) == set()


# --- Hostile text ----------------------------------------------------------------------------------------------------


# A quarter of a second where nothing is tried twice; many minutes where every place is tried from every other.
@pytest.mark.timeout(60)
@pytest.mark.parametrize("read", [names, codes, dates, quoted, folded, terms])
@pytest.mark.parametrize("piece", ["-", "1", "1.", "a-", "-a1", "Bo ", "a_1.", "“", "月1", "1 may ", "\u0301", "A1"])
def test_no_text_takes_long(read: Callable[[str], Iterable[object]], piece: str) -> None:
    list(read(f"a{piece * (300_000 // len(piece))}é"))
