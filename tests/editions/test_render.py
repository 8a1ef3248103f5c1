"""What every edition's Markdown has, and none of the faults that its form used to have; and the issue as JSON."""

import re
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from digest_pipeline.editions.render import (
    continuous,
    groups_of,
    paragraph_of,
    render_json,
    render_markdown,
)
from digest_pipeline.editions.spec import FOLDER, read_edition
from digest_pipeline.model import Brief, Evidence, Issue, Point, Revision, Statement
from tests.editions.sample import EDITIONS, HOSTILE_ID, LATE, LATTICE, OFF_TOPIC, RING, sample_issue

LANGUAGES = ("zh", "en")
GOOD = (RING, LATTICE, LATE)
CHANGED = Revision(version=2, change="1 sentence added: “Update.”")
every_edition = pytest.mark.parametrize("name", EDITIONS)
every_language = pytest.mark.parametrize("language", LANGUAGES)


def markdown(name: str, language: str = "zh", **changes: object) -> str:
    """Return the sample issue of an edition as Markdown."""
    issue = sample_issue(language, edition=name, **changes)  # type: ignore[arg-type]
    return render_markdown(issue, read_edition(FOLDER / f"{name}.yaml"))


def parsed(text: str) -> list[Token]:
    """Return all tokens, those inside of blocks too."""
    blocks = MarkdownIt("commonmark").use(front_matter_plugin).parse(text)
    return [inner for token in blocks for inner in (token, *(token.children or ()))]


def brief_of(story_id: str) -> Brief:
    return next(item.brief for item in sample_issue().items if item.story_id == story_id)


@every_edition
@every_language
def test_no_mark_of_bold_stays_literal(name: str, language: str) -> None:
    tokens = parsed(markdown(name, language, keep=GOOD))

    assert any(token.type == "strong_open" for token in tokens)
    assert [token.content for token in tokens if token.type == "text" and "**" in token.content] == []


@every_edition
@every_language
def test_headings_skip_no_level_and_the_title_is_the_only_one_of_the_first(name: str, language: str) -> None:
    levels = [int(token.tag[1]) for token in parsed(markdown(name, language)) if token.type == "heading_open"]

    assert levels.count(1) == (0 if name == "four_hour_flash" else 1)
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


@every_edition
@every_language
def test_headings_and_lists_stand_between_blank_lines_with_one_bullet_and_steps_of_four(
    name: str, language: str
) -> None:
    text = markdown(name, language)
    lines = text.splitlines()

    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        if line.startswith("#"):
            assert before == after == ""
        assert not re.match(r"\s*[*+] ", line)
        assert (len(line) - len(line.lstrip(" "))) % 4 == 0
        if re.match(r" *- ", line) and before:
            assert re.match(r" *- |---", before)
    assert "\n\n\n" not in text
    assert not re.search(r"[ \t]$", text, re.MULTILINE)


@every_edition
@every_language
def test_every_link_has_a_text_that_is_no_address_and_no_address_stands_bare(name: str, language: str) -> None:
    text = markdown(name, language)

    assert not re.search(r"https?://\S+", re.sub(r"\]\(https?://[^()\s]+\)", "]", text))
    assert not re.search(r"\[https?:[^\]]*\]\(", text)
    assert "[]" not in text


@every_edition
@every_language
def test_every_item_has_its_source_and_its_true_date(name: str, language: str) -> None:
    text = markdown(name, language, keep=GOOD)

    for item in sample_issue(language, edition=name, keep=GOOD).items:
        lead = item.sources[0]
        lines = [line for line in text.splitlines() if f"]({lead.url})" in line]
        told = f"{min((moment.day for moment in item.moments), default=lead.published_local.date())}"
        assert any(told in line for line in lines), (item.story_id, lines)


@every_edition
def test_hostile_text_adds_no_link_no_markup_and_no_structure(name: str) -> None:
    hostile, plain = (parsed(markdown(name, keep=[story])) for story in (HOSTILE_ID, OFF_TOPIC))

    targets = {str(token.attrs["href"]) for token in hostile if token.type == "link_open"}
    allowed = r"https://evil\.example/(a%29%20%5Bb%5D%28c%29%3Cd%3E|r|p%281%29)|2026-02-12\.html#story-9{16}"
    assert [
        target for target in targets if not re.fullmatch(allowed + r"|https://letter\.example\.com/.*", target)
    ] == []
    assert not {token.type for token in hostile} & {
        "html_inline",
        "html_block",
        "image",
        "code_block",
        "fence",
        "em_open",
    }
    for kind in ("ordered_list_open", "hr", "blockquote_open"):
        assert sum(t.type == kind for t in hostile) == sum(t.type == kind for t in plain) + (
            kind == "hr" and name == "two_day_report"  # before its further reading
        )


@every_edition
def test_no_control_or_direction_character_is_printed(name: str) -> None:
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069]", markdown(name))


@every_edition
@every_language
def test_an_empty_issue_says_so_and_still_has_its_colophon(name: str, language: str) -> None:
    text = markdown(name, language, keep=[])

    labels = read_edition(FOLDER / f"{name}.yaml").labels_in(language)
    assert labels.no_items in text
    assert f"**{labels.counts_heading}**{labels.colon}{labels.counts['entries']} 430 · " in text
    assert labels.empty_group not in text


