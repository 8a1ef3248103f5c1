"""Markdown emission: whatever the text, a parser gives it back, and a link leads where it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digest_pipeline.markdown import escape, link, strong
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
        clean(f"a\u202e\u200b\x00\ud800\n\n {HOSTILE[-8:]} \U0001f469\u200d\U0001f680")
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
