"""The primary source of a story: a page that its articles go back to and that none of them is."""

import pytest

from digest_pipeline.stories.primary import primary_source
from tests.stories.told import FILLER, link, told

PAPER = "https://arxiv.org/abs/2605.01234"
REPOSITORY = "https://github.com/corvane/crane"
FAR = 5_000
LONG = FILLER * 4


def test_an_article_without_links_names_none() -> None:
    assert primary_source([told("a", "Corvane opens a crane")]) is None


@pytest.mark.parametrize(
    ("title", "url"),
    [
        ("Researchers lift cranes with crystals", PAPER),
        ("科学家用晶体举起起重机", PAPER),
        ("A crane for everyone is open sourced", REPOSITORY),
        ("横山实验室开源起重机模型", "https://huggingface.co/hengshan/crane-7b"),
        ("Corvane says its crane is electric", "https://corvane.com/news/electric-crane"),
        ("Corvane says its crane is electric", "https://x.com/corvane/status/1880000000000000000"),
        ("谷歌推出新模型", "https://blog.google/technology/crane-model/"),
    ],
)
def test_the_one_link_of_a_report_that_fits_its_title_is_found(title: str, url: str) -> None:
    other = link("https://weather.example.net/archive/today", offset=400)
    found = primary_source([told("a", title, links=(other, link(url)))])
    assert found
    assert found.url == url


def test_what_two_sites_link_to_is_found_whatever_it_is() -> None:
    statement = "https://harbour.example.net/statements/7"
    links = (link(statement, "the harbour's statement"),)
    one, other = (told(name, "A crane is opened", links=links) for name in ("a", "b"))
    assert primary_source([one]) is None
    assert primary_source([one, other]) == links[0]


def test_the_words_of_the_lead_are_kept() -> None:
    lead = told("lead", "Study lifts cranes", links=(link(PAPER, "the study"),))
    other = told("other", "Cranes", links=(link(PAPER, "here"),))
    assert primary_source([lead, other]) == lead.links[0]


@pytest.mark.parametrize("url", [PAPER, REPOSITORY, "https://corvane.com/news/crane"])
def test_a_story_that_has_the_page_itself_has_no_other(url: str) -> None:
    report = told("a", "Corvane releases a crane", links=(link(url), link("https://github.com/corvane/other")))
    assert primary_source([report, told("b", "crane", url=url)]) is None


def test_of_many_papers_none_is_the_source() -> None:
    links = tuple(link(f"https://arxiv.org/abs/2605.0{number}") for number in range(1000, 1009))
    assert primary_source([told("a", "Nine studies to read", links=links)]) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://corvane.com/",
        "https://www.youtube.com/watch?v=abcdefghijk",
        "https://news.ycombinator.com/item?id=1",
        "https://a.example.org/news/an-older-study",
        "https://doi.org/10.1",
    ],
)
def test_home_pages_videos_talk_own_pages_and_halves_of_addresses_are_no_source(url: str) -> None:
    assert primary_source([told("a", "Corvane releases a study", links=(link(url),))]) is None


def test_a_headline_of_something_else_is_further_reading() -> None:
    stray = link(PAPER, "Diagnosing multilingual tutors with causal audits of benchmarks", 4)
    assert primary_source([told("a", "Scientists raise a crane", links=(stray,))]) is None


def test_background_at_the_end_is_no_source() -> None:
    early, late = link(PAPER, offset=100), link(PAPER, offset=FAR)
    assert primary_source([told("a", "Studying the crane of Corvane", LONG, links=(late,))]) is None
    assert primary_source([told("a", "A study of the crane of Corvane", LONG, links=(early,))]) == early


def test_the_link_whose_address_has_the_words_of_the_title_is_preferred() -> None:
    fitting = link("https://corvane.com/news/electric-crane-opens", offset=600)
    older = link("https://corvane.com/news/annual-figures", offset=50)
    assert primary_source([told("a", "Corvane opens its electric crane", links=(older, fitting))]) == fitting
