"""The one normalisation of article text, on whose code point offsets all evidence stands.

How text is found in a page is `extract.py` and `fragment.py`; nothing else may alter an article's text.
"""

import re
import unicodedata

from digest_pipeline.articles.tex import readable

TEXT_VERSION = 1

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Controls, surrogates, noncharacters, and formatting that nobody sees: soft hyphen, zero-width space, byte order mark,
# direction marks, interlinear and tag characters (in which hidden orders to a model are written). The joiners U+200C
# and U+200D stay: emoji and several scripts need them.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_BLANKS = re.compile(r"[^\S\n]+")


def normalise(text: str) -> str:
    r"""Return `text` in the form that is stored and quoted: idempotent, and stable for one `TEXT_VERSION`.

    In this order: every line end becomes `\n`; control, surrogate and invisible formatting characters are dropped; TeX
    mark-up is read (`tex.readable`); NFC; each run of whitespace in a line becomes one space; lines are stripped and
    empty ones dropped, so that paragraphs are separated by a single newline.
    """
    visible = _DROPPED.sub("", _LINE_ENDS.sub("\n", text))
    lines = unicodedata.normalize("NFC", readable(visible)).split("\n")
    stripped = (_BLANKS.sub(" ", line).strip() for line in lines)
    return "\n".join(line for line in stripped if line)


def one_line(text: str) -> str:
    """Return `text` normalised to a single line, as titles, names and anchors are stored."""
    return normalise(text).replace("\n", " ")


def squeezed(text: str) -> str:
    """Return `text` without any whitespace: what two renderings of the same passage agree on."""
    return "".join(text.split())
