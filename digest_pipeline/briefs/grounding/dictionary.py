"""What a name is called in the other script: 谷歌 and Google, 陈立武 and Lip-Bu Tan, 东莞 and Dongguan.

From three tables: the organisations of the briefs, the glossary of the stories, and the proper names of CC-CEDICT,
which writes their pinyin with a capital. Where none knows a Latin name, its syllables are looked for as pinyin. Names
are compared in lower case; which names a statement holds is not decided here.
"""

import re
from functools import cache, lru_cache

from digest_pipeline.briefs.grounding import peoples
from digest_pipeline.briefs.grounding.tables import HAN_RUN, LONGEST, Tables, tables
from digest_pipeline.briefs.lexicon import ORGANISATIONS
from digest_pipeline.stories.glossary import GLOSSARY
from digest_pipeline.stories.words import stem

_SYLLABLE = re.compile(r"[a-z]+")


def known_names(text: str) -> list[tuple[int, int, str]]:
    """Return the Chinese names of `text` that a table knows, with their offsets: the longest word first, as read."""
    known = tables()
    found = []
    for run in HAN_RUN.finditer(text):
        place, characters = 0, run[0]
        while place < len(characters) - 1:
            for length in range(min(LONGEST, len(characters) - place), 1, -1):
                word = characters[place : place + length]
                if word in known.words:
                    start = run.start() + place
                    if (
                        word in known.english
                        and not _is_cut(characters, place, place + length, known)
                        and not _is_sounded(text, start, start + length, known)
                    ):
                        found.append((start, start + length, word))
                    place += length - 1
                    break
            place += 1
    return found


def _is_cut(characters: str, start: int, end: int, known: Tables) -> bool:
    """Say whether a short name is cut out of ordinary words: no 新余 in 新余额."""
    name = characters[start:end]
    if len(name) > 2 or name in peoples.chinese_names() or name in _spellings() or name in GLOSSARY:  # noqa: PLR2004  a longer one is no accident
        return False
    # No 安达 in 达不到.
    if characters[end - 1 : end + 2] in known.ordinary:
        return True
    across = characters[max(0, start - 1) : start + 1], characters[end - 1 : end + 1]
    return any(len(word) > 1 and word in known.ordinary for word in across)


def _is_sounded(text: str, start: int, end: int, known: Tables) -> bool:
    """Say whether a short name is a part of a longer one that is written by its sound: no 沙特 in 拉里·布沙特."""
    if end - start > 2:  # noqa: PLR2004  a longer one has sounds before it alone by accident
        before = text[max(0, start - 2) : start]
        return before[-1:] in _SOUNDS and before not in known.words
    if "·" in text[max(0, start - 3) : end + 1]:
        return True
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    alone = text[max(0, start - 2) : start] not in known.words and text[end : end + 2] not in known.words
    return alone and not _SOUNDS.isdisjoint((before, after))


# Characters by which foreign names are mostly written, and which are seldom words of a sentence.
_SOUNDS = frozenset(
    "阿埃艾奥拜贝毕伯勃博布茨查戴丹德蒂丁杜厄恩尔法菲费芬弗福戈格赫霍基贾杰卡凯坎柯科肯库莱兰勒雷莉琳卢鲁伦罗洛玛迈曼梅蒙"
    "姆娜尼妮诺帕佩皮普奇齐萨塞桑瑟沙莎舍史斯苏塔坦蒂廷图托瓦韦维沃乌希谢辛雅耶伊詹珍茜黛霞"
)


def english_forms(name: str) -> tuple[tuple[str, ...], ...]:
    """Return what a Chinese name is in English, each form as its tokens; none for one that no table knows."""
    return tables().english.get(name, ())


def chinese_forms(token: str) -> frozenset[str]:
    """Return the Chinese names that a token of an English name may stand for, with their short forms."""
    return tables().chinese.get(token, frozenset())


def short_forms(name: str) -> tuple[str, ...]:
    """Return what a Chinese name is also called in Chinese: 宁德 for 宁德时代, 美 for 美国, its other spellings."""
    shorter = (name[:2],) if len(name) > 3 else ()  # noqa: PLR2004  of three characters two are no name
    return (name, *_spellings().get(name, ()), *peoples.chinese_names().get(name, ()), *shorter)


@cache
def organisations() -> re.Pattern[str]:
    """Return a pattern of the Latin spellings of the organisations, as they are written."""
    spellings = {spelling for term in ORGANISATIONS for spelling in term if spelling.isascii()}
    ordered = sorted(spellings, key=lambda spelling: (-len(spelling), spelling))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(map(re.escape, ordered))})(?![A-Za-z0-9-])")


