"""Text, Markdown and links of blocks: the same words in all three, and each link where it says."""

import gzip
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from digest_pipeline.articles.blocks import Block, BlockKind, Run, blocks_of_html
from digest_pipeline.articles.charset import decode
from digest_pipeline.articles.render import Rendered, render
from digest_pipeline.articles.text import normalise, squeezed
from digest_pipeline.webtext import clean

PAGE = "https://news.example.org/2026/small-model"
PARSER = MarkdownIt("commonmark").enable("table")
REAL_PAGES = Path(__file__).parents[2] / "../shared/data/html"

PIECES = st.lists(
    st.sampled_from(
        [
            *"*_`[]()<>#!&|\\~$-+=.:@/{}% 1a中。（）“”！\n\u3000",
            "&amp;",
            "```",
            "http://a.org",
            "中文",
            "\\emph{",
            "}",
            "$x^2$",
            " | ",
        ]
    )
).map("".join) | st.text(max_size=12)
RUNS = st.builds(
    Run,
    PIECES,
    bold=st.booleans(),
    italic=st.booleans(),
    code=st.booleans(),
    href=st.sampled_from(["", "", "https://arxiv.org/abs/2606.00001", "/2025/(first)?a=1&copy;=2", "mailto:a@b.org"]),
)
KINDS: list[BlockKind] = ["paragraph", "heading", "item", "quote", "code", "row", "caption"]


@st.composite
def any_blocks(draw: st.DrawFn) -> list[Block]:
    """Return blocks as a page may give them: any kinds in any order, their text anything."""
    blocks = []
    for kind in draw(st.lists(st.sampled_from(KINDS), max_size=6)):
        runs = draw(st.lists(RUNS, min_size=1, max_size=4))
        if kind == "row":
            runs = [Run(run.text.replace(" ", "\t")) if run.href else run for run in runs]
        level = draw(st.integers(1, 3)) if kind in {"heading", "quote", "item"} else draw(st.integers(0, 2))
        number = draw(st.integers(0, 12)) if kind == "item" else 0
        blocks.append(Block(kind, level, number, tuple(runs), None))
    return blocks


def rendered(html: str, **options: str) -> Rendered:
    return render(blocks_of_html(html), PAGE, **options)


def shown(tokens: Iterable[Token]) -> str:
    """Return the text that a reader of parsed Markdown sees."""
    return " ".join(
        token.content if token.type in {"fence", "code_inline", "text"} else shown(token.children or ())
        for token in tokens
    )


def words(markdown: str) -> str:
    return squeezed(clean(shown(PARSER.parse(markdown))))


# --- The three agree -------------------------------------------------------------------------------------------------


@given(any_blocks())
def test_markdown_shows_the_very_characters_of_the_text(blocks: list[Block]) -> None:
    found = render(blocks, PAGE)

    # Between cells the text has a bar, Markdown a column.
    assert words(found.markdown).replace("|", "") == squeezed(clean(found.text)).replace("|", "")


@given(any_blocks())
def test_the_text_is_in_its_stored_form(blocks: list[Block]) -> None:
    text = render(blocks, PAGE).text

    assert normalise(text) == text


@given(any_blocks())
def test_an_anchor_stands_at_its_offset(blocks: list[Block]) -> None:
    found = render(blocks, PAGE)

    places = [link.offset for link in found.links if link.offset is not None]
    assert places == sorted(places)
    for link in found.links:
        assert link.offset is not None
        assert " ".join(found.text[link.offset :].split()).startswith(link.anchor)


@given(any_blocks())
def test_markdown_links_where_the_links_lead_and_nowhere_else(blocks: list[Block]) -> None:
    found = render(blocks, PAGE)

    tokens = [child for token in PARSER.parse(found.markdown) for child in token.children or ()]
    linked = {unquote(str(token.attrs["href"])) for token in tokens if token.type == "link_open"}
    assert linked <= {unquote(link.url) for link in found.links}
    assert not any(token.type in {"image", "html_inline"} for token in tokens)


