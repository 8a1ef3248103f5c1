"""By-lines above an article: a date or the authors' names and nothing else."""

import pytest

from digest_pipeline.articles.choice.byline import bylines

PROSE = "A laboratory in Brightwater gives away a language model that runs on a single card. " * 2
AUTHORS = ("Ada Rowe", "周鑫雨")


@pytest.mark.parametrize(
    "line",
    [
        "16 May, 2026",
        "May 28, 2026 · Ada Rowe",
        "By Ada Rowe",
        "Posted by Ada Rowe on Thursday, May 21, 2026 at 10:56 am",
        "发布时间：2026-05-09",
        "文｜周鑫雨",
        "**20 May, 2026**",
    ],
)
def test_a_line_of_names_and_dates_above_the_text_is_a_byline(line: str) -> None:
    assert bylines([line, PROSE], AUTHORS) == {0}
    assert bylines(["A small model", line, PROSE], AUTHORS) == {1}


@pytest.mark.parametrize(
    "line",
    ["Updates of 16 May, 2026", "Ada Rowe speaks", "The Rust Release Team", "2026", "文｜王毓婵", "By the sea", "***"],
)
def test_a_line_that_says_more_or_less_is_none(line: str) -> None:
    assert bylines([line, PROSE], AUTHORS) == set()


def test_a_date_below_the_first_paragraph_or_far_below_the_top_belongs_to_the_text() -> None:
    assert bylines([PROSE, "16 May, 2026"], AUTHORS) == set()
    assert bylines([*["A heading"] * 4, "16 May, 2026"], AUTHORS) == set()
