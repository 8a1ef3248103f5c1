"""An issue as text: Markdown by the edition's template, and JSON; and what each form of it says of a brief.

The page is `site/`, which uses what is public here; how templates are run is `templating`.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from itertools import chain, zip_longest
from zoneinfo import ZoneInfo

from digest_pipeline.briefs.sentences import GOES_ON
from digest_pipeline.editions.anchors import anchor_of, anchors_in
from digest_pipeline.editions.spec import EditionSpec, GroupSpec, Labels
from digest_pipeline.editions.templating import rendered
from digest_pipeline.lint.hosts import is_retold
from digest_pipeline.markdown import Markdown, bold_runs, escape, inner_link, link, within
from digest_pipeline.model import Brief, Figure, Issue, IssueItem, Point, Resource, SourceReference, Statement
from digest_pipeline.webtext import clean, link_text, printable_address

_PARAGRAPH_STATEMENTS = 3
# Bold words before it would be taken for a lead.
_COLON_AFTER = re.compile(r".?\s*[:：]")
_ENDED = re.compile(r"(?:[.!?…。！？][”’」』）)\"']*|\A)\Z")


def render_markdown(issue: Issue, edition: EditionSpec) -> str:
    """Return the issue as CommonMark, by the edition's template.

    Raises:
        EditionError: when the edition does not speak the issue's language, or its template fails; names file and line.
    """
    text = rendered(edition, _values(issue, edition, frozenset()))
    # Which headings the overview can lead to is known when all of them stand there.
    return rendered(edition, _values(issue, edition, anchors_in(text))) if issue.overview else text


def render_json(issue: Issue) -> str:
    """Return the issue as JSON, evidence and all; `Issue.model_validate_json` reads it back."""
    # Without what an issue does not have: one of before an article could have a revision keeps its bytes.
    return issue.model_dump_json(indent=2, exclude_none=True) + "\n"


def short_title_of(brief: Brief) -> str:
    """Return the short title, or the headline where no model wrote one: the words cut out of it seldom name a story."""
    return brief.headline if brief.engine == "extractive" else brief.short_title


def paragraph_of(brief: Brief) -> tuple[Statement, ...]:
    """Return what makes one paragraph of a brief: its summary, else its one sentence and the best of its points.

    The points are taken in turns from technique, findings and insight, whose first is the best; what rests on the same
    words of the article as a sentence before it is not said again.
    """
    if brief.summary:
        return (brief.summary,)
    taken: list[Statement] = [brief.one_sentence]
    in_turns = chain.from_iterable(zip_longest(brief.technique, brief.findings, brief.insight))
    for point in (point for point in in_turns if point):
        said_again = any(point.text == said.text or set(point.evidence) & set(said.evidence) for said in taken)
        if len(taken) < _PARAGRAPH_STATEMENTS and not said_again:
            taken.append(point)
    return tuple(taken)


def continuous(statements: Iterable[Statement]) -> str:
    """Return statements as running text, each ended by a full stop; Chinese ones with no space between."""
    text = ""
    for said in (clean(statement.text) for statement in statements):
        apart = text and said and not (_is_wide(text[-1]) or _is_wide(said[0]))
        stop = "" if _ENDED.search(said) else "。" if any(map(_is_wide, said)) else "."
        text += (" " if apart else "") + said + stop
    return text


def groups_of(issue: Issue, edition: EditionSpec) -> list[tuple[GroupSpec, str, tuple[IssueItem, ...]]]:
    """Return the groups of an issue in the edition's order, empty ones too: group, heading, items.

    Items of a group that the edition no longer has stand in its last one; an edition without groups has one for all.
    """
    all_items = GroupSpec(name="items", heading={issue.language: edition.labels_in(issue.language).overview})
    groups = edition.groups or (all_items,)
    members: dict[str, list[IssueItem]] = {group.name: [] for group in groups}
    for item in issue.items:
        members.get(item.group, members[groups[-1].name]).append(item)
    return [(group, edition.said(group.heading, issue.language), tuple(members[group.name])) for group in groups]


def sections_of(edition: EditionSpec, brief: Brief, language: str) -> list[tuple[str, str, tuple[Point, ...]]]:
    """Return the sections of `brief` that have points, in the edition's order: icon, heading, points.

    After them the parts of an imported brief, whose headings are its own.
    """
    found = []
    for section in edition.sections:
        points = tuple(point for name in section.fields for point in getattr(brief, name))
        if points:
            found.append((section.icon, section.heading[language], points))
    return [*found, *(("", part.heading, part.points) for part in brief.parts)]


def further_of(issue: Issue, labels: Labels) -> list[tuple[str, tuple[Resource, ...]]]:
    """Return the last part of an issue: the links by heading, in the order of `labels.further_kinds`."""
    under: defaultdict[str, list[Resource]] = defaultdict(list)
    for heading in labels.further_kinds.values():
        under[heading] = []
    for resource in linkable(reading.resource for reading in issue.further):
        under[labels.further_kinds[resource.kind]].append(resource)
    return [(heading, tuple(resources)) for heading, resources in under.items() if resources]


def names_its_lead(point: Point) -> bool:
    """Say whether a point is a quoted sentence with its lead in it, which is not printed before it once more."""
    if not point.evidence or not point.evidence[0].quote.startswith(point.text.removesuffix(GOES_ON)):
        return False
    text = clean(point.text)
    return any(not (start == 0 and _COLON_AFTER.match(text, end - 1)) for start, end in bold_runs(text, [point.lead]))


def linkable(resources: Iterable[Resource]) -> list[Resource]:
    """Return the resources that may be linked: a resource without an address is of no use to the reader."""
    return [resource for resource in resources if printable_address(resource.url)]


def amount(figure: Figure) -> str:
    """Return a figure's value with its unit: `71.4%`, `35 亿元`, `12 GB`."""
    tight = not figure.unit or not (figure.unit[0].isascii() and figure.unit[0].isalpha())
    return figure.value + ("" if tight else " ") + figure.unit


