"""The strings of a brief: what of it is prose to be said in another language, and the brief made of strings again.

Evidence, links, scores and numbers are no strings. Tags and organisations that the vocabulary knows go by its labels.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from digest_pipeline.briefs.lexicon import ORGANISATIONS, SHIPPED, Vocabulary
from digest_pipeline.briefs.schema import SHORT_TITLE_CHARACTERS
from digest_pipeline.model import Brief, Evidence, Figure, Point, Statement
from digest_pipeline.settings import Language
from digest_pipeline.spellings import folded

_SECTIONS = ("technique", "findings", "insight", "limitations")
_RUBRIC = ("novelty", "depth", "evidence", "impact", "reach")
_FIGURE = ("metric", "value", "unit", "setting", "compared_with")
_LETTER = re.compile(r"[^\W\d_]")
_CJK = re.compile("[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"(?<![\w-])[a-z]{2,}(?![\w-])")
# A Chinese sentence may hold terms that stay Latin (token, agent); with fewer characters a word it is no Chinese.
_FEWEST_CJK_PER_WORD = 2
_MOST_CJK_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Line:
    """A string of a brief: where it stands (`findings.2.text`), and what it says, on one line.

    `prose` is in a language as a whole; the others, leads, units and tags, may be nothing but a name. `evidence` is
    what it rests on, none for what is about the whole article.
    """

    place: str
    text: str
    prose: bool = True
    evidence: tuple[Evidence, ...] = ()


def lines(brief: Brief, language: Language, vocabulary: Vocabulary = SHIPPED) -> list[Line]:
    """Return the strings of `brief` that must be said anew in `language`; headline and short title come first."""
    found = [
        Line("headline", brief.headline),
        Line("short_title", brief.short_title, prose=False),
        Line("one_sentence", brief.one_sentence.text, evidence=brief.one_sentence.evidence),
        *([Line("summary", brief.summary.text, evidence=brief.summary.evidence)] if brief.summary else []),
        *(line for section in _SECTIONS for line in _point_lines(section, getattr(brief, section))),
        *(line for number, figure in enumerate(brief.figures) for line in _figure_lines(number, figure)),
        *(Line(f"rubric.{name}", getattr(brief.rubric, name).reason) for name in _RUBRIC),
        *(
            Line(f"tags.{number}", tag, prose=False)
            for number, tag in enumerate(brief.tags)
            if _is_new(tag, language, vocabulary)
        ),
    ]
    return [replace(line, text=" ".join(line.text.split())) for line in found if line.text.strip()]


def said_again(
    brief: Brief, language: Language, strings: Mapping[str, str], vocabulary: Vocabulary = SHIPPED
) -> Brief | None:
    """Return `brief` in `language`, made of the translated strings by place; without headline or sentence None.

    A statement without its string is left out, a figure when one of its strings lacks; of a short title only the
    beginning of the headline is left.
    """
    if "headline" not in strings or "one_sentence" not in strings:
        return None
    rubric = {
        name: getattr(brief.rubric, name).model_copy(update={"reason": strings.get(f"rubric.{name}", "")})
        for name in _RUBRIC
    }
    tags = (
        strings.get(f"tags.{n}", "") if _is_new(tag, language, vocabulary) else vocabulary.fold(tag, language)
        for n, tag in enumerate(brief.tags)
    )
    return brief.model_copy(
        update={
            "language": language,
            "translated_from": brief.language,
            "headline": strings["headline"],
            "short_title": strings.get("short_title") or beginning(strings["headline"]),
            "one_sentence": _saying(brief.one_sentence, strings["one_sentence"]),
            "summary": _saying(brief.summary, strings["summary"]) if brief.summary and "summary" in strings else None,
            **{section: tuple(_points(section, getattr(brief, section), strings)) for section in _SECTIONS},
            "figures": tuple(_figures(brief, strings)),
            "rubric": brief.rubric and brief.rubric.model_copy(update=rubric),
            "tags": tuple(dict.fromkeys(filter(None, tags))),
            "organisations": tuple(dict.fromkeys(_label(name, language) for name in brief.organisations)),
        }
    )


def is_foreign(text: str, language: Language) -> bool:
    """Say whether `text` is in the other language than `language`; names, units and numbers are in both."""
    cjk = len(_CJK.findall(text))
    if language == "zh":
        words = len(_LATIN_WORD.findall(text))
        return words > 0 and cjk < _FEWEST_CJK_PER_WORD * words
    return cjk > _MOST_CJK_SHARE * len(text)


def _point_lines(section: str, points: tuple[Point, ...]) -> Iterator[Line]:
    for number, point in enumerate(points):
        yield Line(f"{section}.{number}.lead", point.lead, prose=False)
        yield Line(f"{section}.{number}.text", point.text, evidence=point.evidence)


def _figure_lines(number: int, figure: Figure) -> Iterator[Line]:
    """Yield what a figure says in words: `71.4` and `%` are the same everywhere, `12.8 万` is not."""
    for name in _FIGURE:
        if _LETTER.search(getattr(figure, name)):
            yield Line(f"figures.{number}.{name}", getattr(figure, name), prose=False)


_Saying = TypeVar("_Saying", bound=Statement)


def _saying(statement: _Saying, text: str, **more: Any) -> _Saying:
    return statement.model_copy(update={"text": text, **more})


def _points(section: str, points: tuple[Point, ...], strings: Mapping[str, str]) -> Iterator[Point]:
    for number, point in enumerate(points):
        text = strings.get(f"{section}.{number}.text")
        if text:
            yield _saying(point, text, lead=strings.get(f"{section}.{number}.lead", ""))


def _figures(brief: Brief, strings: Mapping[str, str]) -> Iterator[Figure]:
    for number, figure in enumerate(brief.figures):
        places = [line.place for line in _figure_lines(number, figure)]
        if all(place in strings for place in places):
            yield figure.model_copy(update={place.rpartition(".")[2]: strings[place] for place in places})


def _is_new(tag: str, language: Language, vocabulary: Vocabulary) -> bool:
    """Say whether a tag is in the other language and none that the vocabulary could translate."""
    return tag not in vocabulary and is_foreign(tag, language)


def _label(name: str, language: Language) -> str:
    """Return an organisation's name in `language`; one that nobody listed keeps the article's spelling."""
    known = (term for term in ORGANISATIONS if any(folded(name) == folded(spelling) for spelling in term))
    term = next(known, None)
    return term.label(language) if term else name


def beginning(headline: str) -> str:
    """Return what of a headline fits a short title, without half a word or number at its end."""
    plain = re.sub(r"^\[[^\]]*\]\s*", "", headline) or headline
    whole = re.match(rf".{{1,{SHORT_TITLE_CHARACTERS}}}(?![A-Za-z0-9.,%-])", plain)
    return (whole[0] if whole else plain[:SHORT_TITLE_CHARACTERS]).strip()
