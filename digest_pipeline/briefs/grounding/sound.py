"""Names that Chinese writes by their sound: whether 弗格森 may be Fergusson.

Both are read as the consonants that Chinese tells apart, voiced and unvoiced ones as one, and are as alike as these.
It is Soundex (Russell, US patent 1,261,167, 1918) for two scripts.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache

from digest_pipeline.briefs.grounding.tables import tables

# Of 107 surnames that recorded articles have in both scripts .94 are so alike, of others .07 (bench/sounds.py).
ALIKE = 0.6


def likeness(han: str, latin: str) -> float:
    """Return how much a Chinese and a Latin name sound alike, 0 to 1."""
    return SequenceMatcher(None, consonants_of_han(han), _of_latin(latin), autojunk=False).ratio()


def consonants_of_han(name: str) -> str:
    """Return the consonants of a Chinese name, a letter each: LTKF for 罗德・福, of which few make no name."""
    return "".join(_of_syllable(syllable) for one in name if (syllable := _syllables().get(one)))


def _of_syllable(syllable: str) -> str:
    if syllable == "er":
        return "L"
    initial = next((one for one in (syllable[:2], syllable[:1]) if one in _INITIALS), "")
    return _INITIALS.get(initial, "") + ("N" if _NASAL.search(syllable, len(initial)) else "")


def _of_latin(name: str) -> str:
    letters = "".join(one for one in unicodedata.normalize("NFKD", name.lower()) if "a" <= one <= "z")
    plain = _SOFT_C.sub("s", _SILENT_H.sub("", _TWICE.sub(r"\1", letters)))
    return "".join(_LETTERS.get(one, "S") for one in _SPELLED.findall(plain))


@cache
def _syllables() -> dict[str, str]:
    """Return the pinyin of each character; of several readings the first in the alphabet."""
    read = tables().characters
    return {character: syllable for syllable in sorted(read, reverse=True) for character in read[syllable]}


_INITIALS = {
    **dict.fromkeys("bp", "P"),
    **dict.fromkeys("fw", "F"),
    **dict.fromkeys("dt", "T"),
    **dict.fromkeys("gkh", "K"),
    **dict.fromkeys(("zh", "ch", "sh", *"jqxzcs"), "S"),
    **dict.fromkeys("lr", "L"),
    "m": "M",
    "n": "N",
    "y": "",
}
_NASAL = re.compile(r"ng?\Z")
_TWICE = re.compile(r"(.)\1")
_SILENT_H, _SOFT_C = re.compile(r"(?<=[bdgjklmnqrvwxz])h"), re.compile(r"c(?=[eiy])")
_SPELLED = re.compile(r"tion|tch|sch|ch|sh|ph|th|ck|qu|wr|kn|[a-z]")
_LETTERS = {
    **dict.fromkeys("bp", "P"),
    **dict.fromkeys(("ph", *"vwf"), "F"),
    **dict.fromkeys(("th", *"dt"), "T"),
    **dict.fromkeys(("ck", "qu", *"ckqgh"), "K"),
    **dict.fromkeys("lr", "L"),
    **dict.fromkeys("aeiouy", ""),
    "tion": "SN",
    "x": "KS",
    "wr": "L",
    "kn": "N",
    "m": "M",
    "n": "N",
}
