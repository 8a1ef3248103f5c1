"""Whether an article is a round-up: it tells of many events, so it is a story by itself and joins no other.

What a round-up's items are, where one is a source, is `sources/roundup/`.
"""

import re

from digest_pipeline.model import Article

_TITLE = re.compile(
    r"""
      ^\W*\w{0,6}\W?(?:早报|晚报|早餐|晚餐|周报|月报|周刊|快讯汇总|要闻)(?=$|\W|\d|第|回顾|精选|汇总)
    | ^\W*(?:[a-z]{2,10}\s?)?日报(?=$|\W|\d|第)  # that of a newspaper's name stands before what it is quoted with
    | \d点1氪 | 氪星晚报 | (?:汇总|盘点|合集|一览)(?:$|[：:（(丨|｜])
    | ^(?:the\ download|morning|evening|daily|weekly|monthly)\b.*: | \b(?:live\ ?blog|live\ updates)\b
    | \b(?:round-?up|week\ in\ review|this\ week\ in)\b
    | ^\W*(?:newsletter|digest|highlights|weekly)\b\W | \b(?:newsletter|digest|highlights|weekly)\W*(?:issue|no)?\W*\d*$
    | \beverything\ (?:announced|new|we\ know|that\ was|you\ need)
    | \btop\ (?:new\ )?(?:features|announcements|stories)\b
    | ^\W*\d+\ (?:cool|best|top|big\ things|things|takeaways|stories)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A title of so many headlines in a row.
_HEADLINES = 3
_SHORTEST_HEADLINE = 6


def is_roundup(article: Article) -> bool:
    """Say whether the title of an article promises many events, or is itself a row of headlines."""
    return bool(_TITLE.search(article.title)) or _is_row_of_headlines(article.title)


def _is_row_of_headlines(title: str) -> bool:
    parts = [part.strip() for part in re.split(r"[；;]", title)]
    return sum(len(part) >= _SHORTEST_HEADLINE for part in parts) >= _HEADLINES
