"""The scores of the extraction benchmark, on texts small enough to count by hand."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from bench.gold import Sample, day_right, score, set_score
from bench.gold.flat import html_text, markdown_text


def page(text: str | None = None, **gold: tuple[str, ...]) -> Sample:
    """Return a sample of which only the gold matters."""
    return Sample(set="harbour", name="page", url="", body=b"", text=text, **gold)  # type: ignore[arg-type]


def test_half_of_the_shingles_found_and_nothing_else_is_half_a_recall() -> None:
    precision, recall, f1 = score("one two three four five", page("one two three four five six seven"))
    assert (precision, recall) == (1, 0.5)
    assert f1 == pytest.approx(2 / 3)


def test_a_repeated_paragraph_costs_precision() -> None:
    assert score("one two three four one two three four", page("one two three four"))[:2] == (0.2, 1)


def test_chinese_characters_and_kana_are_tokens_and_a_latin_word_among_them_is_one() -> None:
    assert score("模型 GPT5 发布", page("模型GPT5发布了"))[:2] == (1, 2 / 3)
    assert score("データの海", page("データの海"))[2] == 1


def test_no_text_scores_zero_and_a_text_shorter_than_a_shingle_is_compared_whole() -> None:
    assert score("", page("one two three four"))[2] == 0
    assert score("one two", page("one two"))[2] == 1
    assert score("one two", page("one three"))[2] == 0


def test_a_set_of_texts_scores_the_mean_of_its_pages_whatever_their_lengths() -> None:
    long, short = page("one two three four five six seven eight"), page("nine ten eleven twelve")
    assert set_score([long.text or "", ""], [long, short]) == (0.5, 0.5, 0.5)


def test_segments_are_counted_over_all_pages_and_must_stand_as_they_are() -> None:
    samples = [page(with_=("tide", "high water"), without=("Subscribe",)), page(with_=("pilot",))]
    precision, recall, _ = set_score(["The tide. Subscribe", "The pilot"], samples)
    assert (precision, recall) == (2 / 3, 2 / 3)
    assert score("high  water", page(with_=("high water",)))[1] == 0


def test_a_page_without_gold_has_no_score() -> None:
    assert not page().judged
    with pytest.raises(ValueError, match="harbour/page has no gold"):
        score("one", page())


def test_a_day_is_right_in_utc_and_in_the_zone_of_the_gold() -> None:
    late = datetime(2026, 6, 3, 1, tzinfo=timezone(timedelta(hours=8)))
    assert day_right(date(2026, 6, 2), late)
    assert day_right(date(2026, 6, 3), late)
    assert day_right(datetime(2026, 6, 2, 20, tzinfo=UTC), late)
    assert not day_right(date(2026, 6, 4), late)
    assert not day_right(None, late)


def test_a_moment_is_right_with_the_day_that_the_publisher_printed() -> None:
    evening = datetime(2026, 6, 2, 22, tzinfo=UTC)
    assert day_right(evening, date(2026, 6, 3), ZoneInfo("Asia/Tokyo"))
    assert not day_right(evening, date(2026, 6, 3))


def test_the_blocks_of_html_and_markdown_stand_apart_and_inline_marks_do_not_part_words() -> None:
    assert html_text("<p>a <b>b</b>old</p><ul><li>one<li>two</ul><!-- c -->end").split() == "a bold one two end".split()
    assert markdown_text("# Tide\n\nSee [the *chart*](https://x.org).").split() == "Tide See the chart.".split()
    assert html_text("") == ""
