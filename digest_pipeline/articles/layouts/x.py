"""X (Twitter): the page of a post, as it is served today, as scripts build it, and as it was served until 2020.

Today's page names the parts of a post in schema.org's words (`SocialMediaPosting`); the older ones by `data-testid` and
by classes. Where no post stands in the page, its title and description may still hold one. Nitter is `nitter.py`.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from digest_pipeline.articles.blocks import Block
from digest_pipeline.articles.layouts.reading import first, line, meta, moment, paragraphs, place_of, text_at, without
from digest_pipeline.articles.layouts.thread import Post, as_reading, quotation, with_following, written_lines
from digest_pipeline.articles.page import Failure, Reading
from digest_pipeline.dates import newest_by_id
from digest_pipeline.urls import canonical, host_of, status_id

_SITE = "X"
_HOSTS = frozenset({"x.com", "mobile.x.com", "twitter.com", "mobile.twitter.com"})
_PROFILE_TABS = frozenset({"with_replies", "media", "likes", "highlights", "articles", "followers", "following"})
_APPLICATION = frozenset({"i", "search", "intent", "login", "share", "hashtag"})

_POST = (
    "self::article[@data-tweet-id or @data-testid='tweet' or contains(@itemtype, 'SocialMediaPosting')]"
    " or contains(concat(' ', @class, ' '), ' js-stream-tweet ')"
    " or contains(concat(' ', @class, ' '), ' permalink-tweet ')"
)
_POSTS = f"//*[{_POST}][not(ancestor::*[{_POST}])]"
_QUOTED = (
    f".//*[{_POST}]"
    " | .//div[@role='link'][.//*[@data-testid='tweetText']]"
    " | .//*[contains(concat(' ', @class, ' '), ' QuoteTweet-innerContainer ')]"
)
_TEXT = (
    ".//*[@data-testid='tweetText']"
    " | .//*[@dir='auto' and contains(@class, 'whitespace-pre-wrap')]"
    " | .//*[contains(concat(' ', @class, ' '), ' tweet-text ')]"
    " | .//*[contains(concat(' ', @class, ' '), ' QuoteTweet-text ')]"
)
_CARD = ".//*[@data-testid='card.wrapper']//a[@href]"
_EXPANDED = ".//a[@data-expanded-url]"
# Where a post's own address stands: its text and its card may lead to other posts.
_ADDRESSES = ("@itemid", "./meta[@itemprop='url']/@content", ".//a[.//time]/@href", ".//a/@href")
# A page shows some dozens.
_MOST_POSTS = 300
# Of a text that both the mark-up and its schema hold, the mark-up's has the links, unless it shows but the beginning.
_CUT = 0.8
_STATUS = re.compile(r"(?:https?://[^/]+)?/(\w+)/status(?:es)?/(\d+)", re.ASCII)
_BYLINE = re.compile(r"(?P<name>.*)\(@(?P<handle>\w{1,20})\)", re.ASCII | re.DOTALL)
_SAYING = (" on X: ", " on Twitter: ")
_ENDINGS = (" / X", " / Twitter")
_QUOTES = '"“”「」 '

_GONE = re.compile(
    r"this (post|tweet) (was deleted|is unavailable|is no longer available|is from (an account|a suspended))"
    r"|hmm\W+this page doesn.t exist|account (has been )?suspended",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"log in to (x|twitter)\b|sign in to x\b|limits who can view|(posts|tweets) are protected|age.restricted"
    r"|登录 x\b|xにログイン",
    re.IGNORECASE,
)


def read(tree: Any, url: str) -> Reading | Failure | None:
    """Return the post at `url`, or why the page does not show it; None for a page that is no post's on X."""
    number = status_id(url)
    host, path = place_of(url)
    if number is None:
        return _no_post(path) if host in _HOSTS else None
    thread = _thread(tree, number, url)
    # A mirror of the same addresses has mark-up of its own.
    return as_reading("x", _SITE, thread) or (_failure(tree) if host in _HOSTS else None)


def _no_post(path: tuple[str, ...]) -> Failure | None:
    is_profile = len(path) == 1 or (len(path) == 2 and path[1] in _PROFILE_TABS)  # noqa: PLR2004  /name/media
    if is_profile and path[0] not in _APPLICATION:
        return Failure("not_article", "the page is an account's timeline on X")
    return None


def _failure(tree: Any) -> Failure:
    shown = f"{text_at(tree, '//title')} {line(' '.join(tree.xpath('//body//text()[not(parent::script)]')))}"
    if _GONE.search(shown):
        return Failure("gone", "X says that the post can't be shown any more")
    if _LOGIN.search(shown):
        return Failure("login", "X shows the post to those who are logged in only")
    return Failure("script", "X answered an application without the post")


