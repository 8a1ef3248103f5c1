"""Telling the channel for alerts of checks that block and of their end: each once.

What was told and is not over stands in `quality.alerts`. How a message gets to its channel is `delivery`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from digest_pipeline.delivery.notes import alert
from digest_pipeline.delivery.texts import words
from digest_pipeline.markdown import escape, strong, within
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.gate import Failure, command_to_accept, command_to_repair
from digest_pipeline.record import CheckName
from digest_pipeline.settings import Settings
from digest_pipeline.warehouse import Part

# An example is `id='…', url='…'`, each value as Python writes it.
_VALUE = re.compile(r"=(['\"])(.*?)\1")


@dataclass(frozen=True, slots=True)
class Subject:
    """What was checked: a layer on the days from `first` to `day`, by one of its checks."""

    day: date
    layer: str
    checked_by: CheckName
    first: date


def settle(newsroom: Newsroom, subject: Subject, found: Sequence[Failure], environment: Mapping[str, str]) -> str:
    """Tell of checks that block and were not told of yet, or that those which were told of block no longer.

    Args:
        newsroom: whose channel is told; nothing happens without `delivery.alert`.
        subject: what was checked.
        found: its blocking checks that failed, accepted or not.
        environment: has the secrets of the channel's address.

    Returns:
        Why the message did not arrive or may not have, empty when it did or there was none. One that certainly did not
        is sent again when the check runs again.
    """
    if not newsroom.settings.delivery.alert:
        return ""
    blocking = [one for one in found if not one.acceptance]
    failed, told = {one.result.name for one in blocking}, _told(newsroom, subject)
    if failed <= told if failed else not told:
        return ""
    title, lines = _blocked(newsroom, subject, blocking) if failed else _over(newsroom.settings, subject, found)
    text = "\n\n".join(lines) + "\n"
    newsroom.warehouse.let_go()
    verdict = alert(newsroom.settings, environment, title, text)
    if verdict.result != "failed":
        _keep(newsroom, subject, failed)
    channel = newsroom.settings.delivery.alert
    return "" if verdict.result == "sent" else f"the alert to {channel}: {verdict.result} ({verdict.detail})"


def _blocked(newsroom: Newsroom, subject: Subject, blocking: Sequence[Failure]) -> tuple[str, Iterator[str]]:
    said = _words(newsroom.settings, subject)
    what = {"layer": subject.layer, "day": subject.day}

    def lines() -> Iterator[str]:
        yield escape(said["blocked"].format(**what))
        for one in blocking:
            yield strong(one.result.name, said["colon"]) + within(one.result.message)
        if sources := newsroom.record.sources_of(subject.first, subject.day, _named(blocking)):
            yield within(f"{said['sources']}{said['colon']}{', '.join(sources)}")
        yield f"{said['repair']}{said['colon']}`{command_to_repair(blocking)}`"
        yield f"{said['accept']}{said['colon']}`{command_to_accept(blocking)}`"

    return said["blocked_title"].format(**what), lines()


def _over(settings: Settings, subject: Subject, found: Sequence[Failure]) -> tuple[str, Iterator[str]]:
    said = _words(settings, subject)
    what = {"layer": subject.layer, "day": subject.day}
    reasons = sorted({one.acceptance.because for one in found if one.acceptance})
    line = said["accepted"].format(because="; ".join(reasons), **what) if reasons else said["passes"].format(**what)
    return said["over_title"].format(**what), iter([escape(line)])


def _words(settings: Settings, subject: Subject) -> Mapping[str, str]:
    """Return the words of messages in the language of the edition, or of the newsroom's first one."""
    edition = subject.layer.split("/")[1] if "/" in subject.layer else next(iter(settings.editions), "")
    return words(settings.editions[edition].language if edition in settings.editions else "en")


def _named(blocking: Sequence[Failure]) -> set[str]:
    """Return every text that the failing rows name: ids and addresses among them."""
    return {value for one in blocking for row in one.result.examples for _, value in _VALUE.findall(row)}


def _told(newsroom: Newsroom, subject: Subject) -> set[str]:
    sql = "select checks from quality.alerts where day = ? and layer = ? and checked_by = ?"
    rows = newsroom.warehouse.rows(sql, [subject.day, subject.layer, subject.checked_by])
    return set(rows[0]["checks"]) if rows else set()


def _keep(newsroom: Newsroom, subject: Subject, failed: set[str]) -> None:
    where = {"layer": subject.layer, "checked_by": subject.checked_by}
    rows = [{"checks": sorted(failed)}] if failed else []
    newsroom.warehouse.replace(subject.day, Part("quality.alerts", rows, where))
