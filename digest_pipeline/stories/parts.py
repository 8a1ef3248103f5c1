"""What two articles have in common and what sets them apart, as figures of about 0 to 1: the parts of a likeness.

Each part depends on the two articles alone. What the parts weigh is `likeness.py`; how they are told to people,
`reasons.py`.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from math import log1p

from digest_pipeline.stories.profile import Profile, Weights
from digest_pipeline.stories.translation import Meanings
from digest_pipeline.stories.words import stem

Parts = dict[str, float]
_Measure = Callable[[Weights, Collection[str]], float]

# The rarity of a word that hardly any article holds.
_RAREST = 9
_MANY_NAMES = 50
_FEW_FIGURES = 5
_HOURS = 72
_RAREST_WORDS = 4


def parts_of(one: Profile, other: Profile) -> Parts:
    """Return the parts of the likeness of two articles; which one comes first changes nothing."""
    one, other = named_across(one, other)
    parts = _names(one, other) | _numbers(one, other) | _marks(one, other) | _places(one, other)
    if one.eastern == other.eastern:
        return parts | _same_script(one, other, parts["names led"])
    return parts | (_across(one, other) if one.eastern else _across(other, one))


def named_across(one: Profile, other: Profile) -> tuple[Profile, Profile]:
    """Return two articles, a Chinese one with those names of an English one that its words mean: 毕马威 names KPMG."""
    if one.eastern == other.eastern:
        return one, other
    return (_naming(one, other), other) if one.eastern else (one, _naming(other, one))


def cosine(one: Weights, other: Weights) -> float:
    """Return the cosine of two vectors of length 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum([weight * other[term] for term, weight in one.items() if term in other])


def _naming(eastern: Profile, western: Profile) -> Profile:
    told, led = _meant_by(eastern.all_meanings), _meant_by(eastern.meanings)
    return replace(
        eastern,
        names=eastern.names | {name: weight for name, weight in western.names.items() if stem(name) in told},
        led=eastern.led | {name: weight for name, weight in western.led.items() if stem(name) in led},
    )


def _same_script(one: Profile, other: Profile, names: float) -> Parts:
    """Compare the words of two articles that are both written in Chinese or Japanese, or both are not."""
    head, title, lead = cosine(one.head, other.head), cosine(one.title, other.title), cosine(one.lead, other.lead)
    told = _both(one.rare, other.head, other.rare, one.head, _cover)
    rarest = _both(_rarest(one.rare), other.head, _rarest(other.rare), one.head, _cover)
    own = _both(one.rare, other.head, other.rare, one.head, _own)
    return {
        "same": 1.0,
        "head": head,
        "title": title,
        "lead": lead,
        "lead * head": lead * head,
        "head * names": head * names,
        "title told": told[0],
        "title told, either": told[1],
        "rarest told": rarest[0],
        "rarest told, either": rarest[1],
        "own words": own[0] / _RAREST,
        "own words, either": own[1] / _RAREST,
        "latin title": _latin(one, other),
    }


def _across(eastern: Profile, western: Profile) -> Parts:
    """Compare a Chinese article with one in another script by what its words may mean."""
    known = _meant_by(eastern.all_meanings)
    named = {stem(name) for name in western.names}
    told = {term: weight for term, weight in western.rare.items() if term not in named}
    covers = sorted((_meant(eastern.meanings, western.head), _cover(told, known)))
    return {
        "across: title told": covers[0],
        "across: title told, either": covers[1],
        "across: head told": _meant(eastern.all_meanings, western.head),
        "across: western head": _square(western.head, known, eastern.head),
        "across: western lead": _square(western.lead, known, eastern.head),
        "across: title": _meant(eastern.meanings, western.rare),
        "across: latin title": _latin(eastern, western),
    }


def _names(one: Profile, other: Profile) -> Parts:
    common, led = one.names.keys() & other.names.keys(), one.led.keys() & other.led.keys()
    led_by_either = (one.led.keys() & other.names.keys()) | (other.led.keys() & one.names.keys())
    told = _both(one.led, other.names, other.led, one.names, _cover) if one.led and other.led else (0.0, 0.0)
    own = _both(one.led, other.names, other.led, one.names, _own)
    main = _both(one.main, other.names, other.main, one.names, _cover)
    return {
        "no names": float(not one.led or not other.led),
        "names": _share(one.names, other.names, common),
        "names led": _share(one.led, other.led, led),
        "names told": told[0],
        "names told, either": told[1],
        "rare name": _highest(one.names, led_by_either),
        "rare name led": _highest(one.led, led),
        "many names": min(1.0, _sum(one.names, common) / _MANY_NAMES),
        "own names": own[0] / _RAREST,
        "own names, either": own[1] / _RAREST,
        "main names told": main[0] if one.main and other.main else 0.0,
        "main names told, either": main[1],
        "own main": _both(one.main, other.names, other.main, one.names, _own)[0] / _RAREST,
        "rare main": _highest(one.main, one.main.keys() & other.main.keys()),
    }


