"""The frame `structured_summaries_documents`: what a brief says, held anew against the record and its own scores.

A row is a brief in one language. A column that looks for something wrong holds the passage, and is empty where there is
none. What the engines themselves do to keep to the record is `briefs/`; its readings of texts are used here, its
verdicts (`core.claims`) are not.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from digest_pipeline.briefs.extractive.selection import ONE_SENTENCE_CHARACTERS
from digest_pipeline.briefs.extractive.words import is_cjk
from digest_pipeline.briefs.llm.strings import is_foreign
from digest_pipeline.briefs.schema import HEADLINE_CHARACTERS
from digest_pipeline.model import Brief
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.briefs.prose import Piece, Prose, pieces_of
from digest_pipeline.quality.briefs.reading import selected
from digest_pipeline.quality.briefs.value import value_columns
from digest_pipeline.quality.suites.structured_summaries import DOCUMENTS

if TYPE_CHECKING:
    import pandas as pd

    from digest_pipeline.quality.partition import Partition
    from digest_pipeline.settings import Language

_EASTERN = ("zh", "ja")
_FOREIGN = {"foreign_text": "llm", "foreign_quotation": "extractive"}


def documents(partition: "Partition", newsroom: Newsroom) -> "pd.DataFrame":
    """Return the frame; reads the lead articles of the day's briefs."""
    import pandas as pd  # noqa: PLC0415  0.5 s, only a check pays them

    rows = selected("structured_summaries_documents", partition.day, newsroom)
    languages = newsroom.settings.languages
    # A brief that can't be read has no other column.
    return pd.DataFrame([_row(row, languages, newsroom) for row in rows], columns=list(DOCUMENTS.columns))


def _row(row: dict[str, Any], languages: Sequence[str], newsroom: Newsroom) -> dict[str, object]:
    try:
        brief = Brief.model_validate_json(row["document"])
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"])) or "document"
        return {"story_id": row["story_id"], "unreadable": f"{where}: {fault['msg']}"}
    pieces = pieces_of(brief)
    foreign = _foreign_text(brief, pieces)
    prose = Prose(brief, row)
    added = [piece for piece in pieces if not prose.is_quoted(piece)]
    wanted = languages if brief.engine == "llm" and not brief.translated_from else ()
    return {
        "story_id": brief.story_id,
        "unreadable": "",
        **value_columns(brief, row, newsroom.settings.scoring),
        "blank": "; ".join(piece.field for piece in pieces if not piece.text.strip() and not piece.optional),
        "too_long": _too_long(brief),
        "altered_quotation": prose.altered_quotation(),
        "not_quoted": added[0].text if added and brief.engine == "extractive" else "",
        "machine_text": "; ".join(prose.machine_text(added)),
        "markup": "; ".join(prose.markup(added)),
        **prose.untold(added),
        **{column: foreign if brief.engine == engine else "" for column, engine in _FOREIGN.items()},
        "languages_missing": ", ".join(language for language in wanted if language not in row["languages"]),
    }


def _too_long(brief: Brief) -> str:
    """Return what exceeds its length: a headline, or the one sentence that was chosen for being short."""
    # A Latin letter is half as wide as a Chinese character; a model is told one length for both.
    wide = brief.engine == "extractive" and not is_cjk(brief.headline)
    most = HEADLINE_CHARACTERS * 2 if wide else HEADLINE_CHARACTERS
    if len(brief.headline) > most:
        return f"headline: {len(brief.headline)} characters, {most} allowed"
    sentence = len(brief.one_sentence.text)
    most = ONE_SENTENCE_CHARACTERS[is_cjk(brief.one_sentence.text) and brief.language.startswith(_EASTERN)]
    if brief.engine == "extractive" and sentence > most:
        return f"one_sentence: {sentence} characters, {most} allowed"
    return ""


def _foreign_text(brief: Brief, pieces: Sequence[Piece]) -> str:
    """Return the one sentence when the brief, as a whole or where it begins, is not in the script of its language."""
    language: Language = "zh" if brief.language.startswith(_EASTERN) else "en"
    whole = "\n".join(piece.text for piece in pieces if not piece.optional)
    beginning = "\n".join([brief.headline, brief.one_sentence.text, brief.summary.text if brief.summary else ""])
    return brief.one_sentence.text if is_foreign(whole, language) or is_foreign(beginning, language) else ""
