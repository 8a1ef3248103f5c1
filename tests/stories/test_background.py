"""How rare a word is in the news at large."""

import pytest

from digest_pipeline.stories.background import CELLS, cell, rarity
from digest_pipeline.stories.words import stem, terms


def test_a_word_that_nobody_writes_is_the_rarest() -> None:
    assert rarity("qorvanezembla") >= max(rarity(term) for term in terms("Heron Brightwater model 模型 鹭鸶 2.1"))


@pytest.mark.parametrize(
    ("common", "rare"), [("year", "harbour"), ("model", "heron"), ("公司", "港口"), ("模型", "鹭鸶")]
)
def test_what_the_news_is_full_of_is_less_rare(common: str, rare: str) -> None:
    assert rarity(stem(common)) < rarity(stem(rare))


@pytest.mark.parametrize("word", ["", "x", "公", "2.1", "release", "a" * 10_000, "🦢"])
def test_no_word_is_rarer_than_one_of_no_article_or_commoner_than_one_of_all(word: str) -> None:
    assert 0 <= rarity(word) < 20


@pytest.mark.parametrize("word", ["heron", "鹭鸶", "2.1", ""])
def test_every_word_has_its_cell(word: str) -> None:
    assert 0 <= cell(word) < CELLS


def test_the_cell_of_a_word_is_the_same_on_every_machine() -> None:
    assert cell("heron") == 150_441
