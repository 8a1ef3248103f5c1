"""arXiv's pages of papers, and papers in HTML."""

from datetime import UTC, date, datetime

import pytest
from trafilatura import load_html

from digest_pipeline.articles.layouts.arxiv import read
from digest_pipeline.articles.page import Failure, Reading

ADDRESS = "https://arxiv.org/abs/2605.12345v2"

PAPER = """
<html><head>
<meta name="citation_title" content="Sparse Models at Scale"><meta name="citation_author" content="Doe, Jane">
<meta name="citation_author" content="Plato"><meta name="citation_date" content="2026/05/12">
<meta name="citation_online_date" content="2026/06/01">
<meta name="citation_pdf_url" content="https://arxiv.org/pdf/2605.12345"></head><body>
<div class="subheader"><h1>Computer Science &gt; Machine Learning</h1></div>
<div id="abs"><div class="dateline">[Submitted on 12 May 2026 (v1), last revised 1 Jun 2026 (this version, v2)]</div>
<h1 class="title mathjax"><span class="descriptor">Title:</span>Sparse   Models at
 Scale</h1>
<div class="authors"><span class="descriptor">Authors:</span>
  <a href="https://arxiv.org/search/cs?searchtype=author&amp;query=Doe,+J">Jane Doe</a>, <a href="/a/plato_1">Plato</a>
  <a href="javascript:toggleAuthorList()">et al. (2 additional authors not shown)</a></div>
<a class="mobile-submission-download" href="/pdf/2605.12345">View PDF</a>
<blockquote class="abstract mathjax"><span class="descriptor">Abstract:</span>
  We train a model of $10^{9}$ weights. Code:
  <a href="https://github.com/doe/sparse" class="link-external link-https">this https URL</a>
</blockquote>
<table><tr><td class="tablecell label">Comments:</td>
<td class="tablecell comments mathjax">Accepted at ICML 2026</td></tr>
<tr><td class="tablecell label">Subjects:</td>
<td class="tablecell subjects"><span class="primary-subject">Machine Learning
  (cs.LG)</span>; Robotics (cs.RO)</td></tr>
<tr><td class="tablecell label">Related DOI:</td>
<td class="tablecell doi"><a href="https://doi.org/10.1/x">DOI</a></td></tr>
</table></div>
<div class="submission-history"><h2>Submission history</h2> From: Jane Doe [<a href="/show-email/1">view email</a>]<br>
<strong><a href="/abs/2605.12345v1">[v1]</a></strong> Tue, 12 May 2026 17:57:34 UTC (1,102 KB)<br>
<strong>[v2]</strong> Mon, 1 Jun 2026 08:00:00 UTC (1,103 KB)<br></div>
<a id="latexml-download-link" href="https://arxiv.org/html/2605.12345v2">HTML (experimental)</a>
</body></html>
"""

IN_HTML = """
<html><body><div id="watermark-tr">arXiv:2605.12345v1 [cs.LG] 12 May 2026</div><nav class="ltx_TOC">Contents</nav>
<article class="ltx_document">
<h1 class="ltx_title ltx_title_document">Sparse Models of <math alttext="10^{9}"><mn>1</mn></math> Weights</h1>
<div class="ltx_authors"><span class="ltx_personname">Jane Doe</span></div>
<div class="ltx_abstract"><h6 class="ltx_title">Abstract</h6>
<p class="ltx_p">We train <math alttext="N"><mi>N</mi></math> weights.</p></div>
<section class="ltx_section"><h2 class="ltx_title">1 Introduction</h2><p class="ltx_p">Text<span class="ltx_note
 ltx_role_footnote">1 A note.</span> goes on.</p></section>
<section class="ltx_bibliography"><h2>References</h2><ul><li>Doe 2025</li></ul></section></article></body></html>
"""


def answer(html: str, url: str = ADDRESS) -> Reading | Failure | None:
    return read(load_html(html), url)


