"""Hugging Face's cards, papers and posts."""

import json
from datetime import UTC, date, datetime
from html import escape
from typing import Any

import pytest
from trafilatura import load_html

from digest_pipeline.articles.layouts.huggingface import read
from digest_pipeline.articles.page import Failure, Reading

SITE = "https://huggingface.co"


def component(name: str, props: Any, inner: str = "") -> str:
    data = escape(json.dumps(props))
    return f'<div class="SVELTE_HYDRATER contents" data-target="{name}" data-props="{data}">{inner}</div>'


def answer(body: str, path: str) -> Reading | Failure | None:
    return read(load_html(f"<html><body><main>{body}</main></body></html>"), f"{SITE}/{path}")


def reading(body: str, path: str) -> Reading:
    found = answer(body, path)
    assert isinstance(found, Reading)
    return found


def lines(found: Reading) -> list[str]:
    return [block.text.strip() for block in found.blocks]


CARD = """
<div class="prose hf-sanitized hf-sanitized-x1"><div class="not-prose font-mono">Metadata
<table><tr><td>license</td></tr></table></div>
<h1 class="relative group"><a href="#sparse"><span class="header-link"><svg></svg></span></a>
<span>Sparse-7B</span></h1>
<p>A sparse model.</p></div><section><div class="prose">Discussion</div></section>
"""
MODEL = {
    "author": {"fullname": "Acme Labs", "name": "acme"},
    "model": {
        "id": "acme/Sparse-7B",
        "author": "acme",
        "createdAt": "2026-05-01T10:00:00.000Z",
        "lastModified": "2026-05-03T00:00:00.000Z",
    },
}
PAPER = {
    "paper": {
        "id": "2605.12345",
        "title": "Sparse Models\nat Scale",
        "summary": "We train sparse\nmodels.\n\nThey are fast.",
        "authors": [{"name": "Jane Doe"}, {"name": "Mallory", "hidden": True}, {"name": "John Roe"}],
        "publishedAt": "2026-05-12T17:57:34.000Z",
        "githubRepo": "https://github.com/acme/sparse",
        "projectPage": "https://sparse.example",
        "ai_summary": "A machine's words",
    },
    "comments": [{"data": {"latest": {"html": "<p>Great!</p>"}}}],
}


def test_a_model_is_its_card_without_the_front_matter() -> None:
    found = reading(component("ModelHeader", MODEL) + CARD, "acme/Sparse-7B")
    assert lines(found) == ["Sparse-7B", "A sparse model."]
    assert (found.title, found.authors, found.site) == ("acme/Sparse-7B", ("Acme Labs",), "Hugging Face")
    assert found.published == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert found.modified == datetime(2026, 5, 3, tzinfo=UTC)


def test_a_data_set_is_its_card() -> None:
    header = component("DatasetHeader", {"author": {"name": "acme"}, "dataset": {"author": "acme"}})
    found = reading(header + CARD, "datasets/acme/corpus")
    assert (found.title, found.authors, lines(found)[1]) == ("acme/corpus", ("acme",), "A sparse model.")


def test_a_card_is_read_without_any_state() -> None:
    assert lines(reading(CARD, "acme/Sparse-7B")) == ["Sparse-7B", "A sparse model."]


def test_the_conditions_of_a_gated_model_are_not_its_card() -> None:
    gate = '<div class="prose hf-sanitized hf-sanitized-x0"><p>Agree first.</p></div>'
    assert lines(reading(gate + CARD, "acme/Sparse-7B")) == ["Sparse-7B", "A sparse model."]


@pytest.mark.parametrize(
    ("name", "path"),
    [("ModelHeader", "acme/empty"), ("SpaceHeader", "spaces/acme/demo"), ("DatasetHeader", "datasets/acme/d")],
)
def test_a_repository_without_a_card_is_no_article(name: str, path: str) -> None:
    found = answer(component(name, {}), path)
    assert isinstance(found, Failure)
    assert found.reason == "not_article"


