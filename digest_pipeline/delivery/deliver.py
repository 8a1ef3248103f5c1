"""Delivering an issue: what may be sent, in which order it is written down, and what is said about it afterwards.

By itself an issue leaves at most once for each channel. A row of the ledger stands before anything is sent; what has
not failed for certain is not sent again unless somebody asks for it. How a message or a commit gets there is
`messenger` and `git`.
"""

import fcntl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from digest_pipeline.delivery import git
from digest_pipeline.delivery.channels import Channel, Deliver, GitChannel
from digest_pipeline.delivery.formats import in_a_repository
from digest_pipeline.delivery.ledger import Attempt, Deliveries
from digest_pipeline.delivery.messenger import send_note, send_text
from digest_pipeline.delivery.notes import address_of, alert
from digest_pipeline.delivery.secrets import MissingVariableError
from digest_pipeline.delivery.texts import Text, digest_of, text_of, words
from digest_pipeline.delivery.wire import Verdict
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.markdown import escape, within
from digest_pipeline.model import Issue
from digest_pipeline.settings import Settings

Purpose = Literal["run", "asked", "again"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an issue at a channel.

    `failed` has certainly not arrived, `unknown` may have; `held` was not sent, and `why` says why. `advice` is what to
    do about it, empty when there is nothing to do.
    """

    channel: str
    state: Literal["sent", "failed", "unknown", "held"]
    why: str
    advice: str = ""

    @property
    def good(self) -> bool:
        """Whether nobody has to look at it."""
        return self.state in {"sent", "held"}


def outcomes_table(outcomes: Sequence[Outcome]) -> str:
    """Return what came of an issue at each channel as a Markdown table."""
    if not outcomes:
        return "the edition has no channel"
    rows = (f"| {escape(one.channel)} | {one.state} | {escape(one.why)} | {escape(one.advice)} |" for one in outcomes)
    return "\n".join(["| channel | state | why | what to do |", "|---|---|---|---|", *rows])


@dataclass(frozen=True, slots=True)
class Courier:
    """Delivers the issues of a newsroom. `clock` gives the moment in UTC, `environment` the secrets of addresses."""

    settings: Settings
    ledger: Deliveries
    clock: Callable[[], datetime]
    environment: Mapping[str, str]

    def deliver(
        self, issue: Issue, edition: EditionSpec, *, channels: Sequence[str] = (), purpose: Purpose = "run"
    ) -> list[Outcome]:
        """Deliver an issue to the channels of its edition, or to some of them, and say what came of it at each.

        A *run* sends what is new; somebody who has *asked* gets an issue of any age sent that was not sent yet, and one
        who wants it *again* gets it sent whatever was before. A channel's fault is told in its outcome, stops nothing.

        Raises:
            EditionError: when the issue can't be written in its edition's form.
            WarehouseError: when the ledger can't be written; then nothing more is sent.
        """
        wanted = self.settings.editions[issue.edition].deliver
        return [
            self._deliver(issue, edition, name, form, purpose)
            for name, form in wanted.items()
            if not channels or name in channels
        ]

    def test(self, name: str) -> Outcome:
        """Send a test message to a channel; of a repository, look whether it could be pushed to."""
        channel, said = self.settings.channels[name], words("en")
        try:
            address = address_of(channel, self.environment)
        except MissingVariableError as error:
            return _missing(name, error)
        if isinstance(channel, GitChannel):
            verdict = git.check(address, self._work(name), channel, self.clock(), self._seconds)
        else:
            verdict = send_note(address, said["test_title"].format(channel=name), said["test_body"], self._seconds)
        return Outcome(
            name, verdict.result, verdict.detail, "" if verdict.result == "sent" else f"look at channels.{name}"
        )

    def _deliver(self, issue: Issue, edition: EditionSpec, name: str, form: Deliver, purpose: Purpose) -> Outcome:
        with self._turn(name):
            channel = self.settings.channels[name]
            text = text_of(issue, edition, form.form, form.stories, self.settings.site.url)
            attempts = self.ledger.attempts(issue.edition, issue.key, name)
            attempt = Attempt(
                issue.day, issue.edition, issue.key, name, len(attempts) + 1, digest_of(text), "begun", self.clock()
            )
            self._settle_interrupted(attempts, channel)
            outcome = None if purpose == "again" else self._held(issue, attempt, attempts, channel, purpose)
            if outcome is None:
                self.ledger.begin(attempt)
                outcome = self._send(issue, attempt, channel, form, text)
        return self._alerted(issue, outcome) if purpose == "run" and not outcome.good else outcome

    def _held(
        self, issue: Issue, attempt: Attempt, attempts: Sequence[Attempt], channel: Channel, purpose: Purpose
    ) -> Outcome | None:
        """Return why an issue is not sent now, or None."""
        name, command = attempt.channel, _command(attempt)
        if sent := [before for before in attempts if before.state == "sent"]:
            if same := [before for before in sent if before.digest == attempt.digest]:
                return Outcome(name, "held", f"sent already, {_moment(same[-1])}")
            return Outcome(name, "held", f"an earlier version was sent, {_moment(sent[-1])}", f"{command} --again")
        interrupted = [before for before in attempts if before.state in {"begun", "unknown"}]
        if interrupted and not isinstance(channel, GitChannel):
            last = interrupted[-1]
            advice = f"look whether it arrived; if not: {command} --again"
            if last.state == "begun":
                return Outcome(name, "unknown", f"it was interrupted, {_moment(last)}, and may have arrived", advice)
            return Outcome(name, "held", f"it may have arrived, {_moment(last)}", advice)
        if purpose == "run" and not interrupted and (why := self._too_old(issue, attempt.begun_at)):
            return Outcome(name, "held", why, command)
        return None

    def _too_old(self, issue: Issue, moment: datetime) -> str:
        """Say why an issue is too old to be sent by itself; empty when it is not."""
        age, window = moment - issue.window_end, issue.window_end - issue.window_start
        if age > timedelta(hours=(hours := self.settings.delivery.max_age_hours)):
            return f"its window ended more than {hours} h ago (delivery.max_age_hours)"
        if window < timedelta(days=1) and age > window:
            return "the window after it is over, too"
        return ""

    def _settle_interrupted(self, attempts: Sequence[Attempt], channel: Channel) -> None:
        """Settle what a run left `begun` when it was killed: nobody else works on it while we have our turn.

        Of a git channel the next push tells; until then that nobody knows is all there is to say.
        """
        for attempt in attempts:
            if attempt.state == "begun":
                said = "interrupted; the repository tells" if isinstance(channel, GitChannel) else "interrupted"
                self.ledger.settle(attempt, "unknown", said, self.clock())

    def _send(self, issue: Issue, attempt: Attempt, channel: Channel, form: Deliver, text: Text) -> Outcome:
        command = _command(attempt)
        try:
            verdict = self._sent(issue, attempt, channel, form, text)
        except MissingVariableError as error:
            self.ledger.settle(attempt, "failed", str(error), self.clock())
            missing = _missing(attempt.channel, error)
            return replace(missing, advice=f"{missing.advice}; then: {command}")
        self.ledger.settle(attempt, verdict.result, verdict.detail, self.clock())
        advice = {
            "sent": "",
            "failed": f"mend it (digest deliver --test {attempt.channel}); then: {command}",
            "unknown": f"look whether it arrived; if not: {command} --again",
        }
        return Outcome(attempt.channel, verdict.result, verdict.detail, advice[verdict.result])

    def _sent(self, issue: Issue, attempt: Attempt, channel: Channel, form: Deliver, text: Text) -> Verdict:
        address = address_of(channel, self.environment)
        if isinstance(channel, GitChannel):
            what = git.Push(
                channel=channel,
                file=channel.file(_places(issue)),
                content=in_a_repository(text.markdown(text.stories), text.page),
                message=f"{issue.title}\n\n{issue.edition} {issue.key}\n",
                moment=attempt.begun_at,
            )
            return git.push(address, self._work(attempt.channel), what, self._seconds)
        if form.form == "link" and not text.page:
            return Verdict("failed", "the form link needs the address of the site (site.url in digest.yaml)")
        return send_text(address, text, self._seconds)

    def _alerted(self, issue: Issue, outcome: Outcome) -> Outcome:
        """Tell the channel for alerts of a failure, once for each issue and channel."""
        name = self.settings.delivery.alert
        if not name or name == outcome.channel or not self.ledger.alert(issue.edition, issue.key, outcome.channel):
            return outcome
        said = words(issue.language)
        lead = said["alert_states"][outcome.state].format(title=issue.title, channel=outcome.channel)
        lines = [escape(lead)]
        lines += [within(f"{said[key]}{said['colon']}{text}") for key, text in _reasons(outcome)]
        title = said["alert_title"].format(edition=issue.edition, key=issue.key, channel=outcome.channel)
        verdict = alert(self.settings, self.environment, title, "\n\n".join(lines) + "\n")
        if verdict.result == "sent":
            return outcome
        return replace(outcome, why=f"{outcome.why}; the alert to {name} failed too: {verdict.detail}")

    def _work(self, name: str) -> Path:
        return self.settings.home / "delivery" / name

    @property
    def _seconds(self) -> float:
        return self.settings.delivery.timeout_seconds

    @contextmanager
    def _turn(self, name: str) -> Iterator[None]:
        """Wait until no other process delivers to the channel; a process that was killed gives its turn back."""
        folder = self.settings.home / "delivery"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / f"{name}.lock").open("w") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX)
            yield


def _missing(name: str, error: MissingVariableError) -> Outcome:
    return Outcome(name, "failed", f"{error} (channels.{name})", f"set {error.name} in the environment of the run")


def _reasons(outcome: Outcome) -> list[tuple[str, str]]:
    return [("why", outcome.why), ("what_to_do", outcome.advice)]


def _command(attempt: Attempt) -> str:
    return f"digest deliver --edition {attempt.edition} --key {attempt.key} --channel {attempt.channel}"


def _moment(attempt: Attempt) -> str:
    return f"{attempt.begun_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _places(issue: Issue) -> dict[str, str]:
    return {
        "edition": issue.edition,
        "key": issue.key,
        "day": issue.day.isoformat(),
        "year": f"{issue.day:%Y}",
        "month": f"{issue.day:%m}",
    }
