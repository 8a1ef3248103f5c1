"""Mastodon and its kin, on any host: the page of a post, known by its address (`/@name/1234`) and its head.

Until version 4.0 the server wrote post and answers into the page; since then it serves an application whose head holds
the text (`og:description`, schema.org in later versions), and some servers' state holds the post as their API tells it.
Source: mastodon/mastodon, `app/views/statuses`.
"""

import re
from collections.abc import Iterator
from typing import Any

from digest_pipeline.articles.blocks import Block, blocks_of_html, read_blocks
from digest_pipeline.articles.layouts.reading import (
    dig,
    first,
    json_in,
    meta,
    moment,
    objects_with,
    paragraphs,
    place_of,
    string_at,
    text_at,
)
from digest_pipeline.articles.layouts.thread import Post, as_reading, quotation, with_following
from digest_pipeline.articles.page import Failure, Reading

_ADDRESS = re.compile(r"(?:web/|deck/)?@[\w.-]+(?:@[\w.-]+)?/(\d{6,20})(?:/embed)?|users/[\w.-]+/statuses/(\d{6,20})")
_HAS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
_DETAILED = f"//div[{_HAS.format('detailed-status')}]"
_FOLLOWING = f"following::div[{_HAS.format('entry')}]"
_CONTENT = f".//div[{_HAS.format('e-content')} or {_HAS.format('status__content')}]"
_ACCOUNT = f".//span[{_HAS.format('display-name__account')}]"
_NAME = f".//*[{_HAS.format('display-name__html')} or {_HAS.format('p-name')}]"
_TIME = ".//data[contains(@class, 'dt-published')]/@value | .//time/@datetime"
_STATE = "//script[@id='initial-state']/text()"
_SCHEMA = "//script[@type='application/ld+json']/text()"
_ACTIVITY = "boolean(//link[@type='application/activity+json'])"
# "Attached: 1 image", before the text of a post with pictures.
_ATTACHED = re.compile(r"\A(?:Attached|Angehängt|Attaché|添付|附件)\s?[:：][^\n]{1,60}(?:\n\s*|\Z)")


def read(tree: Any, url: str) -> Reading | Failure | None:
    """Return the post at `url`; None for a page that is no post's of such a server."""
    host, path = place_of(url)
    match = _ADDRESS.fullmatch("/".join(path))
    if not match or not (tree.xpath(_ACTIVITY) or tree.xpath(_STATE) or tree.xpath(_DETAILED)):
        return None
    site = meta(tree, "og:site_name") or host
    for thread in (_served(tree), _of_state(tree, match[1] or match[2]), _of_head(tree)):
        if found := as_reading("mastodon", site, thread):
            return found
    return Failure("script", "the Mastodon server answered an application without the post")


def _served(tree: Any) -> list[Post]:
    """Return the post of a page with mark-up, and what its author wrote below it."""
    focal = first(tree, _DETAILED)
    if focal is None:
        return []
    return with_following([_served_post(focal)], map(_served_post, focal.xpath(_FOLLOWING)))


def _served_post(element: Any) -> Post:
    content = first(element, _CONTENT)
    blocks = [] if content is None else read_blocks(content)
    handle = text_at(element, _ACCOUNT).removeprefix("@")
    return Post(text_at(element, _NAME), handle, blocks, moment(first(element, _TIME)))


def _of_state(tree: Any, number: str) -> list[Post]:
    state = json_in(first(tree, _STATE))
    for status in objects_with(state, "id", "content", "account"):
        if string_at(status, "id") == number:
            return [_told_post(status)]
    return []


def _told_post(status: dict[str, Any]) -> Post:
    blocks = blocks_of_html(string_at(status, "content"))
    quoted = dig(status, "quote", "quoted_status")
    if isinstance(quoted, dict):
        blocks += quotation(_told_post({**quoted, "quote": None}))
    card = string_at(status, "card", "url")
    return Post(
        name=string_at(status, "account", "display_name"),
        handle=string_at(status, "account", "acct"),
        blocks=blocks,
        published=moment(status.get("created_at")),
        links=((card, string_at(status, "card", "title")),) if card else (),
    )


def _of_head(tree: Any) -> list[Post]:
    handle = meta(tree, "profile:username")
    name = meta(tree, "og:title")
    name = name[: name.rfind(" (@")] if " (@" in name else name
    published = moment(meta(tree, "og:published_time", "article:published_time"))
    schema = next(_postings(tree), {})
    blocks: list[Block] = blocks_of_html(string_at(schema, "text"))
    if not blocks:
        described = str(first(tree, "//meta[@property='og:description']/@content") or "")
        blocks = paragraphs(_ATTACHED.sub("", described))
    return [Post(name, handle, blocks, published or moment(schema.get("datePublished")))] if handle else []


def _postings(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.xpath(_SCHEMA):
        for thing in objects_with(json_in(script), "@type", "text"):
            if thing["@type"] in {"SocialMediaPosting", "DiscussionForumPosting"}:
                yield thing
