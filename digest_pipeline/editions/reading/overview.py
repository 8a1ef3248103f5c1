"""The parts of a report around its stories: the overview, whose lines lead to them, and what to read further."""

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from digest_pipeline.articles.links import kind_of
from digest_pipeline.editions.anchors import anchor_of, anchors_in
from digest_pipeline.editions.reading.blocks import Block
from digest_pipeline.editions.reading.drafts import Draft, OverviewDraft
from digest_pipeline.editions.reading.printed import printed_title
from digest_pipeline.editions.reading.words import Voice, led
from digest_pipeline.editions.render import linkable, render_markdown, short_title_of
from digest_pipeline.model import Issue, Resource, ResourceKind
from digest_pipeline.webtext import clean, printable_address


def read_overview(blocks: Iterable[Block], items: Sequence[Draft], voice: Voice) -> Iterator[OverviewDraft]:
    """Yield the lines of an overview, each with the item that it leads to, if any."""
    for item in (item for block in blocks for item in block.children if item.children):
        line = item.children[0].whole
        tag = line.words(line.bold[0]) if line.bold and line.bold[0].start == 0 else ""
        rest = line.part(len(tag))
        tag = tag.removeprefix("[").removesuffix("]")
        if rest.links and rest.links[0].start == 0:
            link = rest.links[0]
            text = rest.text[link.end :].removeprefix(voice.labels.colon.strip()).strip()
            yield OverviewDraft(tag, rest.words(link), text, _led_to(link.url, items))
        else:
            title, told = led(rest)
            title, text = (title, told.text) if title else _parted(rest.text, voice)
            yield OverviewDraft(tag, title, text, next((one for one in items if one.headline == title), None))


def printed_overview(issue: Issue, drafts: Sequence[Draft], voice: Voice) -> Iterator[OverviewDraft]:
    """Yield the lines of an issue's overview; `drafts` are what becomes of its items, in the order of the text."""
    anchors = anchors_in(render_markdown(issue, voice.edition))
    items = {item.story_id: item for item in issue.items}
    for line in issue.overview:
        tag, title, text = clean(f"[{line.tag}]")[1:-1], clean(line.title), clean(line.text)
        item = items.get(line.story_id)
        anchor = anchor_of(short_title_of(item.brief)) if item else ""
        url = (printable_address(item.lead.url) or "") if item and item.lead else ""
        if address := f"#{anchor}" if anchor in anchors else url:
            yield OverviewDraft(tag, title, text, _led_to(address, drafts))
        else:
            title, text = _parted(title + voice.labels.colon + text, voice)
            yield OverviewDraft(tag, title, text, next((one for one in drafts if one.headline == title), None))


def read_further(blocks: Sequence[Block], voice: Voice) -> Iterator[Resource]:
    """Yield the links below the headings of the last part."""
    heading = ""
    for block in blocks:
        if block.kind == "heading":
            heading = block.whole.text.strip("[]")
        for line in (line for below in block.walk() if below.kind != "heading" for line in below.lines):
            for words, url in list(line.addresses()) or [(line.text, "")]:
                yield Resource(url=url, title="" if words == url else words, kind=_kind_under(heading, url, voice))


def printed_further(issue: Issue, voice: Voice) -> Iterator[Resource]:
    """Yield the links of the last part by heading; which kind of those under a heading it is, the address tells."""
    words = voice.labels.further_kinds
    links = linkable(reading.resource for reading in issue.further)
    for heading in dict.fromkeys(words.values()):
        for link in (link for link in links if words[link.kind] == heading):
            url = printable_address(link.url) or ""
            yield Resource(
                url=url, title=printed_title(link.title, link.url, voice), kind=_kind_under(heading, url, voice)
            )


def _kind_under(heading: str, url: str, voice: Voice) -> ResourceKind:
    kinds = [kind for kind, word in voice.labels.further_kinds.items() if word == heading]
    told = kind_of(url)
    return told if told in kinds or not kinds else kinds[0]


def _led_to(address: str, items: Sequence[Draft]) -> Draft | None:
    if address.startswith("#"):
        return next((item for item in items if anchor_of(item.headline) == unquote(address[1:])), None)
    return next((item for item in items if item.sources and item.sources[0].url == address), None)


def _parted(text: str, voice: Voice) -> tuple[str, str]:
    title, _, rest = text.partition(voice.labels.colon)
    return title.strip(), rest.strip()
