"""Which lines of a page are its article."""

from typing import Any

import pytest
from trafilatura import load_html

from digest_pipeline.articles.blocks import blocks_of_html
from digest_pipeline.articles.choice.alignment import key
from digest_pipeline.articles.choice.features import Evidence, features_of
from digest_pipeline.articles.choice.lines import Choice, choose
from digest_pipeline.articles.choice.weights import WEIGHTS
from digest_pipeline.articles.metadata import metadata_of
from tests.articles.conftest import CHINESE, PARAGRAPHS, page_html

URL = "https://news.example.org/2026/small-model"
MENU = (
    "<nav><ul><li><a href=/>Home</a></li><li><a href=/ships>Ships</a></li><li><a href=/tides>Tides</a></li></ul></nav>"
)
RELATED = (
    "<div class=related><h3>More from the harbour</h3><ul><li><a href=/1>A ferry is late again</a></li>"
    "<li><a href=/2>The lighthouse gets a new lamp</a></li></ul></div>"
)


def choice_of(html: str) -> Choice:
    tree = load_html(html)
    return choose(tree, metadata_of(tree, URL))


def kept(choice: Choice) -> list[str]:
    return [block.text.strip() for block in choice.article]


def body(paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


@pytest.mark.parametrize("paragraphs", [PARAGRAPHS, CHINESE])
def test_paragraphs_are_kept_and_menus_and_other_stories_are_cut(paragraphs: tuple[str, ...]) -> None:
    choice = choice_of(
        page_html(f"{MENU}<main><article><h1>A small model</h1>{body(paragraphs)}</article></main>{RELATED}")
    )
    assert choice.method == "lines"
    assert kept(choice)[-len(paragraphs) :] == list(paragraphs)
    assert not {"Home", "Ships", "A ferry is late again"} & set(kept(choice))
    assert {"Home", "A ferry is late again"} <= {block.text.strip() for block in choice.blocks}


def test_what_the_page_calls_its_summary_is_kept_with_the_text() -> None:
    lede = "A laboratory in Brightwater gives away a language model that runs on a single card, says the mayor."
    head = f'<meta property="og:description" content="{lede}">'
    html = page_html(
        f"{MENU}<div class=top><h1>A small model</h1><p class=lead>{lede}</p></div><article>{body()}</article>", head
    )
    assert kept(choice_of(html))[-4:] == [lede, *PARAGRAPHS]


@pytest.mark.parametrize(
    "call", ["Sign up for our newsletter and never miss a ship.", "Suivez le port sur tous les canaux du pays."]
)
def test_a_line_that_calls_on_its_reader_is_cut_at_the_end_of_an_article(call: str) -> None:
    page = page_html(f"{MENU}<main><article><h1>A small model</h1>{body()}<p>{call}</p></article></main>")
    assert kept(choice_of(page))[-1] == PARAGRAPHS[-1]


def test_a_paragraph_that_tells_of_a_newsletter_is_kept() -> None:
    told = (
        "The harbour's newsletter, to which more than two thousand captains subscribe, was printed for the last time on"
        " Monday. From now on the laboratory sends it with the weights of its model, says the mayor of Brightwater."
    )
    page = page_html(f"{MENU}<main><article><h1>A small model</h1>{body()}<p>{told}</p></article></main>")
    assert kept(choice_of(page))[-1] == told


def test_an_article_that_is_hidden_until_a_script_shows_it_is_read() -> None:
    html = page_html(f"{MENU}<div style='display: none'><article>{body()}</article></div>")
    choice = choice_of(html)
    assert choice.method == "hidden_lines"
    assert kept(choice)[-3:] == list(PARAGRAPHS)


def test_a_page_whose_article_is_named_like_a_box_is_not_left_empty() -> None:
    html = page_html(f"{MENU}<div class='sidebar'><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></div>")
    assert PARAGRAPHS[0] in kept(choice_of(html))


def test_a_short_text_is_not_made_longer_by_the_titles_of_others() -> None:
    flash = "港务局今日宣布，第三座电动起重机将于六月投入使用，比原计划提前两个月，投资二亿元。"
    others = "".join(f"<li><a href=/{n}>{line[:40]}</a></li>" for n, line in enumerate((*CHINESE, *PARAGRAPHS) * 2))
    table = f"<table><tr><td><h2>港务局：起重机提前投用</h2><p>发布时间：2026-06-09</p><p>{flash}</p></td></tr></table>"
    page = page_html(
        f"<table><tr><td><a href=/>网站首页</a></td></tr></table>{table}<div><b>相关阅读</b><ul>{others}</ul></div>"
    )
    assert flash in kept(choice_of(page))
    assert not [line for line in kept(choice_of(page)) if line in {one[:40] for one in (*CHINESE, *PARAGRAPHS)}]


def test_of_a_page_that_keeps_everything_in_one_table_the_titles_of_others_are_cut() -> None:
    flash = "据报道，港务局第三座电动起重机将于六月投入使用。（港务社）"
    titles = [f"{line[:40]} {n}" for n, line in enumerate((*CHINESE, *PARAGRAPHS), start=1)]
    others = "".join(f"<li><a href=/{n}>{line}</a></li>" for n, line in enumerate(titles))
    menu = "<tr><td><a href=/>首页</a> | <a href=/news>新闻</a></td></tr>"
    text = f"<td><b>港务局：起重机投用</b><br><p>{flash}</p></td><td><b>相关阅读</b><ul>{others}</ul></td>"
    choice = choice_of(page_html(f"<table>{menu}<tr>{text}</tr><tr><td>版权所有</td></tr></table>"))
    assert flash in kept(choice)
    assert not set(titles) & set(kept(choice))


def test_a_lead_that_stands_by_itself_is_not_taken_for_the_whole_article() -> None:
    lead = "The harbour of Brightwater has a small model, and this is what the council says of it in one line."
    prose = tuple(f"{paragraph} So it was said the {n}. time." for n, paragraph in enumerate(PARAGRAPHS * 4))
    html = page_html(f"<div class=entry-content><p>{lead}</p></div><div class=rest>{body(prose)}</div>")
    assert kept(choice_of(html))[-len(prose) :] == list(prose)


def test_the_date_above_an_article_is_no_line_of_it() -> None:
    article = f"<article><h1>A small model</h1><p>May 28, 2026</p>{body()}</article>"
    assert kept(choice_of(page_html(f"{MENU}<main>{article}</main>")))[-3:] == list(PARAGRAPHS)
    assert "May 28, 2026" not in kept(choice_of(page_html(f"{MENU}<main>{article}</main>")))


def test_a_page_without_text_has_no_article() -> None:
    assert kept(choice_of(page_html(MENU))) == []


def test_every_feature_has_a_weight_and_every_weight_a_feature() -> None:
    box = f"<div class='lead box related'><h2>A small model</h2><ul><li>{PARAGRAPHS[0]}</li></ul></div>"
    blocks = blocks_of_html(f"{box}{body()}<p>Share:</p>")
    keys = [key(block.text) for block in blocks]
    marks = [True] * len(blocks)
    evidence = Evidence(marks, marks, key("A small model"), key(PARAGRAPHS[0]), PARAGRAPHS[1])
    seen: set[str] = set().union(*features_of(blocks, keys, evidence))
    assert {"bias", "kept", "kept and read", "title", "description", "in article body", "lede"} <= seen
    assert "bias" in WEIGHTS
    assert max(abs(weight) for weight in WEIGHTS.values()) < 10


def test_a_line_that_nobody_keeps_and_that_stands_far_from_the_article_is_not_asked_about() -> None:
    blocks = blocks_of_html("".join(f"<p>Line number {number} of the page</p>" for number in range(20)))
    keys = [key(block.text) for block in blocks]
    marks = [index == 0 for index in range(20)]
    features: list[dict[str, Any]] = list(features_of(blocks, keys, Evidence(marks, marks, "", "", "")))
    assert features[4]
    assert not any(features[5:])


def test_a_heading_that_leads_to_another_article_speaks_against_the_lines_under_it() -> None:
    blocks = blocks_of_html(
        "<h2><a href=#cranes>Cranes</a></h2><p>An anchor is no other article.</p>"
        "<h3><a href=/ferry>A ferry is late</a></h3><p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p>"
        "<h2>Lamps</h2><p>Here the article goes on.</p>"
    )
    marks = [True] * len(blocks)
    keys = [key(block.text) for block in blocks]
    features = features_of(blocks, keys, Evidence(marks, marks, "", "", ""))
    assert [line.get("teaser", 0) for line in features] == [0, 0, 1, 1, 1, 1, 0, 0, 0]
    assert WEIGHTS["kept, teaser"] + WEIGHTS["teaser"] < 0


def test_a_line_is_told_again_where_its_copy_stands_elsewhere_not_among_its_neighbours() -> None:
    blocks = blocks_of_html("<div><p>return 0</p><p>end</p><p>return 0</p></div><aside><p>end</p></aside>")
    marks = [True] * len(blocks)
    keys = [key(block.text) for block in blocks]
    features = features_of(blocks, keys, Evidence(marks, marks, "", "", ""))
    assert [line.get("repeated", 0) for line in features] == [0, 0, 0, 1]
