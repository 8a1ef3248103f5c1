"""Where an article names what a statement names: in the same spelling, another one, or in the other script."""

import re
from collections.abc import Iterator

from digest_pipeline.briefs.grounding import dictionary, peoples, sound
from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.letters import lowered
from digest_pipeline.briefs.grounding.names import Name
from digest_pipeline.briefs.grounding.passages import Span
from digest_pipeline.briefs.grounding.tables import tokens


def name_places(name: Name, ground: Ground, *, eastern: bool) -> list[Span] | None:
    """Return every place that names `name`, from a Chinese (`eastern`) statement or an English one.

    None if it is in the other script and no table knows it.
    """
    return _han(name, ground) if name.script == "han" else _latin(name, ground, eastern=eastern)


# What is no country alone: us, Latin, Hong.
_NO_COUNTRY = frozenset("us latin hong kong zealand african".split())
# What a company's English name ends with, whose Chinese name may be written by its sound before it.
_BUSINESS = frozenset(
    """
    robotics robot technology technologies tech holdings holding capital motors motor group electronics semiconductor
    semiconductors intelligence intelligent energy pharma pharmaceuticals pharmaceutical biotech therapeutics medical
    securities bank ventures investment investments materials optics photonics auto automotive aerospace logistics
    software networks network games entertainment pictures media foods food chemical chemicals microelectronics
    dynamics systems power innovation ai biosciences biology heavy industry industries university hospital institute
    """.split()
)
_ACRONYM = re.compile(r"[A-Z]{3,6}")
# GPT-5.1-based.
_TAIL = re.compile(r"(?<=\w)(?:-[a-z]+)+$")


def _han(name: Name, ground: Ground) -> list[Span] | None:
    places = [span for form in dictionary.short_forms(name.surface) for span in _spans(form, ground)]
    for form in (*dictionary.english_forms(name.surface), *_of_people(name.surface)):
        places += ground.words.get("".join(form))
        rare = [token for token in form if len(token) > 1 and not dictionary.is_common(token)]
        for token in rare:
            places += ground.words.get(token)
        places += _initials(form, ground)
        # 特朗普: a word of the language that has a capital.
        places += [place for place in ground.words.get(form[-1]) if ground.plain[place[0]].isupper()] if form else []
    if ground.is_han:
        return places or _spelled_in_full(name.surface, ground)
    places = places or _by_sound(name.surface, ground)
    return places if places or dictionary.english_forms(name.surface) else None


def _by_sound(name: str, ground: Ground) -> list[Span]:
    """Return the Latin names of an article that a Chinese one writes by their sound: Hernandez for 埃尔南德斯."""
    if len(name) < _SHORTEST_SOUND:
        return []
    named = re.finditer(r"(?<![A-Za-zÀ-ɏ])[A-ZÀ-Ý][A-Za-zÀ-ɏ]+", ground.plain)
    return [match.span() for match in named if sound.likeness(name, match[0]) >= _SOUNDS_SO]


# Characters, and how alike they must be to bear a name out.
_SHORTEST_SOUND, _SOUNDS_SO = 3, 0.8


def _of_people(name: str) -> Iterator[tuple[str]]:
    """Yield what the country of a people is called in English: us and america for 美国人."""
    country = name.removesuffix("人")
    if country != name:
        yield from ((word,) for word in sorted(peoples.english_names().get(country, ())))


def _spelled_in_full(short: str, ground: Ground) -> list[Span]:
    """Return where the name stands of which a short one has every other character: 美国银行 for 美银."""
    if len(short) != 2:  # noqa: PLR2004  such a short form has two characters
        return []
    pattern = rf"{short[0]}[\u4e00-\u9fff]{short[1]}[\u4e00-\u9fff]"
    return [match.span() for match in re.finditer(pattern, ground.plain) if dictionary.is_known(match[0])]


def _spelled_out(acronym: str, ground: Ground) -> list[Span]:
    """Return where the words stand of which a name is the first letters: Food and Drug Administration for FDA."""
    if not _ACRONYM.fullmatch(acronym):
        return []
    words = r"[ -](?:(?:and|of|the|for|on|in) )*".join(rf"{letter}[a-z]+" for letter in acronym)
    return [match.span() for match in re.finditer(rf"\b{words}", ground.plain)]