def circumstances(figure: Figure, labels: Labels) -> str:
    """Return under which conditions and against what a figure was measured, in brackets; empty when nothing says."""
    compared = labels.compared.format(other=figure.compared_with) if figure.compared_with else ""
    said = labels.comma.join(part for part in (figure.setting, compared) if part)
    return labels.aside.format(text=said) if said else ""


def extractive_note(issue: Issue, labels: Labels) -> str:
    """Return the line that says how many items no model has written; empty when there is none."""
    count = sum(item.brief.engine == "extractive" for item in issue.items)
    return labels.extractive.format(count=count, total=len(issue.items)) if count else ""


def counts_line(issue: Issue, labels: Labels) -> str:
    """Return the issue's counts that the edition has a word for, in the edition's order."""
    return " · ".join(f"{word} {issue.counts[name]}" for name, word in labels.counts.items() if name in issue.counts)


def window_line(issue: Issue, labels: Labels) -> str:
    """Return the window in the issue's own zone; its end is the first moment that no longer belongs to it."""
    zone = ZoneInfo(issue.timezone)
    start, end = (stamp(moment.astimezone(zone)) for moment in (issue.window_start, issue.window_end))
    return labels.window.format(start=start, end=end, timezone=issue.timezone)


def thread_line(item: IssueItem, labels: Labels) -> str:
    """Return from when to when a thread was told, and how often; empty for one that was told but once."""
    days = [moment.day for moment in item.moments]
    return labels.thread_of.format(first=min(days), last=max(days), count=len(days)) if len(days) > 1 else ""


def is_second_hand(item: IssueItem) -> bool:
    """Say whether every source of an item may tell again what others reported, and none leads to who did so first."""
    return bool(item.sources) and not item.primary and all(is_retold(source.url) for source in item.sources)


def stamp(moment: datetime) -> str:
    """Return a local time as the reader sees it."""
    return f"{moment:%Y-%m-%d %H:%M}"


def time_of(source: SourceReference) -> str:
    """Return when a source was published as the reader sees it; empty when nobody knows."""
    if source.published_local is None:
        return ""
    return source.published_local.date().isoformat() if source.day_only else stamp(source.published_local)


def _values(issue: Issue, edition: EditionSpec, anchors: frozenset[str]) -> dict[str, object]:
    """Return what a template is given; `anchors` are the headings that the overview can lead to."""
    labels = edition.labels_in(issue.language)
    return {
        "issue": issue,
        "edition": edition,
        "labels": labels,
        "title": clean(issue.title),
        # In a heading, a bar makes no table.
        "heading": Markdown(within(issue.title).replace(r"\|", "|")),
        # As it is: printed by itself, its space would be lost.
        "colon": Markdown(labels.colon),
        "moment": issue.window_end.astimezone(ZoneInfo(issue.timezone)).isoformat(),
        "categories": edition.categories.get(issue.language, ()),
        "groups": groups_of(issue, edition),
        "further": further_of(issue, labels),
        "extractive_note": extractive_note(issue, labels),
        "counts": counts_line(issue, labels),
        "window": window_line(issue, labels),
        "trace": Markdown(labels.trace.format(html=f"`{issue.key}.html`", json=f"`{issue.key}.json`")),
        "overview_link": partial(_overview_link, {item.story_id: item for item in issue.items}, anchors),
        "earlier_link": _earlier_link,
        "day_link": _day_link,
        "link_to": lambda resource: link(link_text(resource.title, resource.url, labels.untitled), resource.url),
        "sections_of": partial(sections_of, edition, language=issue.language),
        "amount": amount,
        "circumstances": partial(circumstances, labels=labels),
        "continuous": continuous,
        "is_second_hand": is_second_hand,
        "linkable": linkable,
        "names_its_lead": names_its_lead,
        "list_mark": _list_mark,
        "paragraph_of": paragraph_of,
        "short_title_of": short_title_of,
        "thread_line": partial(thread_line, labels=labels),
        "time_of": time_of,
    }


def _overview_link(items: dict[str, IssueItem], anchors: frozenset[str], story_id: str, text: str) -> Markdown:
    """Return a link from the overview to the story below, or to its source where its heading can't be led to."""
    item = items.get(story_id)
    if item is None:
        return escape(text)
    anchor = anchor_of(short_title_of(item.brief))
    return inner_link(text, anchor=anchor) if anchor in anchors else link(text, item.lead.url if item.lead else "")


def _earlier_link(key: str, story_id: str, text: str) -> Markdown:
    """Return a link to a story on the page of an earlier issue of the same edition."""
    return inner_link(text, page=f"{key}.html", anchor=f"story-{story_id}")


def _day_link(item: IssueItem, day: object) -> Markdown:
    """Return a day of a thread, linked to what was told on it."""
    found: Iterator[str] = (moment.url for moment in item.moments if moment.day == day)
    return link(str(day), next(found, ""))


def _list_mark(number: int) -> Markdown:
    """Return the mark of a numbered item, as wide as what belongs to the item is indented: four, unless it is wider."""
    return Markdown(f"{number}.".ljust(3) + " ")


def _is_wide(character: str) -> bool:
    """Say whether a character stands beside others without a space; emoji are as wide, but stand in every script."""
    return unicodedata.east_asian_width(character) in "WF" and unicodedata.category(character)[0] != "S"
