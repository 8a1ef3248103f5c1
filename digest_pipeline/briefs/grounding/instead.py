"""What quotations name in the place of something that a statement names, or nothing: another name, version or title.

A statement may name what stands anywhere in its article; whoever the quotations tell of instead speaks against it.
"""

import re
from collections.abc import Iterator, Sequence

from digest_pipeline.briefs.grounding import dictionary, sound
from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.held import Detail, Held, failed
from digest_pipeline.briefs.grounding.letters import lowered
from digest_pipeline.briefs.grounding.names import Name, foreigners, names, people
from digest_pipeline.briefs.grounding.naming import is_country, name_places
from digest_pipeline.briefs.grounding.passages import Span
from digest_pipeline.briefs.grounding.reading import Passage, Version
from digest_pipeline.briefs.grounding.tables import tokens
from digest_pipeline.briefs.grounding.translation import meanings_in
from digest_pipeline.stories.words import stem


def replaced(held: Held) -> Iterator[Detail]:
    """Object to people and titles in a Chinese statement where the quotations name others only."""
    yield from _foreigners(held)
    yield from _people(held)
    if held.eastern != held.ground.is_han:
        yield from _unheard(held) if held.eastern else _of_another_sound(held)
    if held.eastern and held.ground.is_han:
        yield from _works(held)


def _foreigners(held: Held) -> Iterator[Detail]:
    """Object to somebody written by the sound."""
    said, near = foreigners(held.plain), foreigners(held.near_text)
    others = [one for key, one in foreigners(held.quoted_strictly).items() if key not in said]
    for key, one in said.items() if others else ():
        if key not in near:
            yield _failed(one, others[0].surface)


def _unheard(held: Held) -> Iterator[Detail]:
    """Object to somebody written by the sound of whom an English article has no name that sounds so."""
    named = _CAPITAL.findall(held.ground.plain)
    for one in foreigners(held.plain).values():
        if not any(sound.likeness(part, word) >= sound.ALIKE for part in _DOT.split(one.surface) for word in named):
            yield failed("name", one, f"the article does not name “{one.surface}”")


def _of_another_sound(held: Held) -> Iterator[Detail]:
    """Object to somebody where Chinese quotations name somebody else by a sound that nobody of the statement has."""
    mine = [name for name in names(held.plain) if name.words]
    others = [one.surface for one in foreigners(held.quoted_strictly).values()]
    others = [one for one in others if not any(_sounds_like(one, name.words[-1]) for name in mine)]
    for name in mine if others else ():
        is_person = len(name.words) == 2 and not dictionary.is_common(name.words[1].lower())  # noqa: PLR2004  a first name and a last
        if is_person and name_places(name, held.ground, eastern=False) is None:
            yield _failed(name, others[0])


def _sounds_like(han: str, latin: str) -> bool:
    return sound.likeness(_DOT.split(han)[-1], latin) >= sound.ALIKE


def _people(held: Held) -> Iterator[Detail]:
    """Object to somebody by a Chinese name, unless the quotations tell of somebody by a pronoun."""
    quoted = held.quoted_strictly
    others = [one.surface for one in people(quoted)]
    if not others or any(one in held.plain for one in others) or _PRONOUN.search(quoted):
        return
    yield from (_failed(one, others[0]) for one in people(held.plain) if one.surface not in quoted)


def _works(held: Held) -> Iterator[Detail]:
    """Object to a title in 《》, also to one that the article does not have at all."""
    texts = (held.quoted_strictly, held.near_text, held.ground.plain, held.plain)
    quoted, near, given, said = (text.replace(" ", "") for text in texts)
    others = [one[0] for one in _WORK.finditer(quoted) if one["title"] not in said]
    for one in _WORK.finditer(held.plain):
        passage, title = Passage(one.start(), one.end(), one[0]), one["title"].replace(" ", "")
        if title not in given:
            yield failed("name", passage, f"the article does not name “{one[0]}”")
        elif (
            others
            and (f"{title}》" if len(title) < _TELLING_TITLE else title) not in quoted
            and f"《{title}》" not in near
        ):
            yield _failed(passage, others[0])


def _failed(one: Name | Passage, instead: str) -> Detail:
    return failed("name", one, f"the article names “{instead}” here, not “{one.surface}”")


def elsewhere_instead(name: Name, places: Sequence[Span], held: Held) -> str:
    """Return what the quotations name in place of a name that the article has at `places` far from them."""
    if instead := _organisation_instead(name, held):
        return instead
    if len(places) > _MOST_ELSEWHERE or is_country(name) or stands_in_lead(places, held):
        return ""
    if _PRONOUN.search(held.quoted_strictly):
        return ""
    said = Ground(held.said)
    others = (one for one in names(held.quoted_strictly) if not name_places(one, said, eastern=held.ground.is_han))
    return next((one.surface for one in others), "")


def stands_in_lead(places: Sequence[Span], held: Held) -> bool:
    """Say whether the article names something in its first lines or its title: it tells about that throughout."""
    return any(start < _LEAD or start >= len(held.ground.text) for start, _ in places)


def _organisation_instead(name: Name, held: Held) -> str:
    """Return the organisation that the quotations name in place of another one, none of theirs being named."""
    if not (said := dictionary.organisations_in(name.surface)):
        return ""
    quoted = dictionary.organisations_in(held.quoted_strictly)
    mine = dictionary.organisations_in(held.plain)
    return min(quoted) if quoted and quoted.isdisjoint(mine | said) else ""


