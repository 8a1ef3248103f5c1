"""Dates in languages other than English and Chinese, put into English word by word for `absolute.py` and `relative.py`.

The words are dateparser's (it keeps CLDR's lists and people's corrections of them); its parser is not used, because it
guesses (a year from two digits, a day from any number), takes 2 ms a string, and tries one language after the other.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import product
from math import prod
from typing import Any

from digest_pipeline.datetext.parts import clean
from digest_pipeline.datetext.zones import is_abbreviation

# Those that pages are written in; Chinese, Japanese and Korean write no spaces and are read where English is.
_LANGUAGES = (
    "af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ka kk km kn ky lb"
    " lo lt lv mk ml mn mr ms mt my nb ne nl nn pa pl ps pt ro ru si sk sl sq sr sr-Latn sv sw ta te th tl tr uk ur uz"
    " vi"
).split()
_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_UNITS = "second minute hour day week month year".split()
_MONTH_SET, _WEEKDAY_SET, _UNIT_SET = frozenset(_MONTHS), frozenset(_WEEKDAYS), frozenset(_UNITS)
# An "in" may as well stand before a date; a "tomorrow" or "lately" makes it no date of a publication.
_AGO, _LATER, _NEVER = "ago", "later", "never"
_TWO_DAYS_AGO = "the day before yesterday"
# Phrases for a day or for now; last week and last month are no day.
_HALVES = {"am", "pm"}
_PHRASES = {
    "0 second ago": "just now",
    "0 day ago": "today",
    "1 day ago": "yesterday",
    "2 day ago": _TWO_DAYS_AGO,
    "in 1 day": _NEVER,
    "in 2 day": _NEVER,
}
_DUAL = re.compile(rf"[12] (?:{'|'.join(_UNITS)})(?: {_AGO})?")
# Last week and the year before last are no days; only in Arabic these are counts ("two weeks ago").
_VAGUE = re.compile(rf"(?:week|month|year) {_AGO}")
# What dateparser's lists lack, or say otherwise: "the other day" is no yesterday.
_MORE: dict[str, dict[str, str]] = {
    "ar": {"يوم أمس": "yesterday"},
    "bg": {"в": "", "г": "", "и": ""},
    "cs": {"a": "", "dne": "", "hod": ""},
    "da": {"for": "", "og": ""},
    "de": {"am": "", "der": "", "den": "", "gerade eben": "just now", "seit": "", "vor kurzem": _NEVER, "ungefahr": ""},
    "el": {"πριν": _AGO, "πριν απο": _AGO, "στις": "", "και": "", "μια": "1", "ενα": "1"},
    "es": {"antier": _TWO_DAYS_AGO, "a": "", "el": "", "la": "", "las": "", "hrs": "", "ahora mismo": "just now"},
    "fr": {"il y a": _AGO, "a l instant": "just now", "du": "", "a": "", "une heure": "1 hour"},
    "he": {"יומיים": "2 day", "שעתיים": "2 hour", "שבועיים": "2 week", "חודשיים": "2 month"},
    "hi": {"कल": _NEVER, "पर": ""},
    "hr": {"prije": _AGO, "u": "", "i": ""},
    "hu": {"es": "", "perce": "minute ago", "oraja": "hour ago", "napja": "day ago", "hete": "week ago"},
    "id": {"yang": "", "dan": "", "wib": "WIB"},
    "it": {"l altro ieri": _TWO_DAYS_AGO, "ore": "", "il": "", "un": "1", "una": "1", "proprio ora": "just now"},
    "lt": {"m": "", "d": ""},
    "lv": {"gada": "", "plkst": ""},
    "nb": {"for": "", "og": "", "klokken": "", "den": "", "i gar": "yesterday"},
    "nl": {"een": "1", "en": "", "te": "", "zojuist": "just now"},
    "pl": {"godzine": "1 hour", "przed chwila": "just now"},
    "pt": {"as": "", "ha": _AGO, "agora mesmo": "just now"},
    "ro": {"acum": _AGO, "ora": "", "si": "", "un": "1", "o": "1", "chiar acum": "just now"},
    "ru": {"мск": "MSK", "только что": "just now", "полчаса": "30 minute", "г": "", "года": ""},
    "sr": {"пре": _AGO, "прије": _AGO, "у": "", "и": ""},
    "sr-Latn": {"pre": _AGO, "u": "", "i": ""},
    "sv": {"for": "", "och": "", "kl": "", "klockan": "", "i dag": "today", "i gar": "yesterday"},
    "th": {"ที่": "", "เมื่อวานนี้": "yesterday"},
    "tr": {"gecen gun": _NEVER, "ve": "", "bir": "1", "saat": "", "simdi": "just now", "az once": _NEVER},
    "uk": {"р": "", "року": "", "щоино": "just now", "півгодини": "30 minute", "пів години": "30 minute"},
    "vi": {
        "luc": "",
        "vao": "",
        "ngay": "",
        "thu": "",
        "vua xong": "just now",
        "mot": "1",
        "chut": _NEVER,
        "lat": _NEVER,
    },
}
# What stands before a date, where it shall decide the language.
_LABELS = {
    "cs": "publikovano aktualizovano datum",
    "da": "publiceret opdateret",
    "de": "veroffentlicht aktualisiert stand datum erstellt letztes update zuletzt",
    "es": "publicado actualizado fecha por",
    "fi": "julkaistu paivitetty",
    "fr": "publie mis a jour cree modifie date",
    "it": "pubblicato aggiornato data",
    "nb": "publisert oppdatert",
    "nl": "gepubliceerd bijgewerkt op",
    "pl": "opublikowano data aktualizacja dodano",
    "pt": "publicado atualizado em data",
    "ru": "опубликовано обновлено дата",
    "tr": "yayinlanma guncelleme tarihi tarih",
    "uk": "опубліковано оновлено дата",
}
# Alone they count one: "час назад". A plural alone counts nothing ("hace días").
_SINGULAR = frozenset(
    "секунду минуту час день неделю месяц год секунда хвилину годину тиждень місяць рік хвіліну гадзіну тыдзень дзень"
    " месец седмица година минута ден sekundu minutu hodinu vterinou sekundou minutou hodinou dnem tydnem mesicem rokem"
    " minutou tyzdnom mesiacom rokom minute godzine tydzien miesiac rok dzien".split()
)
# They write no spaces between words.
_GLUED = ("km", "lo", "my", "th")
# Month first, or year first, so that nobody knows what they mean by 05/06/2026.
_OTHER_ORDERS = frozenset("en eu fa fil hu lt ne si sv tl".split())
# Day first with slashes too. Where the habit is dots, slashes come from a program, often an American one: an Austrian
# page wrote "Stand: 11/01/2021" for the first of November.
_SLASHES = frozenset("ar bn ca el es fr ga gl gu he hi id it kn ml mr ms pa pt ta te th ur vi".split())
# In Hebrew "in" and "to" are letters before the word.
_HEBREW_PREFIXES = "בל"

_TOKEN = re.compile(r"\d+|[^\s\d!-/:-@\[-`{-~«»“”„،؛।。、，：·•…–—]+")
_GAP = re.compile(r"[ '.-]*")
_SPELLINGS = str.maketrans(dict.fromkeys("’‘ʼʹ՚ꞌ′‵`´", "'") | {"ı": "i", "،": ","})
# "10h30" and "kl. 10.30"; elsewhere "10 h" is a count of hours.
_CLOCK = re.compile(
    r"(?<![\d.:])(?:(?<=\bkl )|(?<=\bkl\. )|(?=\d{1,2} ?h))(\d{1,2})(?:\.| ?h ?)(\d{2})(?!\d)", re.IGNORECASE
)
# `prefix(a|b|c)`, the one kind of pattern among dateparser's numerals that is read.
_NUMERAL = re.compile(r"(?P<stem>[^\W\d_]*)(?:\((?P<endings>[^\W\d_]*(?:\|[^\W\d_]*)*)\)(?P<optional>\??))?")
# The full stop of an abbreviation, and one whose abbreviation meant nothing.
_BEHIND_WORD = re.compile(r"(?<=[a-z])\.|(?<= )[.,](?= )")
_SURE = re.compile(rf"\b(?:\d{{4}}|{_AGO})\b")
_COUNT = re.compile(r"\([^()]*\)(?:\\s\*)?")
_UNIT = re.compile(rf"\b(?:{'|'.join(_UNITS)})\b")
_UNIT_OR_LATER = re.compile(rf"\b(?:{'|'.join(_UNITS)}|{_LATER})\b")

_LONGEST = 80
_MOST_TOKENS = 24
_MOST_WORDS = 12
# "Mar" by itself is no Tuesday.
_FULL_WORD = 4
_COUNT_ALONE = 2
_MOST_CHOICES = 8
_MOST_READINGS = 3
_LONGEST_PHRASE = 5

# By language: how many tokens a phrase has, and what it can mean.
_Phrases = dict[str, tuple[int, frozenset[str]]]
_Way = tuple[tuple[int, frozenset[str]], ...]
_LABEL = (1, frozenset([""]))


def translations(text: str) -> list[str]:
    """Return what `text` (cleaned) means in English, once for each way in which a language that has its words reads it.

    All words must belong to one language. Where they do not, those in front of the first number may be a label
    ("Опубликовано: 12 мая 2025"). Numbers and signs stay as they are. What can be read in very many ways has none: no
    text takes longer than a few others.
    """
    text, tokens, known = _divided(text)
    for labelled in (False, True):
        ways = {way for _, way in _ways(tokens, known, labelled=labelled)}
        readings = {reading for way in ways for reading in _readings(way, tokens, text)}
        # What looks like a label may turn a weekday or a day of this year into something else.
        found = sorted(reading for reading in readings if not labelled or _SURE.search(reading))
        if len(text) < _FULL_WORD:
            found = [reading for reading in found if reading not in _WEEKDAYS]
        if found:
            return found if len(found) <= _MOST_READINGS else []
    return []


def is_day_first(text: str) -> bool:
    """Say whether the words of `text` (cleaned) belong to languages that all write the day before the month."""
    _, tokens, known = _divided(text)
    languages = {language for language, _ in _ways(tokens, known, labelled=False)}
    return bool(languages) and (languages <= _SLASHES if "/" in text else languages.isdisjoint(_OTHER_ORDERS))


def _divided(text: str) -> tuple[str, list[re.Match[str]], list[_Phrases]]:
    """Return `text` in one spelling, its tokens, and the phrases that begin at each; no tokens when it is too long."""
    text = _CLOCK.sub(r"\1:\2", text.translate(_SPELLINGS))
    tokens = list(_TOKEN.finditer(text)) if len(text) <= _LONGEST else []
    words = sum(not token[0].isdigit() for token in tokens)
    if words > _MOST_WORDS or len(tokens) > _MOST_TOKENS:
        tokens = []
    return text, tokens, [_phrases(tokens, place, text) for place in range(len(tokens))]


def _ways(tokens: list[re.Match[str]], known: list[_Phrases], *, labelled: bool) -> Iterator[tuple[str, _Way]]:
    for language in set[str]().union(*known):
        if way := _way(language, tokens, known, labelled=labelled):
            yield language, way


def _phrases(tokens: list[re.Match[str]], place: int, text: str) -> _Phrases:
    """Return the longest phrase of each language that begins at `place`: its length in tokens and its meanings."""
    lexicon, key, found = _lexicon(), "", _Phrases()
    for length, token in enumerate(tokens[place : place + _LONGEST_PHRASE], start=1):
        if length > 1 and not _GAP.fullmatch(text, tokens[place + length - 2].end(), token.start()):
            break
        word = "#" if token[0].isdigit() else token[0].lower()
        key = f"{key} {word}" if key else word
        if phrases := lexicon.get(key):
            found = {**found, **phrases} if found else phrases
    return found


def _way(language: str, tokens: list[re.Match[str]], known: list[_Phrases], *, labelled: bool) -> _Way | None:
    """Return the phrases, by length and meanings, that `language` divides the tokens into; None when a word is left."""
    way: list[tuple[int, frozenset[str]]] = []
    place = 0
    while place < len(tokens):
        phrase = known[place].get(language)
        if phrase is None:
            token = tokens[place][0]
            if token.isdigit():
                labelled = False
            elif not (token in {"T", "Z"} or token.lower() in _HALVES or is_abbreviation(token)):
                if not labelled:
                    return None
                phrase = _LABEL
            phrase = phrase or (1, frozenset([token]))
        way.append(phrase)
        place += phrase[0]
    return tuple(way)


def _readings(way: _Way, tokens: list[re.Match[str]], text: str) -> Iterator[str]:
    """Yield the English texts that the phrases of `way` stand for."""
    parts: list[list[str]] = []
    before: list[str] = []
    end = place = 0
    for length, meanings in way:
        parts.append([text[end : tokens[place].start()]])
        number = next((token[0] for token in tokens[place : place + length] if token[0].isdigit()), "")
        uncounted = not any(value.isdigit() for value in before)
        before = [_counted(value.replace("#", number), tokens[place][0], uncounted=uncounted) for value in meanings]
        parts.append(before)
        place += length
        end = tokens[place - 1].end()
    parts.append([text[end:]])
    if prod(map(len, parts)) <= _MOST_CHOICES:
        for choice in product(*parts):
            yield from (" ".join(reading.split()) for reading in _in_order("".join(choice)))


def _counted(meaning: str, word: str, *, uncounted: bool) -> str:
    """Return `meaning` with the one that a singular without a number stands for."""
    return f"1 {meaning}" if uncounted and meaning in _UNITS and word.lower() in _SINGULAR else meaning


def _in_order(reading: str) -> Iterator[str]:
    """Yield `reading` with its "ago" behind the counts, and nothing when it names no moment in the past."""
    reading = _BEHIND_WORD.sub(" ", re.sub(r"[\[\]']", " ", reading))
    words = re.findall(r"[a-z]+", reading.replace(_TWO_DAYS_AGO, "yesterday"))
    if _NEVER in words or any(sum(word in names for word in words) > 1 for names in (_MONTH_SET, _WEEKDAY_SET)):
        return
    if not _MONTH_SET.isdisjoint(words) and _AGO not in words:
        # "13 января 2015 года" counts no years, and "em 5 de maio" is not to come.
        yield _UNIT_OR_LATER.sub("", reading)
    elif not _UNIT_SET.isdisjoint(words):
        if _AGO in words and _LATER not in words:
            reading = re.sub(rf"\b{_AGO}\b", "", reading)
            last = list(_UNIT.finditer(reading))[-1].end()
            yield f"{reading[:last]} {_AGO}{reading[last:]}"
    elif _AGO not in words:
        yield re.sub(rf"\b{_LATER}\b", "", reading)


@cache
def _lexicon() -> dict[str, _Phrases]:
    """Return the length and meanings of each phrase (`il y a # jours`) by language."""
    found: dict[str, dict[str, set[str]]] = {}
    for language in _LANGUAGES:
        more = _MORE.get(language, {})
        for phrase, meaning in [*_listed(language), *more.items()]:
            key = _key(phrase)
            if key and (more.get(key) != _NEVER or meaning == _NEVER):
                found.setdefault(key, {}).setdefault(language, set()).add(meaning)
    return {
        key: {language: (len(key.split()), frozenset(meanings)) for language, meanings in by_language.items()}
        for key, by_language in found.items()
    }


def _key(phrase: str) -> str:
    tokens = _TOKEN.findall(clean(phrase).translate(_SPELLINGS).lower().replace("#", "0"))
    return " ".join("#" if token.isdigit() else token for token in tokens)


def _listed(language: str) -> Iterator[tuple[str, str]]:
    """Yield the phrases of dateparser's list of a language with their meanings."""
    # 0.3 s with all that dateparser imports, and only for the rare form.
    info: dict[str, Any] = import_module(f"dateparser.data.date_translation_data.{language}").info
    yield from ((word, "") for word in _LABELS.get(language, "").split())
    for name in ("skip", "pertain"):
        yield from ((word, "") for word in info.get(name, ()))
    yield from ((word, _AGO) for word in info.get("ago", ()))
    yield from ((word, _LATER) for word in info.get("in", ()) if word not in info["skip"])
    yield from _names(language, info)
    yield from _relative(language, info)
    yield from _numerals(info.get("simplifications") or ())


