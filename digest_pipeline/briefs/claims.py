"""The rows of `core.claims`: what a brief says, where the record bears it out, and what was struck out of it and why.

Whether a statement holds is decided before, by `grounding`, for the engine that wrote the brief; this module only lays
the trace open.
"""

from collections.abc import Iterator, Sequence

from digest_pipeline.briefs.grounding import SECTIONS, Detail, Failure, Ground, details
from digest_pipeline.briefs.sentences import GOES_ON
from digest_pipeline.model import Brief, Claim, ClaimKind, Figure, Statement

_KINDS: dict[str, ClaimKind] = {"organisations": "name", "resources": "link"}


def claims(brief: Brief, ground: Ground | None = None, failures: Sequence[Failure] = ()) -> list[Claim]:
    """Return the claims of `brief` in reading order, and after them what failed; `position` counts from 0 in a field.

    `ground` is the lead article as its writer was shown it: with it, the details of each statement are listed with
    their places; without it, as for an extractive brief, which only quotes, the statements alone.
    """
    rows = _Rows(brief)
    found = [
        row
        for field, position, statement in _statements(brief)
        for row in (
            *rows.of_statement(field, position, statement),
            *(rows.of_details(field, position, details(statement, ground)) if ground else ()),
        )
    ]
    return [*found, *map(rows.of_failure, failures)]


class _Rows:
    """Makes the rows of one brief."""

    def __init__(self, brief: Brief) -> None:
        self._same = {"story_id": brief.story_id, "day": brief.day, "language": brief.language}
        self._article_id = brief.one_sentence.evidence[0].article_id

    def of_statement(self, field: str, position: int, statement: Statement) -> Iterator[Claim]:
        quoted = _squeezed("".join(place.quote for place in statement.evidence))
        verbatim = _squeezed(statement.text) in {quoted, quoted + GOES_ON}
        for evidence in statement.evidence:
            yield Claim(
                **self._same,
                field=field,
                position=position,
                kind="statement",
                text=statement.text,
                verdict="verbatim" if verbatim else "grounded",
                article_id=evidence.article_id,
                start=evidence.start,
                end=evidence.end,
            )

    def of_details(self, field: str, position: int, found: Sequence[Detail]) -> Iterator[Claim]:
        """Yield what a statement names and the article bears out; of a printed statement nothing else is known."""
        for detail in found:
            if detail.verdict != "failed":
                yield Claim(
                    **self._same,
                    field=field,
                    position=position,
                    kind=detail.kind,
                    text=detail.surface,
                    verdict=detail.verdict,
                    article_id=self._article_id,
                    start=detail.place[0] if detail.place else None,
                    end=detail.place[1] if detail.place else None,
                )

    def of_failure(self, failure: Failure) -> Claim:
        return Claim(
            **self._same,
            field=failure.field,
            position=failure.position,
            kind=_KINDS.get(failure.field, "statement"),
            text=failure.text,
            verdict="failed",
            reason=f"{failure.reason}: {failure.detail}",
            printed=False,
            article_id=self._article_id,
            start=None,
            end=None,
        )


def _statements(brief: Brief) -> Iterator[tuple[str, int, Statement]]:
    """Yield every statement of a brief with its field; headline and short title rest on the article as a whole."""
    yield "headline", 0, Statement(text=brief.headline, evidence=())
    yield "one_sentence", 0, brief.one_sentence
    if brief.summary:
        yield "summary", 0, brief.summary
    for section in SECTIONS:
        for position, point in enumerate(getattr(brief, section)):
            yield section, position, point
    for position, figure in enumerate(brief.figures):
        yield "figures", position, Statement(text=_worded(figure), evidence=figure.evidence)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _worded(figure: Figure) -> str:
    """Return a figure as a line of text."""
    said = (figure.metric, f"{figure.value} {figure.unit}".strip(), figure.setting, figure.compared_with)
    return " · ".join(part for part in said if part)
