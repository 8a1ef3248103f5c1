"""The body of an item: the parts that an edition's file names, which every form may print, read and reduced alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, pairwise

from digest_pipeline.editions.reading.blocks import Block
from digest_pipeline.editions.reading.content import figures_of, points_of, resources_of
from digest_pipeline.editions.reading.drafts import Draft
from digest_pipeline.editions.reading.inline import joined
from digest_pipeline.editions.reading.printed import printed_figures, printed_links, printed_paragraph, printed_points
from digest_pipeline.editions.reading.threads import hindsights_of, moments_of, printed_hindsights, printed_moments
from digest_pipeline.editions.reading.words import Voice, led, without_icon
from digest_pipeline.editions.spec import BodyPart
from digest_pipeline.model import IssueItem, Part, Point
from digest_pipeline.webtext import clean

_SENTENCE_ICON = "🎯"


def read_body(draft: Draft, blocks: Sequence[Block], voice: Voice) -> None:
    """Take sentences in quotations, points under a bold line, and sections under headings; the rest has no heading."""
    headings = [at for at, block in enumerate(blocks) if block.kind == "heading"]
    first = headings[0] if headings else len(blocks)
    rest = [block for block in blocks[:first] if not _read_quotation(draft, block, voice)]
    plain = [block for block in rest if not _is_details(block, voice)]
    if len(plain) < len(rest):
        _read_details(draft, [block for block in plain if block.kind == "list"], voice)
        plain = [block for block in plain if block.kind != "list"]
    if plain:
        draft.parts.append(Part(heading=voice.labels.details, points=tuple(points_of(plain))))
    for start, end in pairwise([*headings, len(blocks)]):
        _read_section(draft, blocks[start].whole.text, blocks[start + 1 : end], voice)
    _one_sentence_at_least(draft)


def _read_quotation(draft: Draft, block: Block, voice: Voice) -> bool:
    if block.kind != "quote":
        return False
    whole = joined([line for below in block.walk() for line in below.lines])
    label, rest = led(whole.part(len(_SENTENCE_ICON)) if whole.shape.startswith(_SENTENCE_ICON) else whole)
    name = voice.field(label)
    if name == "summary" and not draft.summary:
        draft.summary = rest.text
    elif not draft.one_sentence:
        draft.one_sentence = rest.text if name else whole.text
    else:
        return False
    return True


def _is_details(block: Block, voice: Voice) -> bool:
    if block.kind != "paragraph" or len(block.lines) != 1:
        return False
    line = block.lines[0]
    is_bold = len(line.bold) == 1 and line.words(line.bold[0]) == line.text
    return is_bold and voice.field(without_icon(line.text).strip()) == "details"


def _read_details(draft: Draft, lists: Iterable[Block], voice: Voice) -> None:
    for item in chain.from_iterable(block.children for block in lists):
        heading = item.children[0].whole.text if item.children else ""
        _add_points(draft, heading, points_of(item.children[1:]), voice)


def _read_section(draft: Draft, heading: str, blocks: Sequence[Block], voice: Voice) -> None:
    name = without_icon(heading)
    if name == voice.labels.figures:
        draft.figures += figures_of(blocks)
    elif name == voice.labels.moments:
        draft.moments += moments_of(blocks, voice)
    elif name == voice.labels.hindsights:
        draft.hindsights += hindsights_of(blocks, voice)
    elif voice.field(name) == "resources":
        found, unlinked = resources_of(blocks, voice)
        draft.resources += found
        if unlinked:
            draft.parts.append(Part(heading=name, points=tuple(unlinked)))
    else:
        _add_points(draft, heading, points_of(blocks), voice)


def _add_points(draft: Draft, heading: str, points: Sequence[Point], voice: Voice) -> None:
    """Add points to the field whose section has that heading, else as a part of its own."""
    name = without_icon(heading)
    for section in voice.edition.sections:
        if section.heading[voice.language] == name:
            draft.points.setdefault(section.fields[0], []).extend(points)
            return
    draft.parts.append(Part(heading=heading, points=tuple(points)))


def printed_body(draft: Draft, item: IssueItem, voice: Voice) -> None:
    """Give a draft what the parts of the edition's body print of an item's brief."""
    for part in voice.edition.body:
        _PRINTING[part](draft, item, voice)
    _one_sentence_at_least(draft)


def _print_sentence(draft: Draft, item: IssueItem, voice: Voice) -> None:  # noqa: ARG001  as every part
    draft.one_sentence = clean(item.brief.one_sentence.text)


def _print_summary(draft: Draft, item: IssueItem, voice: Voice) -> None:  # noqa: ARG001  as every part
    draft.summary = clean((item.brief.summary or item.brief.one_sentence).text)


def _print_paragraph(draft: Draft, item: IssueItem, voice: Voice) -> None:  # noqa: ARG001  as every part
    draft.one_sentence = printed_paragraph(item.brief)


def _print_points(draft: Draft, item: IssueItem, voice: Voice) -> None:
    for section in voice.edition.sections:
        if found := [point for name in section.fields for point in getattr(item.brief, name)]:
            draft.points[section.fields[0]] = list(printed_points(found))
    for part in item.brief.parts:
        draft.parts.append(Part(heading=clean(part.heading), points=tuple(printed_points(part.points))))


def _print_figures(draft: Draft, item: IssueItem, voice: Voice) -> None:
    draft.figures += printed_figures(item.brief.figures, voice)


def _print_resources(draft: Draft, item: IssueItem, voice: Voice) -> None:
    draft.resources += printed_links(item.brief.resources, voice)


def _print_moments(draft: Draft, item: IssueItem, voice: Voice) -> None:  # noqa: ARG001  as every part
    draft.moments += printed_moments(item.moments)


def _print_hindsights(draft: Draft, item: IssueItem, voice: Voice) -> None:  # noqa: ARG001  as every part
    draft.hindsights += printed_hindsights(item.hindsights)


_PRINTING: Mapping[BodyPart, Callable[[Draft, IssueItem, Voice], None]] = {
    "one_sentence": _print_sentence,
    "summary": _print_summary,
    "paragraph": _print_paragraph,
    "sections": _print_points,
    "points": _print_points,
    "figures": _print_figures,
    "resources": _print_resources,
    "moments": _print_moments,
    "hindsights": _print_hindsights,
}


def _one_sentence_at_least(draft: Draft) -> None:
    if not draft.one_sentence:
        draft.one_sentence, draft.summary = draft.summary, ""
