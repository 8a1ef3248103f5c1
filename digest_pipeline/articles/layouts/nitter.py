"""Nitter, the open reader of X, on any host: its mark-up is known by its classes (`main-tweet`, `tweet-content`).

Source: zedeus/nitter, `views/tweet.nim` and `views/status.nim`.
"""

import re
from collections.abc import Iterator
from typing import Any

from digest_pipeline.articles.layouts.reading import first, links_in, place_of, text_at, without
from digest_pipeline.articles.layouts.thread import Post, as_reading, quotation, with_following, written_lines
from digest_pipeline.articles.page import Failure, Reading
from digest_pipeline.dates import newest_by_id

_HAS = "contains(concat(' ', normalize-space(@class), ' '), ' {} ')"
_MAIN = f"//div[{_HAS.format('main-tweet')}]//div[{_HAS.format('timeline-item')}]"
_AFTER = f"//div[{_HAS.format('after-tweet')}]/div[{_HAS.format('timeline-item')}]"
_TEXT = f".//div[{_HAS.format('tweet-content')}]"
_QUOTE = f".//div[{_HAS.format('quote')}]"
_QUOTE_TEXT = f".//div[{_HAS.format('quote-text')}]"
_CARD = f".//*[{_HAS.format('card')}]//a[@href][1]"
_NAME = f".//a[{_HAS.format('fullname')}]"
_HANDLE = f".//a[{_HAS.format('username')}]"
_DATE = f".//span[{_HAS.format('tweet-date')}]/a/@href"
_ERROR = f"//div[{_HAS.format('error-panel')}]"
_STATUS = re.compile(r"/\w+/status/(\d+)", re.ASCII)
_PARTS = 3


def read(tree: Any, url: str) -> Reading | Failure | None:
    """Return the post that a page of Nitter shows, or None when the page is none."""
    _, path = place_of(url)
    if len(path) < _PARTS or path[1] != "status":
        return None
    main = first(tree, _MAIN)
    if main is None:
        if error := text_at(tree, _ERROR):
            return Failure("gone", f"the mirror of X says “{error[:80]}”")
        return None
    return as_reading("nitter", "X", with_following([_post(main)], _following(tree)))


def _following(tree: Any) -> Iterator[Post]:
    for element in tree.xpath(_AFTER):
        if element.xpath(_TEXT):
            yield _post(element)


def _post(element: Any) -> Post:
    own = without(element, _QUOTE)
    container = first(own, _TEXT)
    blocks = [] if container is None else written_lines(container)
    quoted = first(element, _QUOTE)
    text = None if quoted is None else first(quoted, _QUOTE_TEXT)
    if text is not None:
        blocks += quotation(Post(text_at(quoted, _NAME), text_at(quoted, _HANDLE), written_lines(text)))
    match = _STATUS.match(first(own, _DATE) or "")
    published = newest_by_id(f"https://x.com/i/status/{match[1]}") if match else None
    return Post(
        text_at(own, _NAME), text_at(own, _HANDLE).removeprefix("@"), blocks, published, links_in(own.xpath(_CARD))
    )
