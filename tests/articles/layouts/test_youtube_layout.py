"""Videos on YouTube, by what is written of them."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from trafilatura import load_html

from digest_pipeline.articles.layouts.youtube import read
from digest_pipeline.articles.page import Failure, Reading

ADDRESS = "https://www.youtube.com/watch?v=abcdefghijk"
DESCRIPTION = "How the model was made.\n\n0:00 Intro\n4:10 The {data}\nPaper: https://arxiv.org/abs/2605.12345"


def player(**parts: Any) -> str:
    return f"<script nonce='x'>var ytInitialPlayerResponse = {json.dumps(parts)};var meta = {{}};</script>"


def page(scripts: str, head: str = "") -> str:
    return (
        f"<html><head><title>x - YouTube</title>{head}</head><body>{scripts}<p>About Press Copyright</p></body></html>"
    )


def test_a_video_is_its_description_line_by_line_with_channel_and_day() -> None:
    script = player(
        videoDetails={"title": "Making a model", "author": "Brightwater Lab", "shortDescription": DESCRIPTION},
        microformat={"playerMicroformatRenderer": {"publishDate": "2026-06-03T07:00:07-07:00"}},
    )

    found = read(load_html(page(script)), ADDRESS)

    assert isinstance(found, Reading)
    assert [block.text for block in found.blocks] == [line for line in DESCRIPTION.split("\n") if line]
    assert (found.title, found.authors, found.site) == ("Making a model", ("Brightwater Lab",), "YouTube")
    assert found.published == datetime(2026, 6, 3, 14, 0, 7, tzinfo=UTC)


def test_without_the_players_data_the_pages_own_are_read() -> None:
    data = {"items": [{"attributedDescriptionBodyText": {"content": DESCRIPTION}}]}
    head = """<meta property="og:title" content="Making a model"><meta itemprop="datePublished" content="2026-06-03">
    <meta property="og:description" content="How the model was made...">"""

    found = read(load_html(page(f"<script>var ytInitialData = {json.dumps(data)};</script>", head)), ADDRESS)

    assert isinstance(found, Reading)
    assert len(found.blocks) == 4
    assert (found.title, found.published) == ("Making a model", date(2026, 6, 3))


@pytest.mark.parametrize(
    ("status", "told", "reason"),
    [
        ("ERROR", "Video unavailable", "gone"),
        ("LOGIN_REQUIRED", "This video is private", "login"),
        ("LOGIN_REQUIRED", "Sign in to confirm you’re not a bot", "blocked"),
    ],
)
def test_why_a_video_can_t_be_seen_is_told(status: str, told: str, reason: str) -> None:
    found = read(load_html(page(player(playabilityStatus={"status": status, "reason": told}))), ADDRESS)

    assert isinstance(found, Failure)
    assert found.reason == reason
    assert told in found.detail


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://consent.youtube.com/m?continue=https://www.youtube.com/watch", "consent"),
        ("https://www.youtube.com/@brightwater", "not_article"),
        ("https://www.youtube.com/playlist?list=PL1", "not_article"),
        (ADDRESS, "script"),
    ],
)
def test_pages_without_a_video_say_why(url: str, reason: str) -> None:
    head = '<meta name="description" content="Enjoy the videos and music you love.">'

    found = read(load_html(page("<script>var ytInitialPlayerResponse = null;</script>", head)), url)

    assert isinstance(found, Failure)
    assert found.reason == reason


def test_a_video_without_a_description_has_no_text() -> None:
    found = read(load_html(page(player(videoDetails={"title": "Making a model", "shortDescription": ""}))), ADDRESS)

    assert isinstance(found, Failure)
    assert found.reason == "no_text"


def test_pages_of_other_sites_are_left_to_others() -> None:
    assert read(load_html(page("")), "https://video.example/watch?v=abcdefghijk") is None