def sibling_instead(name: Name, held: Held) -> str:
    """Return what the quotations name like a name but for its last word: Claude Haiku for Claude Sonnet."""
    if len(name.words) != 2 or len(name.words[0]) < _SHORTEST_FIRST or dictionary.is_common(name.words[0].lower()):  # noqa: PLR2004  a first name and a last
        return ""
    if held.first_near(held.ground.words.get("".join(tokens(lowered(name.surface))))):
        return ""
    first = name.words[0]
    others = re.findall(rf"\b{re.escape(first)}(?:['’]s)? ([A-Z][A-Za-z]{{2,}})", held.quoted_strictly)
    strange = [other for other in others if other.lower() not in held.plain.lower()]
    return f"{first} {strange[0]}" if strange and len(strange) == len(others) else ""


def of_series_instead(name: Name, held: Held) -> str:
    """Return what the quotations name of the same series as a name that is not near them: EMIB-M for EMIB-T."""
    for word in name.words:
        match = _OF_SERIES.fullmatch(word)
        if match and word not in held.near_text:
            end = "[A-Z](?![A-Za-z])" if match["series"] else r"\d+"
            like = rf"(?<![A-Za-z]){match['series'] or match['letters']}{end}"
            found = re.findall(like, held.quoted_strictly)
            if found and not any(one in held.plain for one in found):
                return str(found[0])
    return ""


def unknown_instead(name: Name, held: Held) -> str:
    """Return what the quotations have in place of a name in the other script that no table knows."""
    return (
        of_series_instead(name, held)
        or _code_instead(name, held)
        or ("" if held.eastern else _described_instead(name, held))
    )


def _code_instead(name: Name, held: Held) -> str:
    """Return the capitals that the quotations have in place of others that are written alike in all languages."""
    for word in name.words:
        if CAPITALS.fullmatch(word) and word not in held.ground.plain:
            others = (one[0] for one in CAPITALS.finditer(held.quoted_strictly))
            return next((one for one in others if one not in held.said and len(one) == len(word)), "")
    return ""


def _described_instead(name: Name, held: Held) -> str:
    """Return the Latin name that Chinese quotations give in place of one that no table knows, or nothing.

    It stands by the same word, and is one that the statement does not use: in "the coding application
    Windsurf" and 编程应用 Cursor, Cursor.
    """
    said, quoted = held.said, held.quoted_text
    before = _LAST_WORD.search(said, max(0, name.start - _LONGEST_WORD), name.start)
    if not before or len(name.words) > 1 or dictionary.is_common(lowered(name.surface)):
        return ""
    used, word = set(tokens(lowered(said))), stem(before[0].lower())
    for match in _DESCRIBED.finditer(quoted):
        meant = {one for stems, _ in meanings_in(quoted, match.span("what")) for one in stems}
        if word in meant and used.isdisjoint(tokens(lowered(match["name"]))):
            return match["name"]
    return ""


def version_instead(version: Version, held: Held, *, is_at_hand: bool) -> str:
    """Return the same name with another number that the quotations have in place of that of a version.

    Of one that stands near them, or in the lead, what follows must be the same as well: M3 Ultra for M4 Ultra.
    """
    quoted = held.quoted_strictly
    if not version.name or version.number in _NUMBER.findall(quoted.lower()):
        return ""
    number = r"[ -]?[vV]?(\d+(?:\.\d+)*)(?![A-Za-z\d])"
    if is_at_hand:
        behind = _CAPITALISED.match(held.plain, version.end)
        number += re.escape(behind[0]) if behind else "(?!)"
    found = list(re.finditer(rf"(?<![A-Za-z]){re.escape(version.name)}{number}", quoted, re.IGNORECASE))
    mine = _NUMBER.findall(held.plain.lower())
    return found[0][0] if found and not any(one[1] in mine for one in found) else ""


_LAST_WORD = re.compile(r"[A-Za-z]{3,}(?= \Z)")
_LONGEST_WORD = 24
_DESCRIBED = re.compile(r"(?P<what>[\u3400-\u9fff]{2,6})\s?(?P<name>[A-Z][A-Za-z]{2,})")
# Who is meant by it was named before.
_PRONOUN = re.compile(r"[他她]|\b(?:he|she)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<![A-Za-zÀ-ɏ])[A-ZÀ-Ý][A-Za-zÀ-ɏ]+")
_DOT = re.compile("[·•・]")
_WORK = re.compile(r"《(?P<title>[^《》]{1,40})》")
CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z]{3,5}(?![A-Za-z])")
_CAPITALISED = re.compile(r" [A-Z][a-z]+")
_NUMBER = re.compile(r"\d+(?:\.\d+)*[a-z]?")
_SHORTEST_FIRST = 4
# A shorter title is a word of other sentences, too.
_TELLING_TITLE = 5
# EMIB-T and A2: what tells it from its like is the end.
_OF_SERIES = re.compile(r"(?P<series>[A-Z][A-Za-z]{2,}-)[A-Z](?![A-Za-z])|(?P<letters>[A-Z]{1,3})\d+")
# What an article names no oftener, and nowhere in its first characters, is not what its quotations are about.
_MOST_ELSEWHERE, _LEAD = 8, 250
