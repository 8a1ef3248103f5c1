"""Hugging Face: cards of models, data sets and spaces, pages of papers, and the blog.

The site's components are written into the page with what they are made of, as JSON in `data-props`: names, dates and a
paper's abstract are read from there. The text of cards and posts stands in a `prose` container.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from digest_pipeline.articles.blocks import Block, read_blocks
from digest_pipeline.articles.layouts.reading import (
    day_in,
    dig,
    first,
    items_at,
    json_in,
    line,
    meta,
    moment,
    paragraphs,
    place_of,
    string_at,
    text_at,
    without,
)
from digest_pipeline.articles.page import Failure, Reading

_NAME = "huggingface"
_SITE = "Hugging Face"
_HOSTS = frozenset({"huggingface.co", "hf.co"})

_LISTS = frozenset({"models", "datasets", "spaces", "papers", "blog", "collections", "organizations", "search"})
_PAPER_LISTS = frozenset({"date", "week", "month", "trending"})
# First parts of addresses that are no user's name; their pages are ordinary ones.
_PARTS = _LISTS | frozenset(
    {
        *("docs", "learn", "posts", "tasks", "pricing", "enterprise", "join", "login", "chat", "settings", "api"),
        *("brand", "support", "huggingface", "languages", "metrics", "inference", "kernels", "changelog", "new"),
    }
)
_OWNED = 2

_MOST_CARDS = 20
_PROSE = (
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' model-card-content ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' hf-sanitized ')]",
    "//main//*[contains(concat(' ', normalize-space(@class), ' '), ' prose ')]",
)
_BROKEN_LINE = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")
_POST = "//*[contains(concat(' ', normalize-space(@class), ' '), ' blog-content ')]"
# Buttons, bylines and tables of the front matter; the heading is the post's title.
_APPARATUS = (
    ".//*[contains(concat(' ', normalize-space(@class), ' '), ' not-prose ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' SVELTE_HYDRATER ')]"
)
_POST_APPARATUS = f"{_APPARATUS} | (.//h1)[1]"
# What stands between title and text where it is in no such element.
_PREAMBLE = re.compile(
    r"back to articles|update on github|upvote(?: \d+)?|[+-]?\d+|follow|guest|published\b.{0,20}\d{4}", re.IGNORECASE
)
_LONGEST_PREAMBLE = 12
_PUBLISHED = "//*[not(self::script) and contains(text(), 'Published')]"


def read(tree: Any, url: str) -> Reading | Failure | None:
    """Return a card, a paper's abstract or a post of the blog, or why there is none; None for pages of other kinds.

    `published` is the day a paper came out, the day of a post, or when a repository was made, in UTC.
    """
    host, path = place_of(url)
    if host not in _HOSTS or not path:
        return None
    found: Reading | Failure | None = None
    if path[0] == "papers" and len(path) > 1 and path[1] not in _PAPER_LISTS:
        found = _paper(tree)
    elif path[0] == "blog" and len(path) > 1:
        found = _post(tree)
    elif path[0] in {"datasets", "spaces"} and len(path) > _OWNED:
        found = _card(tree, path[0].removesuffix("s"), path[1:])
    elif path[0] in _LISTS and (len(path) == 1 or path[0] == "papers"):
        found = Failure("not_article", "the page is a list")
    elif path[0] not in _PARTS and len(path) >= _OWNED:
        found = _card(tree, "model", path)
    return found


def _paper(tree: Any) -> Reading | None:
    paper = dig(_props(tree, "PaperContent"), "paper")
    # Its lines are broken as arXiv breaks them; an empty one is meant.
    abstract = _BROKEN_LINE.sub(" ", string_at(paper, "summary"))
    blocks = paragraphs(abstract) or _paper_shown(tree)
    if not blocks:
        return None
    names = (line(dig(author, "name")) for author in items_at(paper, "authors") if not dig(author, "hidden"))
    return Reading(
        layout=_NAME,
        blocks=blocks,
        title=line(string_at(paper, "title")) or text_at(tree, "//main//h1"),
        authors=tuple(dict.fromkeys(name for name in names if name)),
        site=_SITE,
        published=moment(dig(paper, "publishedAt")) or _published(tree),
        links=tuple(_paper_links(tree, paper)),
    )


def _paper_shown(tree: Any) -> list[Block]:
    heading = first(tree, "//main//h2[normalize-space()='Abstract']")
    container = None if heading is None else first(heading, "..")
    if container is None:
        return []
    return [block for block in read_blocks(without(container, _APPARATUS)) if block.kind != "heading"]


def _paper_links(tree: Any, paper: Any) -> Iterator[tuple[str, str]]:
    if identifier := line(dig(paper, "id")):
        yield f"https://arxiv.org/abs/{identifier}", "arXiv"
    else:
        for address in tree.xpath("//main//a[starts-with(@href, 'https://arxiv.org/abs/')]/@href")[:1]:
            yield address, "arXiv"
    for key, words in (("githubRepo", "GitHub"), ("projectPage", "Project page")):
        if address := string_at(paper, key):
            yield address, words


def _post(tree: Any) -> Reading | None:
    content = first(tree, _POST)
    if content is None:
        return None
    post = dig(_props(tree, "BlogThumbnail"), "blog")
    blocks = _without_preamble(read_blocks(without(content, _POST_APPARATUS)))
    return (
        Reading(
            layout=_NAME,
            blocks=blocks,
            title=text_at(content, ".//h1") or line(string_at(post, "title")) or meta(tree, "og:title"),
            authors=_byline(tree),
            site=_SITE,
            published=moment(dig(post, "date")) or _published(tree),
        )
        if blocks
        else None
    )


def _without_preamble(blocks: list[Block]) -> list[Block]:
    opening, rest = blocks[:_LONGEST_PREAMBLE], blocks[_LONGEST_PREAMBLE:]
    return [block for block in opening if not _PREAMBLE.fullmatch(line(block.text))] + rest


def _byline(tree: Any) -> tuple[str, ...]:
    names = []
    for entry in items_at(_props(tree, "BlogAuthorsByline"), "authors"):
        person = dig(entry, "author") or entry
        names.append(line(dig(person, "fullname")) or line(dig(person, "name")))
    return tuple(dict.fromkeys(name for name in names if name))


def _published(tree: Any) -> date | None:
    """Return the day behind “Published” or “Published on”."""
    for shown in tree.xpath(_PUBLISHED)[:3]:
        words = line("".join(shown.itertext())).partition("Published")[2].removeprefix(" on").strip(" :·")
        if found := day_in(words):
            return found
    return None


def _card(tree: Any, kind: str, path: Sequence[str]) -> Reading | Failure | None:
    rest = path[_OWNED:]
    if rest and rest[0] != "blob":
        return None
    header = _props(tree, f"{kind.capitalize()}Header")
    # The conditions of a gated model are set like its card, and are shorter.
    cards: list[Any] = next((found for xpath in _PROSE if (found := tree.xpath(xpath))), [])
    card = max(cards[:_MOST_CARDS], key=lambda container: sum(map(len, container.itertext())), default=None)
    blocks = [] if card is None else read_blocks(without(card, _APPARATUS))
    if not blocks:
        if header is None:
            return None
        return Failure("not_article", f"the {kind} has no card" if kind != "space" else "the space is an application")
    author = line(dig(header, "author", "fullname")) or line(dig(header, kind, "author"))
    return Reading(
        layout=_NAME,
        blocks=blocks,
        title="/".join(path[:_OWNED]),
        authors=(author,) if author else (),
        site=_SITE,
        published=moment(dig(header, kind, "createdAt")),
        modified=moment(dig(header, kind, "lastModified")),
    )


def _props(tree: Any, component: str) -> Any:
    """Return what the first component of this name is made of, or None."""
    return json_in(first(tree, "//*[@data-target=$component]/@data-props", component=component))