def test_a_paper_is_its_abstract_and_no_machines_summary() -> None:
    found = reading(component("PaperContent", PAPER, "<h1>Shown</h1><p>AI-generated summary</p>"), "papers/2605.12345")
    assert lines(found) == ["We train sparse models.", "They are fast."]
    assert (found.title, found.authors) == ("Sparse Models at Scale", ("Jane Doe", "John Roe"))
    assert found.published == datetime(2026, 5, 12, 17, 57, 34, tzinfo=UTC)


def test_a_paper_links_to_arxiv_its_code_and_its_page() -> None:
    assert reading(component("PaperContent", PAPER), "papers/2605.12345").links == (
        ("https://arxiv.org/abs/2605.12345", "arXiv"),
        ("https://github.com/acme/sparse", "GitHub"),
        ("https://sparse.example", "Project page"),
    )


def test_a_paper_is_read_as_shown_where_its_state_has_gone() -> None:
    body = """<h1>Sparse Models</h1><div>Published on <b></b>Jun 12, 2025</div>
    <div><h2>Abstract</h2><div class="not-prose">AI-generated summary</div><p>We train.</p></div>
    <a href="https://arxiv.org/abs/2506.12345">View arXiv page</a>"""
    found = reading(body, "papers/2506.12345")
    assert (found.title, lines(found)) == ("Sparse Models", ["We train."])
    assert found.published == date(2025, 6, 12)
    assert found.links == (("https://arxiv.org/abs/2506.12345", "arXiv"),)


POST = """
<div class="blog-content prose mx-auto"><div class="not-prose"><a href="/blog">Back to Articles</a></div>
<h1 id="fast"><span>Fast tokenizers</span></h1>
<div class="mb-6"><span class="text-sm">Published
  June 3, 2026</span></div> <a href="https://github.com/huggingface/blog">Update on GitHub</a>
<div>Upvote 72</div>{byline}<p>They are fast.</p><h2>Why</h2><p>Published work says so.</p></div>
<div class="more">More Articles: another</div>
"""
BYLINE = component(
    "BlogAuthorsByline",
    {"authors": [{"author": {"fullname": "Jane Doe", "name": "jane"}}, {"name": "joe"}]},
    "<a>jane</a>",
)


def test_a_post_is_its_text_without_what_stands_round_it() -> None:
    found = reading(POST.format(byline=BYLINE), "blog/fast-tokenizers")
    assert lines(found) == ["They are fast.", "Why", "Published work says so."]
    assert (found.title, found.authors) == ("Fast tokenizers", ("Jane Doe", "joe"))


def test_a_post_is_dated_by_its_state_or_by_what_it_shows() -> None:
    assert reading(POST.format(byline=BYLINE), "blog/acme/fast").published == date(2026, 6, 3)
    thumbnail = component("BlogThumbnail", {"blog": {"date": "2026-06-02T22:00:00.000Z"}})
    dated = reading(thumbnail + POST.format(byline=""), "blog/acme/fast")
    assert dated.published == datetime(2026, 6, 2, 22, tzinfo=UTC)


@pytest.mark.parametrize("path", ["papers", "papers/date/2026-05-12", "papers/trending", "models", "blog", "datasets"])
def test_a_list_is_no_article(path: str) -> None:
    found = answer(CARD, path)
    assert isinstance(found, Failure)
    assert found.reason == "not_article"


@pytest.mark.parametrize(
    "path",
    ["docs/transformers/index", "learn/llm-course", "acme", "acme/Sparse-7B/discussions/3", "blog/x", "papers/1"],
)
def test_a_page_of_another_kind_is_left_to_generic_extraction(path: str) -> None:
    assert answer("<article><p>Something else</p></article>", path) is None


def test_another_site_is_not_read() -> None:
    assert read(load_html(f"<html><body><main>{CARD}</main></body></html>"), "https://example.org/acme/x") is None


@pytest.mark.parametrize(
    "props", [None, 7, [], {"paper": []}, {"paper": {"summary": 7, "authors": {}, "publishedAt": 1}}]
)
def test_a_state_of_another_shape_tells_nothing(props: Any) -> None:
    assert answer(component("PaperContent", props), "papers/2605.12345") is None
