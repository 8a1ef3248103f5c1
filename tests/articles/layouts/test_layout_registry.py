"""The registry of layouts: which pages they take, and that the others are left alone."""

import gzip
from pathlib import Path

import pytest
from lxml.etree import tostring
from trafilatura import load_html

from digest_pipeline.articles.layouts import LAYOUTS, read_layout
from digest_pipeline.articles.page import Failure, Reading

PAGES = Path(__file__).parents[4] / "shared/data/html/defuddle/html"
ADDRESSES = (
    "https://arxiv.org/abs/2605.12345",
    "https://arxiv.org/html/2605.12345",
    "https://github.com/acme/sparse",
    "https://github.com/acme/sparse/issues/7",
    "https://github.com/acme/sparse/releases",
    "https://github.com/acme/sparse/blob/main/README.md",
    "https://github.com/acme/sparse/wiki/Home",
    "https://gist.github.com/jane/abc",
    "https://huggingface.co/acme/sparse",
    "https://huggingface.co/datasets/acme/corpus",
    "https://huggingface.co/spaces/acme/demo",
    "https://huggingface.co/papers/2605.12345",
    "https://huggingface.co/blog/fast",
    "https://mp.weixin.qq.com/s/abc",
)
ORDINARY = "<html><body><article class='markdown-body'><p>News of an ordinary kind.</p></article></body></html>"


@pytest.mark.parametrize(
    "url", ["https://example.org/2026/a-b", "", "not an address", "http://[", "https://[::1]/abs/1"]
)
def test_an_ordinary_page_is_left_to_generic_extraction_whatever_its_address(url: str) -> None:
    assert read_layout(load_html(ORDINARY), url) is None


def test_the_layout_of_the_pages_kind_answers() -> None:
    found = read_layout(load_html(ORDINARY), "https://github.com/acme/sparse")
    assert isinstance(found, Reading)
    assert found.layout == "github"


def test_a_real_page_at_a_wrong_address_never_stops_a_layout_nor_changes() -> None:
    if not PAGES.exists():
        pytest.skip("the pages of ../shared/data/html/defuddle are not here")
    for file in sorted(PAGES.glob("*.html.gz"))[::4]:
        tree = load_html(gzip.decompress(file.read_bytes()).decode("utf-8", "replace"))
        if tree is None:
            continue
        before = tostring(tree)
        for url in ADDRESSES:
            for layout in LAYOUTS:
                found = layout(tree, url)
                assert found is None or isinstance(found, Failure) or found.blocks
        assert tostring(tree) == before
