"""The words of articles, in the forms in which two articles are compared.

English words as their stems, Chinese and Japanese as pairs of neighbouring characters, and names: what is written with
a capital or a digit in English, and in Latin letters within Chinese. How rare a word is, is `background.py`; what a
Chinese word means in English, `translation.py`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

# A word of letters, parted from the numbers behind a hyphen or blank ("GPT-5.2" is "gpt" and "5.2", "H200" one word).
_LATIN = re.compile(r"[a-z][a-z0-9]*|\d+(?:\.\d+)*")
_ACCENTS = re.compile("[\u0300-\u036f]")
_HAN_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*|\d+(?:\.\d+)*")
# Where a capital says nothing: at the beginning of a text, sentence, line or quotation.
_OPENING = re.compile(r"(?:^|[.!?:;。！？：；“”\"‘\n(（《「\[|–—-])\s*\Z")
# Borders of words are those of Latin letters: Chinese characters stand right beside a name.
_VERSION = re.compile(
    r"(?<![A-Za-z0-9])([A-Za-z][A-Za-z0-9]*)[ _-]?"
    r"(?:[vV]?(\d+(?:\.\d+)+|\d{1,3}(?!\d|,\d|\.\d|[A-Za-z%]))|([A-Z]\d{1,3})(?![A-Za-z0-9%]))"
)
_CODE = re.compile(
    r"(?<![A-Za-z0-9_.-])(?=[A-Za-z0-9_.-]*\d)(?=[A-Za-z0-9_.-]*[A-Za-z])"
    r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*(?![A-Za-z0-9_-])"
)
# A number with its unit, a year, a generation: what many different things have alike.
_MEASURE = re.compile(
    r"(?i)\d+(?:\.\d+)?(?:k|m|b|bn|mn|t|hz|khz|mhz|ghz|w|kw|kwh|mw|gw|mah|wh|v|g|kg|mg|mb|gb|tb|gbps|mbps|fps|ms|s|min|h"
    r"|nm|mm|cm|km|ml|l|x|p|d|c|f|th|st|nd|rd|mp|dpi|ppi|nits|tops|inch|in)|[1-4][dghk]|q[1-4]|h[12]|[a-z]\d|\d+[a-z]?"
)
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
_MONTH = (
    "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH_DAY = re.compile(rf"\b{_MONTH}\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}\b")
_HAN_DAY = re.compile(r"(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]")
_QUOTED = re.compile(r"[《“「『\"]([^》”」』\"]{2,40})[》”」』\"]")
_STOP_WORDS = frozenset(
    """
    the a an and or nor but of to in on for with by from at as into onto upon about over under between after before
    during through against without within is am are was were be been being it its this that these those there here
    their theirs his her hers him them our ours us we your yours you they he she i me my mine not no yes can could will
    would shall should may might must has have had having do does did doing done who whom whose which what when where
    why how than then so such if while because also more most much many few less very just only even still both each
    every all any some other another one two same own too up down out off again further once per via s t re ve ll d m
    says said say
    """.split()
)


def folded(text: str) -> str:
    """Return `text` in compatibility forms (full width becomes half width), in lower case, without accents."""
    return plain(text).lower()


def plain(text: str) -> str:
    """Return `text` in compatibility forms, without accents."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart))


def words(text: str) -> Iterator[str]:
    """Yield the English stems and numbers of `text`, empty words left out, in reading order."""
    for word in _LATIN.findall(folded(text)):
        if word not in _STOP_WORDS:
            yield stem(word)


def pairs(text: str) -> Iterator[str]:
    """Yield the pairs of neighbouring Chinese or Japanese characters of `text`, a single character alone."""
    for run in _HAN_RUN.findall(folded(text)):
        yield from (run[place : place + 2] for place in range(max(len(run) - 1, 1)))


def latin(text: str) -> set[str]:
    """Return the English words and numbers of `text` as they are written, lower case."""
    return set(_LATIN.findall(folded(text)))


def terms(text: str) -> Iterator[str]:
    """Yield what a text is compared by with others of its language."""
    yield from words(text)
    yield from pairs(text)


def is_eastern(text: str, share: float) -> bool:
    """Say whether more than this share of the characters of `text` are Chinese or Japanese."""
    return sum(map(len, han_runs(text))) > share * len(text)


