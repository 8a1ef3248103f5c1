"""Addresses: one canonical form each, and nothing that could break out of a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.urls import arxiv_id, canonical, is_web_address


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("HTTPS://News.Example.ORG:443/a#part", "https://news.example.org/a"),
        ("http://news.example.org:8080", "http://news.example.org:8080/"),
        ("https://news.example.org/a?utm_source=x&id=3&fbclid=y", "https://news.example.org/a?id=3"),
        ("https://news.example.org/a?q=a+b&Q=%E4%B8%AD", "https://news.example.org/a?q=a+b&Q=%E4%B8%AD"),
        ("  https://news.example.org/新闻 ", "https://news.example.org/%E6%96%B0%E9%97%BB"),
        ("https://news.example.org/a b", "https://news.example.org/a%20b"),
        ("http://[2001:db8::1]:80/a", "http://[2001:db8::1]/a"),
        ("https://arxiv.org/pdf/2605.30407v2.pdf", "https://arxiv.org/abs/2605.30407"),
        ("http://export.arxiv.org/abs/cs/0112017v1", "https://arxiv.org/abs/cs/0112017"),
    ],
)
def test_an_address_has_one_form(given: str, expected: str) -> None:
    assert canonical(given) == expected


def test_a_relative_address_is_resolved() -> None:
    assert canonical("../b?x=1", "https://news.example.org/a/c/d") == "https://news.example.org/a/b?x=1"
    assert canonical("//cdn.example.org/b", "https://news.example.org/") == "https://cdn.example.org/b"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mailto:desk@news.example.org",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "http://a:b/",
        "/a",
        ".",
    ],
)
def test_what_is_no_web_address_has_no_form(address: str) -> None:
    assert canonical(address) == ""


@pytest.mark.parametrize(
    "address", ["https://a.example/\u202egpj", 'https://a.example/"x', "https://a.example/\n", "a"]
)
def test_what_breaks_out_of_a_page_is_no_web_address(address: str) -> None:
    assert not is_web_address(address)


@given(st.text() | st.text().map("https://news.example.org/".__add__) | st.from_regex(r"https?://[^\s]{1,40}"))
def test_the_canonical_form_is_stable_and_safe(text: str) -> None:
    form = canonical(text)
    assert canonical(form) == form
    assert form == "" or is_web_address(form)


def test_the_arxiv_id_is_read_from_every_form() -> None:
    assert arxiv_id("http://arxiv.org/html/2605.30407v1") == "2605.30407"
    assert arxiv_id("https://news.example.org/abs/2605.30407") is None
