"""Answers of X API v2: a timeline's posts with the posts and accounts they refer to, as items.

The shape is that of `GET /2/users/:id/tweets` and `GET /2/lists/:id/tweets` with the fields that `kinds/posts.py` asks
for: `data`, `includes.tweets`, `includes.users`, `meta.next_token`, and `errors` beside them for what can't be shown.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from digest_pipeline.dates import snowflake_time
from digest_pipeline.headline import headline, shortened
from digest_pipeline.sources.feeds import list_of, one_line, storable, text_of
from digest_pipeline.sources.posts.text import ShortLink, as_paragraphs, unescaped, without_links
from digest_pipeline.sources.source import Item
from digest_pipeline.urls import canonical, status_id

_SHARED = re.compile(r"\ART @(?P<handle>\w{1,20}): ?")
_HANDLE = re.compile(r"\w{1,20}", re.ASCII)
# X's own name for an account that is not known by its handle.
_ANYBODY = "i"


@dataclass(frozen=True, slots=True)
class Post:
    """A post as the API tells it, cleaned: ids are numbers, the author a handle; `title` is that of a long article."""

    id: int
    author: str
    author_id: str
    text: str
    links: tuple[ShortLink, ...]
    conversation: int
    replied_to: str
    refers: dict[str, int]
    title: str

    @property
    def link(self) -> str:
        """Its address."""
        return address(self.author, self.id)

    @property
    def is_reply_to_others(self) -> bool:
        """Whether it answers somebody else."""
        return "replied_to" in self.refers and self.replied_to != self.author_id


class Timeline:
    """One page of a timeline."""

    def __init__(self, document: dict[str, Any]) -> None:
        includes = document.get("includes")
        known = includes if isinstance(includes, dict) else {}
        users = [user for user in list_of(known.get("users")) if isinstance(user, dict)]
        self._handles = {text_of(user.get("id")): _handle(user.get("username")) for user in users}
        self._known = self._posts(list_of(known.get("tweets")))
        self._own = self._posts(list_of(document.get("data")))

    @property
    def oldest(self) -> datetime | None:
        """When the oldest post of the page was made or shared; None when there is none."""
        return moment(min(self._own, default=0))

    def items(self) -> Iterator[Item]:
        """Yield the posts, one item each: a thread is one, a repost the post it shares, and what is both the post."""
        found: dict[str, Item] = {}
        for post in self._own.values():
            item = self._item(post)
            if item and (item.guid not in found or not item.via):
                found[item.guid] = item
        yield from found.values()

    def _item(self, post: Post) -> Item | None:
        if "retweeted" in post.refers:
            original = self._known.get(post.refers["retweeted"]) or _as_shared(post)
            return replace(item, via=canonical(post.link)) if (item := self._told(original)) else None
        if post.is_reply_to_others or self._is_told_by_its_thread(post):
            return None
        return self._told(post)

    def _is_told_by_its_thread(self, post: Post) -> bool:
        opening = self._own.get(post.conversation)
        return opening is not None and opening.id != post.id and opening.author_id == post.author_id

    def _told(self, post: Post) -> Item | None:
        thread = [post, *self._rest_of_thread(post)] if post.id in self._own else [post]
        content = "".join(self._content(part) for part in thread)
        title = _title(post)
        published = moment(post.id)
        if not title or published is None:
            return None
        return Item(
            guid=str(post.id),
            url=canonical(post.link),
            link=post.link,
            title=title,
            content=content,
            authors=(f"@{post.author}",) if post.author != _ANYBODY else (),
            published=published.isoformat(),
            complete=True,
        )

    def _rest_of_thread(self, opening: Post) -> list[Post]:
        """Return what the author added to the post, in order."""
        return sorted(
            (
                post
                for post in self._own.values()
                if post.conversation == opening.id != post.id
                and post.author_id == opening.author_id
                and not post.is_reply_to_others
                and "retweeted" not in post.refers
            ),
            key=lambda post: post.id,
        )

    def _content(self, post: Post) -> str:
        """Return the post's text, and under it the post that it quotes."""
        quoted = self._known.get(post.refers.get("quoted", 0))
        links = post.links
        if quoted is not None:
            # The address of the quoted post stands at the end of the text.
            links = tuple(replace(link, target="") if status_id(link.target) == quoted.id else link for link in links)
        own = as_paragraphs(post.text, links)
        if quoted is None:
            return own
        name = f'<a href="{html.escape(quoted.link)}">@{html.escape(quoted.author)}</a>'
        return f"{own}<blockquote><p>{name}:</p>{as_paragraphs(quoted.text, quoted.links)}</blockquote>"

    def _posts(self, values: Iterable[object]) -> dict[int, Post]:
        posts = (self._post(value) for value in values if isinstance(value, dict))
        return {post.id: post for post in posts if post is not None}

    def _post(self, value: dict[str, Any]) -> Post | None:
        identifier = _number(value.get("id"))
        if moment(identifier) is None:
            return None
        note = value.get("note_tweet")
        # A long post is cut in `text`.
        full = note if isinstance(note, dict) and text_of(note.get("text")) else value
        author_id = text_of(value.get("author_id"))
        refers = (found for found in list_of(value.get("referenced_tweets")) if isinstance(found, dict))
        article = value.get("article")
        return Post(
            id=identifier,
            author=self._handles.get(author_id) or _ANYBODY,
            author_id=author_id,
            text=unescaped(storable(text_of(full.get("text")))),
            links=tuple(_links(full.get("entities"), identifier)),
            conversation=_number(value.get("conversation_id")),
            replied_to=text_of(value.get("in_reply_to_user_id")),
            refers={text_of(found.get("type")): number for found in refers if (number := _number(found.get("id")))},
            title=one_line(text_of(article.get("title"))) if isinstance(article, dict) else "",
        )


