"""The profile of an article: what is read of it, and what is left out."""

from dataclasses import fields, replace
from decimal import Decimal
from math import sqrt

import pytest

from digest_pipeline.model import Article
from digest_pipeline.stories.background import rarity
from digest_pipeline.stories.parts import parts_of
from digest_pipeline.stories.profile import Profile, profile_of
from digest_pipeline.stories.words import stem
from tests.stories.told import link, told

CRANE = told(
    "crane",
    "Brightwater starts its first electric crane",
    "Brightwater started its first electric crane on 2 June. Corvane built the crane, an LX-900, in 2025. The crane"
    " lifts 92.5 tonnes, and Corvane wants to build two more.",
)
HERON = told(
    "heron",
    "横山实验室发布小型语言模型“鹭鸶”",
    "横山实验室6月2日发布小型语言模型“鹭鸶”，在阅读基准的一百道题中答对了71道。模型名为Heron 2.1。",
)


# --- Words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("article", [CRANE, HERON])
def test_the_vectors_have_length_one(article: Article) -> None:
    profile = profile_of(article)
    for weights in (profile.title, profile.head, profile.lead):
        assert sqrt(sum(weight * weight for weight in weights.values())) == pytest.approx(1)


def test_a_word_of_the_title_weighs_more_than_one_as_rare_of_the_text() -> None:
    profile = profile_of(told("a", "Qorvan opens", "The lushaten opened at noon."))
    assert rarity("qorvan") == rarity("lushaten")
    assert profile.head["qorvan"] > profile.head["lushaten"]


def test_a_title_that_the_text_begins_with_is_read_once() -> None:
    again = replace(CRANE, text=f"{CRANE.title}\n{CRANE.text}")
    assert profile_of(again).head == pytest.approx(profile_of(CRANE).head)


def test_of_a_text_no_more_than_its_beginning_is_read() -> None:
    long = replace(CRANE, text="The quay was full of people. " * 100)
    assert profile_of(replace(long, text=f"{long.text} Qorvane 31.7 《鹭鸶之歌》 LX-901")) == profile_of(long)


def test_the_lead_ends_before_the_head_does() -> None:
    profile = profile_of(replace(CRANE, text="The quay was full of people. " * 20 + "Zembla watched."))
    assert stem("zembla") in profile.head.keys() - profile.lead.keys()


# --- Names and marks -------------------------------------------------------------------------------------------------


def test_names_are_told_by_where_and_how_often_they_stand() -> None:
    profile = profile_of(
        replace(CRANE, text=f"{CRANE.text}{' Nobody spoke.' * 40} In the end Zembla and Corvane spoke.")
    )
    assert {"corvane", "zembla"} <= profile.names.keys()
    assert "corvane" in profile.led
    assert "zembla" not in profile.led
    assert "corvane" in profile.main
    assert "zembla" not in profile.main
    assert profile.names["corvane"] == rarity("corvane")


def test_a_title_in_title_case_has_the_names_that_its_text_tells() -> None:
    profile = profile_of(
        told(
            "a",
            "Harbour Starts Electric Crane From Corvane",
            "The quay was full of people. " * 20 + "The crane by Corvane lifts.",
        )
    )
    assert "corvane" in profile.led
    assert "electric" not in profile.names


def test_numbers_of_two_digits_and_more_are_figures_and_years_are_not() -> None:
    profile = profile_of(CRANE)
    assert Decimal("92.5") in profile.figures
    assert Decimal(2) not in profile.figures
    assert Decimal(2025) not in profile.figures
    assert profile.years == {"2025"}


def test_a_figure_is_its_value_however_it_is_written() -> None:
    english = profile_of(told("a", "Corvane sells 12,000 cranes", "Sold."))
    chinese = profile_of(told("b", "柯凡售出1.2万台起重机", "售出。"))
    assert english.title_figures == chinese.title_figures == {Decimal(12_000)}


