"""How a review tells a thread: its moments, and what became of what was told early on."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from digest_pipeline.editions.reading.blocks import Block, ReadingError
from digest_pipeline.editions.reading.drafts import statement
from digest_pipeline.editions.reading.words import Voice, led
from digest_pipeline.model import Hindsight, Moment
from digest_pipeline.webtext import clean, printable_address

Name = TypeVar("Name", bound=str)
_SEPARATOR = " · "


def moments_of(blocks: Iterable[Block], voice: Voice) -> Iterator[Moment]:
    """Yield the moments of a list: a day, a linked headline, its source and what it was to the thread.

    Raises:
        ReadingError: when an item of the list is none.
    """
    for item in _items(blocks):
        day, told = led(item.children[0].whole)
        borders = [told.links[0].end] if told.links else [told.shape.find(_SEPARATOR)]
        source, _, standing = told.text[borders[0] :].removeprefix(_SEPARATOR).rpartition(_SEPARATOR)
        yield Moment(
            day=_day(day, item),
            story_id="",
            standing=_named(voice.labels.standings, standing, item),
            headline=told.text[: borders[0]],
            source=source,
            url=told.links[0].url if told.links else "",
        )


def hindsights_of(blocks: Iterable[Block], voice: Voice) -> Iterator[Hindsight]:
    """Yield the hindsights of a list: a subject and how it came out, below it what was told early and late.

    Raises:
        ReadingError: when an item of the list is none.
    """
    for item in _items(blocks):
        subject, outcome = led(item.children[0].whole)
        told = [below.children[0].whole.text for below in _items(item.children[1:])]
        if len(told) != len(("early", "late")):
            raise ReadingError(f"line {item.line}: needs what was told early and late below it")
        (early_day, early), (late_day, late) = ((_day(text[:10], item), text[10:]) for text in told)
        yield Hindsight(
            outcome=_named(voice.labels.outcomes, outcome.text, item),
            subject=subject,
            early_day=early_day,
            early=statement(_after_colon(early, voice)),
            late_day=late_day,
            late=statement(_after_colon(late, voice)),
        )


def printed_moments(moments: Iterable[Moment]) -> Iterator[Moment]:
    """Yield moments without the ids of their stories."""
    for one in moments:
        url = printable_address(one.url) or ""
        changes = {"story_id": "", "headline": clean(one.headline), "source": clean(one.source), "url": url}
        yield one.model_copy(update=changes)


def printed_hindsights(hindsights: Iterable[Hindsight]) -> Iterator[Hindsight]:
    """Yield hindsights without their evidence."""
    for one in hindsights:
        early, late = statement(clean(one.early.text)), statement(clean(one.late.text))
        yield one.model_copy(update={"subject": clean(one.subject), "early": early, "late": late})


def _items(blocks: Iterable[Block]) -> list[Block]:
    return [item for block in blocks if block.kind == "list" for item in block.children if item.children]


def _day(text: str, item: Block) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReadingError(f"line {item.line}: {text!r} is no day") from None


def _named(words: Mapping[Name, str], word: str, item: Block) -> Name:
    found = next((name for name in words if words[name] == word), None)
    if found is None:
        raise ReadingError(f"line {item.line}: {word!r} is none of {', '.join(words.values())}")
    return found


def _after_colon(text: str, voice: Voice) -> str:
    return text.removeprefix(voice.labels.colon.strip()).strip()