def han_runs(text: str) -> list[str]:
    """Return the runs of Chinese or Japanese characters of `text`."""
    return _HAN_RUN.findall(folded(text))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case English word (Porter, 1980, in the revision of Snowball)."""
    return str(_stemmer().stemWord(word)) if word.isalpha() else word


def names(text: str) -> Counter[str]:
    """Return the names in `text`, lower case, with how often each stands there.

    In Chinese and Japanese text every Latin word is one. In English it is what is written with a capital where nothing
    else asks for one, and mostly so; and what holds a digit or a capital within. In a title in title case every word
    has a capital: there it takes another place to tell.
    """
    capital, small = Counter[str](), Counter[str]()
    for line in plain(text).split("\n"):
        found = [(match[0], match.start(), match.end()) for match in _NAME.finditer(line)]
        is_title = _is_title_case([word for word, _, _ in found])
        for word, start, end in found:
            lower = word.lower()
            if not word[0].isalpha() or lower in _STOP_WORDS:
                continue
            if _is_marked(word) or _in_eastern(line, start, end):
                capital[lower] += 1
            elif word[0].isupper():
                capital[lower] += not is_title and not _OPENING.search(line[max(0, start - 3) : start])
            else:
                small[lower] += 1
    return Counter({name: count for name, count in capital.items() if count > small[name]})


def _is_title_case(line: list[str]) -> bool:
    long = [word for word in line if len(word) > 3 and word.isalpha()]  # noqa: PLR2004  articles and prepositions are small
    return len(long) > 3 and sum(word[0].isupper() for word in long) >= 0.75 * len(long)  # noqa: PLR2004  the same


def versions(text: str) -> set[tuple[str, str]]:
    """Return the numbered names in `text` as pairs of name and number: ("gpt", "5.2"), ("opus", "4.8")."""
    text = unicodedata.normalize("NFKC", text)
    found = ((match[1].lower(), (match[2] or match[3]).lower()) for match in _VERSION.finditer(text))
    return {(name, number) for name, number in found if name not in _UNNAMED}


def versions_of(text: str) -> dict[str, frozenset[str]]:
    """Return the numbers that stand behind each name in `text`."""
    found: dict[str, set[str]] = {}
    for name, number in versions(text):
        found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def codes(text: str) -> set[str]:
    """Return the names in `text` that hold letters and digits, lower case, without what parts these: "27m4p5501u"."""
    found = _CODE.findall(unicodedata.normalize("NFKC", text))
    return {re.sub(r"[-_.]", "", code).lower() for code in found if not _MEASURE.fullmatch(code)}


def dates(text: str) -> set[str]:
    """Return the days of the year named in `text` as month and day: "9-13"."""
    text = folded(text)
    found = {f"{_MONTHS[match[1][:3]]}-{int(match[2])}" for match in _MONTH_DAY.finditer(text)}
    found |= {f"{_MONTHS[match[2][:3]]}-{int(match[1])}" for match in _DAY_MONTH.finditer(text)}
    return found | {f"{int(match[1])}-{int(match[2])}" for match in _HAN_DAY.finditer(text)}


def quoted(text: str) -> set[str]:
    """Return the titles and names that stand in quotation marks within `text`."""
    return {re.sub(r"\W", "", folded(name)) for name in _QUOTED.findall(text)} - {""}


# Words before a number that make no version of it.
_UNNAMED = frozenset(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec q fy the of in on at to by for with from about over under nearly almost top up than and or is
    was are were us rmb usd no page part chapter section figure table day week month year per least most only just
    all these those this that first last next past
    """.split()
)


def _is_marked(word: str) -> bool:
    return any(character.isdigit() or character.isupper() for character in word[1:])


def _in_eastern(text: str, start: int, end: int) -> bool:
    """Say whether a word stands between Chinese or Japanese characters, a blank or mark aside."""
    return bool(_HAN_RUN.search(text[max(0, start - 2) : start]) or _HAN_RUN.search(text[end : end + 2]))


@cache
def _stemmer() -> Any:
    from snowballstemmer import stemmer  # noqa: PLC0415  0.1 s, only the step that joins pays it

    return stemmer("english")
