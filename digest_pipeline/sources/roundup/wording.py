"""What the words of a round-up say of themselves: numbering, labels of paid parts, notes to the subscriber."""

import re

# As the label of a section or an item: news may tell of sponsors and advertisements.
_PAID = re.compile(
    r"^\W*(?:sponsor(?:ed|s)?\b(?! of)|advertisements?$|advertorial|promoted\b|a (?:message|word) from\b|"
    r"together with\b|brought to you by\b|presented by\b|in partnership with\b|our partners?\b|classifieds\b|"
    r"(?:赞助商?|赞助内容|广告|推广|商务合作)\s*(?:[:：|｜]|$))|[(（\[【](?:sponsor(?:ed)?|ad|赞助|广告|推广)[)）\]】]",
    re.IGNORECASE,
)
_HOUSEKEEPING = re.compile(
    r"\b(?:unsubscribe|subscribe|opt (?:in|out|in/out)|view (?:in|this)|read online|manage (?:your )?preferences|"
    r"forward(?:ed)? (?:this|to)|refer a friend|share this|follow us|privacy policy|advertise with us|"
    r"table of contents|estimated reading time)\b|退订|订阅|取消关注|关注我们|扫码|视频版|免责声明|数据来源",
    re.IGNORECASE,
)
# News of subscriptions and policies is told at greater length.
_LONGEST_HOUSEKEEPING = 160
_LIST_OF_LINKS = re.compile(
    r"^\W*(?:(?:links?|urls?) mentioned|相关链接|相关资源|参考链接|参考资料|references|resources|further reading)$",
    re.IGNORECASE,
)
_UNTITLED = re.compile(
    r"^(?:no title found|reddit - (?:dive into anything|the heart of the internet))\b", re.IGNORECASE
)
_NUMBER = re.compile(r"^\s*(?:#?\d{1,3}\s*(?:[.)](?!\d)|[、:：])|[一二三四五六七八九十]{1,3}、|#\d+\b)\s*(?:[—–-]\s*)?")
_TRAILING_NUMBER = re.compile(r"\s*#\d{1,3}$")
_TRAILING_ARROW = re.compile(r"\s*[↗→»]\s*(?:#\d{1,3})?$")
_READING_TIME = re.compile(
    r"\s*[(（]\s*(?:\d+ minutes? read|github repo|website|\d+\s*分钟.{0,4})\s*[)）]\s*$", re.IGNORECASE
)
# A lead of fewer words or characters ("Infra note") says too little to be a title.
_LEAD_WORDS = 4
_LEAD_CHARACTERS = 24


def is_paid(label: str) -> bool:
    """Say whether a heading or a lead labels what follows as paid for."""
    return bool(_PAID.search(label))


def is_housekeeping(text: str) -> bool:
    """Say whether a short text is a note to the subscriber rather than news."""
    return len(text) <= _LONGEST_HOUSEKEEPING and bool(_HOUSEKEEPING.search(text))


def is_list_of_links(heading: str) -> bool:
    """Say whether a heading stands over the links of what precedes it, and names no section."""
    return bool(_LIST_OF_LINKS.match(heading))


def is_untitled(text: str) -> bool:
    """Say whether a linked page was listed without anything being known of it."""
    return bool(_UNTITLED.match(text))


def is_numbered(heading: str) -> bool:
    """Say whether a heading begins with a number, as stories that are counted do."""
    return bool(_NUMBER.match(heading))


def is_telling(lead: str) -> bool:
    """Say whether a lead says enough to be a title."""
    if lead.isascii():
        return len(lead) >= _LEAD_CHARACTERS or len(lead.split()) >= _LEAD_WORDS
    return len(lead) >= _LEAD_CHARACTERS // 2


def names_the_issue(heading: str, title: str) -> bool:
    """Say whether a heading is the issue's title: one has all the words of the other, and the title not many more."""
    # Ideographs one by one: a title says the same in another order, with other words between.
    one, two = (frozenset(re.findall(r"[a-z]+|[^\W\d_a-z]", text.casefold())) for text in (heading, title))
    if one and two:
        return two <= one or (one <= two and len(two) <= 2 * len(one))
    # A title that is but a date or a number.
    numbers = frozenset(re.findall(r"\d+", title))
    return bool(numbers) and numbers <= frozenset(re.findall(r"\d+", heading))


def without_frame(text: str) -> str:
    """Return a heading or a lead without its number, reading time, arrow, final colon and stray asterisks."""
    cleaned = _NUMBER.sub("", text.replace("**", ""), count=1)
    cleaned = _TRAILING_ARROW.sub("", _READING_TIME.sub("", cleaned))
    return cleaned.strip().rstrip(":：").strip()


def without_number(heading: str) -> str:
    """Return a heading without the number that ends it."""
    return _TRAILING_NUMBER.sub("", heading)


def letters(text: str) -> str:
    """Return the letters of a text."""
    return "".join(filter(str.isalpha, text))
