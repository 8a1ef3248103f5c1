"""A page as lines with their structure, on ordinary, odd and hostile mark-up."""

import pytest

from digest_pipeline.articles.blocks import Block, Run, blocks_of_html, parse, read_blocks

KATEX = (
    "<span class='katex'><span class='katex-mathml'><math><semantics><mi>x</mi>"
    "<annotation encoding='application/x-tex'>x^2</annotation></semantics></math></span>"
    "<span class='katex-html' aria-hidden='true'>x2</span></span>"
)


def lines(html: str) -> list[tuple[str, int, int, str]]:
    """Return kind, level, number and text (ends stripped) of each block."""
    return [(block.kind, block.level, block.number, block.text.strip(" ")) for block in blocks_of_html(html)]


def texts(html: str) -> list[str]:
    return [text for _, _, _, text in lines(html)]


# --- Structure -------------------------------------------------------------------------------------------------------


def test_headings_lists_quotations_and_captions_have_kind_level_and_number() -> None:
    html = """<h1>A</h1><h3>B</h3><p>C</p><blockquote>D<blockquote>E</blockquote></blockquote>
    <ul><li>F<ol start="3"><li>G</li><li>H</li></ol></li></ul><figure><figcaption>I</figcaption></figure>"""

    assert lines(html) == [
        ("heading", 1, 0, "A"),
        ("heading", 3, 0, "B"),
        ("paragraph", 0, 0, "C"),
        ("quote", 1, 0, "D"),
        ("quote", 2, 0, "E"),
        ("item", 1, 0, "F"),
        ("item", 2, 3, "G"),
        ("item", 2, 4, "H"),
        ("caption", 0, 0, "I"),
    ]


def test_an_item_may_name_its_number_and_its_further_lines_are_paragraphs() -> None:
    html = "<ol><li>a<p>more</p></li><li value=9>b</li><li>c</li></ol><li>without a list</li>"

    assert lines(html) == [
        ("item", 1, 1, "a"),
        ("paragraph", 1, 0, "more"),
        ("item", 1, 9, "b"),
        ("item", 1, 10, "c"),
        ("item", 1, 0, "without a list"),
    ]


def test_an_empty_item_gives_its_number_to_nothing_behind_it() -> None:
    assert lines("<ul><li></li></ul><p>after</p>") == [("paragraph", 0, 0, "after")]


def test_roles_play_headings_and_lists() -> None:
    html = """<div role="heading" aria-level="4">A</div><div role="heading" aria-level="99">B</div>
    <div role="list"><div role="listitem">C</div></div>"""

    assert lines(html) == [("heading", 4, 0, "A"), ("heading", 2, 0, "B"), ("item", 1, 0, "C")]


def test_a_break_ends_a_line_and_two_end_it_once() -> None:
    assert texts("<p>a<br>b<br><br>c</p>") == ["a", "b", "c"]


def test_a_definition_list_is_a_line_for_each_term_and_definition() -> None:
    assert texts("<dl><dt>term</dt><dd>meaning</dd><dd>other</dd></dl>") == ["term", "meaning", "other"]


def test_runs_tell_dress_and_address() -> None:
    (block,) = blocks_of_html("<p>a <b>b <i>c</i></b> <code>d</code> <a href=' /x '>e <b>f</b></a></p>")

    assert block.runs == (
        Run("a "),
        Run("b ", bold=True),
        Run("c", bold=True, italic=True),
        Run(" "),
        Run("d", code=True),
        Run(" "),
        Run("e ", href="/x"),
        Run("f", bold=True, href="/x"),
    )


@pytest.mark.parametrize("rel", ["sponsored", "nofollow SPONSORED", "tag", "author", "next", "prev"])
def test_paid_links_and_the_sites_own_ways_are_no_links_of_the_text(rel: str) -> None:
    (block,) = blocks_of_html(f"<p>a <a rel='{rel}' href='/x'>b</a></p>")

    assert block.runs == (Run("a b"),)


def test_text_without_markup_keeps_its_lines() -> None:
    assert lines("a  b\n\nc") == [("paragraph", 0, 0, "a  b"), ("paragraph", 0, 0, "c")]


# --- Tables and code -------------------------------------------------------------------------------------------------