def paper(html: str, url: str = ADDRESS) -> Reading:
    found = answer(html, url)
    assert isinstance(found, Reading)
    return found


def lines(reading: Reading) -> list[str]:
    return [" ".join(block.text.split()) for block in reading.blocks]


def test_the_abstract_is_the_text_and_the_notes_stand_below_it() -> None:
    assert lines(paper(PAPER)) == [
        "We train a model of $10^{9}$ weights. Code: https://github.com/doe/sparse",
        "Comments: Accepted at ICML 2026",
        "Subjects: Machine Learning (cs.LG); Robotics (cs.RO)",
    ]


def test_the_abstract_is_no_quotation() -> None:
    assert {block.kind for block in paper(PAPER).blocks} == {"paragraph"}


def test_title_and_authors_stand_without_their_labels() -> None:
    found = paper(PAPER)
    assert (found.title, found.authors) == ("Sparse Models at Scale", ("Jane Doe", "Plato"))
    assert found.site == "arXiv"


def test_the_first_version_is_the_publication_and_the_last_one_the_change() -> None:
    found = paper(PAPER)
    assert found.published == datetime(2026, 5, 12, 17, 57, 34, tzinfo=UTC)
    assert found.modified == datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize("history", ["submission-history", "dateline"])
def test_without_its_history_a_paper_has_the_days_it_names(history: str) -> None:
    html = PAPER.replace("submission-history", "other").replace(history, "other")
    assert paper(html).published == date(2026, 5, 12)


def test_a_day_that_does_not_exist_is_no_date() -> None:
    html = PAPER.replace("Tue, 12 May", "Tue, 42 May").replace("Mon, 1 Jun", "Mon, 31 Jun")
    assert paper(html).published == date(2026, 5, 12)


def test_pdf_html_and_doi_are_links_outside_of_the_text() -> None:
    assert paper(PAPER).links == (
        ("https://arxiv.org/pdf/2605.12345", "PDF"),
        ("https://arxiv.org/html/2605.12345v2", "HTML"),
        ("https://doi.org/10.1/x", "DOI"),
    )


def test_the_code_in_the_abstract_stays_a_link() -> None:
    assert "https://github.com/doe/sparse" in {run.href for run in paper(PAPER).blocks[0].runs}


def test_authors_of_the_catalogue_are_turned_round() -> None:
    assert paper(PAPER.replace('class="authors"', 'class="other"')).authors == ("Jane Doe", "Plato")


def test_without_an_abstract_the_page_is_left_to_generic_extraction() -> None:
    assert answer("<html><body><h1>arXiv</h1><p>Something new</p></body></html>") is None


def test_a_list_of_papers_is_no_article() -> None:
    found = answer("<html><body><dl><dt>[1]</dt></dl></body></html>", "https://arxiv.org/list/cs.AI/recent")
    assert isinstance(found, Failure)
    assert found.reason == "not_article"


def test_a_mirror_is_read_alike_and_another_site_not_at_all() -> None:
    assert paper(PAPER, "http://export.arxiv.org/abs/2605.12345").title == "Sparse Models at Scale"
    assert answer(PAPER, "https://example.org/abs/2605.12345") is None


def test_a_paper_in_html_keeps_its_formulas_and_loses_its_apparatus() -> None:
    found = paper(IN_HTML, "https://arxiv.org/html/2605.12345v1")
    assert lines(found) == ["Abstract", "We train $N$ weights.", "1 Introduction", "Text goes on."]
    assert (found.title, found.published) == ("Sparse Models of 10^9 Weights", date(2026, 5, 12))


def test_thousands_of_formulas_in_one_line_are_read_in_linear_time() -> None:
    many = "<math alttext='x'><mi>x</mi></math> and " * 20_000
    html = f"<html><body><article class='ltx_document'><p>{many}</p></article></body></html>"
    assert len(paper(html, "https://arxiv.org/html/2605.12345").blocks) == 1
