"""Bluesky: the page of a post, whose text and author the server writes into its head for those without script.

Source: bluesky-social/social-app, `bskyweb/templates/post.html`. Threads and quoted posts are shown by scripts alone.
"""

from typing import Any

from digest_pipeline.articles.layouts.reading import meta, moment, paragraphs, place_of
from digest_pipeline.articles.layouts.thread import Post, as_reading
from digest_pipeline.articles.page import Failure, Reading

_HOSTS = frozenset({"bsky.app", "main.bsky.dev", "staging.bsky.app"})
_TEXTS = (
    "//meta[@property='og:description']/@content",
    "//meta[@name='description']/@content",
    "string(//*[@id='bsky_post_text'])",
)
_FOR_MEMBERS = "visible only to people who are signed in"
# The server's word for what it can't write as text.
_OMISSION = "[contains quote post or other embedded content]"
_PROFILE = 2
_POST = 4


def read(tree: Any, url: str) -> Reading | Failure | None:
    """Return the post at `url`, or why the page does not show it; None for a page that is no post's on Bluesky."""
    host, path = place_of(url)
    if host not in _HOSTS or path[:1] != ("profile",):
        return None
    if len(path) == _PROFILE:
        return Failure("not_article", "the page is an account's timeline on Bluesky")
    if len(path) != _POST or path[2] != "post":
        return None
    text = _text(tree)
    if _FOR_MEMBERS in text:
        return Failure("login", "the author shows the post to those who are signed in to Bluesky only")
    handle = meta(tree, "profile:username")
    if not handle:
        return Failure("script", "Bluesky answered an application without the post")
    name = meta(tree, "og:title").removesuffix(f"(@{handle})").strip()
    published = moment(meta(tree, "article:published_time", "twitter:value1"))
    return as_reading("bluesky", "Bluesky", [Post(name, handle, paragraphs(text), published)])


def _text(tree: Any) -> str:
    for xpath in _TEXTS:
        found = tree.xpath(xpath)
        text = found if isinstance(found, str) else next(iter(found), "")
        if text.strip():
            return str(text).replace(_OMISSION, "").strip()
    return ""