def _numbers(one: Profile, other: Profile) -> Parts:
    told = bool(one.title_figures & other.figures or other.title_figures & one.figures)
    both = one.versions.keys() & other.versions.keys()
    return {
        "figures": min(1.0, log1p(len(one.figures & other.figures)) / log1p(_FEW_FIGURES)),
        "title figures": float(told),
        "other title figures": float(bool(one.title_figures and other.title_figures) and not told),
        "same version": float(any(one.versions[name] & other.versions[name] for name in both)),
        "other version": float(any(not one.versions[name] & other.versions[name] for name in both)),
        "same date": float(bool(one.dates & other.dates)),
        "other dates": float(_differ(one.dates, other.dates)),
        "other years": float(_differ(one.years, other.years)),
        "days apart": min(1.0, abs((one.published_at - other.published_at).total_seconds()) / 3600 / _HOURS),
    }


def _marks(one: Profile, other: Profile) -> Parts:
    """Compare product codes, titles of works in quotation marks, and who is said to speak."""
    coded = bool(one.codes & other.all_codes or other.codes & one.all_codes)
    quoted = any(name in other.squeezed for name in one.quoted) or any(name in one.squeezed for name in other.quoted)
    return {
        "same code": float(bool(one.codes & other.codes)),
        "codes told": float(coded),
        "other codes": float(bool(one.codes and other.codes) and not coded),
        "quoted told": float(quoted),
        "other quoted": float(bool(one.quoted and other.quoted) and not quoted),
        "same speaker": float(bool(one.speaker) and one.speaker == other.speaker),
        "other speaker": float(bool(one.speaker and other.speaker) and one.speaker != other.speaker),
    }


def _places(one: Profile, other: Profile) -> Parts:
    """Compare where two articles stand and where they lead."""
    return {
        "address": float(bool(one.addresses & other.addresses)),
        "links to it": float(bool(one.addresses & other.links or other.addresses & one.links)),
        "shared work": float(bool((one.works | _own_work(one)) & (other.works | _own_work(other)))),
        "one work": float(bool(one.work) != bool(other.work)),
        "same source": float(one.source == other.source),
    }


def _both(
    one: Weights, by: Collection[str], other: Weights, by_other: Collection[str], measure: _Measure
) -> tuple[float, float]:
    """Return a measure taken from both sides, the smaller value first."""
    first, second = measure(one, by), measure(other, by_other)
    return (first, second) if first <= second else (second, first)


def _cover(told: Weights, by: Collection[str]) -> float:
    """Return the share of what is told by one, by rarity, that stands in the other too."""
    total = sum(told.values())
    return sum([weight for term, weight in told.items() if term in by]) / total if total else 0.0


def _own(told: Weights, by: Collection[str]) -> float:
    """Return the rarity of the rarest term that the other does not hold."""
    return max([weight for term, weight in told.items() if term not in by], default=0.0)


def _meant_by(meanings: Iterable[tuple[float, Meanings]]) -> Meanings:
    """Return all that Chinese words may mean."""
    return frozenset().union(*(stems for _, stems in meanings))


def _meant(meanings: Iterable[tuple[float, Meanings]], stems: Collection[str]) -> float:
    """Return the share of Chinese words, by rarity, of which some meaning is among the stems."""
    total = found = 0.0
    for weight, may_mean in meanings:
        total += weight
        if not may_mean.isdisjoint(stems):
            found += weight
    return found / total if total else 0.0


def _square(weights: Weights, *known: Collection[str]) -> float:
    return sum([weight * weight for term, weight in weights.items() if any(term in terms for terms in known)])


def _share(one: Weights, other: Weights, common: Iterable[str]) -> float:
    return _sum(one, common) / max(1.0, min(sum(one.values()), sum(other.values())))


def _sum(weights: Weights, of: Iterable[str]) -> float:
    return sum([weights[term] for term in of])


def _highest(weights: Weights, of: Iterable[str]) -> float:
    return max([weights[term] for term in of], default=0.0) / _RAREST


def _latin(one: Profile, other: Profile) -> float:
    """Return the rarity of the rarest Latin word or number of both titles."""
    return _highest(one.rare, [term for term in one.rare.keys() & other.rare.keys() if term.isascii()])


def _rarest(weights: Weights) -> Weights:
    return dict(sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_RAREST_WORDS])


def _own_work(profile: Profile) -> frozenset[str]:
    return frozenset({profile.work} - {""})


def _differ(one: Collection[str], other: Collection[str]) -> bool:
    return bool(one and other) and not set(one) & set(other)