@pytest.mark.parametrize("folder", ["scrapinghub-aeb", "chinese-handcrafted", "defuddle"])
def test_real_pages_keep_their_words_and_their_anchors(folder: str) -> None:
    files = sorted((REAL_PAGES / folder / "html").glob("*.gz"))[:12]
    if not files:
        pytest.skip("the folder of real data, ../shared/data, is not here")
    for file in files:
        found = rendered(decode(gzip.decompress(file.read_bytes()), "text/html"))
        assert normalise(found.text) == found.text
        assert words(found.markdown).replace("|", "") == squeezed(clean(found.text)).replace("|", ""), file.name
        for link in found.links:
            assert link.offset is not None
            assert found.text[link.offset :].startswith(link.anchor), (file.name, link)


# --- Text ------------------------------------------------------------------------------------------------------------


def test_each_block_is_a_line_and_code_keeps_its_own() -> None:
    html = "<h1>A  model</h1><p>One<br>two</p><pre>def f():\n    return 1\n</pre><p> </p><p>End</p>"

    assert rendered(html).text == "A model\nOne\ntwo\ndef f():\nreturn 1\nEnd"


def test_cells_are_parted_by_a_bar_and_empty_ones_kept_but_at_the_end() -> None:
    html = "<table><tr><th></th><th>P</th><th>R</th></tr><tr><td>ours</td><td>.97</td><td></td></tr></table>"

    assert rendered(html).text == "| P | R\nours | .97"


def test_the_number_of_an_item_is_made_by_its_list_and_not_in_the_text() -> None:
    found = rendered("<ol><li>First</li><li>Second</li></ol>")

    assert found.text == "First\nSecond"
    assert found.markdown == "1. First\n2. Second"


def test_tex_across_two_blocks_still_gives_a_stable_text() -> None:
    found = rendered("<p>\\emph{a <a href='https://arxiv.org/abs/2606.00001'>paper</a></p><p>and} more</p>")

    assert found.text == "a paper\nand more"
    assert [(link.anchor, link.offset) for link in found.links] == [("paper", 2)]


def test_tex_across_two_runs_is_read_as_in_one() -> None:
    found = rendered("<p>with $x^<b>2</b>$ and <a href='https://arxiv.org/abs/2606.00001'>the proof</a></p>")

    assert found.text == "with x^2 and the proof"
    assert found.links[0].offset == found.text.index("the proof")


# --- Markdown --------------------------------------------------------------------------------------------------------


def test_structure_becomes_markdown() -> None:
    html = """<h2>Results</h2><p>With <b>bold</b>, <i>italic</i> and <code>a|b</code>.</p>
    <ul><li>one<ul><li>inner</li></ul></li><li>two<p>more of it</p></li></ul>
    <blockquote><p>said</p><p>she</p></blockquote>
    <table><tr><th>model</th><th>F1</th></tr><tr><td>a|b</td><td>.97</td><td>!</td></tr></table>
    <pre>x = `1`
      y</pre><figure><figcaption>The harbour</figcaption></figure>"""

    assert rendered(html).markdown.split("\n\n") == (
        [
            "## Results",
            "With **bold**, *italic* and `a|b`.",
            "- one\n  - inner\n- two",
            "  more of it",
            "> said\n>\n> she",
            "| model | F1 |  |\n| --- | --- | --- |\n| a\\|b | .97 | ! |",
            "```\nx = `1`\n      y\n```",
            "*The harbour*",
        ]
    )


def test_a_fence_is_longer_than_the_backticks_within() -> None:
    assert rendered("<pre>```\ncode\n````</pre>").markdown == "`````\n```\ncode\n````\n`````"


