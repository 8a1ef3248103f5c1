"""What a further source adds: names, numbers and links that those before it do not have."""

import pytest

from digest_pipeline.stories.additions import adds
from tests.stories.told import link, told

LEAD = told(
    "lead", "Corvane opens a crane", "Corvane opened an electric crane in Brightwater. It cost 3.2 million euros."
)


def test_the_lead_adds_nothing() -> None:
    assert adds(LEAD, []) == ""


def test_what_says_the_same_adds_nothing() -> None:
    again = told("again", "A crane for Brightwater", "The crane in Brightwater by Corvane cost €3,200,000.")
    assert adds(again, [LEAD]) == ""


def test_names_numbers_and_links_are_told_as_printed() -> None:
    text = "At Brightwater, Ingrid Solberg said the crane of Corvane saves 41.5 tonnes. Solberg thanked GitGuardian."
    other = told("other", "A crane", text, links=(link("https://github.com/corvane/crane/"),))
    assert adds(other, [LEAD]) == "Ingrid Solberg, GitGuardian · 41.5 tonnes · github.com/corvane/crane"


def test_what_any_source_before_told_is_not_new() -> None:
    text = "The crane runs on Voltara cells, 917 of them."
    third = told("third", "Voltara cells", text)
    assert adds(third, [LEAD, told("second", "Cells", text)]) == ""


@pytest.mark.parametrize("text", ["It opened in 2026.", "It has 7 wheels.", "Corvane's crane.", "Several Corvanes."])
def test_years_small_counts_and_other_forms_of_a_name_are_nothing_new(text: str) -> None:
    assert adds(told("other", "The crane", text), [LEAD]) == ""


def test_links_of_its_own_site_to_talk_and_to_plain_pages_are_not_counted() -> None:
    links = tuple(
        link(url)
        for url in (
            "https://other.example.org/blog/older",
            "https://news.ycombinator.com/item?id=1",
            "https://weather.example.net/today",
        )
    )
    assert adds(told("other", "The crane", "It turns.", links=links), [LEAD]) == ""


def test_a_chinese_source_adds_its_latin_names_and_numbers() -> None:
    report = told("report", "港口启用起重机", "这台起重机由Voltara供电，售价136.17亿元。", language="zh")
    assert adds(report, [LEAD]) == "Voltara · 136.17亿元"
