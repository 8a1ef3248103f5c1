r"""TeX that authors leave in abstracts and titles (`\emph{...}`, `$\leq$`), as the characters a reader would see.

Only well-marked pieces are touched: a price in dollars or a path with backslashes stays as it is. The commands'
characters come from pylatexenc.
"""

import re
from functools import cache
from typing import Any

_COMMAND = re.compile(
    r"\\(?:emph|text(?:bf|it|sc|tt|rm|sf|up|sl|normal)?|math(?:bf|rm|it|sf|tt|bb|cal|frak)?|mbox|underline|textsuperscript"
    r"|textsubscript|url|href)\s*\{([^{}$]*)\}"
)
# As Pandoc reads inline math: no blank inside the dollars; a digit behind them only where a command stands between.
_MATH = re.compile(r"(?<!\\)\$(?!\s)([^$\n]{1,300}?)(?<![\s\\])\$(\d?)")
_MATHEMATICAL = re.compile(r"\\[A-Za-z]+|[_^{}]|^[A-Za-z]$|^[A-Za-z]\w?\([^)]*\)$")
_PRICE = re.compile(r"\d[\d.,]*(?:\s|$)(?!.*\\)")
# Mark-up within mark-up within mark-up; what is nested deeper is no prose.
_DEPTH = 8
_ESCAPED = re.compile(r"\\([%&#_])(?![A-Za-z])")


def readable(text: str) -> str:
    """Return `text` without TeX mark-up; a text that has none is returned as it is."""
    if "\\" not in text and "$" not in text:
        return text
    for _ in range(_DEPTH):  # from the inside out
        previous, text = text, _ESCAPED.sub(r"\1", _MATH.sub(_formula, _COMMAND.sub(r"\1", text)))
        if previous == text:
            break
    return text


def _formula(match: re.Match[str]) -> str:
    inner, behind = match.groups()
    if (behind and "\\" not in inner) or _PRICE.match(inner) or not _MATHEMATICAL.search(inner):
        return match[0]
    return str(_converter().latex_to_text(inner)).strip() + behind


@cache
def _converter() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415  0.1 s and only for pages with TeX

    return LatexNodes2Text(math_mode="text", strict_latex_spaces=False)
