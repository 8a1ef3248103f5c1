"""A delivery that is killed as by a power cut: `python -m tests.delivery.killed_delivery POINT CHANNEL`.

Started by `test_killed_deliveries.py` in a process of its own. At the point "sending" it goes on until it is killed
from outside, when the server has been reached.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from digest_pipeline.delivery.deliver import Courier
from digest_pipeline.delivery.ledger import Deliveries
from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.settings import load
from digest_pipeline.warehouse import Warehouse
from tests.delivery.desk import NOW
from tests.editions.sample import sample_issue


def die() -> NoReturn:
    """End this process at once: nothing is flushed, closed or rolled back."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


class DyingLedger(Deliveries):
    """A ledger whose process dies at one of its writes."""

    point = ""

    def begin(self, *args: Any) -> None:
        """Write the row, and die before or after."""
        if self.point == "before the row":
            die()
        super().begin(*args)
        if self.point == "after the row":
            die()

    def settle(self, *args: Any) -> None:
        """Settle the row, and die before or after."""
        if self.point == "before it is settled":
            die()
        super().settle(*args)
        if self.point == "after it is settled":
            die()


def main(point: str, channel: str) -> None:
    """Deliver until the point."""
    settings = load(Path(os.environ["DIGEST_HOME"]))
    ledger = DyingLedger(Warehouse(settings.database, wait_seconds=5))
    ledger.point = point
    courier = Courier(settings, ledger, lambda: NOW, os.environ)
    edition = Catalogue(settings.home)["daily_briefing"]
    sys.exit(f"ended alive: {courier.deliver(sample_issue(), edition, channels=[channel])}")


if __name__ == "__main__":
    main(*sys.argv[1:])
