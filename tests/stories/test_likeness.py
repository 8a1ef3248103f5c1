"""Likeness: the parts of two articles, what they weigh, and that many are judged as one is."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from math import log

import pytest

from digest_pipeline.model import Article, Link
from digest_pipeline.stories.likeness import likeness, probabilities
from digest_pipeline.stories.parts import named_across, parts_of
from digest_pipeline.stories.profile import profile_of
from tests.stories.told import told

RELEASE = told(
    "release", "Mistwood releases Heron 2.1, a small language model", "Mistwood released Heron 2.1 on Monday."
)
AGAIN = told("again", "Heron 2.1 is out", "Mistwood's language model Heron 2.1 can be had since Monday.")
OLDER = told("older", "Heron 2.0 is withdrawn", "Mistwood withdrew the model Heron 2.0 on Monday.")
CHINESE = told("chinese", "英伟达宣布裁员", "英伟达周一宣布裁员三百人，涉及芯片部门。")
ENGLISH = told(
    "english", "Nvidia lays off 300 in its chip unit", "Nvidia announced 300 layoffs on Monday in its chip unit."
)
OTHER = told("other", "Nvidia opens a school in Taipei", "Nvidia opened a school in Taipei with a hundred places.")


def alike(one: Article, other: Article) -> float:
    return likeness(profile_of(one), profile_of(other)).probability


def test_which_article_comes_first_changes_nothing() -> None:
    for one, other in combinations((RELEASE, AGAIN, OLDER, CHINESE, ENGLISH), 2):
        assert parts_of(profile_of(one), profile_of(other)) == parts_of(profile_of(other), profile_of(one))


def test_many_pairs_are_judged_as_each_alone() -> None:
    pairs = [(profile_of(a), profile_of(b)) for a, b in combinations((RELEASE, AGAIN, OLDER, CHINESE, ENGLISH), 2)]
    together = probabilities([parts_of(one, other) for one, other in pairs])
    assert together == pytest.approx([likeness(one, other).probability for one, other in pairs])


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param([(RELEASE, AGAIN), (RELEASE, OTHER), (RELEASE, OLDER)], id="within one script"),
        pytest.param([(CHINESE, ENGLISH), (CHINESE, OTHER)], id="across two"),
    ],
)
def test_what_the_parts_add_is_the_whole_of_the_odds_beside_the_common_ground(
    pairs: list[tuple[Article, Article]],
) -> None:
    found = [likeness(profile_of(one), profile_of(other)) for one, other in pairs]
    grounds = [log(one.probability / (1 - one.probability)) - sum(one.parts.values()) for one in found]
    assert grounds == pytest.approx([grounds[0]] * len(grounds))


def test_another_version_of_the_same_product_is_less_alike() -> None:
    assert alike(RELEASE, AGAIN) > alike(RELEASE, OLDER)


def test_a_chinese_report_is_most_like_the_english_one_of_the_same_event() -> None:
    assert alike(CHINESE, ENGLISH) > 0.5 > alike(CHINESE, OTHER)


def test_a_chinese_word_that_means_a_name_of_the_english_article_is_that_name() -> None:
    chinese, english = (
        profile_of(told("zh", "毕马威聘请咨询顾问", "毕马威宣布聘请一百名咨询顾问。")),
        profile_of(told("en", "KPMG hires consultants", "On Monday KPMG said that it hires a hundred consultants.")),
    )
    named, same = named_across(chinese, english)
    assert "kpmg" in named.names
    assert "kpmg" in named.led
    assert same is english


def test_a_work_that_both_link_to_and_a_link_from_one_to_the_other_speak_for_one_event() -> None:
    plans = Link("https://github.com/mistwood/heron", "code", "code")
    linked = [replace(one, links=(plans,)) for one in (RELEASE, OLDER)]
    assert alike(*linked) > alike(RELEASE, OLDER)
    pointing = replace(OLDER, links=(Link(RELEASE.url, "release", "site"),))
    assert alike(RELEASE, pointing) > alike(RELEASE, OLDER)


def test_days_between_speak_against_one_event() -> None:
    late = replace(AGAIN, published_at=AGAIN.published_at + timedelta(days=3))
    assert alike(RELEASE, late) < alike(RELEASE, AGAIN)
