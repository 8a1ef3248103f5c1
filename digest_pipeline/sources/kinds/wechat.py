"""`wechat`: a WeChat account, through a bridge that makes a feed of it (WeWe-RSS, we-mp-rss, Wechat2RSS, RSSHub).

What bridges have in common is read here: whose account it is, the article's own address, what is the whole text. The
article's page on mp.weixin.qq.com is read by `articles/wechat.py`.
"""

import re
from dataclasses import replace
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field, HttpUrl

from digest_pipeline.sections import TimeZoneName
from digest_pipeline.sources.discovery import read_feed
from digest_pipeline.sources.feeds import plain
from digest_pipeline.sources.source import Answer, Day, Item, Listing, Source
from digest_pipeline.urls import canonical, host_of

_HOST = "mp.weixin.qq.com"
# The containers of an article's page, which bridges pass on with its text.
_WHOLE_TEXT = re.compile(r"\b(?:rich_media_content|js_content)\b")
# WeChat cuts the teaser of an article at 120 characters. In 6,273 items of real bridge feeds that carry titles or
# teasers only, the longest has 112; what is three times as long is the article.
_LONGEST_TEASER = 360
# Where the feed is named so, it is the bridge's list of all accounts or has no account's name.
_BRIDGES = frozenset("wewe-rss werss we-mp-rss mp-we-rss rsshub wechat2rss".split())
_SUFFIX = re.compile(r"\s*[|·-]\s*(?:wechat-feeds|wechat2rss|wewe-rss|rsshub|微信公众号|公众号)\s*$", re.IGNORECASE)


class WechatSource(Source):
    """An account's articles, by the feed that a bridge makes of them."""

    kind: Literal["wechat"] = "wechat"
    url: HttpUrl = Field(description="the bridge's feed of the account")
    account: str = Field("", description="the account's name; unset: as the bridge says")
    timezone: TimeZoneName | None = Field(
        "Asia/Shanghai", description="for dates without a zone: bridges run in China's"
    )

    def addresses(self, day: Day) -> tuple[str, ...]:  # noqa: ARG002  a feed is the same on every day
        """Return the address of the bridge's feed."""
        return (canonical(str(self.url)),)

    def read(self, answer: Answer, day: Day) -> Listing:  # noqa: ARG002  the same
        """Return the account's articles."""
        listing = read_feed(answer)
        account = self.account or _account(listing.title)
        return replace(
            listing,
            title=account or listing.title,
            language=listing.language or "zh",
            items=tuple(_article(item, account) for item in listing.items),
        )


def _account(title: str) -> str:
    name = _SUFFIX.sub("", title)
    return "" if name.lower() in _BRIDGES else name


def _article(item: Item, account: str) -> Item:
    """Return the item at its own address and under its account's name, and say whether its text is whole."""
    address = _own_address(item)
    return replace(
        item,
        url=canonical(address),
        link=address,
        authors=item.authors or ((account,) if account else ()),
        complete=bool(_WHOLE_TEXT.search(item.content)) or len(plain(item.content)) > _LONGEST_TEASER,
    )


def _own_address(item: Item) -> str:
    """Return the article's address at WeChat, also where the bridge links to itself and passes it along."""
    passed_along = [value for _, value in parse_qsl(urlsplit(item.link).query)]
    return next((place for place in (item.link, item.guid, *passed_along) if host_of(place) == _HOST), item.link)
