"""The end of an issue of ours: what was counted, its window, its notes and the line that names its files.

The originals have no such end; their window is what their title says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digest_pipeline.editions.reading.blocks import Block
from digest_pipeline.editions.reading.words import Voice, led, moment_in, pattern

_FILE = re.compile(r"([\w-]+)\.html")


@dataclass(slots=True)
class Foot:
    """What the end of an issue says; `window` is empty and `key` blank where it says nothing of them."""

    counts: dict[str, int] = field(default_factory=dict)
    window: tuple[datetime, datetime] | None = None
    zone: ZoneInfo | None = None
    notes: list[str] = field(default_factory=list)
    key: str = ""


def parted(blocks: Sequence[Block], voice: Voice) -> tuple[Sequence[Block], Foot]:
    """Return the blocks before the end of an issue, and what that end says."""
    starts = [at for at, block in enumerate(blocks) if block.kind == "paragraph" and _counts(block, voice) is not None]
    if not starts:
        return blocks, Foot()
    return blocks[: starts[-1]], _foot(blocks[starts[-1] :], voice)


def _foot(blocks: Sequence[Block], voice: Voice) -> Foot:
    foot = Foot(counts=_counts(blocks[0], voice) or {})
    lines = [line.text for line in blocks[0].lines[1:]]
    for block in blocks[1:]:
        text = block.whole.text
        if named := pattern(voice.labels.trace).match(text.replace("`", "")):
            foot.key = _FILE.findall(named[0])[0]
        else:
            lines.append(text)
    for text in lines:
        window = pattern(voice.labels.window).match(text)
        if window and foot.window is None:
            foot.zone = _zone(window["timezone"], voice)
            start, _ = moment_in(window["start"], foot.zone)
            end, _ = moment_in(window["end"], foot.zone)
            foot.window = (start, end) if start and end else None
        elif text:
            foot.notes.append(text)
    return foot


def _counts(block: Block, voice: Voice) -> dict[str, int] | None:
    """Return the counts of the line that opens the end of an issue, None when the block is not that line."""
    if not block.lines:
        return None
    heading, rest = led(block.lines[0])
    if heading != voice.labels.counts_heading:
        return None
    named = {word: name for name, word in reversed(voice.labels.counts.items())}
    pairs = (part.rpartition(" ") for part in rest.text.split(" · ") if part)
    return {named[word]: int(number) for word, _, number in pairs if word in named and number.isdecimal()}


def _zone(name: str, voice: Voice) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return voice.zone
