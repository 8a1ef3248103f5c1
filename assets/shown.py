"""What an asset's page in the UI shows of a day: tables and places, for people who watch the pipeline.

Tables of a domain's own (changed pages, threads, deliveries) are made where that domain is.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dagster as dg

from digest_pipeline.markdown import escape, link
from digest_pipeline.model import Brief, Drop, Issue, Story
from digest_pipeline.settings import Settings

_ROWS = 20
Shown = dict[str, dg.MetadataValue[Any]]


def record_of(day: date, settings: Settings) -> dg.MetadataValue[Any]:
    """Return the folder of the WARC files that were recorded on `day`; of an open day there may be none yet."""
    return dg.MetadataValue.path(f"{settings.captures_root.rstrip('/')}/{day}")


def left_out(drops: Sequence[Drop]) -> dg.MetadataValue[Any]:
    """Return what was left out with the reason of each, 20 at most; `counted` tells how many there are of a reason."""
    shown = sorted(drops, key=lambda drop: (drop.reason, drop.item))[:_ROWS]
    rows = [f"| {escape(drop.reason)} | {escape(drop.item)} | {escape(drop.detail)} |" for drop in shown]
    return _table("| reason | what | detail |", rows, none="nothing", more=len(drops) - len(shown))


def top_stories(stories: Sequence[Story], briefs: Mapping[str, Brief]) -> dg.MetadataValue[Any]:
    """Return the stories of most value with their stars and how many sources tell them, 20 at most."""
    told = [(briefs[story.id], story) for story in stories if story.id in briefs]
    ranked = sorted(told, key=lambda one: (-one[0].stars, -one[0].value, one[1].id))
    rows = [
        f"| {brief.stars} | {link(brief.headline, story.lead.url)} | {len(story.articles)} | {brief.engine} |"
        for brief, story in ranked[:_ROWS]
    ]
    return _table("| stars | story | sources | written by |", rows, none="none", more=len(ranked) - len(rows))


def unfit(issue: Issue) -> dg.MetadataValue[Any]:
    """Return the stories that an issue leaves out for a fault of their text, and the fault of each."""
    rows = [f"| {one.rule} | {escape(one.headline)} | {escape(one.message)} |" for one in issue.unfit[:_ROWS]]
    return _table("| rule | story | fault |", rows, none="nothing", more=len(issue.unfit) - len(rows))


def _table(head: str, rows: Sequence[str], *, none: str, more: int) -> dg.MetadataValue[Any]:
    if not rows:
        return dg.MetadataValue.md(none)
    rule = "|".join(["", *(["---"] * (head.count("|") - 1)), ""])
    table = "\n".join([head, rule, *rows])
    return dg.MetadataValue.md(f"{table}\n\nand {more} more" if more else table)
