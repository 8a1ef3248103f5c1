"""GitHub: repositories and their files in Markdown, releases, issues, pull requests, discussions, wikis and gists.

The text is what the people wrote (a README, the notes of a release, the first comment of a thread) without what GitHub
puts around it. It stands in a `markdown-body`; newer pages hold it in the JSON of a script instead, for a script to
show. The forms are those of 2023 to 2026.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from digest_pipeline.articles.blocks import Block, Run, blocks_of_html, read_blocks
from digest_pipeline.articles.layouts.reading import (
    first,
    json_in,
    line,
    meta,
    moment,
    objects_with,
    place_of,
    string_at,
    text_at,
    text_block,
    texts_at,
    without,
)
from digest_pipeline.articles.page import Failure, Reading

_NAME = "github"
_SITE = "GitHub"

_LISTS = frozenset({"trending", "search", "explore", "topics", "marketplace", "collections", "stars", "orgs"})
_LOGINS = frozenset({"login", "join", "signup", "sessions"})
_THREADS = frozenset({"issues", "pull", "discussions"})
_REPOSITORY, _FILE = 2, 4

_STATES = (
    "//script[@type='application/json'"
    " and (@data-target='react-app.embeddedData' or @data-target='react-partial.embeddedData')]/text()"
)
_BODY = "contains(concat(' ', normalize-space(@class), ' '), ' markdown-body ')"
_README = f"//article[{_BODY}]"
_NOTES = f"//*[@data-test-selector='body-content'] | //*[@data-hpc]//div[{_BODY}]"
_RELEASES = ("ancestor::section[1]", "ancestor::*[@data-hpc][1]")
_RELEASE_NAME = (
    f".//*[self::h1 or self::h2 or (self::a and contains(@class, 'Link--primary'))][not(ancestor::*[{_BODY}])]"
)
# An issue's own container, else the first comment; what an older page has in place of these.
_COMMENTS = (
    f"//*[@data-testid='issue-body-viewer']//*[{_BODY}]",
    f"//*[contains(@class, 'js-comment-body') and {_BODY}]",
    f"//*[contains(@class, 'comment-body') and {_BODY}]",
)
_HEADERS = "[.//relative-time][1]"
# A diagram's place until a script draws it, and the words of buttons.
_NOISE = ".//*[contains(@class, 'js-render-enrichment-loader') or contains(@class, 'zeroclipboard-container')]"

_OPENING = re.compile(r"^GitHub\s*-\s*")
_SUBJECT = re.compile(r"\s+·\s+(?:Issue|Pull Request|Discussion|[\w.-]+/[\w.-]+)\b")
_BY = re.compile(r"\s+by\s+[\w-]+$")


def read(tree: Any, url: str) -> Reading | Failure | None:
    """Return what somebody wrote on a page of GitHub, or why it is no article; None for pages of other kinds.

    `published` is that of a release, a thread or a gist, in UTC; a repository has no date.
    """
    host, path = place_of(url)
    if host == "gist.github.com":
        return _gist(tree)
    if host != "github.com" or not path:
        return None
    if path[0] in _LOGINS:
        return Failure("login", "the page asks to sign in to GitHub")
    if path[0] == "orgs" and path[2:3] == ("discussions",):
        path = (path[1], path[1], *path[2:])
    if path[0] in _LISTS or meta(tree, "og:type") == "profile":
        return Failure("not_article", "the page is a profile or a list")
    return _read_repository(tree, path)


def _read_repository(tree: Any, path: Sequence[str]) -> Reading | Failure | None:
    rest = tuple(path[_REPOSITORY:])
    found: Reading | Failure | None = None
    if len(path) == _REPOSITORY or rest[:1] == ("tree",):
        found = _repository(tree, path, is_root=len(path) == _REPOSITORY)
    elif rest[:1] == ("releases",):
        found = _release(tree, path)
    elif rest[:1] == ("blob",):
        found = _file(tree, path)
    elif rest[:1] == ("wiki",):
        found = _wiki(tree, path)
    elif len(rest) > 1 and rest[0] in _THREADS and rest[1].isdecimal():
        found = _thread(tree, int(rest[1]))
    return found


def _repository(tree: Any, path: Sequence[str], *, is_root: bool) -> Reading | None:
    readme = _markdown(tree, _README) or _rich_text(tree)
    name = "/".join(path[:_REPOSITORY])
    title = _OPENING.sub("", meta(tree, "og:title") or text_at(tree, "//title").removesuffix(" · GitHub")) or name
    # Without a description of their own, GitHub describes them all alike.
    shown = title.partition(": ")
    description = shown[2] if "/" in shown[0] else ""
    topics = ", ".join(texts_at(tree, "//a[contains(concat(' ', @class, ' '), ' topic-tag ')]"))
    if not readme and not (is_root and description):
        return None
    blocks = [text_block(description)] if description and is_root else []
    if topics and is_root:
        blocks.append(Block("paragraph", 0, 0, (Run("Topics: ", bold=True), Run(topics)), None))
    return Reading(
        layout=_NAME,
        blocks=[*blocks, *readme],
        title=title if is_root else "/".join((name, *path[_FILE:])),
        site=_SITE,
        links=tuple(_homepage(tree)),
    )


def _homepage(tree: Any) -> Iterator[tuple[str, str]]:
    sidebar = "//*[contains(@class, 'BorderGrid-cell')]//a[@role='link' and contains(@rel, 'nofollow')]"
    link = first(tree, sidebar)
    if link is not None and link.get("href"):
        yield link.get("href"), line(link.text_content())


def _release(tree: Any, path: Sequence[str]) -> Reading | None:
    """Return a release; of a list of them the first, which is the newest."""
    body = first(tree, _NOTES)
    if body is None:
        return None
    around = next((found for place in _RELEASES if (found := first(body, place)) is not None), tree)
    name = text_at(around, _RELEASE_NAME)
    repository = path[1]
    title = name if repository.casefold() in name.casefold() else f"{repository} {name}".strip()
    author = text_at(around, ".//a[@data-hovercard-type='user']")
    blocks = read_blocks(without(body, _NOISE))
    return (
        Reading(
            layout=_NAME,
            blocks=blocks,
            title=title,
            authors=(author,) if author else (),
            site=_SITE,
            published=moment(first(around, ".//relative-time/@datetime")),
        )
        if blocks
        else None
    )


def _file(tree: Any, path: Sequence[str]) -> Reading | Failure | None:
    blocks = _markdown(tree, _README) or _rich_text(tree)
    if blocks:
        heading = next((block.text for block in blocks if block.kind == "heading" and block.level == 1), "")
        return Reading(layout=_NAME, blocks=blocks, title=line(heading) or "/".join(path[-1:]), site=_SITE)
    if any(objects_with(_state(tree), "rawLines")):
        return Failure("not_article", "the page shows a file of source code")
    return None


def _wiki(tree: Any, path: Sequence[str]) -> Reading | None:
    blocks = _markdown(tree, f"//*[@id='wiki-body']//*[{_BODY}] | //*[@id='wiki-body'][{_BODY}]")
    title = text_at(tree, "//*[contains(@class, 'gh-header-title')]") or path[-1]
    return Reading(layout=_NAME, blocks=blocks, title=title, site=_SITE) if blocks else None


def _thread(tree: Any, number: int) -> Reading | None:
    """Return the first comment of an issue, a pull request or a discussion."""
    for thread in objects_with(_state(tree), "bodyHTML", "title"):
        blocks = blocks_of_html(string_at(thread, "bodyHTML"))
        if thread.get("number") in {number, None} and blocks:
            title, author = string_at(thread, "title"), string_at(thread, "author", "login")
            return _comment(blocks, line(title) or _subject(tree), line(author), moment(thread.get("createdAt")))
    for comments in _COMMENTS:
        body = first(tree, comments)
        if body is not None and (blocks := read_blocks(without(body, _NOISE))):
            header = first(body, f"ancestor::*{_HEADERS}")
            around = tree if header is None else header
            author = text_at(
                around,
                ".//a[@data-testid='issue-body-header-author' or contains(concat(' ', @class, ' '), ' author ')"
                " or @data-hovercard-type='user']",
            )
            return _comment(blocks, _subject(tree), author, moment(first(around, ".//relative-time/@datetime")))
    return None


def _comment(blocks: list[Block], title: str, author: str, published: date | datetime | None) -> Reading:
    return Reading(
        layout=_NAME,
        blocks=blocks,
        title=title,
        authors=(author,) if author else (),
        site=_SITE,
        published=published,
    )


def _subject(tree: Any) -> str:
    shown = text_at(
        tree,
        "//*[@data-testid='issue-title']"
        " | //*[contains(@class, 'js-issue-title')] | //h1//*[contains(@class, 'markdown-title')]",
    )
    if shown:
        return shown
    named = meta(tree, "og:title") or text_at(tree, "//title")
    return _BY.sub("", _SUBJECT.split(named)[0])


def _gist(tree: Any) -> Reading | None:
    blocks = _markdown(tree, _README)
    if not blocks:
        return None
    heading = next((block.text for block in blocks if block.kind == "heading"), "")
    author = text_at(tree, "//*[contains(concat(' ', @class, ' '), ' author ')]/a")
    # Beside it may stand when it was last touched, by anybody.
    created = first(tree, "//*[contains(text(), 'Created')]/relative-time/@datetime")
    return Reading(
        layout=_NAME,
        blocks=blocks,
        title=line(heading) or meta(tree, "og:title"),
        authors=(author,) if author else (),
        site="GitHub Gist",
        published=moment(created),
    )


def _markdown(tree: Any, xpath: str) -> list[Block]:
    body = first(tree, xpath)
    return [] if body is None else read_blocks(without(body, _NOISE))


def _rich_text(tree: Any) -> list[Block]:
    """Return the README or file that the page holds for its script to show."""
    for file in objects_with(_state(tree), "richText"):
        if blocks := blocks_of_html(string_at(file, "richText")):
            return blocks
    return []


def _state(tree: Any) -> list[Any]:
    return [json_in(script) for script in tree.xpath(_STATES)]
