"""What really went over the wire while a plugin of Apprise was sending: whether a failed message can have arrived.

Apprise returns a boolean, which is the same for a refused connection and for an answer that never came. So the two ways
that its plugins send (requests, smtplib) are watched for the life of the process, which is that of `sender` and sends
one message.
"""

import json
import smtplib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["accepted", "refused", "doubtful"]
Result = Literal["sent", "failed", "unknown"]

_SHOWN_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request, or one mail: the other side accepted it, certainly did not, or may have."""

    kind: Kind
    said: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a message. `failed`: it has certainly not arrived; `unknown`: it may have."""

    result: Result
    detail: str


class Wire:
    """The exchanges of this process from the moment it is watched. `refusal`: see `service.Known`."""

    def __init__(self, refusal: str) -> None:
        self.exchanges: list[Exchange] = []
        self._refusal = refusal
        self._pieces_sent = 0
        self._other_sockets = 0
        self._knows_mail = False

    def watch(self) -> None:
        """Look at everything that is sent from now on."""
        import requests  # noqa: PLC0415  Apprise's, 0.1 s

        sys.addaudithook(self._hear)
        adapter = requests.adapters.HTTPAdapter
        adapter.send = self._watched_request(adapter.send)  # type: ignore[method-assign]
        smtplib.SMTP.data = self._watched_mail(smtplib.SMTP.data)  # type: ignore[method-assign]

    def verdict(self, *, believed: bool) -> Verdict:
        """Judge what became of the message; `believed` is what Apprise says."""
        said = "; ".join(exchange.said for exchange in self.exchanges)
        kinds = {exchange.kind for exchange in self.exchanges}
        if believed and "refused" not in kinds:
            return Verdict("sent", said)
        # Another way of sending than the two that are watched: nobody knows how far it came.
        unseen = self._other_sockets > 0 and not self.exchanges and not self._knows_mail
        if unseen or kinds & {"accepted", "doubtful"}:
            return Verdict("unknown", said or "the service did not say whether it took the message")
        return Verdict("failed", said)

    def _hear(self, event: str, _: tuple[Any, ...]) -> None:
        if event == "http.client.send":
            self._pieces_sent += 1
        elif event == "smtplib.connect":
            self._knows_mail = True
        elif event in {"socket.connect", "socket.sendto"}:
            self._other_sockets += 1

    def _watched_request(self, send: Callable[..., Any]) -> Callable[..., Any]:
        def watched(adapter: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
            before = self._pieces_sent
            try:
                response = send(adapter, request, *args, **kwargs)
            except Exception as error:
                # Without a byte of it handed to the connection, a request can't have arrived.
                kind: Kind = "doubtful" if self._pieces_sent > before else "refused"
                self.exchanges.append(Exchange(kind, _reason(error)))
                raise
            self.exchanges.append(self._answered(response))
            return response

        return watched

    def _answered(self, response: Any) -> Exchange:
        status = response.status_code
        try:
            body = response.content
        except Exception as error:  # noqa: BLE001  an answer that breaks off is an answer all the same
            return Exchange("doubtful", f"HTTP {status}, then {_reason(error)}")
        if status >= 500:  # noqa: PLR2004  a gateway's error says nothing about what stands behind it
            return Exchange("doubtful", f"HTTP {status}{_shown(body)}")
        if status >= 300 or self._refuses(body):  # noqa: PLR2004  redirects are not followed
            return Exchange("refused", f"HTTP {status}{_shown(body)}")
        return Exchange("accepted", f"HTTP {status}")

    def _refuses(self, body: bytes) -> bool:
        try:
            answer = json.loads(body) if self._refusal else None
        except ValueError:
            return False
        return isinstance(answer, dict) and answer.get(self._refusal, 0) not in {0, "0"}

    def _watched_mail(self, data: Callable[..., Any]) -> Callable[..., Any]:
        def watched(server: smtplib.SMTP, message: Any) -> Any:
            try:
                code, answer = data(server, message)
            except smtplib.SMTPResponseException as error:
                # The server did not let the message be sent.
                self.exchanges.append(Exchange("refused", f"SMTP {error.smtp_code}{_shown(error.smtp_error)}"))
                raise
            except Exception as error:
                self.exchanges.append(Exchange("doubtful", f"mail: {_reason(error)}"))
                raise
            accepted = code == 250  # noqa: PLR2004  RFC 5321, 4.2.3
            self.exchanges.append(Exchange("accepted" if accepted else "refused", f"SMTP {code}{_shown(answer)}"))
            return code, answer

        return watched


def _shown(body: bytes | str) -> str:
    text = body if isinstance(body, str) else body.decode("utf-8", "replace")
    text = " ".join(text.split())[:_SHOWN_CHARACTERS]
    return f" ({text})" if text else ""


def _reason(error: BaseException) -> str:
    """Return the innermost reason of an error, which names no address."""
    seen: list[BaseException] = []
    while error not in seen:
        seen.append(error)
        inner = error.__cause__ or error.__context__ or getattr(error, "reason", None)
        inner = inner or next((item for item in error.args if isinstance(item, BaseException)), None)
        error = inner if isinstance(inner, BaseException) else error
    reason = next((item.strerror for item in reversed(seen) if isinstance(item, OSError) and item.strerror), "")
    return f"{type(seen[0]).__name__}{f' ({reason})' if reason else ''}"