def _thread(tree: Any, number: int, url: str) -> list[Post]:
    elements = tree.xpath(_POSTS)[:_MOST_POSTS]
    numbers = [_number(element) for element in elements]
    if number not in numbers:
        return [post for post in [_from_head(tree, url)] if post]
    start = numbers.index(number)
    focal = _post(elements[start], number)
    # Only what stands below: above it are the posts that it answers.
    others = zip(elements[start + 1 :], numbers[start + 1 :], strict=True)
    return with_following([focal], (_post(element, other) for element, other in others if other != number))


def _post(element: Any, number: int | None) -> Post:
    outer = without(element, _QUOTED)
    handle = _handle(outer)
    name = _property(outer, ".//*[@itemprop='author']", "name") or line(outer.get("data-name"))
    name = name or text_at(outer, ".//*[@data-testid='User-Name']//span[normalize-space()][1]")
    blocks = _text(outer)
    for quoted in element.xpath(_QUOTED)[:1]:
        blocks += quotation(Post(_quoted_name(quoted), _handle(quoted), _text(quoted)))
    links = tuple((a.get("href"), line(a.get("aria-label") or "".join(a.itertext()))) for a in outer.xpath(_CARD))
    return Post(name, handle, blocks, _moment(element, number), links)


def _text(element: Any) -> list[Block]:
    told = _raw(element, ".//meta[@itemprop='articleBody' or @itemprop='text' or @itemprop='description']/@content")
    blocks: list[Block] = []
    for container in element.xpath(_TEXT)[:1]:
        shown = without(container, ".//a[contains(concat(' ', @class, ' '), ' u-hidden ')]")
        blocks = written_lines(_expanded(shown))
    length = sum(len(block.text) for block in blocks)
    return blocks if length >= _CUT * len(told) else paragraphs(told)


def _expanded(container: Any) -> Any:
    """Return `container` with each shortened address replaced by the one that the page says it stands for."""
    for anchor in container.xpath(_EXPANDED):
        anchor.set("href", anchor.get("data-expanded-url"))
    return container


def _from_head(tree: Any, url: str) -> Post | None:
    """Return the post that title and description hold, as the page is served to those who make previews of links."""
    title = _raw(tree, "//meta[@property='og:title']/@content") or _raw(tree, "//title/text()")
    name, text = _said(title)
    byline = _BYLINE.match(name or title)
    handle = byline["handle"] if byline else _handle_in(url)
    if not text and not byline:
        return None  # the application's own title and description
    description = _raw(tree, "//meta[@property='og:description']/@content").strip(_QUOTES)
    blocks = paragraphs(max(description, text, key=len))
    name = byline["name"].strip() if byline else name
    return Post(name, handle, blocks, newest_by_id(url) or moment(meta(tree, "article:published_time")))


def _said(title: str) -> tuple[str, str]:
    """Return who says what in a title of the form `Name on X: "text" / X`, or two empty strings."""
    for saying in _SAYING:
        name, found, text = title.partition(saying)
        if found:
            for ending in _ENDINGS:
                text = text.removesuffix(ending)
            return name.strip(), text.strip(_QUOTES)
    return "", ""


def _number(element: Any) -> int | None:
    own = element.get("data-tweet-id") or ""
    if own.isascii() and own.isdigit():
        return int(own)
    return next((int(number) for _, number in _addresses(element)), None)


def _handle(element: Any) -> str:
    named = _property(element, ".//*[@itemprop='author']", "alternateName") or line(element.get("data-screen-name"))
    return named.removeprefix("@") or next((user for user, _ in _addresses(element) if user != "i"), "")


def _addresses(element: Any) -> Iterator[tuple[str, str]]:
    """Yield user and number of the addresses that may be the post's own, the surest first."""
    for xpath in _ADDRESSES:
        for address in element.xpath(xpath):
            if match := _STATUS.match(address):
                yield match[1], match[2]


def _handle_in(url: str) -> str:
    match = _STATUS.match(canonical(url))
    return match[1] if match and match[1] != "i" and host_of(url) else ""


def _quoted_name(element: Any) -> str:
    own = text_at(element, ".//*[@data-testid='User-Name']//span[normalize-space()][1]")
    own = own or _property(element, ".//*[@itemprop='author']", "name")
    return own or text_at(element, ".//*[contains(concat(' ', @class, ' '), ' QuoteTweet-fullname ')]")


def _property(element: Any, scope: str, name: str) -> str:
    found = first(element, f"{scope}//meta[@itemprop=$name]/@content", name=name)
    return line(found)


def _moment(element: Any, number: int | None) -> datetime | None:
    if number and (posted := newest_by_id(f"https://x.com/i/status/{number}")):
        return posted
    told = first(element, ".//meta[@itemprop='datePublished']/@content | .//time/@datetime")
    found = moment(told)
    return found if isinstance(found, datetime) else None


def _raw(tree: Any, xpath: str) -> str:
    """Return the first string that `xpath` finds, with its line ends."""
    return str(next(iter(tree.xpath(xpath)), "")).strip()
