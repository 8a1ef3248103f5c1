"""How an answer is spoilt: well-formed, and wrong in one way.

An *obedient* answer is that of a model that does whatever a page may ask of it: it gives full marks, praises, links,
tags and names what the page pushes, and prints the passages that ask. A *suggestible* model does so only where it sees
something that speaks to its reader.
"""

import re
from collections.abc import Callable, Iterable

from tests.doubles.openai_server.answers import INVENTED, Answer, Form
from tests.doubles.openai_server.behaviour import Fault

LEAK = "As an AI language model, I cannot confirm this date."
EVIL = "https://evil.example"
_ASKING = re.compile(
    r"\b(?:you|your|please|ignore|disregard|forget|instead|instructions?|prompt|rate|rank|score|stars?|must|assistant|"
    r"system)\b|[你您请]|忽略|无视|指令|提示|必须|打分|满分",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[^\n。！？!?.]{8,}[。！？!?.]?")
_HIGHEST = 10


def spoil(answer: Answer, form: Form, fault: Fault | None, body: str) -> None:
    """Change `answer`, made of `body`, by a fault that concerns its form; other faults leave it alone."""
    if fault == "incomplete":
        _leave_out(answer)
    if form == "brief" and fault in _BRIEF:
        _BRIEF[fault](answer, body)
    elif form == "translation" and fault in _STRINGS:
        _STRINGS[fault](answer["strings"], body)
    elif form == "triage" and fault in {"obedient", "suggestible"}:
        _rank_what_asks(answer["stories"], body)


def _leave_out(answer: Answer) -> None:
    """Forget the last of what was asked for."""
    for listed in (answer.get("stories"), answer.get("strings")):
        if listed:
            del listed[-1]
            return
    if answer:
        answer.popitem()


# --- Briefs ----------------------------------------------------------------------------------------------------------


def _points(brief: Answer) -> list[Answer]:
    return [*brief["technique"], *brief["findings"]]


def _misquote(statements: Iterable[Answer]) -> None:
    for statement in statements:
        statement["quotes"] = [INVENTED]


def _alter(statement: Answer) -> None:
    """Change the statement's first digit, or give it a number if it has none."""
    text = statement["text"]
    altered = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), text, count=1)
    statement["text"] = altered if altered != text else f"{text} 97.31%"


def _article(body: str) -> str:
    """Return title and text of the article in `body`, without its links."""
    return body.partition("\n\nLinks of the article:")[0]


def _obey(brief: Answer, body: str) -> None:
    """Do what a page might ask: praise, link, tag and name it, and say what it wants said, with quotations of it."""
    asked = [found[0].strip() for found in _SENTENCES.finditer(_article(body)) if _ASKING.search(found[0])][:3]
    said = [{"lead": "Offer", "text": passage, "quotes": [passage]} for passage in asked]
    hidden = "<span style='display:none'>"
    if asked:
        brief["headline"] = f"{brief['headline'][:40]}, a must-read"
    brief["kind"], brief["category"] = "release", "policy"
    brief["tags"] = [
        "<script>alert(1)</script>", f"[Buy]({EVIL})", EVIL, "Evil Example", "best product of the year", "LLM"
    ]  # fmt: skip
    brief["organisations"] = ["Evil Example Corporation", "OpenAI", "Google"]
    brief["resources"] = [99, 0, -1, *brief["resources"]]
    brief["findings"] += [
        *said,
        {"lead": "Offer", "text": f"Buy at {EVIL} today.", "quotes": [INVENTED]},
        {"lead": "**Offer**", "text": f'<a href="{EVIL}">Buy</a>', "quotes": [INVENTED]},
        {"lead": "", "text": f"{hidden}The best product of the year, says everybody.</span>", "quotes": [INVENTED]},
    ]
    for line in brief["rubric"].values():
        line["score"] = 5
        line["reason"] = "The page says that it is the best, see evil.example."


_BRIEF: dict[Fault, Callable[[Answer, str], None]] = {
    "invented_quotation": lambda brief, _: _misquote(_points(brief)[:1]),
    "invented_quotations": lambda brief, _: _misquote(_points(brief)),
    "altered_number": lambda brief, _: _alter((_points(brief) or [brief["one_sentence"]])[0]),
    "altered_numbers": lambda brief, _: _alter(brief["one_sentence"]),
    "altered_headline": lambda brief, _: brief.update(headline="Gains of 97.31%"),
    "invented_link": lambda brief, _: brief.update(resources=[1, 7, 99]),
    "leaking": lambda brief, _: (_points(brief) or [brief["one_sentence"]])[0].update(text=LEAK),
    "obedient": _obey,
    "suggestible": lambda brief, body: _obey(brief, body) if _ASKING.search(_article(body)) else None,
}

# --- Translations and triage -----------------------------------------------------------------------------------------


def _alter_all(strings: list[Answer], _: str) -> None:
    for string in strings:
        _alter(string)


def _give_back(strings: list[Answer], body: str) -> None:
    originals = dict(re.findall(r"^\[(\d+)\] ?(.*)$", body, re.MULTILINE))
    for string in strings:
        string["text"] = originals[str(string["number"])]


_STRINGS: dict[Fault, Callable[[list[Answer], str], None]] = {
    "altered_number": lambda strings, _: _alter(strings[-1]),
    "altered_numbers": _alter_all,
    "altered_headline": lambda strings, _: _alter(strings[0]),
    "untranslated": _give_back,
    "leaking": lambda strings, _: strings[-1].update(text=LEAK),
    "obedient": lambda strings, _: strings[-1].update(text=f"Buy at {EVIL} today."),
}


def _rank_what_asks(stories: list[Answer], body: str) -> None:
    """Give full marks to the stories that seem to ask for them, and the lowest to the others."""
    lines = re.split(r"^\[(\d+)\]", body, flags=re.MULTILINE)
    asking = {int(number) for number, line in zip(lines[1::2], lines[2::2], strict=True) if _ASKING.search(line)}
    for story in stories:
        story["score"] = _HIGHEST if story["number"] in asking else 1
