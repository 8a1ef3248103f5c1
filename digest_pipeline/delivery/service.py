"""A service of Apprise, opened the way deliveries need it: one message, no second try, no redirect; and what it takes.

What Apprise does not know of a service (limits in bytes, refusals that come with HTTP 200) stands in `_KNOWN`. Nothing
here sends.
"""

import json
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from apprise import NotifyBase

Format = Literal["markdown", "html", "text"]

# A mail server may look at a message for a while before it takes it; Apprise waits 4 s unless the address says else.
_SECONDS = 30.0
_ELLIPSIS = "…"


class UnknownServiceError(Exception):
    """Apprise can make nothing of an address; the message says why as far as Apprise does."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a service beyond Apprise.

    `limit` is of the message's body, None for no limit at all, counted in characters, in bytes of UTF-8, or in bytes of
    ASCII JSON, as Apprise sends it. `refusal` is the key of the JSON answer that is not 0 when a message was refused.
    """

    limit: int | None
    unit: Literal["characters", "bytes", "json"] = "characters"
    refusal: str = ""


# A mail or a webhook has no limit of its own; the number of Apprise is that of its base class. The robots of WeCom,
# DingTalk and Feishu answer HTTP 200 to what they refuse, which Apprise takes for a success. WeCom: 2048 bytes of text;
# DingTalk: 20,000 bytes; Feishu and Lark: 20 KB of request, of which some is the envelope; ntfy: from 4096 bytes on a
# message becomes an attachment.
_UNLIMITED = Known(limit=None)
_KNOWN = {
    "email": _UNLIMITED,
    "custom_json": _UNLIMITED,
    "custom_form": _UNLIMITED,
    "custom_xml": _UNLIMITED,
    "wecombot": Known(2_048, "bytes", "errcode"),
    "dingtalk": Known(18_000, "bytes", "errcode"),
    "feishu": Known(19_000, "json", "code"),
    "lark": Known(19_000, "json", "code"),
    "ntfy": Known(4_096, "bytes"),
}


class Service:
    """An opened service. `title_limit` is 0 where a message has no title of its own."""

    def __init__(self, url: str) -> None:
        """Open a service without touching the network.

        Raises:
            UnknownServiceError: when Apprise does not know or accept the address.
        """
        self._plugin = _opened(url)
        self._known = _KNOWN.get(type(self._plugin).__module__.split(".")[2])
        self.title_limit = max(int(self._plugin.title_maxlen), 0)
        self.format = _format_of(self._plugin)

    @property
    def refusal(self) -> str:
        """The key of a JSON answer that is not 0 when the service refused; empty when the status tells."""
        return self._known.refusal if self._known else ""

    def takes(self, body: str) -> bool:
        """Say whether the service takes a body of this length, after what Apprise makes of it."""
        from apprise import NotifyFormat  # noqa: PLC0415  0.13 s, and 0.4 s for the first address; only a delivery pays it

        if self._known and self._known.limit is None:
            return True
        sent = self._plugin.dialect_convert(body, NotifyFormat(self.format))
        lines = self._plugin.body_max_line_count
        if lines and sent.count("\n") >= lines:
            return False
        if self._known is None:
            return len(sent) <= self._plugin.body_maxlen
        return _length(sent, self._known.unit) <= (self._known.limit or 0)

    def cut_title(self, title: str) -> str:
        """Return as much of the title as the service takes, nothing where a message has none."""
        if not self.title_limit:
            return ""
        return title if len(title) <= self.title_limit else title[: self.title_limit - 1] + _ELLIPSIS

    def cut_line(self, line: str) -> str:
        """Return as much of a line as the service takes for a whole body."""
        while len(line) > 1 and not self.takes(line):
            line = line[: len(line) * 9 // 10 - 1] + _ELLIPSIS
        return line

    def notify(self, title: str, body: str) -> bool:
        """Send one message, whose body is in `format`; say whether Apprise believes that it arrived."""
        from apprise import NotifyFormat, NotifyType  # noqa: PLC0415  the same

        # Without Apprise.notify around it: no retries, and no failure that an address declares to be none.
        sent = self._plugin.notify(
            body=body, title=title, notify_type=NotifyType.INFO, body_format=NotifyFormat(self.format)
        )
        return bool(sent)


def _opened(url: str) -> "NotifyBase":
    from apprise import Apprise, AppriseAsset, OverflowMode  # noqa: PLC0415  the same

    # A redirected POST is sent again as a GET without its body, and answered with 200.
    asset = AppriseAsset(app_id="digest-pipeline", app_desc="digest-pipeline", app_url="", http_redirects=False)
    # Apprise would put its own picture, from its own server, beside each message.
    asset.image_url_mask = asset.image_url_logo = ""
    with _said() as said, warnings.catch_warnings():
        # The first address makes Apprise load all its plugins, one of which asks for a module that Python drops.
        warnings.filterwarnings("ignore", "'imghdr' is deprecated", DeprecationWarning)
        plugin = Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if plugin is None or not plugin.enabled:
        raise UnknownServiceError(
            "Apprise can make nothing of the address" + "".join(f": {line}" for line in said[-1:])
        )
    plugin.overflow_mode = OverflowMode.UPSTREAM  # what does not fit was left out before; nothing is ever split
    if getattr(plugin, "fields", False) is True:
        # Discord's embeds would go on in a second message.
        plugin.fields = False  # type: ignore[attr-defined]
    base = type(plugin)
    if plugin.socket_read_timeout == base.socket_read_timeout:
        plugin.socket_read_timeout = _SECONDS
    if plugin.socket_connect_timeout == base.socket_connect_timeout:
        plugin.socket_connect_timeout = _SECONDS
    return plugin


def _format_of(plugin: "NotifyBase") -> Format:
    """Return the format to write in: HTML where that is the service's first choice, else Markdown, else text."""
    from apprise import NotifyFormat  # noqa: PLC0415  the same

    chosen = plugin.resolve_format(NotifyFormat.HTML)
    if chosen is not NotifyFormat.HTML or plugin.resolve_format(None) is not NotifyFormat.HTML:
        chosen = plugin.resolve_format(NotifyFormat.MARKDOWN)
    formats: dict[str, Format] = {"html": "html", "markdown": "markdown"}
    return formats.get(chosen.value, "text")


def _length(text: str, unit: Literal["characters", "bytes", "json"]) -> int:
    if unit == "characters":
        return len(text)
    return len(json.dumps(text)) if unit == "json" else len(text.encode("utf-8", "replace"))


@contextmanager
def _said() -> Iterator[list[str]]:
    """Collect what Apprise logs, which is where it says what it dislikes, instead of printing it."""
    lines: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    logger, handler = logging.getLogger("apprise"), Collector(logging.WARNING)
    propagated, logger.propagate = logger.propagate, False
    logger.addHandler(handler)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.propagate = propagated
