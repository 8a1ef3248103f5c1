"""Numbers and identifiers of a text, in Chinese and English forms, and which of a statement's a text does not give.

Numbers are compared by value and unit (1.2 万 = 12,000; 50% = 五成 = half; 3x = 三倍), identifiers such as GPT-5.1 or
H200 as spelled. The comparison is conservative, it speaks only where a text plainly does not give the number: a number
without a unit supports every unit (tables name theirs in the header), and of written-out numbers only those that state
a quantity must be found, because 一 and "one" mostly state none.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache

from digest_pipeline.quantities import Number, Value, half_width, in_digits, in_han, in_words


def ungrounded_numbers(statement: str, text: str) -> list[str]:
    """Return the numbers and identifiers of `statement`, as written, that `text` gives in no form, in reading order."""
    claimed, given = half_width(statement), half_width(text)
    identifiers = _identifiers(claimed)
    missing = [(start, name) for start, name in identifiers if not _names(name, given)]
    supports = _supports(given)
    numbers = _claims(_without(identifiers, claimed))
    missing += [(number.start, number.surface) for number in numbers if not _supported(number, supports)]
    return [surface for _, surface in sorted(missing)]


def _without(identifiers: Iterable[tuple[int, str]], text: str) -> str:
    """Return `text` with its identifiers blanked, so that their digits are no numbers."""
    for start, name in identifiers:
        text = text[:start] + " " * len(name) + text[start + len(name) :]
    return text


def _supported(number: Number, supports: dict[Value, frozenset[str | None]]) -> bool:
    units = supports.get(number.value, frozenset())
    return bool(units) and (number.unit is None or None in units or number.unit in units)


def _claims(statement: str) -> Iterator[Number]:
    """The numbers of a statement that must be found: all in digits, and the written-out ones that state a quantity."""
    yield from in_digits(statement, letters_scale=str.isupper)
    yield from (number for number, quantity in in_han(statement) if quantity)
    yield from (number for number, quantity in in_words(statement) if quantity)


@lru_cache(maxsize=64)
def _supports(text: str) -> dict[Value, frozenset[str | None]]:
    """Every value that `text` gives in any form, with its units. Cached: asked again for each statement of a brief."""
    units: dict[Value, set[str | None]] = {}
    numbers: Iterable[Number] = (
        *in_digits(text, letters_scale=lambda _: True),
        *in_digits(text, letters_scale=lambda _: False),
        # What is left of a number that an identifier bites into (`B1,000`) is left of it in a statement too.
        *_claims(_without(_identifiers(text), text)),
        *(number for number, _ in in_han(text)),
        *(number for number, _ in in_words(text)),
    )
    for number in numbers:
        units.setdefault(number.value, set()).add(number.unit)
    for pattern, value, unit in _PHRASES:
        if pattern.search(text):
            units.setdefault(Decimal(value), set()).add(unit)
    return {value: frozenset(found) for value, found in units.items()}


_MONTHS = "January February March April May June July August September October November December"
_PHRASES: tuple[tuple[re.Pattern[str], int, str | None], ...] = (
    (re.compile(r"\bhal(?:f|ves|ved|ving)\b|一半|半数|对半|减半", re.IGNORECASE), 50, "percent"),
    (re.compile(r"\bquarter\b|四分之一", re.IGNORECASE), 25, "percent"),
    (re.compile(r"\bdoubl(?:e|es|ed|ing)\b|\btwice\b|翻倍|翻番|翻了一番", re.IGNORECASE), 2, "times"),
    (re.compile(r"\btripl(?:e|es|ed|ing)\b|\bthrice\b", re.IGNORECASE), 3, "times"),
    (re.compile(r"\bquadrupl(?:e|es|ed|ing)\b", re.IGNORECASE), 4, "times"),
    (re.compile(r"\b(?:first|single|once)\b", re.IGNORECASE), 1, None),
    (re.compile(r"\b(?:second|pair|both)\b", re.IGNORECASE), 2, None),
    (re.compile(r"\bthird\b", re.IGNORECASE), 3, None),
    (re.compile(r"\bfourth\b", re.IGNORECASE), 4, None),
    *(
        (re.compile(rf"\b{name[:3]}(?:{name[3:]}|\b)"), month, None)
        for month, name in enumerate(_MONTHS.split(), start=1)
    ),
)


# --- Identifiers -----------------------------------------------------------------------------------------------------

_WORD = re.compile(r"(?<![A-Za-z0-9.])[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*")
_DIGITLESS_TAIL = re.compile(r"(?:[-_.][A-Za-z]+)+$|(?<=\d)s$")
_NUMBER_WITH_PREFIX = re.compile(r"[a-z]+-\d|[vVqQ]\d")


def _identifiers(text: str) -> list[tuple[int, str]]:
    """Names with digits in them (GPT-5.1, H200), without a tail such as -based; mid-2026 and v2 are numbers."""
    names = [(found.start(), _DIGITLESS_TAIL.sub("", found[0])) for found in _WORD.finditer(text)]
    return [
        (start, name)
        for start, name in names
        if any(character.isdigit() for character in name) and not _NUMBER_WITH_PREFIX.match(name)
    ]


def _names(identifier: str, text: str) -> bool:
    """Whether `text` names `identifier`, whatever stands between its letters and digits (GPT-5, GPT 5, gpt5)."""
    parts = re.findall(r"\d+(?:\.\d+)*|[A-Za-z]+", identifier)
    pattern = r"(?<![A-Za-z0-9])" + r"[-_.\s]?".join(map(re.escape, parts)) + r"(?!\d|\.\d)"
    return re.search(pattern, text, re.IGNORECASE) is not None
