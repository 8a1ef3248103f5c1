"""What `digest deliver` does: finds the published issue, hands it to the courier, and prints what came of it."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime

from digest_pipeline.cli.console import fail, out, say
from digest_pipeline.cli.options import WRONG_USE
from digest_pipeline.delivery.deliver import Courier, Outcome
from digest_pipeline.delivery.ledger import Deliveries
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.spec import EditionError
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.publications import Publications
from digest_pipeline.settings import Settings

_SHOWN_ATTEMPTS = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """Which issue is meant, by day or key or neither (the newest), and what is to be done with it."""

    edition: str
    day: date | None
    key: str | None
    channel: str | None
    again: bool


def deliver_issue(settings: Settings, choice: Choice) -> int:
    """Deliver one published issue and return the exit status."""
    if choice.edition not in settings.editions:
        fail(f"there is no edition {choice.edition!r}; there is: {', '.join(settings.editions)}", WRONG_USE)
    channels = settings.editions[choice.edition].deliver
    if choice.channel is not None and choice.channel not in channels:
        known = ", ".join(channels) or "none"
        fail(f"{choice.edition} has no channel {choice.channel!r} under `deliver`; it has: {known}", WRONG_USE)
    if not channels:
        fail(f"{choice.edition} has no channels: name some under editions.{choice.edition}.deliver", WRONG_USE)
    publications = Publications(Newsroom(settings).warehouse)
    issue = publications.issue(choice.edition, _key(publications, choice))
    if issue is None:
        fail(f"{choice.edition} has no published issue {choice.key}", 1)
    try:
        outcomes = _courier(settings).deliver(
            issue,
            Catalogue(settings.home)[choice.edition],
            channels=[choice.channel] if choice.channel else [],
            purpose="again" if choice.again else "asked",
        )
    except EditionError as error:
        fail(str(error), 1)
    return _printed(outcomes, f"{issue.edition} {issue.key}")


def test_channel(settings: Settings, name: str) -> int:
    """Send a test message to a channel and return the exit status."""
    if name not in settings.channels:
        fail(f"there is no channel {name!r}; there is: {', '.join(settings.channels) or 'none'}", WRONG_USE)
    return _printed([_courier(settings).test(name)], "test")


def show_all(settings: Settings) -> int:
    """Print the newest attempts of the ledger."""
    for row in Deliveries(Newsroom(settings).warehouse).all()[:_SHOWN_ATTEMPTS]:
        begun = f"{row.begun_at.astimezone(settings.zone):%Y-%m-%d %H:%M}"
        line = f"{begun}  {row.edition} {row.key} -> {row.channel}  attempt {row.attempt}: {row.state}  {row.detail}"
        out.print(line.rstrip(), highlight=False, markup=False, soft_wrap=True)
    return 0


def _key(publications: Publications, choice: Choice) -> str:
    if choice.key is not None:
        return choice.key
    keys = [
        head.key for head in publications.heads() if head.edition == choice.edition and choice.day in {None, head.day}
    ]
    if not keys:
        when = f" of {choice.day}" if choice.day else ""
        fail(f"{choice.edition} has no published issue{when}; make one with: digest run", 1)
    if choice.day and len(keys) > 1:
        fail(
            f"{choice.edition} has {len(keys)} issues of {choice.day}; name one with --key: {', '.join(keys)}",
            WRONG_USE,
        )
    return keys[-1]


def _courier(settings: Settings) -> Courier:
    ledger = Deliveries(Newsroom(settings).warehouse)
    return Courier(settings, ledger, clock=lambda: datetime.now(UTC), environment=os.environ)


def _printed(outcomes: list[Outcome], what: str) -> int:
    for outcome in outcomes:
        out.print(f"{what} -> {outcome.channel}: {outcome.state}", highlight=False, markup=False, soft_wrap=True)
        if outcome.why:
            say(f"  {outcome.why}")
        if outcome.advice:
            say(f"  {outcome.advice}")
    return 0 if all(outcome.good for outcome in outcomes) else 1