@every_edition
@every_language
def test_notes_window_and_the_way_to_the_evidence_end_every_issue(name: str, language: str) -> None:
    issue = sample_issue(language, edition=name, keep=GOOD)

    *_, counts, note, extractive, trace = markdown(name, language, keep=GOOD).strip().split("\n\n")

    assert len(counts.splitlines()) == 2
    assert "Asia/Shanghai" in counts
    assert note == issue.notes[0]
    assert "1" in extractive
    assert f"`{issue.key}.html`" in trace


@every_edition
def test_what_continues_a_thread_says_what_is_new_and_leads_to_the_earlier_story(name: str) -> None:
    text = markdown(name, keep=[LATTICE])

    if name in {"weekly", "monthly"}:  # which tell the thread itself
        assert "**2026-02-10**：[Lattice 2.0 is announced for February](https://" in text
    else:
        key = "2026-02-12-12" if name == "four_hour_flash" else "2026-02-12"
        assert f"[Lattice 2.0 is announced for February]({key}.html#story-9999999999999999)" in text
        assert "🆕 **新进展**: the 99th percentile of the first-token latency fell to 310 ms · \\$0.27" in text


@every_edition
def test_the_primary_source_stands_beside_the_report(name: str) -> None:
    assert "**一手来源**: [Lattice 2.0 release notes](https://lattice.example.org/releases/2.0)" in markdown(name)


@pytest.mark.parametrize("name", ["daily_briefing", "two_day_report", "top_ten", "four_hour_flash"])
def test_a_late_item_says_so(name: str) -> None:
    assert "2026-02-11" in markdown(name, keep=[LATE])
    assert "⏳ 补录" in markdown(name, keep=[LATE])
    assert "⏳" not in markdown(name, keep=[RING])


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "首次记录后有更新（第 2 版）："), ("en", "updated since first recorded (version 2): ")],
)
@pytest.mark.parametrize("name", ["daily_briefing", "two_day_report"])
def test_an_article_that_was_changed_is_told_with_its_version_and_change(name: str, language: str, words: str) -> None:
    change = Revision(version=2, change="1 sentence changed: “3.1 倍” → “3.4 倍 *{change}*”")
    lead, other = "https://news.example.cn/2026/02/ring-3", "https://wire.example.com/ai/4711?utm=1&copy;=2"

    lines = markdown(name, language, keep=[RING], revisions={lead: change, other: CHANGED}).splitlines()

    place = lines.index(f"🔄 **量子位**: {words}1 sentence changed: “3.1 倍” → “3.4 倍 \\*{{change}}\\*”\\")
    assert lines[place - 1].endswith("2026-02-14 14:05\\")
    assert lines[place + 1].startswith("🔄 **The Wire**: ")
    assert lines[place + 1].endswith("1 sentence added: “Update.”")
    assert lines[place + 2] == ""


def test_an_issue_without_a_changed_article_says_nothing_of_changes() -> None:
    assert "🔄" not in markdown("daily_briefing")
    assert "revision" not in render_json(sample_issue())


def test_a_paragraph_is_the_summary_where_there_is_one() -> None:
    summary = Statement(text="摘要。", evidence=())

    assert paragraph_of(brief_of(RING).model_copy(update={"summary": summary})) == (summary,)


def test_a_paragraph_without_a_summary_is_the_sentence_and_the_best_points_in_turns() -> None:
    brief = brief_of(RING)

    assert paragraph_of(brief) == (brief.one_sentence, brief.technique[0], brief.findings[0])


def test_a_paragraph_does_not_say_a_sentence_of_the_article_twice() -> None:
    brief = brief_of(RING)
    evidence: tuple[Evidence, ...] = brief.one_sentence.evidence
    again = Point(text="换一种说法。", evidence=evidence)

    told = paragraph_of(brief.model_copy(update={"technique": (again,), "findings": (), "insight": ()}))

    assert told == (brief.one_sentence,)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["一。", "二"], "一。二。"),
        (["One.", "two"], "One. two."),
        (["达到 3.1 GB/s", "It is fast 🚀", "“引用。”", "（注）"], "达到 3.1 GB/s。It is fast 🚀. “引用。”（注）。"),
        (["", "Really?"], "Really?"),
        ([], ""),
    ],
)
def test_statements_run_on_as_their_script_wants(texts: list[str], expected: str) -> None:
    assert continuous(Statement(text=text, evidence=()) for text in texts) == expected


def test_no_item_is_lost_when_its_group_is_gone_and_empty_groups_stay() -> None:
    edition = read_edition(FOLDER / "two_day_report.yaml")
    issue = sample_issue(edition="two_day_report", keep=[RING, LATTICE])
    moved = issue.model_copy(update={"items": tuple(item.model_copy(update={"group": "gone"}) for item in issue.items)})

    assert [(group.name, len(items)) for group, _, items in groups_of(issue, edition)] == [
        ("infrastructure", 1),
        ("models", 1),
        ("applications", 0),
    ]
    assert [len(items) for _, _, items in groups_of(moved, edition)] == [0, 0, 2]


def test_an_edition_without_groups_has_one_under_its_overview() -> None:
    issue = sample_issue()

    ((_, heading, items),) = groups_of(issue, read_edition(FOLDER / "daily_briefing.yaml"))

    assert (heading, items) == ("今日情报", issue.items)


@every_edition
def test_the_json_is_the_issue_itself_and_renders_the_same(name: str) -> None:
    edition = read_edition(FOLDER / f"{name}.yaml")
    issue = sample_issue(edition=name, revisions={"https://systems.example.com/lattice-2?a=1&b=2#intro": CHANGED})

    restored = Issue.model_validate_json(render_json(issue))

    assert restored == issue
    assert render_markdown(restored, edition) == render_markdown(issue, edition)
