"""What sensors tell the channel for alerts, in the language of the newsroom's first edition."""

import os
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from digest_pipeline.delivery.notes import alert
from digest_pipeline.settings import Settings

# A tick of a sensor is ended by Dagster after 60 seconds.
_SECONDS = 40.0


class NotToldError(Exception):
    """A message has certainly not arrived; the sensor's next tick sends it again."""


def tell(settings: Settings, title: str, lines: Sequence[str]) -> str:
    """Send a message of paragraphs in Markdown to the channel of `delivery.alert`, which must be set.

    Returns:
        Why the message may not have arrived, empty when it did. It is not sent again then.

    Raises:
        NotToldError: when it has certainly not arrived.
    """
    delivery = settings.delivery.model_copy(
        update={"timeout_seconds": min(settings.delivery.timeout_seconds, _SECONDS)}
    )
    hasty = settings.model_copy(update={"delivery": delivery})
    verdict = alert(hasty, os.environ, title, "\n\n".join(lines) + "\n")
    if verdict.result == "failed":
        raise NotToldError(f"the alert to {settings.delivery.alert} did not arrive: {verdict.detail}")
    return "" if verdict.result == "sent" else f"the alert to {settings.delivery.alert} may not have arrived"


def words(settings: Settings) -> Mapping[str, Any]:
    """Return the words of messages."""
    language = settings.languages[0] if settings.languages else "en"
    return _labels()[language]


@cache
def _labels() -> dict[str, dict[str, Any]]:
    content: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("labels.yaml").read_text("utf-8"))
    return content