def test_the_cells_of_a_row_are_parted_by_tabs_empty_ones_too() -> None:
    html = (
        "<table><caption>C</caption><tr><th></th><th>P</th></tr><tr><td>a <b>b</b></td><td><p>1</p></td></tr></table>"
    )

    assert [(kind, text.replace(" \t", "\t").replace("\t ", "\t")) for kind, _, _, text in lines(html)] == [
        ("caption", "C"),
        ("row", "\tP"),
        ("row", "a b\t1"),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td><h1>one</h1></td><td>two</td></tr></table>",
        "<table><tr><td><p>one</p><p>two</p></td></tr></table>",
        "<table><tr><td>one</td></tr><tr><td>two</td></tr></table>",
        "<table><tr><td><table><tr><td>one</td></tr></table></td><td>two</td></tr></table>",
    ],
)
def test_a_table_that_lays_out_a_page_is_lines(html: str) -> None:
    assert lines(html) == [(kind, level, 0, text) for kind, level, _, text in lines(html) if kind != "row"]
    assert texts(html) == ["one", "two"]


def test_a_list_in_a_cell_stays_in_its_cell() -> None:
    ((kind, _, _, text),) = lines("<table><tr><td><ul><li>a</li><li>b</li></ul></td><td>c</td></tr></table>")

    assert kind == "row"
    assert [cell.split() for cell in text.split("\t")] == [["a", "b"], ["c"]]


def test_code_keeps_its_lines_and_indentation_whatever_makes_them() -> None:
    assert lines("<pre>def f():\n    return 1</pre>") == [("code", 0, 0, "def f():\n    return 1")]
    assert texts("<pre><div>a</div><div>  b</div></pre>") == ["a\n  b\n"]
    assert texts("<pre>a<br><br>b</pre>") == ["a\n\nb"]


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td class='gutter'><pre>1\n2\n3</pre></td><td><pre>a\nb\nc</pre></td></tr></table>",
        "<pre><span class='ln'>1</span>a\n<span class='ln'>2</span>b\n<span class='ln'>3</span>c</pre>",
    ],
)
def test_line_numbers_are_no_code(html: str) -> None:
    assert [text.strip().replace("\t", "") for text in texts(html)] == ["a\nb\nc"]


def test_a_table_within_code_ends_it_and_its_line_numbers_are_no_cells() -> None:
    row = "<tr><td class='hljs-ln-numbers'>{0}</td><td>line {0}</td></tr>"

    assert texts(f"<pre>code<table>{row.format(1)}{row.format(2)}</table></pre>") == ["code", "line 1", "line 2"]


def test_a_list_of_numbers_is_code_when_it_does_not_count() -> None:
    assert texts("<pre>1\n2\n4\n8</pre>") == ["1\n2\n4\n8"]


# --- What a reader sees ----------------------------------------------------------------------------------------------


def test_what_is_hidden_or_no_text_is_not_read() -> None:
    html = """<p>a</p><p hidden>b</p><p style="DISPLAY : none">c</p><div style="visibility:hidden"><p>d</p></div>
    <script>e</script><style>f</style><noscript>g</noscript><button>h</button><select><option>i</option></select>
    <svg><title>j</title></svg><template>k</template><textarea>l</textarea><!-- m --><p>n</p>"""

    assert texts(html) == ["a", "n"]


def test_the_root_is_read_even_where_it_is_hidden() -> None:
    tree = parse("<div id='js' style='visibility: hidden'><p>a</p><p style='display:none'>b</p></div>c")
    assert tree is not None

    assert [block.text for block in read_blocks(tree.get_element_by_id("js"))] == ["a"]


def test_comments_do_not_take_the_text_behind_them() -> None:
    from lxml import html  # type: ignore[import-untyped]

    assert [block.text for block in read_blocks(html.fromstring("<p>a<!-- x -->b<?pi?>c</p>"))] == ["abc"]


def test_what_is_struck_through_is_not_read_and_what_replaced_it_is() -> None:
    assert texts("<p>in <del>May</del><s>June</s> <ins>July</ins></p>") == ["in  July"]


def test_readings_beside_japanese_characters_are_left_out() -> None:
    assert texts("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>です</p>") == ["漢字です"]


def test_a_word_that_may_be_broken_is_whole() -> None:
    assert texts("<p>super<wbr>cali<span>fragi</span>listic</p>") == ["supercalifragilistic"]