def test_two_ordered_lists_in_a_row_stay_two() -> None:
    html = "<ol><li>a</li><li>b</li></ol><ol><li>c</li></ol><ol start=7><li>d</li></ol>"

    assert rendered(html).markdown == "1. a\n2. b\n\n1) c\n\n7. d"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<b>“x”</b>是", "“**x**”是"),
        ("他<b>（注）说</b>是", "他（**注）说**是"),
        ("<b>重点：</b>模型", "**重点**：模型"),
        ("a<b> b </b>c", "a **b** c"),
        ("<b>a</b><i>b</i>", "**a**b"),
        ("<b>a <i>b</i></b>", "**a** ***b***"),
        ("<b>。</b>", "**。**"),
        ("中<b>。</b>中", "中。中"),
    ],
)
def test_bold_and_italic_render_whatever_stands_around(html: str, markdown: str) -> None:
    found = rendered(f"<p>{html}</p>")

    assert found.markdown == markdown
    assert "*" not in shown(PARSER.parse(found.markdown))


def test_a_link_behind_an_exclamation_mark_is_no_image() -> None:
    found = rendered("<p>New!<a href='https://arxiv.org/abs/2606.00001'>paper</a></p>")

    assert found.markdown == "New\\![paper](https://arxiv.org/abs/2606.00001)"


def test_code_with_brackets_makes_no_definition_of_a_link() -> None:
    found = rendered("<p><a href='https://arxiv.org/abs/2606.00001'><code>]:</code></a> and <code>]:</code></p>")

    assert found.markdown == "[\\]:](https://arxiv.org/abs/2606.00001) and `]:`"


def test_rows_of_two_tables_stay_apart() -> None:
    table = "<table><tr><td>{0}</td><td>1</td></tr></table>"

    assert rendered(table.format("a") + table.format("b")).markdown.count("| --- | --- |") == 2


# --- Links -----------------------------------------------------------------------------------------------------------


def test_links_carry_their_words_their_kind_and_their_place() -> None:
    found = rendered(
        "<p>The <a href='https://arxiv.org/pdf/2606.00001v2'>new <b>paper</b></a> and"
        " <a href='../2025/first'>a first report</a>: https://github.com/hengshan/small。</p>",
        base="/2026/",
    )

    assert [(link.url, link.anchor, link.kind, link.offset) for link in found.links] == [
        ("https://arxiv.org/abs/2606.00001", "new paper", "paper", 4),
        ("https://news.example.org/2025/first", "a first report", "site", 18),
        ("https://github.com/hengshan/small", "https://github.com/hengshan/small", "code", 34),
    ]


def test_of_two_words_the_linked_one_is_found() -> None:
    found = rendered("<p>The model is the <a href='https://huggingface.co/a/b'>model</a> of the year.</p>")

    assert [link.offset for link in found.links] == [17]


def test_what_stands_outside_the_text_comes_last_and_once() -> None:
    blocks = blocks_of_html("<p>Its <a href='https://github.com/a/b'>code</a>.</p>")
    further = [("https://github.com/a/b#readme", "Repository"), ("https://arxiv.org/abs/2606.00001", "Paper")]

    found = render(blocks, PAGE, further=further)

    assert [(link.anchor, link.offset) for link in found.links] == [("code", 4), ("Paper", None)]


def test_what_else_the_site_offers_is_no_reference_but_what_others_wrote_is() -> None:
    found = rendered(
        "<p>Read more: <a href='/tides'>Tides of the spring</a></p><h3>Related articles</h3>"
        "<ul><li><a href='/a'>About a</a></li><li><a href='https://lab.example.com/b'>About b</a></li></ul>"
        "<p>The <a href='/c'>c of this site</a> is told of in a sentence.</p>"
    )

    assert [link.anchor for link in found.links] == ["About b", "c of this site"]
    assert "(https://news.example.org/tides)" not in found.markdown


def test_nothing_gives_nothing() -> None:
    assert render([], PAGE) == Rendered("", "", ())
