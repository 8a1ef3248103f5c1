"""A newsroom that delivers the sample day: its settings, its courier, and how often each is asked."""

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from digest_pipeline.delivery.deliver import Courier, Outcome, Purpose
from digest_pipeline.delivery.ledger import Attempt, Deliveries
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.model import Issue
from digest_pipeline.settings import Settings, load
from digest_pipeline.warehouse import Warehouse
from tests.editions.sample import sample_issue

NOW = datetime(2026, 2, 15, 1, tzinfo=UTC)


class Desk:
    """One home, in which the daily briefing is delivered to every channel in the form that `deliver` says."""

    def __init__(self, home: Path, channels: Mapping[str, Any], deliver: Mapping[str, Any], **sections: Any) -> None:
        home.mkdir(exist_ok=True)
        editions = {"daily_briefing": {"deliver": dict(deliver)}, "weekly": {}}
        content = {"channels": dict(channels), "editions": editions, **sections}
        (home / "digest.yaml").write_text(yaml.safe_dump(content), "utf-8")
        # With sources of its own, else those that ship are read for nothing.
        (home / "sources.yaml").write_text("sources: []\n", "utf-8")
        self.home = home
        self.issue = sample_issue()
        self.settings: Settings = load(home)
        self.ledger = Deliveries(Warehouse(self.settings.database, wait_seconds=5))

    def courier(self, now: datetime = NOW, environment: Mapping[str, str] | None = None) -> Courier:
        """Return a courier for whom it is always `now`."""
        clock: Callable[[], datetime] = lambda: now  # noqa: E731  a clock that stands still
        return Courier(self.settings, self.ledger, clock, os.environ if environment is None else environment)

    def run(
        self, issue: Issue | None = None, *, purpose: Purpose = "run", later: timedelta = timedelta(0), **kwargs: Any
    ) -> dict[str, Outcome]:
        """Deliver the issue once and return the outcomes by channel."""
        courier = self.courier(NOW + later, **kwargs)
        edition = Catalogue(self.home)["daily_briefing"]
        return {outcome.channel: outcome for outcome in courier.deliver(issue or self.issue, edition, purpose=purpose)}

    def attempts(self, channel: str) -> list[Attempt]:
        """Return what the ledger has of the issue at a channel."""
        return self.ledger.attempts("daily_briefing", self.issue.key, channel)

    def states(self, channel: str) -> list[str]:
        """Return the states of the attempts at a channel."""
        return [attempt.state for attempt in self.attempts(channel)]
