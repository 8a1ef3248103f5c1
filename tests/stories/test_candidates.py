"""Candidates: which articles of a day are compared at all, and that no more are than must be."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, permutations, product

import pytest

from digest_pipeline.model import Article
from digest_pipeline.stories.candidates import candidates
from digest_pipeline.stories.profile import profile_of
from tests.stories.told import link, told

RELEASE = told(
    "release", "Mistwood releases Heron 2.1, a small language model", "Mistwood released Heron 2.1 on Tuesday."
)
AGAIN = told("again", "Heron 2.1 is out", "The model Heron 2.1 by Mistwood can be had since Tuesday.")
BEES = told("bees", "Qualby beekeepers count few losses", "The hives near Qualby came well through winter.")
LAYOFFS = told(
    "layoffs",
    "Nvidia lays off 300 in its chip unit",
    "Nvidia announced the layoffs of engineers on Monday in its chip unit.",
)
LAYOFFS_ZH = told("layoffs-zh", "英伟达宣布裁员", "英伟达周一宣布裁员三百人，涉及芯片部门的工程师。")
FERRY_ZH = told("ferry-zh", "新港轮渡停航", "因台风临近，新港至云屿的轮渡停航。")
DAY = (RELEASE, AGAIN, BEES, LAYOFFS, LAYOFFS_ZH, FERRY_ZH)


def compared(articles: Sequence[Article]) -> set[frozenset[str]]:
    """Return the ids of the pairs that are compared."""
    found = candidates([profile_of(article) for article in articles])
    return {frozenset({articles[one].id, articles[other].id}) for one, other in found}


def invented(letter: str) -> Iterator[Article]:
    """Yield articles of words that begin with a letter and that no two of them share."""
    syllables = ("ka", "ro", "mi", "ten", "vo", "lu", "sha", "bri")
    spoken = (f"{letter}{''.join(parts)}" for parts in product(syllables, repeat=4))
    while words := list(islice(spoken, 12)):
        yield told(words[0], " ".join(words[:5]), " ".join(words[5:]))


@pytest.mark.parametrize("articles", [(), (RELEASE,), (told("a", "", ""), told("b", "", "")), (BEES, RELEASE)])
def test_nothing_is_compared_without_anything_in_common(articles: tuple[Article, ...]) -> None:
    assert compared(articles) == set()


def test_who_tells_the_same_meets_and_who_shares_nothing_rare_does_not() -> None:
    assert compared(DAY) == {frozenset({"release", "again"}), frozenset({"layoffs", "layoffs-zh"})}


def test_common_words_alone_bring_nobody_together() -> None:
    one = told("one", "The company said it will use new data", "People can use it this year.")
    other = told("other", "The new company said people use data", "It will be the first year.")
    assert compared((one, other)) == set()


def test_a_chinese_article_meets_the_english_one_of_its_event() -> None:
    assert compared((LAYOFFS, LAYOFFS_ZH)) == {frozenset({"layoffs", "layoffs-zh"})}
    assert compared((BEES, LAYOFFS_ZH)) == set()


def test_two_chinese_articles_meet_by_their_own_words() -> None:
    later = told("later", "新港轮渡恢复", "新港至云屿的轮渡今晨恢复。")
    assert compared((FERRY_ZH, later, LAYOFFS_ZH)) == {frozenset({"ferry-zh", "later"})}


def test_a_work_that_both_link_to_brings_them_together() -> None:
    plans = (link("https://github.com/qualby/hives"),)
    assert compared((replace(BEES, links=plans), replace(FERRY_ZH, links=plans))) == {frozenset({"bees", "ferry-zh"})}


def test_a_company_page_that_both_link_to_does_not() -> None:
    page = (link("https://qualby.example.org/"),)
    assert compared((replace(BEES, links=page), replace(FERRY_ZH, links=page))) == set()


def test_two_articles_at_one_address_meet() -> None:
    assert compared((BEES, replace(FERRY_ZH, url=BEES.url))) == {frozenset({"bees", "ferry-zh"})}


def test_the_order_of_the_articles_changes_nothing() -> None:
    expected = compared(DAY)
    assert all(compared(order) == expected for order in islice(permutations(DAY), 0, None, 37))


def test_pairs_come_in_order_with_the_smaller_place_first() -> None:
    found = candidates([profile_of(article) for article in DAY])
    assert found == sorted(set(found))
    assert all(one < other for one, other in found)


def test_an_unrelated_article_adds_no_pair_of_others() -> None:
    strangers = list(islice(invented("q"), 30))
    assert compared([*DAY, *strangers]) == compared(DAY)


def test_an_article_chooses_no_more_than_twenty_others() -> None:
    # They share one name, and each has words of its own, so that all are about as near to one another.
    crowd = [
        replace(one, id=f"crowd-{place:02}", title=f"Qorvane {one.title}")
        for place, one in enumerate(islice(invented("q"), 60))
    ]
    found = candidates([profile_of(article) for article in crowd])
    assert 0 < len(found) <= 20 * len(crowd)


def test_the_pairs_of_a_day_grow_with_its_events_and_not_with_their_square() -> None:
    def pairs_of(events: int) -> int:
        told_once = list(islice(invented("q"), events))
        told_again = [replace(one, id=f"{one.id}-again") for one in told_once]
        return len(candidates([profile_of(article) for article in (*told_once, *told_again)]))

    assert [pairs_of(events) for events in (10, 100)] == [10, 100]


def test_what_very_many_articles_share_is_a_theme_and_brings_nobody_together() -> None:
    fair = [
        replace(one, title=f"Qorvane {one.title}", links=(link("https://github.com/qorvane/fair"),))
        for one in islice(invented("q"), 140)
    ]
    assert Counter(candidates([profile_of(article) for article in fair])).total() == 0
