"""The charts: axes that people can read, bars where the figures put them, and words that say the same."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from digest_pipeline.site.bars import PLOT_HEIGHT, scale
from digest_pipeline.site.charts import charts_of, health_of
from digest_pipeline.site.labels import site_labels
from digest_pipeline.site.views import Figures, SourceDay, SourceHealth, Topic

FIRST = date(2026, 3, 1)
DAYS = tuple(FIRST + timedelta(at) for at in range(4))
SOURCE = SourceHealth(
    "Harbour Post",
    "https://harbour.example.org/",
    None,
    (
        SourceDay(DAYS[0], 4, 2),
        SourceDay(DAYS[1], 0, 0, "HTTP 503"),
        SourceDay(DAYS[2], 2, 2),
        SourceDay(DAYS[3], 0, 0),
    ),
)
FIGURES = Figures(
    days=DAYS,
    stories=(5, 10, 0, 9),
    stars=(1, 2, 12, 6, 3),
    topics=(Topic("few", (0, 1, 0, 0)), Topic("many", (1, 2, 3, 4))),
    sources=(SOURCE,),
    money=(0.0, 0.05, 0.0, 0.0),
)
WORDS = site_labels("en")


@pytest.mark.parametrize(
    ("most", "whole", "expected"),
    [(0, True, (1, 1)), (1, True, (1, 1)), (3, True, (3, 1)), (20, True, (20, 5)), (120, True, (150, 50))],
)
def test_an_axis_of_whole_things_ends_above_the_most_in_whole_steps(
    most: float, whole: bool, expected: tuple[float, float]
) -> None:
    assert scale(most, whole=whole) == expected


@pytest.mark.parametrize("most", [0.0004, 0.003, 0.3, 0.7, 1.1, 9.99, 1234.5])
def test_an_axis_ends_above_the_most_and_less_than_a_step_further(most: float) -> None:
    top, step = scale(most, whole=False)

    assert most <= top * (1 + 1e-9)
    assert top - step < most
    assert 2 <= round(top / step) <= 4


def test_a_bar_is_as_tall_as_its_share_of_the_axis() -> None:
    stories = charts_of(FIGURES, WORDS)[0]

    assert [bar.height for bar in stories.columns] == [80, 160, 0, 144]
    assert all(bar.y + bar.height == PLOT_HEIGHT for bar in stories.columns)
    assert [(tick.label, tick.y) for tick in stories.ticks] == [("5", 80), ("10", 0)]


def test_a_chart_says_in_words_what_it_draws_and_has_its_data_as_a_table() -> None:
    stories, stars, topics, sources, money = charts_of(FIGURES, WORDS)

    assert stories.summary == "24 in all, 6.0 a day; most on 2026-03-02: 10."
    assert stories.table[1] == ("2026-03-02", "10")
    assert stars.summary == "24 in all; most have 3 of 5 stars: 12."
    assert topics.summary == "Most often: many 10, few 1."
    assert topics.table[3] == ("2026-03-04", "4", "0")
    assert sources.summary.startswith("Sources: 1. Failed at times: 1;")
    assert money.summary == "0.0500 USD in all; most on 2026-03-02: 0.0500 USD."


def test_a_time_that_cost_nothing_says_so() -> None:
    money = charts_of(replace(FIGURES, money=(0, 0, 0, 0)), WORDS)[-1]

    assert money.summary == "The model has cost nothing in this time."


def test_without_days_there_is_no_chart() -> None:
    assert charts_of(replace(FIGURES, days=()), WORDS) == []


def test_a_failed_day_is_marked_and_its_reason_kept() -> None:
    health = health_of(SOURCE)

    assert [bar.failed for bar in health.columns] == [False, True, False, False]
    assert health.columns[1].label == "2026-03-02: 0 · HTTP 503"
    assert (health.entries, health.articles, health.entries_a_day) == (6, 4, "1.5")
    assert health.failures == (SOURCE.days[1],)
