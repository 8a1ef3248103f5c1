"""The table of Chinese words is one that the look-up can use."""

import re

import pytest

from digest_pipeline.stories.glossary import GLOSSARY
from digest_pipeline.stories.translation import translated
from digest_pipeline.stories.words import stem, words


def test_every_entry_is_of_a_length_that_is_looked_up() -> None:
    assert [word for word in GLOSSARY if not re.fullmatch(r"[\u3400-\u9fff]{2,8}", word)] == []


def test_every_entry_says_something_in_lower_case_that_counts_as_a_word() -> None:
    assert [word for word, meaning in GLOSSARY.items() if meaning != meaning.lower() or not list(words(meaning))] == []


@pytest.mark.parametrize(
    ("title", "word", "meaning"),
    [
        ("奥尔特曼回应马斯克起诉", "奥尔特曼", "altman"),
        ("月之暗面完成新一轮融资", "月之暗面", "moonshot"),
        ("合金装备重制版定档", "合金装备", "gear"),
        ("《龙之家族》第三季预告片发布", "预告片", "trailer"),
        ("英伟达押注人工智能", "人工智能", "ai"),
        ("这一方案可灵活部署", "可灵活", "flexible"),
    ],
)
def test_a_title_is_understood_by_the_names_and_words_of_the_news(title: str, word: str, meaning: str) -> None:
    assert stem(meaning) in dict(translated(title))[word]
