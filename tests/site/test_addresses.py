"""Permanent addresses: what they are made of, and that no two tags share one by accident."""

from datetime import date
from itertools import combinations

import pytest

from digest_pipeline.site.addresses import issue_url, month_url, story_url, tag_slug, tag_url


def test_addresses_are_those_that_were_promised() -> None:
    assert issue_url("weekly", "2026-W18") == "weekly/2026-W18.html"
    assert issue_url("weekly", "2026-W18", "abc") == "weekly/2026-W18.html#story-abc"
    assert story_url(date(2026, 5, 3), "abc", "zh") == "stories/2026-05/abc-zh.html"
    assert month_url("2026-05") == "archive/2026-05.html"
    assert tag_url("Open Source") == "tags/open-source.html"


@pytest.mark.parametrize(
    "same", [("LLM", "llm"), ("ＡＩ", "AI"), ("open  source", "Open Source"), ("大模型", " 大模型 ")]
)
def test_spellings_that_differ_in_case_width_or_spaces_share_an_address(same: tuple[str, str]) -> None:
    assert tag_slug(same[0]) == tag_slug(same[1])


def test_tags_that_differ_in_signs_alone_keep_addresses_of_their_own() -> None:
    tags = [
        "C",
        "C++",
        "C#",
        "c-",
        "index",
        "Index!",
        "",
        "…",
        "../../etc/passwd",
        "大模型",
        "大 模型",
        "x" * 80,
        "x" * 81,
    ]

    assert all(tag_slug(one) != tag_slug(other) for one, other in combinations(tags, 2))
    assert "index" not in map(tag_slug, tags)


@pytest.mark.parametrize("tag", ["../../etc/passwd", "a/b\\c", "<script>", "%2e%2e", "", "\u202e\u0000", "字" * 200])
def test_a_tag_is_always_one_file_name(tag: str) -> None:
    slug = tag_slug(tag)

    assert slug
    assert not set(slug) & set("/\\.%<>\u202e\u0000 ")
    assert len(slug.encode()) < 200
