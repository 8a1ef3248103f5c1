"""What the templates need to print stories and statements, on issue pages and on story pages."""

import re
from collections.abc import Iterator, Sequence
from itertools import count

from markupsafe import Markup, escape

from digest_pipeline.editions.render import is_second_hand, names_its_lead, time_of
from digest_pipeline.editions.spec import Labels
from digest_pipeline.model import Brief, IssueItem, RubricScore, ValuePart
from digest_pipeline.site.evidence import origins_of
from digest_pipeline.site.views import Around
from digest_pipeline.webtext import clean


def parts_of(items: Sequence[IssueItem], labels: Labels, around: Around) -> dict[str, object]:
    """Return what the macros of `_story.html.j2` and `_statements.html.j2` expect in the context of their page."""
    return {
        "labels": labels,
        "colon": escape(labels.colon),  # as safe text, whose space at the end stays
        "around": around,
        "origins": origins_of(items),
        "number": count(1).__next__,
        "emphasised": emphasised,
        "worth_of": worth_of,
        "is_second_hand": is_second_hand,
        "names_its_lead": names_its_lead,
        "time_of": time_of,
    }


def emphasised(text: str, terms: Sequence[str]) -> Iterator[tuple[Markup, bool]]:
    """Split `text` into escaped parts, and say of each whether it is the first mention of one of the `terms`."""
    text = clean(text)
    left = {clean(term) for term in terms} - {""}
    at = 0
    while left:
        # The longest of terms that begin at the same place.
        pattern = "|".join(re.escape(term) for term in sorted(left, key=lambda term: (-len(term), term)))
        found = re.search(pattern, text[at:])
        if found is None:
            break
        yield escape(text[at : at + found.start()]), False
        yield escape(found.group()), True
        left.remove(found.group())
        at += found.end()
    yield escape(text[at:]), False


def worth_of(brief: Brief) -> list[tuple[ValuePart, RubricScore | None]]:
    """Return the summands of a brief's value, each with the line of the rubric that it comes from, if any."""
    lines = dict(brief.rubric) if brief.rubric else {}
    return [(part, lines.get(part.name)) for part in brief.value_parts]