def test_quotation_marks_that_a_browser_sets_are_read_once() -> None:
    assert texts("<p>said <q>yes</q>, <q>“no”</q> and <q hidden>x</q>left</p>") == ["said “yes”, “no” and left"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("word<sup><a href='#cite_note-1'><span>[</span>1<span>]</span></a></sup>.", "word."),
        ("word<a href='#fn1'><sup>1</sup></a>.", "word."),
        ("word<a href='#fn1' role='doc-noteref'>1</a>.", "word."),
        ("word<a href='#n2'>[2]</a>. <a href='#ref2'>↩</a>", "word."),
        ("see Section <a href='#S2'>2</a>", "see Section 2"),
        ("the <a href='#results'>results</a>", "the results"),
        ("10<sup>-3</sup> m<sup>2</sup>", "10⁻³ m²"),
        ("the 1<sup>st</sup> of H<sub>2</sub>O", "the 1st of H2O"),
    ],
)
def test_marks_of_notes_are_no_text_and_powers_are_raised(html: str, expected: str) -> None:
    assert texts(f"<p>{html}</p>") == [expected]


def test_the_anchor_of_a_heading_is_no_part_of_it() -> None:
    assert texts("<h2>Results <a href='#results' class='headerlink'>¶</a></h2>") == ["Results"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (KATEX, "$x^2$"),
        ("<span aria-hidden='true'>N</span><span><math><mi>N</mi></math></span>", "N"),
        ("<span><span aria-hidden='true'>x</span><span><math alttext='x_1'><mi>x</mi></math></span></span>", "$x_1$"),
        ("<math><mi>N</mi> <mo>+</mo> <mn>1</mn></math>", "N+1"),
        (
            "<img class='mwe-math-fallback' alt='{\\displaystyle y}'><img class='hero' alt='a hill'>",
            "${\\displaystyle y}$",
        ),
        ("<img eeimg='1' alt='n'>", "n"),
    ],
)
def test_a_formula_is_read_once_as_its_tex(html: str, expected: str) -> None:
    assert "".join(texts(f"<p>{html}</p>")) == expected


# --- Hostile pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag", ["div", "b", "ul><li", "blockquote", "table><tr><td", "pre", "math", "sup", "a href=#", "q"]
)
def test_deep_nesting_costs_no_more_than_its_length(tag: str) -> None:
    blocks = blocks_of_html(f"<p>before</p>{f'<{tag}>' * 50_000}x")
    assert blocks[0].text == "before"


@pytest.mark.parametrize(
    "piece",
    ["<p>x", "x<br>", "<td>x", "<sup><a href='#'>1</a></sup>", "<pre>1\n2</pre>", "<a href='/x'>y</a>", "<li>x"],
)
def test_many_elements_are_read_in_proportion(piece: str) -> None:
    # Some seconds in all; in time that grows with the square, minutes each.
    blocks = blocks_of_html(f"<table><tr>{piece * 40_000}</table><p>after</p>")
    assert blocks[-1].text.endswith("after")


def test_nothing_gives_no_blocks() -> None:
    assert blocks_of_html("") == blocks_of_html(" <p> </p> ") == []
    assert parse("") is None


def test_a_block_joins_its_runs() -> None:
    assert Block("paragraph", 0, 0, (Run("a"), Run("b", bold=True)), None).text == "ab"


def test_a_table_with_an_article_in_a_cell_lays_out_a_page() -> None:
    article = "The laboratory in Brightwater released a small language model on Monday. " * 3
    more = "<td><b>More</b><ul><li>Ferry</li></ul></td>"
    rows = f"<tr><td><b>A small model</b><br>2026-05-01<br><p>{article}</p></td>{more}</tr>"
    blocks = blocks_of_html(f"<table width=960><tr><td colspan=2><a href=/>Home</a></td></tr>{rows}</table>")
    assert [block.text.strip() for block in blocks] == [
        "Home",
        "A small model",
        "2026-05-01",
        article.strip(),
        "More",
        "Ferry",
    ]


def test_half_of_a_surrogate_pair_costs_only_itself() -> None:
    assert [block.text for block in blocks_of_html("<p>a\ud800b</p><p>c\x00d</p>")] == ["ab", "cd"]
