"""Short messages to a channel that are no issue: tests, and what the channel for alerts is told."""

from collections.abc import Mapping

from digest_pipeline.delivery.channels import Channel, GitChannel
from digest_pipeline.delivery.messenger import send_note
from digest_pipeline.delivery.secrets import Address, MissingVariableError
from digest_pipeline.delivery.wire import Verdict
from digest_pipeline.settings import Settings


def alert(settings: Settings, environment: Mapping[str, str], title: str, markdown: str) -> Verdict:
    """Send a note to the channel that `delivery.alert` names, which must be set, and say what became of it."""
    try:
        address = address_of(settings.channels[settings.delivery.alert], environment)
    except MissingVariableError as error:
        return Verdict("failed", str(error))
    return send_note(address, title, markdown, settings.delivery.timeout_seconds)


def address_of(channel: Channel, environment: Mapping[str, str]) -> Address:
    """Return the address of a channel, its secrets filled in from the environment.

    Raises:
        MissingVariableError: when the environment lacks one.
    """
    secret = channel.git if isinstance(channel, GitChannel) else channel.url
    return Address(secret.get_secret_value(), environment)
