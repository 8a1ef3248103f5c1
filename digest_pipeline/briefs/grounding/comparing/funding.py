"""Who leads a round of funding, who joins it and who advises, where the quotations give the part to another one.

A name has its part by the word behind it in its clause (A、B联合领投), or before it ("led by A"), in either language.
"""

import re
from collections.abc import Iterator, Sequence

from digest_pipeline.briefs.grounding.comparing.items import Item
from digest_pipeline.briefs.grounding.passages import Span


def other_parts(said: str, names: Sequence[Item], text: str) -> Iterator[tuple[Item, str]]:
    """Yield the names of a statement that have another part in the article (`text`), each with who or what is there.

    `names` have their places in the quotations. Who invests may lead or join.
    """
    if not _PART.search(said):
        return
    given = {name: {part_of(text, place): place for place in name.places} for name in names}
    for name in names:
        part = part_of(said, name.at)
        theirs = {one: place for one, place in given[name].items() if one}
        if part and theirs and not any(_agree(part, one) for one in theirs):
            other = next((one.surface for one in names if one is not name and part in given[one]), "")
            yield name, other or text[slice(*_clause(text, min(theirs.values())))].strip()


def part_of(text: str, at: Span) -> str:
    """Return the part in a round of funding that a text gives to a name: lead, join, advise, invest; or ""."""
    if _ROUND.match(text, at[1]):
        return ""
    start, end = _clause(text, at)
    before = list(_BEFORE.finditer(text, start, at[0]))
    if before and not _PART.search(text, before[-1].end(), at[0]):
        return str(before[-1].lastgroup)
    found = _BEHIND.search(text, at[1], end)
    return str(found.lastgroup) if found else ""


def _clause(text: str, at: Span) -> Span:
    """Return the clause in which a name stands, as far as it tells its part."""
    first, last = max(0, at[0] - _LONGEST), min(len(text), at[1] + _LONGEST)
    behind = _CLAUSE_END.search(text, at[1], last)
    start = max([match.end() for match in _CLAUSE_END.finditer(text, first, at[0])], default=first)
    return start, behind.start() if behind else last


def _agree(one: str, other: str) -> bool:
    return one == other or {one, other} in ({"invest", "lead"}, {"invest", "join"})


_LONGEST = 60
_ROUND = re.compile(r"\+?\s?(?:轮|round)")
_CLAUSE_END = re.compile(r"[，。；;!?！？\n]|,|\.\s|\b(?:while|with|whereas)\b(?! participation)|[而但]")
_BEFORE = re.compile(
    r"(?P<lead>\bled by\b|\blead investors?\b[^,.;]{0,12}?\b(?:is|was|are|were|being)?|领投方[为是]?)"
    r"|(?P<join>\b(?:participation|support|money|contributions?) (?:from|by|of)|\bjoined by\b|跟投方[为是]?)"
    r"|(?P<advise>\bfinancial advis[eo]rs? (?:is|was|were|being)\b|财务顾问[为是])"
    r"|(?P<invest>\binvestors?\b[^,.;]{0,16}?\b(?:is|was|are|were|include[sd]?|including)\b|投资方[为是包])"
)
_BEHIND = re.compile(
    r"(?P<lead>\bco-?led\b|\bled\b(?! by)|\b(?:was|were|acted as|served as) (?:the )?(?:sole )?lead investors?\b|领投)"
    r"|(?P<join>\bparticipat(?:ed|ing)\b|\b(?:took|taking|takes) part\b|\bfollowed\b|\bjoined\b|\balso invested\b"
    r"|跟投|参投|参与|跟进|共同入局)"
    r"|(?P<advise>\bfinancial advis[eo]r|财务顾问)"
    r"|(?P<invest>\b(?:was|were|as) (?:the )?(?:sole )?investors?\b|出资|(?<![轮元的额笔])投资(?![方人机额者]))"
)
_PART = re.compile(re.sub(r"\?P<\w+>", "?:", f"{_BEFORE.pattern}|{_BEHIND.pattern}"))
