"""Why two articles are of one story, told for people."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.model import Article
from digest_pipeline.stories.likeness import Likeness, likeness
from digest_pipeline.stories.parts import parts_of
from digest_pipeline.stories.profile import profile_of
from digest_pipeline.stories.reasons import MOST_REASONS, SUBJECTS, WORDINGS, bonds_of, reasons
from tests.stories.told import NOON, link, told

PAPER = "https://arxiv.org/abs/2605.01234"
WESTERN = told(
    "west",
    "Corvane reveals Heron 5.1 at $1.2 million",
    "At noon Corvane showed Heron 5.1 to Ingrid Solberg, a crane that lifts containers.",
    links=(link(PAPER),),
)
OTHER = told(
    "other",
    "Heron 5.1 of Corvane lifts containers",
    "Here Ingrid Solberg saw the Heron 5.1 by Corvane. The crane costs $1.2 million and lifts containers.",
    links=(link(PAPER),),
    published_at=NOON + timedelta(hours=5),
)
EASTERN = told("east", "Corvane发布起重机Heron 5.1", "起重机Heron 5.1售价120万美元，可以吊起集装箱。", language="zh")


def said(part: str, one: Article = WESTERN, other: Article = OTHER, weight: float = 1.0) -> tuple[str, ...]:
    return reasons(Likeness(0.9, {part: weight}), one, other)


@pytest.mark.parametrize("pair", [(WESTERN, OTHER), (WESTERN, EASTERN), (EASTERN, EASTERN)])
def test_every_part_of_a_likeness_has_a_subject(pair: tuple[Article, Article]) -> None:
    one, other = map(profile_of, pair)
    assert set(parts_of(one, other)) <= set(SUBJECTS)


def test_every_subject_has_a_wording() -> None:
    assert set(SUBJECTS.values()) - {""} == set(WORDINGS)


def test_a_part_that_nobody_worded_is_told_by_its_name() -> None:
    assert said("colour of the cover") == ("colour of the cover",)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("shared work", "both link to arxiv.org/abs/2605.01234"),
        ("names", "names in common: Ingrid Solberg, Heron, Corvane"),
        ("title", "titles agree on: Corvane, Heron 5.1"),
        ("figures", "numbers in common: $1.2 million, 5.1"),
        ("same version", "the same version: heron 5.1"),
    ],
)
def test_what_both_have_is_told_as_one_prints_it(part: str, sentence: str) -> None:
    assert said(part) == (sentence,)


@pytest.mark.parametrize(
    ("part", "title", "other_title", "sentence"),
    [
        ("other version", "Heron 5.1 is out", "Heron 5.2 is out", "against: other version (heron 5.1; heron 5.2)"),
        ("other speaker", "Mint: gold", "Port: gold", "against: other speaker (mint; port)"),
        ("other title figures", "Up 7.8%", "Up 27.8%", "against: other numbers (7.8%; 27.8%)"),
        ("other codes", "Crane XK7000", "Crane XK9000", "against: other model numbers (XK7000; XK9000)"),
    ],
)
def test_what_sets_two_apart_is_told_as_against(part: str, title: str, other_title: str, sentence: str) -> None:
    one, other = told("a", title, "It is so."), told("b", other_title, "It is so.")
    assert said(part, one, other, -1.0) == (sentence,)


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("days apart", "against: published 5 hours apart"),
        ("names", "against: few names in common"),
        ("head", "against: texts with little in common"),
    ],
)
def test_too_little_in_common_speaks_against(part: str, sentence: str) -> None:
    assert said(part, weight=-1.0) == (sentence,)


@pytest.mark.parametrize(
    "part", ["other version", "other speaker", "other codes", "other quoted", "other dates", "same source"]
)
@pytest.mark.parametrize("weight", [1.0, -1.0])
def test_a_sign_against_that_is_missing_is_not_told(part: str, weight: float) -> None:
    assert said(part, weight=weight) == ()


def test_one_source_speaks_against() -> None:
    again = told("again", "Corvane", site="West", source_id=WESTERN.source_id)
    assert said("same source", again, WESTERN, -1.0) == ("against: one source: West",)
    assert said("same source", again, WESTERN) == ()


def test_two_languages_are_told_by_words_that_mean_each_other() -> None:
    (sentence,) = said("across: title told", EASTERN, WESTERN)
    assert sentence.startswith("the same in two languages: ")
    assert "起重机 (crane)" in sentence


def test_chinese_is_told_in_passages_not_in_pairs_of_characters() -> None:
    one = told("a", "海港快讯", "横山实验室今日发布电动起重机。", language="zh")
    other = told("b", "新闻", "据悉横山实验室今日发布的设备很大。", language="zh")
    assert said("head", one, other) == ("texts share: 横山实验室今日发布",)


def test_the_weightiest_come_first_and_five_at_most() -> None:
    parts = {"names": -1.0, "title": 2.0, "figures": 0.5, "same version": 0.3, "shared work": 0.4, "days apart": -0.2}
    found = reasons(Likeness(0.9, parts), WESTERN, OTHER)
    assert len(found) == MOST_REASONS
    assert found[0].startswith("titles agree on")
    assert found[1].startswith("against: few names")


def test_parts_about_the_same_are_told_once_by_their_sum() -> None:
    parts = {"names": 2.0, "rare name": -1.95}
    assert reasons(Likeness(0.9, parts), WESTERN, OTHER) == ()
    assert len(reasons(Likeness(0.9, parts | {"names led": 1.0}), WESTERN, OTHER)) == 1


def test_what_all_pairs_have_is_no_reason() -> None:
    assert said("same") == ()


# --- bonds -----------------------------------------------------------------------------------------------------------


def test_a_story_of_one_article_has_no_bond() -> None:
    assert bonds_of([WESTERN]) == ()


def test_each_further_article_is_tied_once_and_the_tree_hangs_on_the_lead() -> None:
    articles = [WESTERN, OTHER, EASTERN, told("copy", EASTERN.title, EASTERN.text, language="zh")]
    bonds = bonds_of(articles)
    above = {bond.article_id: bond.other_id for bond in bonds}
    assert [bond.article_id for bond in bonds] == ["other", "east", "copy"]
    for identity in above:
        steps = [identity]
        while steps[-1] in above:
            steps.append(above[steps[-1]])
            assert len(steps) <= len(articles)
        assert steps[-1] == "west"


def test_an_article_is_tied_to_the_one_it_is_most_alike_to() -> None:
    copy = told("copy", EASTERN.title, EASTERN.text, language="zh")
    bonds = {bond.article_id: bond for bond in bonds_of([WESTERN, EASTERN, copy])}
    assert {bonds["copy"].other_id, bonds["east"].other_id} & {"east", "copy"}
    tie = bonds["east"]
    by_id = {one.id: profile_of(one) for one in (WESTERN, EASTERN, copy)}
    assert tie.probability == likeness(by_id["east"], by_id[tie.other_id]).probability
    assert tie.reasons


def test_profiles_that_are_there_already_are_used() -> None:
    asked: list[str] = []

    def profile(article: Article) -> Any:
        asked.append(article.id)
        return profile_of(article)

    assert bonds_of([WESTERN, OTHER], profile) == bonds_of([WESTERN, OTHER])
    assert set(asked) == {"west", "other"}


@given(st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_any_texts_can_be_explained(texts: list[str]) -> None:
    articles = [told(f"a{place}", text[:20], text) for place, text in enumerate(texts)]
    assert len(bonds_of(articles)) == len(articles) - 1