def _names(language: str, info: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in (*_MONTHS, *_WEEKDAYS, "am", "pm"):
        yield from ((word, name) for word in info.get(name, ()))
        if language == "he" and name in _MONTHS:
            yield from ((prefix + word, name) for word in info[name] for prefix in _HEBREW_PREFIXES)
    for unit in _UNITS:
        for word in info.get(unit, ()):
            yield word, unit
            if language in _GLUED:
                yield from ((word + ago, f"{unit} {_AGO}") for ago in info.get("ago", ()))


def _relative(language: str, info: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for meaning, phrases in info.get("relative-type", {}).items():
        if meaning in _PHRASES:
            yield from ((phrase, _PHRASES[meaning]) for phrase in phrases)
        elif _DUAL.fullmatch(meaning) and (language == "ar" or not _VAGUE.search(meaning)):
            yield from ((phrase, meaning) for phrase in phrases)
    for meaning, patterns in info.get("relative-type-regex", {}).items():
        if meaning.endswith(_AGO):
            counted = ((_COUNT.sub("#", pattern), meaning.replace("\\1", "#")) for pattern in patterns)
            # "20 h" may be the time of day.
            yield from ((phrase, english) for phrase, english in counted if len(_key(phrase).split()) > _COUNT_ALONE)


def _numerals(simplifications: Iterable[dict[str, str]]) -> Iterator[tuple[str, str]]:
    for pattern, value in (item for rule in simplifications for item in rule.items()):
        match = _NUMERAL.fullmatch(str(pattern))
        if match and str(value).isdigit():
            endings = [*(match["endings"] or "").split("|"), *([""] if match["optional"] else [])]
            yield from ((match["stem"] + ending, str(value)) for ending in endings)
