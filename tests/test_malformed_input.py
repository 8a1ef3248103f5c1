"""Malformed feeds and pages in a day that is run whole: a reason for each of them, and an intact run."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from digest_pipeline.capture.warc import Exchange
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import load
from tests.conftest import NOON
from tests.homes import digest, rows

RSS = (
    '<rss version="2.0"><channel><title>{name}</title><item><title>{name} reports</title>'
    "<link>https://{name}.example.org/story</link><pubDate>Tue, 02 Jun 2026 03:00:00 GMT</pubDate>"
    "<description>{text}</description></item></channel></rss>"
)
TEXTS = {
    "anchor": "The harbour office counted 41 ships with AI models on board. No other port counts them so far.",
    "beacon": "A lighthouse keeper trained a language model on 900 logbooks. It writes notes that sailors believe.",
}
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + ']><rss version="2.0"><channel><title>&j;</title></channel></rss>'
)
FEEDS = {
    "empty": b"",
    "nul": b"\0" * 5_000,
    "page": b"<!DOCTYPE html><html><body><p>Not a feed.</p></body></html>",
    "text": b"gone fishing",
    "broken-json": b'{"version": "https://jsonfeed.org/version/1.1", "items": [',
    "large": b"<rss version='2.0'><channel>" + b"<item><title>x</title></item>" * 360_000 + b"</channel></rss>",
    "nested": b"<a>" * 500_000,
    "bomb": BOMB.encode(),
}
PAGES = {
    "empty-page": b"",
    "nul-page": b"<html><body>" + b"\0" * 2_000 + b"</body></html>",
    "nested-page": b"<div>" * 200_000,
    "pdf-page": b"%PDF-1.7 binary",
}


@pytest.fixture
def home(tmp_path: Path, exchange: Callable[..., Exchange], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose record holds two sound feeds among the malformed ones, and pages that say nothing."""
    monkeypatch.setenv("DIGEST_LIMITS__PAGE_SECONDS", "4")
    folder = tmp_path / "home"
    good = {name: RSS.format(name=name, text=text).encode() for name, text in TEXTS.items()}
    feeds = {**good, **FEEDS}
    stories = {name: RSS.format(name=name, text="Short.").encode() for name in PAGES}
    recorded = [
        exchange(f"https://{name}.example.org/feed", body, content_type="application/rss+xml")
        for name, body in {**feeds, **stories}.items()
    ]
    truncated = gzip.compress(good["anchor"] * 50)[:-200]
    recorded.append(
        exchange(
            "https://truncated.example.org/feed",
            truncated,
            content_type="application/rss+xml",
            headers=(("Content-Encoding", "gzip"),),
        )
    )
    recorded += [exchange(f"https://{name}.example.org/story", body) for name, body in PAGES.items()]
    Newsroom(load(folder)).archive.add(recorded)
    return folder


def test_each_malformed_item_has_a_reason_and_the_sound_ones_are_published(home: Path) -> None:
    result = digest("run", "--day", NOON.date(), "--offline", "--engine", "extractive", home=home)
    assert result.exit_code == 0, result.output

    reasons = dict(rows(home, "select item, reason from quality.drops where stage = 'raw_feeds'"))
    unread = {name: reasons.get(f"https://{name}.example.org/feed") for name in [*FEEDS, "truncated"]}
    assert unread == {
        "empty": "empty",
        "nul": "empty",
        "page": "html",
        "text": "malformed",
        "broken-json": "malformed",
        "large": "too_large",
        "nested": "timeout",
        "bomb": "malformed",
        "truncated": "unreadable",
    }
    lost = {
        url
        for (url,) in rows(home, "select item from quality.drops where stage = 'extracted_articles' and not replaced")
    }
    assert lost == {f"https://{name}.example.org/story" for name in PAGES}

    told = {url for (url,) in rows(home, "select url from digest.issue_items")}
    assert told == {"https://anchor.example.org/story", "https://beacon.example.org/story"}
