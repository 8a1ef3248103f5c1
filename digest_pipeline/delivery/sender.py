"""The process that sends one message through Apprise and ends: `python -m digest_pipeline.delivery.sender`.

A process of its own can be ended when it hangs, and can be watched (`wire`) without a trace in the run that started it.
It reads `{"url", "title", "body"}` from standard input, where no list of processes shows it, and prints a verdict.
"""

import json
import logging
import sys
from dataclasses import asdict

from digest_pipeline.delivery.service import Service
from digest_pipeline.delivery.wire import Verdict, Wire


def main() -> None:
    """Send the message of standard input and print what became of it."""
    message = json.load(sys.stdin)
    lines: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("apprise").addHandler(handler)
    service = Service(message["url"])
    wire = Wire(service.refusal)
    wire.watch()
    try:
        believed = service.notify(message["title"], message["body"])
    except Exception as error:  # noqa: BLE001  a plugin's fault: what went over the wire decides
        believed = False
        lines.append(f"{type(error).__name__}: {error}")
    verdict = wire.verdict(believed=believed)
    if verdict.result != "sent":
        verdict = Verdict(verdict.result, "; ".join(dict.fromkeys([*filter(None, [verdict.detail]), *lines])))
    json.dump(asdict(verdict), sys.stdout)


if __name__ == "__main__":
    main()
