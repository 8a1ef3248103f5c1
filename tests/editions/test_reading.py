"""What our own editions print is read back: all that their Markdown shows, and it prints the same again."""

from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from digest_pipeline.editions.reading.blocks import ReadingError
from digest_pipeline.editions.reading.read import as_printed, read_issue
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import FOLDER, EditionSpec, read_edition
from digest_pipeline.model import Issue
from tests.editions.any_issue import issues
from tests.editions.sample import LATE, LATTICE, RING, sample_issue

GOOD = (RING, LATTICE, LATE)
EDITIONS = ("daily_briefing", "two_day_report", "top_ten", "four_hour_flash", "weekly", "monthly")
# An issue of attacks is large: to make it smaller takes minutes, to read what failed does not need it.
any_issue = settings(max_examples=25, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))


@cache
def edition_named(name: str) -> EditionSpec:
    return read_edition(FOLDER / f"{name}.yaml")


def read_back(issue: Issue) -> Issue:
    edition = edition_named(issue.edition)
    return read_issue(render_markdown(issue, edition), edition, timezone="UTC")


@pytest.mark.parametrize("name", EDITIONS)
@any_issue
@given(data=st.data())
def test_any_issue_is_read_back_as_printed_and_prints_the_same(name: str, data: st.DataObject) -> None:
    edition = edition_named(name)
    issue = data.draw(issues(edition))
    markdown = render_markdown(issue, edition)

    read = read_issue(markdown, edition, timezone="UTC")

    assert read == as_printed(issue, edition)
    assert render_markdown(read, edition) == markdown


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["daily_briefing", "two_day_report", "top_ten", "four_hour_flash"])
def test_the_edition_and_the_language_are_told_from_the_form(name: str, language: str) -> None:
    issue = sample_issue(language, edition=name)

    read = read_issue(render_markdown(issue, edition_named(name)), None, timezone="UTC")

    assert (read.edition, read.language, read.key, read.timezone) == (name, language, issue.key, issue.timezone)
    assert len(read.items) == len(issue.items) > 0


def test_what_a_briefing_says_of_a_story_is_kept() -> None:
    issue = sample_issue(keep=GOOD)
    read = read_back(issue)

    assert (read.window_start, read.window_end, read.day) == (issue.window_start, issue.window_end, issue.day)
    for item, original in zip(read.items, issue.items, strict=True):
        brief, before = item.brief, original.brief
        assert (brief.stars, brief.tags) == (before.stars, before.tags)
        assert [point.lead for point in brief.technique] == [point.lead for point in before.technique]
        assert [source.published_local for source in item.sources] == [
            source.published_local for source in original.sources
        ]
        assert item.late == original.late


def test_what_was_read_carries_no_evidence_and_says_that_it_was_imported() -> None:
    for item in read_back(sample_issue()).items:
        brief = item.brief
        assert brief.engine == "imported"
        assert brief.rubric is None
        assert not any(point.evidence for point in (brief.one_sentence, *brief.technique, *brief.findings))


def test_the_overview_of_a_report_leads_to_the_stories_that_were_read() -> None:
    issue = sample_issue(edition="two_day_report", keep=GOOD)
    read = read_back(issue)

    told = {item.story_id: item.sources[0].url for item in issue.items}
    told_again = {item.story_id: item.sources[0].url for item in read.items}
    assert [told_again[line.story_id] for line in read.overview] == [told[line.story_id] for line in issue.overview]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1"),
        ("# Shopping\n\n- milk\n", "line 1: 'Shopping'"),
        ("\n# AI 每日情报\n\n## 📊 今日情报\n", "names no day"),
        ("# AI 每日情报 | 2026-02-31\n\n## 📊 今日情报\n", "2026-02-31 is no day"),
        ('---\ntitle: "2026\ndate: x\n---\n\n1. a\n', "front matter is no YAML"),
        ("## 📊 今日情报\n", "names no day"),
    ],
)
def test_a_text_that_is_no_issue_is_refused_with_the_line_and_the_reason(text: str, message: str) -> None:
    with pytest.raises(ReadingError, match=r"line \d+: ") as caught:
        read_issue(text, None, timezone="UTC")
    assert message in str(caught.value)
