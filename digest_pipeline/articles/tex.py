r"""TeX that authors leave in abstracts and titles (`\emph{...}`, `$\leq$`), as the characters a reader would see.

Only well-marked pieces are touched: a price in dollars, a variable of a shell or a path with backslashes stays as it
is. The commands' characters come from pylatexenc.
"""

import re
from functools import cache, lru_cache
from typing import Any

_COMMAND = re.compile(
    r"\\(?:emph|text(?:bf|it|sc|tt|rm|sf|up|sl|normal)?|math(?:bf|rm|it|sf|tt|bb|cal|frak)?"
    r"|mbox|underline|textsuperscript|textsubscript|url|href)\s*\{([^{}$]*)\}"
)
_ENDS_IN_NAME = re.compile(r"\\[A-Za-z]{1,30}\Z")
# As Pandoc reads inline math: no blank inside the dollars; a digit behind them only where a command stands between.
_MATH = re.compile(r"(?<!\\)\$(?!\s)([^$\n]{1,300}?)(?<![\s\\])\$(\d?)")
# Nothing but TeX has these, whatever stands about the dollars.
_CERTAIN = re.compile(r"\\(?:[A-Za-z]+|[,;!%{}])|[_^]\{|\{,\}")
_LETTER = "[A-Za-z\u0370-\u03ff]"
_SCRIPT = re.compile(r"[\w)\]}|'][_^][\w+*({-]")
_NAMED = re.compile(rf"{_LETTER}|{_LETTER}\w?\([^)]*\)|[_^]\w")
_PRICE = re.compile(r"\d[\d.,]*(?:\s|$)(?!.*\\)")
_SIGN = re.compile(r"\{?([-+\u2212±×<>=≤≥≈∼~])\}?")

# A formula without a command: numbers and short names with a sign between each two, and nothing that is prose. What is
# once matched is never tried another way, so that the time stays in proportion to the length.
_NUMBER = r"(?:\d++(?:[.,]\d++)*+|\.\d++)%?+"
_ATOM = rf"(?:{_NUMBER}|{_LETTER}{{1,2}}+\d*+'*+)"
_BETWEEN = r"\s*+[-+\u2212±×·*/<>=≤≥≈≠∼~→∈,]\s*+"
_LIST = rf"[-+]?+{_ATOM}(?:{_BETWEEN}[-+]?+{_ATOM})*+"
_OPERAND = rf"[-+\u2212±~]?+(?:(?:{_LETTER}{{1,4}}+)?+\({_LIST}\)|\|{_LIST}\||[A-Z]{{3,4}}+(?!\()|{_ATOM})"
_PLAIN = re.compile(rf"(?!\w*[^\W\d]\w+$)(?:[<>=≤≥≈∼~]\s*+)?+{_OPERAND}(?:{_BETWEEN}{_OPERAND})*+")

# Mark-up within mark-up within mark-up; what is nested deeper is no prose.
_DEPTH = 8
_ESCAPED = re.compile(r"\\([%&#_])(?![A-Za-z])")
_MACRO = re.compile(r"\\([A-Za-z]++)( *+)")
# Commands that pylatexenc does not know: those it knows by another name, functions, which stand between blanks, and
# those without a text. A formula with any other is left as it is: `12` is no reading of `\xfrac{1}{2}`.
_SAME = {
    "cfrac": r"\frac", "dfrac": r"\frac", "gets": r"\leftarrow", "gt": ">", "iff": r"\Leftrightarrow",
    "implies": r"\Rightarrow", "land": r"\wedge", "lor": r"\vee", "lt": "<", "ne": r"\neq", "tfrac": r"\frac",
}  # fmt: skip
_FUNCTIONS = frozenset(
    "arccos arcsin arctan arg argmax argmin cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup"
    " ln log max min Pr sec sin sinh softmax sup tan tanh".split()
)
_CLOSING = frozenset(" )]}|")
_JOINED = frozenset("_^)]},")
_FENCES = frozenset("langle rangle lceil rceil lfloor rfloor lvert rvert lVert rVert vert Vert".split())
_LAYOUT = frozenset(
    "begin end left middle right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bf bm boldsymbol cal"
    " displaystyle it limits mathbbm mathbin mathds mathop mathrel mathscr nolimits nonumber notag operatorname rm sf"
    " small textstyle tt xspace".split()
)


