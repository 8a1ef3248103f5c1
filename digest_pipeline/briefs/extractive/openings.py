"""What is left outside a sentence at its beginning: the repeated title, date lines, who heard it, words that only link.

`通和社北京3月3日电（记者 张三）`, `IT之家 5 月 20 日消息，`, `36氪获悉，`, `TOKYO, June 3 (Reuters) - `, `Abstract: `.
An attribution to somebody else (`据日经亚洲报道，`) is part of what is said and stays.
"""

import re

_SHORTEST_REST = 8
_MOST_OPENINGS = 4

_OPENINGS = (
    # A Chinese agency or site with its date: 消息, 电, 讯, 报道.
    (
        r"(?:(?!据|从|自)[\u4e00-\u9fffA-Za-z0-9·.]{2,12}?(?: ?[\u4e00-\u9fff]{2,6})?)?\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
        r"(?:[（(][^）)]{1,8}[）)])?(?:[上下中]午|晚间?|凌晨|早间|最新|综合)*(?:消息|专电|电|讯|"
        r"报道)(?=[，,：:|｜（(\s])(?:\s?[（(](?:记者|作者|编辑|见习记者)[^）)]{1,24}[）)])?\s*[，,：:|｜]?\s*"
    ),
    r"(?:本报|本网|本刊)讯\s*(?:[（(][^）)]{1,24}[）)])?[，,：:\s]*|[（(](?:本报)?记者[^）)]{1,24}[）)]\s*",
    r"(?!据|从)[\u4e00-\u9fffA-Za-z0-9]{1,10}?(?:独家|查询)?(?:获悉|注意到)[，,：:]\s*",
    (
        r"(?:据悉|据了解|据介绍|此外|另外|同时|与此同时|值得一提的是|值得注意的是|需要注意的是|具体来看|"
        r"具体来说|具体而言|事实上|实际上|简单来说|总的来说|不仅如此|除此之外)[，,]\s*"
    ),
    # A day of publication in digits.
    (
        r"(?:发布时间[：:]\s*|(?:Published|Posted|Updated)(?: on)?:?\s*)?\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?"
        r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s+[+-]\d{4})?\s+"
    ),
    # An English agency: TOKYO, June 3 (Reuters) - ; BEIJING, May 3 (Xinhua) -- ; LONDON — .
    (
        r"(?:[A-Z][A-Z .'-]{2,30}(?:, [A-Z][\w. ]{2,20}){0,2}\s*)?\((?:Reuters|AP|AFP|Bloomberg|Xinhua|UPI|CNN|Kyodo)"
        r"[^)]{0,20}\)\s*[-–—]+\s*"
    ),
    r"[A-Z]{4,}(?:[ .-]+[A-Z]{2,}){0,3}(?:, [A-Z][a-z.]+(?: \d{1,2})?)?\s+[—–]\s+",
    r"(?:Abstract|Summary|Update|摘要|导语|导读)\s*[:：]\s*|TL;?DR[:,]?\**\s*",
)
_OPENING = re.compile("|".join(_OPENINGS))


def opening_of(text: str, title: str) -> int:
    """Return how many characters at the beginning of a sentence are left outside its slice."""
    skipped = _repeated_title(text, title)
    for _ in range(_MOST_OPENINGS):
        match = _OPENING.match(text, skipped)
        if not match or match.end() == skipped or len(text) - match.end() < _SHORTEST_REST:
            break
        skipped = match.end()
    return skipped


def _repeated_title(text: str, title: str) -> int:
    if not title or not text.startswith(title) or len(text) == len(title):
        return 0
    rest = text[len(title) :]
    opening = rest.lstrip(" \t\u3000|")
    # `Typeahead is an assistant` has the title as its subject: nothing is repeated there.
    if not opening or opening == rest or opening[0].islower():
        return 0
    return len(title) + len(rest) - len(opening)
