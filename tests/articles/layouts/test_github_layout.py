"""GitHub's repositories, files, releases, threads, wikis and gists."""

import json
from datetime import UTC, datetime
from html import escape
from typing import Any

import pytest
from trafilatura import load_html

from digest_pipeline.articles.layouts.github import read
from digest_pipeline.articles.page import Failure, Reading

REPOSITORY = "https://github.com/acme/sparse"
README = "<h1>Sparse</h1><p>Trains <b>sparse</b> models.</p>"


def answer(body: str, url: str, head: str = "") -> Reading | Failure | None:
    return read(load_html(f"<html><head>{head}</head><body><div>{body}</div></body></html>"), url)


def reading(body: str, url: str, head: str = "") -> Reading:
    found = answer(body, url, head)
    assert isinstance(found, Reading)
    return found


def lines(found: Reading) -> list[str]:
    return [block.text.strip() for block in found.blocks]


def named(title: str) -> str:
    return f'<meta property="og:title" content="{escape(title)}">'


def state(payload: Any, target: str = "react-app.embeddedData") -> str:
    return f'<script type="application/json" data-target="{target}">{json.dumps(payload)}</script>'


def markdown(html: str) -> str:
    return f'<article class="markdown-body entry-content container-lg" itemprop="text">{html}</article>'


HEADER = named("GitHub - acme/sparse: Sparse models: fast")
SIDEBAR = """
<div class="BorderGrid-cell"><p class="f4 my-3">Sparse models: fast</p>
<a title="https://sparse.example" role="link" rel="noopener noreferrer nofollow"
 href="https://sparse.example">sparse.example</a>
<a class="topic-tag topic-tag-link" href="/topics/llm">llm</a>
<a class="topic-tag topic-tag-link" href="/topics/moe">moe</a>
<a href="/acme/sparse/stargazers"><strong>1.2k</strong> stars</a></div>
"""


def test_a_repository_is_its_description_its_topics_and_its_readme() -> None:
    found = reading(markdown(README) + SIDEBAR, REPOSITORY, HEADER)
    assert lines(found) == ["Sparse models: fast", "Topics: llm, moe", "Sparse", "Trains sparse models."]
    assert (found.title, found.site) == ("acme/sparse: Sparse models: fast", "GitHub")


def test_its_homepage_is_a_link_outside_of_the_text() -> None:
    assert reading(markdown(README) + SIDEBAR, REPOSITORY, HEADER).links == (
        ("https://sparse.example", "sparse.example"),
    )


def test_a_readme_is_read_from_the_pages_state_where_a_script_shows_it() -> None:
    files = [{"displayName": "README.md", "richText": README}, {"displayName": "LICENSE", "richText": None}]
    payload = {"props": {"initialPayload": {"overview": {"overviewFiles": files}}}}
    found = reading(state(payload, "react-partial.embeddedData"), REPOSITORY, HEADER)
    assert lines(found) == ["Sparse models: fast", "Sparse", "Trains sparse models."]


def test_a_repository_without_a_readme_has_its_description() -> None:
    assert lines(reading("<p>Code</p>", REPOSITORY, HEADER)) == ["Sparse models: fast"]


def test_a_repository_that_says_nothing_is_left_to_generic_extraction() -> None:
    assert answer("<p>Code</p>", REPOSITORY, named("GitHub - acme/sparse")) is None


def test_the_readme_of_a_folder_carries_its_place() -> None:
    found = reading(markdown(README), f"{REPOSITORY}/tree/main/docs", HEADER)
    assert (found.title, lines(found)[0]) == ("acme/sparse/docs", "Sparse")


def test_a_file_in_markdown_is_titled_by_its_heading() -> None:
    found = reading(state({"payload": {"blob": {"richText": README}}}), f"{REPOSITORY}/blob/main/README.md")
    assert (found.title, lines(found)) == ("Sparse", ["Sparse", "Trains sparse models."])


def test_a_file_of_source_code_is_no_article() -> None:
    payload = {"payload": {"blob": {"rawLines": ["import os"], "richText": None}}}
    found = answer(state(payload), f"{REPOSITORY}/blob/main/a.py")
    assert isinstance(found, Failure)
    assert found.reason == "not_article"


def release(name: str, notes: str, heading: str = "h1") -> str:
    return f"""<section><{heading} class="d-inline mr-3">{name}</{heading}>
    <a data-hovercard-type="user" href="/jane">jane</a> released this
    <relative-time datetime="2026-05-01T12:00:00Z">May 1</relative-time>
    <div data-test-selector="body-content" class="markdown-body my-3">{notes}</div>
    <div class="Box-footer">Assets 4</div></section>"""


def test_a_release_is_its_notes_with_author_and_time() -> None:
    found = reading(release("v2.0", "<h1>New</h1><p>Twice as fast.</p>"), f"{REPOSITORY}/releases/tag/v2.0")
    assert lines(found) == ["New", "Twice as fast."]
    assert (found.title, found.authors) == ("sparse v2.0", ("jane",))
    assert found.published == datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_a_release_that_names_its_project_keeps_its_name() -> None:
    assert reading(release("Sparse 2.0", "<p>New.</p>"), f"{REPOSITORY}/releases/tag/v2").title == "Sparse 2.0"


def test_of_a_list_of_releases_the_newest_is_taken() -> None:
    body = f"<div data-hpc>{release('v2', '<p>Two.</p>', 'h2')}{release('v1', '<p>One.</p>', 'h2')}</div>"
    found = reading(body, f"{REPOSITORY}/releases")
    assert (found.title, lines(found)) == ("sparse v2", ["Two."])