def address(handle: str, identifier: int) -> str:
    """Return the address of a post."""
    return f"https://x.com/{handle}/status/{identifier}"


def moment(identifier: int) -> datetime | None:
    """Return when the post of that id was made, None when no post has such an id."""
    try:
        return snowflake_time(identifier)
    except (ValueError, OverflowError):
        return None


def _as_shared(post: Post) -> Post:
    """Return the post that is shared when all that is known of it is the repost: its text may be cut there."""
    named = _SHARED.match(post.text)
    author = named["handle"] if named else _ANYBODY
    text = post.text[named.end() :] if named else post.text
    return replace(post, id=post.refers["retweeted"], author=author, author_id="", text=text, refers={}, conversation=0)


def _title(post: Post) -> str:
    if post.title:
        return shortened(post.title)
    # A post that is but a link is named by the page it leads to.
    named = (shortened(link.title or link.name) for link in post.links if link.target)
    return headline(without_links(post.text)) or next(named, "")


def _links(entities: object, identifier: int) -> Iterator[ShortLink]:
    for entity in list_of(entities.get("urls")) if isinstance(entities, dict) else ():
        if not isinstance(entity, dict):
            continue
        token = unescaped(text_of(entity.get("url")))
        target = storable(text_of(entity.get("unwound_url")) or text_of(entity.get("expanded_url")))
        # Pictures, and the rest of the post itself.
        is_own = bool(entity.get("media_key")) or status_id(target) == identifier
        shown, title = (one_line(text_of(entity.get(key))) for key in ("display_url", "title"))
        yield ShortLink(token, "" if is_own else target, shown, title)


def _number(value: object) -> int:
    text = text_of(value)
    return int(text) if len(text) < len(str(1 << 64)) and text.isascii() and text.isdigit() else 0


def _handle(value: object) -> str:
    match = _HANDLE.fullmatch(text_of(value))
    return match[0] if match else ""
