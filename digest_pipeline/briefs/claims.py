"""The rows of `core.claims`: one for each statement of a brief and each place of the record it rests on.

Whether a statement holds is decided before, by the engine that wrote the brief; this module only lays the trace open.
"""

from collections.abc import Iterator

from digest_pipeline.model import Brief, Claim, Statement

SECTIONS = ("technique", "findings", "insight", "limitations")


def claims(brief: Brief) -> list[Claim]:
    """Return the claims of `brief` in reading order; `position` counts the statements of a field from 0."""
    return [
        Claim(
            story_id=brief.story_id,
            day=brief.day,
            field=field,
            position=position,
            text=statement.text,
            verdict="verbatim" if statement.text == evidence.quote else "grounded",
            article_id=evidence.article_id,
            start=evidence.start,
            end=evidence.end,
        )
        for field, position, statement in _statements(brief)
        for evidence in statement.evidence
    ]


def _statements(brief: Brief) -> Iterator[tuple[str, int, Statement]]:
    yield "one_sentence", 0, brief.one_sentence
    for section in SECTIONS:
        for position, point in enumerate(getattr(brief, section)):
            yield section, position, point
