"""Sending a text to a channel of Apprise: cut to what the service takes, then sent as one message by another process.

Whether it may be sent at all was decided before (`deliver`).
"""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import assert_never

from digest_pipeline.delivery.formats import as_html, as_text, standing_alone
from digest_pipeline.delivery.secrets import Address
from digest_pipeline.delivery.service import Service, UnknownServiceError
from digest_pipeline.delivery.texts import Text
from digest_pipeline.delivery.wire import Verdict
from digest_pipeline.markdown import strong
from digest_pipeline.settings import CHECKOUT

_COMMAND = [sys.executable, "-m", "digest_pipeline.delivery.sender"]


def send_text(address: Address, text: Text, timeout_seconds: float) -> Verdict:
    """Send as many whole stories of `text` as the service takes, and say what became of the message."""
    try:
        service = Service(address.url)
    except UnknownServiceError as error:
        return Verdict("failed", address.redact(str(error)))
    return _send(address, *fitting(service, text), timeout_seconds)


def send_note(address: Address, title: str, markdown: str, timeout_seconds: float) -> Verdict:
    """Send a short message that is no issue: a test, an alert."""
    try:
        service = Service(address.url)
    except UnknownServiceError as error:
        return Verdict("failed", address.redact(str(error)))
    body = _written(service, title, markdown)
    return _send(
        address, service.cut_title(title), body if service.takes(body) else service.cut_line(title), timeout_seconds
    )


def fitting(service: Service, text: Text) -> tuple[str, str]:
    """Return title and body of the message: the first stories that fit, whole ones only.

    Where not one fits, the next shorter form takes the place of the text, in the end the bare title.
    """
    title = service.cut_title(text.title)
    form: Text | None = text
    while form is not None:
        body = _fitting_body(service, form)
        if body is not None:
            return title, body
        form = form.shorter()
    return title, service.cut_line(text.title)


def _fitting_body(service: Service, text: Text) -> str | None:
    """Return the body with the most stories that fit, None when not one does."""

    def body(stories: int) -> str:
        return _written(service, text.title, standing_alone(text.markdown(stories), text.page))

    if text.stories:
        most = _most(text.stories, lambda stories: service.takes(body(stories)))
        return body(most) if most else None
    return body(0) if service.takes(body(0)) else None


def _most(highest: int, fits: Callable[[int], bool]) -> int:
    """Return the highest number up to `highest` that fits, 0 for none; a text grows with its stories."""
    low, high = 0, highest
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def _written(service: Service, title: str, markdown: str) -> str:
    """Return a body in the service's format, with the title on top where a message has none of its own."""
    heading = "" if service.title_limit else f"{strong(title, '')}\n\n"
    whole = heading + markdown
    if service.format == "html":
        return as_html(whole)
    if service.format == "markdown":
        return whole
    if service.format == "text":
        return as_text(whole)
    assert_never(service.format)


def _send(address: Address, title: str, body: str, timeout_seconds: float) -> Verdict:
    message = json.dumps({"url": address.url, "title": title, "body": body})
    try:
        done = subprocess.run(  # noqa: S603  our own module
            _COMMAND, input=message, capture_output=True, text=True, timeout=timeout_seconds, check=False, cwd=CHECKOUT
        )
    except subprocess.TimeoutExpired:
        return Verdict("unknown", f"no answer within {timeout_seconds:g} s")
    try:
        verdict = Verdict(**json.loads(done.stdout))
    except (ValueError, TypeError):
        last = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        return Verdict("unknown", address.redact(f"the sending process broke off: {last}"))
    return Verdict(verdict.result, address.redact(verdict.detail))