ISSUE = {
    "title": "Crash on <start>",
    "number": 7,
    "bodyHTML": "<p>It crashes.</p>",
    "createdAt": "2026-05-02T08:00:00Z",
    "author": {"login": "jane"},
}


def test_an_issue_is_read_from_the_pages_state() -> None:
    query = {"queryName": "IssueViewerViewQuery", "result": {"data": {"repository": {"issue": ISSUE}}}}
    found = reading(state({"payload": {"preloadedQueries": [query]}}), f"{REPOSITORY}/issues/7")
    assert (found.title, found.authors, lines(found)) == ("Crash on <start>", ("jane",), ["It crashes."])
    assert found.published == datetime(2026, 5, 2, 8, tzinfo=UTC)


def test_an_issue_is_read_from_the_page_where_its_state_holds_another() -> None:
    body = (
        state({"payload": {"issue": ISSUE}})
        + """<h1><bdi data-testid="issue-title">Slow</bdi></h1><div data-testid="issue-body">
        <a data-testid="issue-body-header-author" href="/joe">joe</a>
        <relative-time datetime="2026-05-03T00:00:00Z">x</relative-time>
        <div data-testid="issue-body-viewer"><div class="markdown-body"><p>It is slow.</p></div>
        <button>👍 3</button></div></div>
        <div class="react-issue-comment"><div class="markdown-body"><p>Me too.</p></div></div>"""
    )
    found = reading(body, f"{REPOSITORY}/issues/8")
    assert (found.title, found.authors, lines(found)) == ("Slow", ("joe",), ["It is slow."])


def test_a_pull_request_is_its_first_comment() -> None:
    def comment(login: str, words: str) -> str:
        return f"""<div class="timeline-comment"><h3><a class="author Link--primary" href="/{login}">{login}</a>
        <relative-time datetime="2026-01-15T10:30:00Z">Jan 15</relative-time></h3>
        <div class="comment-body markdown-body js-comment-body"><p>{words}</p></div></div>"""

    found = reading(
        comment("jane", "This fixes it.") + comment("bot", "Thanks."),
        f"{REPOSITORY}/pull/42",
        named("Fix it by jane · Pull Request #42 · acme/sparse"),
    )
    assert (found.title, found.authors, lines(found)) == ("Fix it", ("jane",), ["This fixes it."])
    assert found.published == datetime(2026, 1, 15, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize("url", [f"{REPOSITORY}/discussions/9", "https://github.com/orgs/acme/discussions/9"])
def test_a_discussion_is_its_first_comment(url: str) -> None:
    body = '<table><tr><td class="comment-body markdown-body js-comment-body"><p>What next?</p></td></tr></table>'
    found = reading(body, url, named("Roadmap · acme/sparse · Discussion #9"))
    assert (found.title, lines(found)) == ("Roadmap", ["What next?"])


def test_a_wiki_page_is_its_body() -> None:
    text = '<div id="wiki-body"><div class="markdown-body"><p>Install.</p></div></div>'
    found = reading(f'<h1 class="gh-header-title">Setup</h1>{text}', f"{REPOSITORY}/wiki/Setup")
    assert (found.title, lines(found)) == ("Setup", ["Install."])


def test_a_gist_in_markdown_is_dated_by_its_creation_only() -> None:
    def gist(word: str) -> Reading:
        return reading(
            f'<span class="author"><a href="/jane">jane</a></span><div>{word} '
            f'<relative-time datetime="2026-04-04T00:00:00Z">x</relative-time></div>'
            + markdown("<h2>Idea</h2><p>A.</p>"),
            "https://gist.github.com/jane/abc",
        )

    assert (gist("Created").title, gist("Created").authors) == ("Idea", ("jane",))
    assert gist("Created").published == datetime(2026, 4, 4, tzinfo=UTC)
    assert gist("Last active").published is None


@pytest.mark.parametrize(
    ("path", "reason"),
    [("trending", "not_article"), ("topics/llm", "not_article"), ("orgs/acme", "not_article"), ("login", "login")],
)
def test_lists_and_logins_are_no_articles(path: str, reason: str) -> None:
    found = answer(markdown(README), f"https://github.com/{path}")
    assert isinstance(found, Failure)
    assert found.reason == reason


def test_a_profile_is_no_article() -> None:
    found = answer(markdown(README), "https://github.com/jane", '<meta property="og:type" content="profile">')
    assert isinstance(found, Failure)
    assert found.reason == "not_article"


@pytest.mark.parametrize(
    "url",
    [
        f"{REPOSITORY}/issues/7",
        f"{REPOSITORY}/releases/tag/v1",
        f"{REPOSITORY}/commit/1",
        "https://github.com/features",
    ],
)
def test_a_page_without_a_known_container_is_left_to_generic_extraction(url: str) -> None:
    assert answer("<main><p>Something new</p></main>", url, named("Something")) is None


@pytest.mark.parametrize(
    "payload", [None, 7, [[]], {"richText": 7}, {"richText": {"a": []}}, {"bodyHTML": [], "title": {}}]
)
def test_a_state_of_another_shape_tells_nothing(payload: Any) -> None:
    assert answer(state(payload), f"{REPOSITORY}/issues/7") is None
    assert answer(state(payload), f"{REPOSITORY}/blob/main/a.md") is None