def organisations_in(text: str) -> set[str]:
    """Return the organisations of the briefs that a text names, each by the first of its spellings."""
    latin = {match[0] for match in organisations().finditer(text)}
    spelled = latin | {word for _, _, word in known_names(text) if word in _spellings()}
    return {min(word, *_spellings()[word]) for word in spelled}


def other_spellings(name: str) -> tuple[str, ...] | None:
    """Return what else an organisation of the briefs is called, in both scripts; None for another name."""
    return _spellings().get(name)


def is_common(token: str) -> bool:
    """Say whether a lower-case English word is one that a dictionary explains others with: alone it names nobody."""
    return token in tables().common


def is_pinyin(token: str) -> bool:
    """Say whether a lower-case word reads as two syllables of pinyin or more: chengwu, but not robotics."""
    return any(len(part) >= _FEWEST_SYLLABLES for part in _split(token))


def is_word(word: str) -> bool:
    """Say whether a Chinese word is one of the language that names nothing."""
    return word in tables().ordinary


def has_verb(passage: str) -> bool:
    """Say whether a passage has a word that says what is done: an English one, or a Chinese one that mostly does."""
    verbs = tables().verbs
    if any(word in _PASTS or stem(word) in verbs for word in _SYLLABLE.findall(passage.lower())):
        return True
    return any(
        run[0][start:end] in verbs
        for run in HAN_RUN.finditer(passage)
        for start in range(len(run[0]) - 1)
        for end in range(start + 2, min(start + LONGEST, len(run[0])) + 1)
    )


# Verbs in forms that have no stem in common with what a dictionary explains.
_PASTS = frozenset(
    """
    won bought sold took gave led beat made paid ran lost built told found brought sent held kept left met said saw
    spent taught chose drew drove fell flew got grew knew overtook rose sought spoke struck threw wrote became began
    broke came
    """.split()
)


def is_verb(word: str) -> bool:
    """Say whether a word, English or Chinese, says what is done."""
    return (stem(word) if word.isascii() else word) in tables().verbs


def is_known(word: str) -> bool:
    """Say whether a table has a Chinese word."""
    return word in tables().words


def is_ordinary(word: str) -> bool:
    """Say whether a Chinese word is put together of words that name nothing."""
    known = tables()
    ends = {0}
    for end in range(1, len(word) + 1):
        if any(start in ends and (word[start:end] in known.ordinary or end - start == 1) for start in range(end)):
            ends.add(end)
    pieces = [word[place : place + 2] in known.ordinary for place in range(0, len(word) - 1, 2)]
    return len(word) in ends and all(pieces)


def in_pinyin(name: str, text: str) -> list[tuple[int, int]]:
    """Return where a Chinese text writes a name whose Latin letters are pinyin: Cui Dongshu, Jishi."""
    pattern = _pinyin_pattern("".join(_SYLLABLE.findall(name.lower())))
    return [match.span() for match in pattern.finditer(text)] if pattern else []


def numbered_in_pinyin(name: str, number: str, text: str) -> tuple[int, int] | None:
    """Return where a Chinese text writes a name of pinyin with a number behind it (Yue 7, 越 7), or None."""
    pattern = _pinyin_pattern("".join(_SYLLABLE.findall(name.lower())), 1)
    found = re.search(rf"(?:{pattern.pattern})\s?{re.escape(number)}(?![\d.])", text) if pattern else None
    return found.span() if found else None


# --- Pinyin ----------------------------------------------------------------------------------------------------------

_FEWEST_SYLLABLES, _MOST_SYLLABLES = 2, 8


@lru_cache(maxsize=4096)
def _pinyin_pattern(letters: str, fewest: int = _FEWEST_SYLLABLES) -> re.Pattern[str] | None:
    """Return a pattern of every Chinese spelling of `letters`; a person's given name may stand first."""
    readings = [part for part in _split(letters) if fewest <= len(part) <= _MOST_SYLLABLES][:8]
    characters = tables().characters
    orders = [order for part in readings for order in {part, (part[-1], *part[:-1])}]
    if not orders:
        return None
    return re.compile("|".join("".join(f"[{characters[syllable]}]" for syllable in order) for order in sorted(orders)))


def _split(letters: str) -> list[tuple[str, ...]]:
    """Return all ways to read `letters` as syllables of pinyin."""
    characters = tables().characters
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