def _initials(form: tuple[str, ...], ground: Ground) -> list[Span]:
    """Return where a name of several words stands by their first letters: GM for General Motors."""
    letters = "".join(token[0] for token in form).upper()
    if len(letters) < 2 or not letters.isalpha():  # noqa: PLR2004  a letter is no name
        return []
    return [match.span() for match in re.finditer(rf"(?<![A-Za-z0-9]){letters}(?![A-Za-z0-9])", ground.plain)]


def is_country(name: Name) -> bool:
    """Say whether a name is that of a country or its people."""
    key = _key(name.surface)
    return name.surface in peoples.english_names() or key in peoples.same_people()


def another_country(said: str, quoted: str) -> bool:
    """Say whether quotations name a country that the statement does not, in whichever language each is."""
    mine, theirs = _countries(said), _countries(quoted)
    return any(theirs) and not all(mine & {country} for country in theirs)


def _countries(text: str) -> set[str]:
    found = {token for token in tokens(lowered(text)) if token not in _NO_COUNTRY}
    return {
        chinese
        for chinese, english in peoples.english_names().items()
        if not found.isdisjoint(english) or any(form in text for form in _long_forms(chinese))
    }


def _long_forms(chinese: str) -> tuple[str, ...]:
    return tuple(form for form in (chinese, *peoples.chinese_names().get(chinese, ())) if len(form) > 1)


def _latin(name: Name, ground: Ground, *, eastern: bool) -> list[Span] | None:
    whole = _key(name.surface)
    places = [
        *ground.words.get(whole),
        *(span for other in peoples.same_people().get(whole, ()) for span in ground.words.get(other)),
    ]
    if places:
        places += ground.words.get(_key(name.words[-1]))
        places += _in_chinese(whole, ground) if ground.is_han and len(name.words) == 1 else []
    others = dictionary.other_spellings(name.surface)
    places += [span for other in others or () for span in _spans(other, ground)]
    if places or others is not None:
        return list(dict.fromkeys(places))
    if places := _found(lowered(name.surface), ground.lower) or _spelled_out(name.surface, ground):
        return places
    return _by_words(name, ground, eastern=eastern)


def _by_words(name: Name, ground: Ground, *, eastern: bool) -> list[Span] | None:
    """Return where the article has the words of a name, each for itself: "Nvidia CEO Jensen Huang", 英伟达黄仁勋."""
    found: list[Span] = []
    unknown = refuted = False
    keys = [_key(word) for word in name.words]
    business = ground.is_han and not eastern and not _BUSINESS.isdisjoint(keys)
    for word, key in zip(name.words, keys, strict=True):
        if places := _word(key, ground) or _word(_key(_TAIL.sub("", word)), ground):
            found += places
        elif ground.is_han and not eastern and (spelled := dictionary.in_pinyin(word, ground.plain)):
            found += spelled
        elif business and dictionary.is_pinyin(key):
            unknown = True
        elif eastern or not (ground.is_han and (dictionary.is_common(key) or key in _BUSINESS)):
            known = eastern or not ground.is_han or bool(dictionary.chinese_forms(key))
            refuted, unknown = refuted or known, unknown or not known
    if found and (ground.is_han or not refuted):
        return found
    if ground.is_han and (pinyin := dictionary.in_pinyin(name.surface, ground.plain)):
        return pinyin
    return [] if refuted and not unknown else None


def _key(name: str) -> str:
    return "".join(tokens(lowered(name)))


def _word(key: str, ground: Ground) -> list[Span]:
    for form in (key, key.removesuffix("s"), f"{key}s", *peoples.same_people().get(key, ())):
        if places := ground.words.get(form):
            return places
    if places := _in_chinese(key, ground):
        return places
    for word in sorted(dictionary.chinese_forms(key)):
        for english in dictionary.english_forms(word):
            places += ground.words.get("".join(english))
    return places


def _in_chinese(key: str, ground: Ground) -> list[Span]:
    chinese = sorted(dictionary.chinese_forms(key))
    return [span for word in chinese for short in dictionary.short_forms(word) for span in _spans(short, ground)]


def _spans(form: str, ground: Ground) -> list[Span]:
    if form.isascii():
        return ground.words.get("".join(tokens(form)))
    return _found(form, ground.plain)


def _found(form: str, text: str) -> list[Span]:
    places, at = [], text.find(form)
    while at >= 0:
        places.append((at, at + len(form)))
        at = text.find(form, at + len(form))
    return places
