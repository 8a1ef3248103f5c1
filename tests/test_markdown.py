"""Markdown emission: whatever the text, a parser gives it back, and a link leads where it says."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digest_pipeline.markdown import bold_runs, emphasised, escape, inner_link, link, strong
from digest_pipeline.webtext import clean, link_text, printable_address
from tests.editions.sample import HOSTILE

COMMONMARK = MarkdownIt("commonmark")
EXTENDED = MarkdownIt("commonmark").enable(["table", "strikethrough"])
CHARACTERS = "*_`[]()<>#!&|\\~$-+=.:@/{}% 1a中。（）\n\t\u3000\u202e"
ATTACKS = st.lists(st.sampled_from([*CHARACTERS, "&amp;", "```", "http://a"]))


def inline_text(parser: MarkdownIt, source: str) -> list[tuple[str, str]]:
    """Return the kinds of block a source consists of, with their text."""
    tokens = parser.parse(source)
    return [
        (tokens[i - 1].type, "".join(child.content for child in t.children or []))
        for i, t in enumerate(tokens)
        if t.type == "inline"
    ]


@given(ATTACKS.map("".join) | st.text())
def test_escaped_text_renders_as_its_own_characters_in_one_paragraph(text: str) -> None:
    expected = [("paragraph_open", clean(text))] if clean(text) else []

    assert inline_text(COMMONMARK, escape(text)) == expected
    assert inline_text(EXTENDED, escape(text)) == expected


@given(ATTACKS.map("".join) | st.text())
def test_escaped_text_renders_as_itself_in_a_heading_a_list_and_a_quotation(text: str) -> None:
    for prefix in ("### 1. ", "- ", "> 🎯 "):
        blocks = inline_text(EXTENDED, prefix + escape(text))
        expected = (prefix.lstrip("#->") + clean(text)).strip()
        assert "".join(content for _, content in blocks) == expected


@given(
    ATTACKS.map("".join) | st.text(), st.sampled_from(["：", ": "]), st.sampled_from(["中文", "word", "（注）", "“引”"])
)
def test_bold_closes_before_its_punctuation_whatever_stands_around(text: str, mark: str, rest: str) -> None:
    html = COMMONMARK.renderInline(strong(text, mark) + rest)

    if clean(text):
        assert html.startswith("<strong>")
        assert html.count("</strong>") == 1
        assert html.endswith(f"</strong>{mark}{rest}")
    else:
        assert html == rest


@given(ATTACKS.map("".join) | st.text())
def test_a_link_holds_its_whole_text_and_its_address(text: str) -> None:
    address = "https://example.org/a_(b)?x=1&copy;=2&y=[3]"

    (paragraph,) = [token for token in COMMONMARK.parse(link(text, address)) if token.type == "inline"]
    children = paragraph.children or []

    assert children[0].type == "link_open"
    assert children[-1].type == "link_close"
    assert children[0].attrs["href"] == "https://example.org/a_%28b%29?x=1&copy;=2&y=%5B3%5D"
    assert "".join(child.content for child in children) == clean(text)


# Texts in which terms meet every kind of neighbour, and terms that they consist of.
PIECES = [
    "GPT-5",
    "注意力",
    "“零敲碎打”",
    "C++",
    "模型（model）",
    "3.1 倍",
    "🤗",
    "£5",
    "[OpenAI]",
    "&amp;",
    "_x_",
    "AI",
]
AROUND = [
    "的",
    " ",
    "，",
    "。",
    "（",
    "）",
    "“",
    "”",
    "a",
    "1",
    ".",
    "-",
    "*",
    "\\",
    "**",
    "🤗",
    "€",
    "\u200d",
    "<",
    "&",
    "1. ",
]
TEXTS = st.lists(st.sampled_from(PIECES + AROUND)).map("".join) | st.text()
TERMS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=5)


def strong_and_plain(source: str) -> tuple[list[str], str, list[str]]:
    """Return the bold texts of a one-paragraph source, its whole text, and the kinds of its other inline tokens."""
    blocks = [token for token in COMMONMARK.parse(source) if token.type == "inline"]
    assert len(blocks) <= 1
    bold: list[str] = []
    whole, others, open_runs = "", [], 0
    for token in (token for block in blocks for token in block.children or []):
        if token.type in {"strong_open", "strong_close"}:
            open_runs += token.nesting
            bold += [""] * (token.nesting == 1)
        elif token.type in {"text", "text_special"}:
            whole += token.content
            bold[-1:] = [bold[-1] + token.content] if open_runs else bold[-1:]
        else:
            others.append(token.type)
    return bold, whole, others


@settings(max_examples=500)
@given(TEXTS, TERMS)
def test_exactly_the_chosen_runs_render_bold_and_the_text_is_unchanged(text: str, terms: list[str]) -> None:
    said = clean(text)

    bold, whole, others = strong_and_plain(emphasised(text, terms))

    assert bold == [said[start:end] for start, end in bold_runs(said, terms)]
    assert whole == said
    assert others == []


@given(TEXTS, TERMS)
def test_runs_stand_apart_in_order_and_each_is_of_a_term(text: str, terms: list[str]) -> None:
    said = clean(text)
    runs = bold_runs(said, terms)

    assert all(end < start for (_, end), (start, _) in pairwise(runs))
    assert all(any(said[start:end] in clean(term) for term in terms) for start, end in runs)
    assert len(runs) <= len({clean(term) for term in terms} - {""})


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        ("通过“零敲碎打”的过程", ["“零敲碎打”"], "通过“**零敲碎打**”的过程"),
        ("具有“零敲碎打”，的特性", ["“零敲碎打”"], "具有“**零敲碎打**”，的特性"),
        ("用 “零敲碎打”。", ["“零敲碎打”"], "用 **“零敲碎打”**。"),
        ("解决上下文压缩（context）问题", ["上下文压缩（context）"], "解决**上下文压缩**（context）问题"),
        ("解决上下文压缩（context）。", ["上下文压缩（context）"], "解决**上下文压缩（context）**。"),
        ("模型Qwen-Image发布", ["Qwen-Image"], "模型**Qwen-Image**发布"),
        ("GPT-5.2 与 GPT-5 不同", ["GPT-5"], "GPT-5.2 与 **GPT-5** 不同"),
        ("TRAIN 不含 AI 一词，AI 两次", ["AI"], "TRAIN 不含 **AI** 一词，AI 两次"),
        ("用C++写，C++ 快", ["C++"], "用C++写，**C++** 快"),
        ("Google 的 A2UI 模式", ["A2UI", "Google 的 A2UI"], "**Google 的 A2UI** 模式"),
        ("注意力模型", ["注意力", "模型"], "**注意力**模型"),
        ("12. 月 5 日", ["月"], "12\\. **月** 5 日"),
        ("没有", ["别的", "", " "], "没有"),
    ],
)
def test_a_run_ends_where_it_reads_and_renders_best(text: str, terms: list[str], expected: str) -> None:
    assert emphasised(text, terms) == expected


def test_a_link_within_the_newsroom_leads_to_page_and_anchor_and_can_not_be_broken_out_of() -> None:
    assert inner_link("x", page="2026-05-03.html", anchor="story-1a") == "[x](2026-05-03.html#story-1a)"
    assert inner_link("x", anchor="注意力-1") == "[x](#注意力-1)"
    assert inner_link("x](y", page="a) [b](c", anchor="d)") == "[x\\](y](a%29%20%5Bb%5D%28c#d%29)"


def test_braces_at_the_end_of_a_text_give_a_heading_no_attributes() -> None:
    assert escape("Set {a} and {#b .c}") == r"Set {a} and \{#b .c}"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "https://",
        "https://a b",
        "https://bank.example@evil.example/",
    ],
)
def test_an_address_that_is_no_plain_web_address_is_never_linked(url: str) -> None:
    assert printable_address(url) is None
    assert link("text", url) == "text"


def test_plain_brackets_stay_readable_and_dangerous_ones_are_escaped() -> None:
    assert escape("[OpenAI/哈佛] GPT-5") == "[OpenAI/哈佛] GPT-5"
    assert escape("[OpenAI](x)") == "\\[OpenAI\\](x)"
    assert escape("[x] done") == "\\[x\\] done"


def test_invisible_characters_are_gone_and_emoji_stay_whole() -> None:
    assert (
        clean(f"a\u202e\u200b\x00\ud800\ufffe\ufdd0\U0001ffff\n\n {HOSTILE[-8:]} \U0001f469\u200d\U0001f680")
        == f"a {HOSTILE[-8:].strip()} \U0001f469\u200d\U0001f680"
    )


@pytest.mark.parametrize(
    ("title", "url", "shown"),
    [
        ("Ring-3", "https://example.org/", "Ring-3"),
        ("https://example.org/x", "https://example.org/x", "x · example.org"),
        ("www.example.org", "https://example.org/", "原文 · example.org"),
        ("example.org/", "https://www.example.org", "原文 · example.org"),
        (" \u200b", "https://example.org/a/b/", "b · example.org"),
    ],
)
def test_the_text_of_a_link_is_never_its_address(title: str, url: str, shown: str) -> None:
    assert link_text(title, url, "原文") == shown


def test_underscores_beside_one_another_open_no_emphasis() -> None:
    assert escape("__0__ and __init__, but snake_case") == r"\_\_0\_\_ and \_\_init\_\_, but snake_case"
