"""What `digest run --accept` and `--withdraw` do before the run: a person's word on a failed check is written down."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypeVar

from digest_pipeline.articles.text import measures
from digest_pipeline.cli.console import fail, say
from digest_pipeline.cli.options import WRONG_USE
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.acceptances import Acceptance, Acceptances, fingerprint
from digest_pipeline.quality.gate import check_name, failures
from digest_pipeline.settings import Settings

_FEWEST_WORDS = 3

Kept = TypeVar("Kept")


def accept(settings: Settings, day: date, checks: Sequence[str], because: str, at: datetime) -> None:
    """Let checks of `day` pass that failed when they last ran; ends the command when one did not fail, or without why.

    An issue belongs to the last day of its window; the key of an issue that is the day may be left out of its check.
    """
    reason = " ".join(because.split())
    if measures(reason).words < _FEWEST_WORDS:
        fail(f'--accept needs a reason that readers understand, in some words: --because "{reason or "…"}"', WRONG_USE)
    newsroom = Newsroom(settings)
    failed = {(one.layer, one.result.name): one for one in failures(newsroom, day, day)}
    for one in _chosen(checks, failed, day, "the blocking checks that failed"):
        found = Acceptance(day, one.layer, one.result.name, fingerprint(one.result), reason, at)
        Acceptances(newsroom.warehouse).add(found)
        say(f"accepted for {day}: {one.check}, {one.result.failed} of {one.result.checked} rows")


def withdraw(settings: Settings, day: date, checks: Sequence[str], at: datetime) -> None:
    """Let checks of `day` block again that were accepted; ends the command when one was not."""
    acceptances = Acceptances(Newsroom(settings).warehouse)
    held = {(one.layer, one.name): one for one in acceptances.between(day, day)}
    for one in _chosen(checks, held, day, "the checks that are accepted"):
        acceptances.withdraw(day, one.layer, one.name, at)
        say(f"no longer accepted for {day}: {check_name(day, one.layer, one.name)}")


def _chosen(wanted: Iterable[str], there: Mapping[tuple[str, str], Kept], day: date, what: str) -> list[Kept]:
    """Return what stands under the layers and names of the wanted checks, or end the command with what there is."""
    named = {f"{layer}.{name}": found for (layer, name), found in there.items()}
    short = {check_name(day, layer, name): found for (layer, name), found in there.items()}
    if unknown := [check for check in wanted if check not in named | short]:
        known = ", ".join(sorted(short)) or "there is none"
        near = get_close_matches(unknown[0], sorted(short), n=1)
        meant = f" (did you mean {near[0]}?)" if near else ""
        fail(f"{unknown[0]}{meant} is none of {what} on {day}: {known}", WRONG_USE)
    return [(named | short)[check] for check in dict.fromkeys(wanted)]
