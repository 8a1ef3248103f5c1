"""What the double answers: a brief, a triage or a translation made of what it was sent, or the least a schema allows.

How an answer is spoilt is in `spoiling.py`, how it travels in `completions.py`.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from itertools import islice
from typing import Any, Literal

from tests.doubles.openai_server.languages import is_chinese, translated

Answer = dict[str, Any]
Form = Literal["brief", "triage", "translation", "other"]

INVENTED = "No page on the web has ever said these very words."
RUBRIC = ("novelty", "depth", "evidence", "impact", "reach")
_FENCED = re.compile(r"<(article|stories|strings)-([0-9a-f]{16})>\n(.*)\n</\1-\2>", re.DOTALL)
_FORMS: dict[str, Form] = {"article": "brief", "stories": "triage", "strings": "translation"}
_SENTENCE = re.compile(r"[^\s。！？!?.][^\n。！？!?]{5,}?(?:[。！？!?]|\.(?=\s|$)|(?=\n|$))")
_MOST_SENTENCES = 12
_FIGURE = re.compile(
    r"(\d[\d.,]*\d|\d)\s?(%|％|亿|万|倍|billion|million|GB|MB|ms|tokens|parameters|days|hours|元|美元)"
)
_NUMBERED = re.compile(r"^\[(\d+)\] ?(.*)$", re.MULTILINE)
_LENGTH = re.compile(r"Number (\d+) is [^.]*?at most (\d+) characters")
_HEADLINE, _SHORT_TITLE = 60, 16


def fenced(prompt: str) -> tuple[Form, str]:
    """Return what is asked for in `prompt`, and the material it is asked about."""
    found = _FENCED.search(prompt)
    return (_FORMS[found[1]], found[3]) if found else ("other", prompt)


def answer(form: Form, body: str, prompt: str, schema: Mapping[str, Any]) -> Answer:
    """Return a faultless answer."""
    if form == "brief":
        return brief(body, "zh" if "Write its brief in Simplified Chinese" in prompt else "en")
    if form == "triage":
        return {"stories": [_score(int(number), line) for number, line in _NUMBERED.findall(body)]}
    if form == "translation":
        language = "zh" if "into Simplified Chinese" in prompt else "en"
        most = {number: int(characters) for number, characters in _LENGTH.findall(prompt)}
        said = ((n, _within(translated(s, language), most.get(n, len(body) * 9))) for n, s in _NUMBERED.findall(body))
        return {"strings": [{"number": int(number), "text": text} for number, text in said]}
    if {"word", "letters"} <= schema.get("properties", {}).keys():
        word = prompt.rpartition(": ")[2].strip()
        return {"word": word, "letters": len(word)}
    smallest = _least(schema, schema)
    return smallest if isinstance(smallest, dict) else {}


def brief(body: str, language: str) -> Answer:
    """Return a brief of the article in `body`: its sentences as statements, each its own quotation."""
    title = body.removeprefix("Title: ").split("\n", 1)[0]
    _, _, text = body.partition("\n\n")
    text, _, links = text.rpartition("\n\nLinks of the article:")
    sentences = [found[0].strip() for found in islice(_SENTENCE.finditer(text), _MOST_SENTENCES)] or [title]
    points = [{"lead": "", **_statement(sentence, language)} for sentence in sentences[1:5]]
    heading = translated(title, language)
    return {
        "headline": _within(heading, _HEADLINE),
        "short_title": _within(heading, _SHORT_TITLE),
        "kind": "news",
        "category": "models",
        "organisations": [],
        "tags": ["LLM"],
        "one_sentence": _statement(sentences[0], language),
        "summary": _statement(sentences[0], language),
        "technique": points[:1],
        "findings": points[1:],
        "insight": [],
        "limitations": [],
        "figures": [figure for sentence in sentences for figure in _figures(sentence, language)][:5],
        "resources": [1] if "[1]" in links else [],
        "rubric": {
            name: {"score": 3, "reason": "依文章所述。" if language == "zh" else "The article says so."}
            for name in RUBRIC
        },
    }


def schema_of(request: Answer) -> Mapping[str, Any]:
    """Return the schema that a request wants answered, wherever its mode puts it; empty when there is none."""
    if "tools" in request:
        return dict(request["tools"][0]["function"]["parameters"])
    wanted = request.get("response_format", {})
    if wanted.get("type") == "json_schema":
        return dict(wanted["json_schema"]["schema"])
    decoder = json.JSONDecoder()
    for message in request["messages"]:
        text = message.get("content") or ""
        for at in (found.start() for found in re.finditer(r"\{", text)):
            try:
                schema, _ = decoder.raw_decode(text, at)
            except ValueError:
                continue
            if isinstance(schema, dict) and "properties" in schema:
                return schema
    return {}


def _statement(sentence: str, language: str) -> Answer:
    return {"text": translated(sentence, language), "quotes": [sentence]}


def _figures(sentence: str, language: str) -> list[Answer]:
    metric = "数值" if language == "zh" else "value"
    return [
        {"metric": metric, "value": value, "unit": unit, "setting": "", "compared_with": "", "quotes": [sentence]}
        for value, unit in islice(_FIGURE.findall(sentence), 1)
    ]


def _within(text: str, most: int) -> str:
    """Return the beginning of `text`, without half a word or number at its end."""
    if len(text) <= most:
        return text
    whole = re.match(rf".{{1,{most}}}(?![A-Za-z0-9.,%-])", text)
    return (whole[0] if whole else text[:most]).strip()


def _score(number: int, line: str) -> Answer:
    """Score a story by its words alone, whatever stands around it."""
    return {"number": number, "score": 1 + sha256(line.encode()).digest()[0] % 10, "kind": "news"}


def _least(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Any:  # noqa: PLR0911  # a table of types
    """Return the smallest value that fits `schema`."""
    if "$ref" in schema:
        target: Any = root
        for part in str(schema["$ref"]).removeprefix("#/").split("/"):
            target = target[part]
        return _least(target, root)
    if "enum" in schema or "const" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    if options := schema.get("anyOf") or schema.get("allOf"):
        return _least(options[0], root)
    kind = schema.get("type")
    if kind == "array":
        return [_least(schema.get("items", {}), root)] * int(schema.get("minItems", 0))
    if kind in {"integer", "number"}:
        return schema.get("minimum", 0)
    if kind == "string":
        return "好" * max(2, int(schema.get("minLength", 0))) if is_chinese(json.dumps(schema)) else "ok"
    if kind == "boolean":
        return True
    required = schema.get("required", schema.get("properties", {}))
    return {name: _least(part, root) for name, part in schema.get("properties", {}).items() if name in required}