def readable(text: str) -> str:
    """Return `text` without TeX mark-up; a text that has none is returned as it is."""
    if "\\" not in text and "$" not in text:
        return text
    for _ in range(_DEPTH):  # from the inside out
        previous, text = text, _ESCAPED.sub(r"\1", _MATH.sub(_formula, _COMMAND.sub(_content, text)))
        if previous == text:
            break
    return text


def _content(match: re.Match[str]) -> str:
    r"""Return what a command is applied to, apart from the name of a command before it: `\in R` of `\in\mathbb{R}`."""
    before = match.string[max(0, match.start() - 31) : match.start()]
    blank = " " if match[1][:1].isalpha() and _ENDS_IN_NAME.search(before) else ""
    return blank + match[1]


def _formula(match: re.Match[str]) -> str:
    inner, digit = match.groups()
    if sign := _SIGN.fullmatch(inner):
        return sign[1] + digit
    start, end = match.start(), match.end(1) + 1
    before, behind = match.string[start - 1 : start] if start else "", match.string[end : end + 1]
    joined = _is_part_of_word(behind) or behind == "{"
    if not joined and not _is_part_of_word(before) and _PLAIN.fullmatch(inner):
        return inner
    if (digit and "\\" not in inner) or _PRICE.match(inner):
        return match[0]
    if _CERTAIN.search(inner) or _NAMED.fullmatch(inner) or (not joined and _SCRIPT.search(inner)):
        text = inner if len(inner) == 1 else _text_of(inner)
        return match[0] if text is None else text + digit
    return match[0]


def _is_part_of_word(character: str) -> bool:
    """Say whether a name or number would go on there; Chinese stands beside a formula without a blank."""
    return character.isascii() and (character.isalnum() or character == "_")


def _text_of(formula: str) -> str | None:
    """Return the text of a formula, or None where a command is unknown or lacks its argument."""
    if not all(_is_known(name) for name, _ in _MACRO.findall(formula)):
        return None
    try:
        text = _converter().latex_to_text(_MACRO.sub(_spaced, formula.replace("\\operatorname*", "\\operatorname")))
    except (AttributeError, IndexError, KeyError, TypeError):  # what pylatexenc raises without the argument
        return None
    return "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))


def _is_known(name: str) -> bool:
    return (
        name in _SAME
        or name in _FUNCTIONS
        or name in _LAYOUT
        or _converter().latex_context.get_macro_spec(name) is not None
    )


def _spaced(match: re.Match[str]) -> str:
    r"""Return a command with the blanks about it that a reader sees: `n\log n` is `n log n`, `a \leq b` is `a ≤ b`.

    TeX sets them by what a command is, and drops the one that only ends its name.
    """
    name, blank = match.groups()
    before, behind = match.string[: match.start()][-1:], match.string[match.end() : match.end() + 1]
    if name in _FUNCTIONS:
        lead = "\\ " if before.isalnum() or before in _CLOSING else ""
        parted = behind.isalnum() or behind == "\\" or (blank and behind not in _JOINED)
        return lead + name + (" " if parted else "")
    command = _SAME.get(name, f"\\{name}")
    # Of a sign, only a blank that stands on both sides.
    both = before == " " and blank and behind and behind not in _JOINED
    return f"\\ {command}\\ " if both and _is_sign(command) else command + blank


@lru_cache(maxsize=512)
def _is_sign(command: str) -> bool:
    """Say whether a command stands for one sign that is no letter and no bracket: an operator or a relation."""
    name = command.removeprefix("\\")
    specification = _converter().latex_context.get_macro_spec(name)
    shown = str(specification.simplify_repl) if specification else command
    return len(shown) == 1 and not shown.isalnum() and name not in _FENCES


@cache
def _converter() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415  0.1 s and only for pages with TeX

    return LatexNodes2Text(math_mode="text", strict_latex_spaces=False)
