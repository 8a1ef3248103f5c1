"""Whether anything may be built on a day's rows: no blocking check of theirs failed, or a person accepted that it did.

A check blocks the assets after it within its run; what stands in `quality.results` blocks them in every later run, too,
until the check passes or is accepted. How rows are checked is `runner.py`, who is told of a failure `alerts.py`.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.acceptances import Acceptance, Acceptances, fingerprint
from digest_pipeline.quality.runner import Result

LAYERS = ("raw_feeds", "extracted_articles", "stories", "structured_summaries")


class BlockedError(Exception):
    """Blocking checks of what is needed failed; the message names each with its day, its rows and the ways out."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A blocking check that failed, and why a person let it pass, if somebody did.

    The layer of an issue ends in its key, and its day is the last one of its window.
    """

    day: date
    layer: str
    result: Result
    acceptance: Acceptance | None

    @property
    def check(self) -> str:
        """The check as a person names it to the command."""
        return check_name(self.day, self.layer, self.result.name)


def check_name(day: date, layer: str, name: str) -> str:
    """Return `layer.name`, without the key of an issue that is the day: `issues/daily_briefing.lint_bare_url`."""
    return f"{layer.removesuffix(f'/{day}')}.{name}"


def issue_layer(edition: str, key: str) -> str:
    """Return the name under which the results of an issue's checks are kept."""
    return f"issues/{edition}/{key}"


def require_good(newsroom: Newsroom, layers: Collection[str], first: date, last: date | None = None) -> None:
    """Return when no blocking check of `layers` stands failed and unaccepted on the days from `first` to `last`.

    What counts is how a check went when it last ran, even where its layer was made anew since without it; a layer that
    was never checked stands in nobody's way.

    Raises:
        BlockedError: when one does.
    """
    found = [one for one in failures(newsroom, first, last or first) if one.layer in layers and not one.acceptance]
    if found:
        raise BlockedError(" ".join(_told(group) for group in _by_layer(found)))


def failures(newsroom: Newsroom, first: date, last: date) -> list[Failure]:
    """Return the blocking checks of the days from `first` to `last` that failed when they last ran, accepted or not."""
    with newsroom.warehouse.hold():
        accepted = Acceptances(newsroom.warehouse).between(first, last)
        stored = newsroom.record.blocking_failures(first, last)
    return [_judged(day, layer, result, accepted) for day, layer, result in stored]


def judged(newsroom: Newsroom, day: date, layer: str, results: Iterable[Result]) -> list[Failure]:
    """Return the blocking ones of these results that failed, accepted or not."""
    failed = [result for result in results if not result.passed and result.severity == "blocking"]
    accepted = Acceptances(newsroom.warehouse).between(day, day) if failed else ()
    return [_judged(day, layer, result, accepted) for result in failed]


def sentences(results: Iterable[Result], found: Sequence[Failure]) -> str:
    """Return what blocks and how it is let pass, what was let pass and why, and what the results warn of."""
    blocking = [one for one in found if not one.acceptance]
    said = [one.result.message for one in blocking]
    if blocking:
        said.append(f"to let it pass: {command_to_accept(blocking)}")
    said += [f"accepted because {one.acceptance.because}: {one.result.message}" for one in found if one.acceptance]
    said += [result.message for result in results if not result.passed and result.severity == "warning"]
    return "; ".join(said)


def command_to_repair(found: Sequence[Failure]) -> str:
    """Return the command that makes the day of these failures again."""
    return f"digest run --day {found[0].day}"


def command_to_accept(found: Sequence[Failure]) -> str:
    """Return the command that lets these failures of a day pass."""
    accepted = " ".join(f"--accept {one.check}" for one in found)
    return f'{command_to_repair(found)} {accepted} --because "…"'


def _judged(day: date, layer: str, result: Result, accepted: Iterable[Acceptance]) -> Failure:
    wanted = (day, layer, result.name, fingerprint(result))
    holding = [one for one in accepted if (one.day, one.layer, one.name, one.fingerprint) == wanted]
    return Failure(day, layer, result, holding[-1] if holding else None)


def _by_layer(found: Iterable[Failure]) -> list[list[Failure]]:
    return [list(group) for _, group in groupby(found, key=lambda one: (one.day, one.layer))]


def _told(found: Sequence[Failure]) -> str:
    checks = " ".join(f"{one.result.name}: {one.result.message}" for one in found)
    return (
        f"{found[0].layer} of {found[0].day} did not pass its checks. {checks} When that is mended:"
        f" {command_to_repair(found)}; to let it pass: {command_to_accept(found)}"
    )