def test_dates_codes_versions_and_quotations_are_read() -> None:
    assert profile_of(CRANE).dates == profile_of(HERON).dates == {"6-2"}
    assert profile_of(CRANE).codes == set()
    assert profile_of(CRANE).all_codes == {"lx900"}
    assert profile_of(HERON).quoted == {"鹭鸶"}
    assert profile_of(HERON).versions == {"heron": frozenset({"2.1"})}
    assert "鹭鸶在阅读基准" in profile_of(HERON).squeezed


@pytest.mark.parametrize(
    ("title", "speaker"),
    [
        ("Harbour office: two cranes will follow", "harbour office"),
        ("港务局：还有两台", "港务局"),
        ("Two cranes will follow", ""),
        ("What the harbour office said about the second crane: nothing", ""),
        (":", ""),
    ],
)
def test_the_speaker_is_who_stands_before_the_colon(title: str, speaker: str) -> None:
    assert profile_of(told("a", title)).speaker == speaker


# --- Scripts ---------------------------------------------------------------------------------------------------------


def test_a_chinese_text_with_latin_names_is_eastern_and_an_english_one_with_a_chinese_name_is_not() -> None:
    assert profile_of(HERON).eastern
    assert not profile_of(replace(CRANE, text=f"{CRANE.text} It is called 鹭鸶.")).eastern


def test_only_an_eastern_article_has_meanings() -> None:
    assert profile_of(CRANE).meanings == profile_of(CRANE).all_meanings == ()
    stems = {stem for _, may_mean in profile_of(HERON).meanings for stem in may_mean}
    assert {stem("laboratory"), stem("model"), stem("language")} <= stems
    assert len(profile_of(HERON).all_meanings) > len(profile_of(HERON).meanings)


# --- Addresses and works ---------------------------------------------------------------------------------------------


def test_the_addresses_of_an_article_are_no_links_of_it() -> None:
    article = replace(CRANE, canonical_url="https://corvane.example.org/crane")
    linked = replace(article, links=(link(article.url), link(article.canonical_url), link("https://zembla.example/")))
    assert profile_of(linked).addresses == {article.url, article.canonical_url}
    assert profile_of(linked).links == {"https://zembla.example/"}


def test_works_are_the_papers_repositories_and_posts_that_it_links_to() -> None:
    works = {"https://github.com/corvane/crane", "https://arxiv.org/abs/2606.01234"}
    links = (*map(link, sorted(works)), link("https://corvane.example.org/about"))
    assert profile_of(replace(CRANE, links=links)).works == works
    assert profile_of(CRANE).work == ""


def test_a_page_that_is_a_work_itself_says_so() -> None:
    paper = replace(CRANE, url="https://arxiv.org/abs/2606.01234")
    assert profile_of(paper).work == paper.url


# --- Naughty articles ------------------------------------------------------------------------------------------------

NAUGHTY = ["", " ", "\n", "：", "…！？", "🦢" * 50, "\u0301" * 50, "\u202e\u200b", "中" * 10_000, "A-1." * 500, "\x00"]


@pytest.mark.parametrize("text", NAUGHTY)
def test_every_text_has_a_profile_that_can_be_compared_with_any_other(text: str) -> None:
    ones = [profile_of(told("a", text, text)), profile_of(told("b", text, "")), profile_of(told("c", "", text))]
    for one in ones:
        for other in (*ones, profile_of(CRANE), profile_of(HERON)):
            assert parts_of(one, other) == parts_of(other, one)
            assert all(0 <= value < 100 for value in parts_of(one, other).values())


def test_an_article_without_a_word_has_empty_vectors() -> None:
    empty = profile_of(told("a", "!", "?"))
    assert (empty.title, empty.head, empty.lead, empty.names) == ({}, {}, {}, {})


def test_the_id_of_an_article_changes_nothing_but_the_id() -> None:
    one, other = profile_of(CRANE), profile_of(replace(CRANE, id="other"))
    different = {part.name for part in fields(Profile) if getattr(one, part.name) != getattr(other, part.name)}
    assert different == {"id"}
