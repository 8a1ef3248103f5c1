"""The one normalisation of article text, on whose code point offsets all evidence stands.

Beside it, how long a text is. How text is found in a page is `blocks.py` and `choice/`; nothing else may alter an
article's text. Every step with an example: docs/articles.md.
"""

import re
import unicodedata
from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from digest_pipeline.articles.tex import readable

TEXT_VERSION = 2

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Controls, surrogates, noncharacters, and formatting that nobody sees: soft hyphen, zero-width space, byte order mark,
# direction marks, interlinear and tag characters (in which hidden orders to a model are written). The joiners U+200C
# and U+200D stay: emoji and several scripts need them.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
# White space that is more than one blank.
_SPACE = re.compile(r"[^\S ]\s*| \s+")

_MOST_READINGS = 4

_KANA = "\u3041-\u30ff\u31f0-\u31ff"
_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANAS = re.compile(f"[{_KANA}]")
_CJK = re.compile(f"[{_HAN}{_KANA}]")
# Accents and vowel signs, which Python's \w leaves out: Latin, Hebrew, Arabic, the scripts of India.
_SIGNS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
# UAX #29: an apostrophe joins letters (WB6), a full stop or comma digits (WB11).
_WORD = re.compile(rf"[^\W_][\w{_SIGNS}]*(?:(?:['’](?=[^\W\d_])|(?<=\d)[.,](?=\d))[\w{_SIGNS}]+)*")
# Japanese has kana between its Han characters; Chinese with a few is a brand's name.
_KANA_SHARE = 0.05
_WORDS_A_MINUTE = 238
_CHINESE_CHARACTERS_A_MINUTE = 255
_JAPANESE_CHARACTERS_A_MINUTE = 357
# What a Chinese character or kana says takes about so many letters of an alphabet.
_LETTERS_A_CHARACTER = 3


class Measures(NamedTuple):
    """How long a text is: characters without white space, words, and minutes to read it."""

    characters: int
    words: int
    minutes: int


def normalise(text: str) -> str:
    r"""Return `text` in the form that is stored and quoted: idempotent, and stable for one `TEXT_VERSION`.

    In this order: every line end becomes `\n`; control, surrogate and invisible formatting characters are dropped; NFC;
    each run of whitespace in a line becomes one space; lines are stripped and empty ones dropped, so that paragraphs
    are separated by a single newline; TeX mark-up is read (`tex.readable`), and what that leaves goes through all of
    this again.
    """
    plain = read = _folded(text)
    if "\\" not in plain and "$" not in plain:
        return plain
    for _ in range(_MOST_READINGS):
        previous, read = read, _folded(readable(read))
        if read == previous:
            return read
    # What makes new TeX each time it is read is no TeX.
    return plain


def one_line(text: str) -> str:
    """Return `text` normalised to a single line, as titles, names and anchors are stored."""
    return normalise(visible(text).replace("\n", " "))


def visible(text: str) -> str:
    r"""Return `text` with `\n` for every line end and without characters that nobody sees: the first two steps."""
    # All of these characters are what Python calls not printable, which is known sooner than a pattern finds them.
    return text if text.isprintable() else _DROPPED.sub("", _LINE_ENDS.sub("\n", text))


def single_blanks(text: str) -> str:
    """Return `text` with one blank for each run of white space."""
    # Most text has none to replace, which is known sooner than a pattern finds it.
    return text if text.isprintable() and "  " not in text else _SPACE.sub(" ", text)


def pieces_of_line(pieces: Sequence[str]) -> list[str] | None:
    """Return each of the pieces of a line as it stands in the line's normalised text.

    Joined they are `one_line` of the joined pieces. None where that can't be: a formula or an accented letter lies
    across their borders.
    """
    line = one_line("".join(pieces))
    if len(pieces) == 1:
        return [line]
    result: list[str] = []
    blank = True
    for piece in pieces:
        folded = single_blanks(unicodedata.normalize("NFC", readable(single_blanks(visible(piece)))))
        folded = folded.lstrip() if blank else folded
        blank = folded.endswith(" ") if folded else blank
        result.append(folded)
    for place in range(len(result) - 1, -1, -1):
        result[place] = result[place].rstrip()
        if result[place]:
            break
    return result if "".join(result) == line else None


def measures(text: str) -> Measures:
    """Return how long `text` is.

    A Han character or a kana counts as a word; elsewhere words are those between Unicode's word boundaries (UAX #29),
    apart from scripts that need a dictionary for them, such as Thai. Minutes are rounded up, 0 only for a text without
    words: at 238 words a minute, the mean of silent reading of English non-fiction (M. Brysbaert, How many words do we
    read per minute?, Journal of Memory and Language 109, 2019), and at 255 Chinese or 357 Japanese characters a minute
    (S. Trauzettel-Klosinski, K. Dietz, Standardized assessment of reading performance, IOVS 53, 2012; read aloud).
    """
    squeezed_text = squeezed(text)
    characters = len(_CJK.findall(text))
    words = len(_WORD.findall(_CJK.sub(" ", text) if characters else text))
    is_japanese = characters and len(_KANAS.findall(text)) > _KANA_SHARE * characters
    speed = _JAPANESE_CHARACTERS_A_MINUTE if is_japanese else _CHINESE_CHARACTERS_A_MINUTE
    return Measures(len(squeezed_text), words + characters, ceil(words / _WORDS_A_MINUTE + characters / speed))


def substance(text: str) -> int:
    """Return the code points of `text`; Chinese characters and kana, in which a sentence is short, count as three."""
    return len(text) + (_LETTERS_A_CHARACTER - 1) * len(_CJK.findall(text))


def squeezed(text: str) -> str:
    """Return `text` without any whitespace: what two renderings of the same passage agree on."""
    return "".join(text.split())


def _folded(text: str) -> str:
    lines = unicodedata.normalize("NFC", visible(text)).split("\n")
    stripped = [single_blanks(line).strip() for line in lines]
    return "\n".join([line for line in stripped if line])
