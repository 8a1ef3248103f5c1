"""YouTube: a video's page as its title, channel, day and description, links and chapters in it.

The description stands whole in the player's data; what the page itself shows of it is built by scripts. What is said in
the video is not in the page.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from digest_pipeline.articles.layouts.reading import (
    dig,
    first,
    json_in,
    line,
    meta,
    moment,
    objects_with,
    paragraphs,
    place_of,
    string_at,
    text_at,
)
from digest_pipeline.articles.page import Failure, Reading, Reason

_HOSTS = frozenset({"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"})
_CONSENT = frozenset({"consent.youtube.com", "consent.google.com"})
_VIDEOS = frozenset({"watch", "shorts", "live", "embed", "v"})
_LISTS = frozenset({"playlist", "channel", "c", "user", "feed", "results", "hashtag", "gaming", "podcasts"})
_SCRIPTS = "//script[contains(text(), $name)]/text()"
_PLAYER = "ytInitialPlayerResponse"
_DATA = "ytInitialData"
_REASONS: dict[str, Reason] = {"ERROR": "gone", "UNPLAYABLE": "gone", "LOGIN_REQUIRED": "login"}


def read(tree: Any, url: str) -> Reading | Failure | None:
    """Return what is written of the video at `url`, or why nothing is; None for a page that is no video's."""
    host, path = place_of(url)
    if host in _CONSENT or (host in _HOSTS and tree.xpath("boolean(//form[contains(@action, '//consent.')])")):
        return Failure("consent", "YouTube asks for consent to cookies instead of showing the video")
    if host not in _HOSTS and host != "youtu.be":
        return None
    if host in _HOSTS and path[:1] and (path[0].startswith("@") or path[0] in _LISTS):
        return Failure("not_article", "the page is a channel's or a list of videos on YouTube")
    if host in _HOSTS and (not path or path[0] not in _VIDEOS):
        return None
    player = _state(tree, _PLAYER)
    details = dig(player, "videoDetails")
    title = line(string_at(details, "title")) or meta(tree, "og:title")
    description = string_at(details, "shortDescription") or _described(tree)
    if description.strip():
        return Reading(
            layout="youtube",
            blocks=paragraphs(description),
            title=title,
            authors=_channel(tree, details),
            site="YouTube",
            published=_published(tree, player),
        )
    return _failure(player, title)


def _failure(player: Any, title: str) -> Failure:
    status = string_at(player, "playabilityStatus", "status")
    told = line(string_at(player, "playabilityStatus", "reason"))
    if status in _REASONS:
        # "Sign in to confirm you're not a bot" is asked of machines, not of members.
        reason = "blocked" if "bot" in told.split() else _REASONS[status]
        return Failure(reason, f"YouTube says “{told or status}”")
    if title:
        return Failure("no_text", "the video has no description")
    return Failure("script", "YouTube answered an application without the video")


def _state(tree: Any, name: str) -> Any:
    for script in tree.xpath(_SCRIPTS, name=name):
        for assignment in (f"{name} = ", f'{name}"] = ', f"{name}="):
            if isinstance(found := json_in(script, after=assignment), dict):
                return found
    return None


def _described(tree: Any) -> str:
    """Return the description that stands elsewhere than in the player's data; the head's is cut at 160 characters."""
    for text in _attributed(_state(tree, _DATA)):
        if text.strip():
            return text
    # Without a title there the description is that of the whole site.
    return str(first(tree, "//meta[@property='og:description']/@content") or "") if meta(tree, "og:title") else ""


def _attributed(data: Any) -> Iterator[str]:
    for key in ("attributedDescription", "attributedDescriptionBodyText"):
        for holder in objects_with(data, key):
            yield string_at(holder, key, "content")


def _channel(tree: Any, details: Any) -> tuple[str, ...]:
    name = line(string_at(details, "author")) or text_at(tree, "//*[@itemprop='author']//*[@itemprop='name']/@content")
    return (name,) if name else ()


def _published(tree: Any, player: Any) -> date | datetime | None:
    told = dig(player, "microformat", "playerMicroformatRenderer")
    return (
        moment(string_at(told, "publishDate"))
        or moment(string_at(told, "uploadDate"))
        or moment(meta(tree, "datePublished", "uploadDate"))
    )
