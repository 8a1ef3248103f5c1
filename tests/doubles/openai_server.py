"""A loopback server that speaks OpenAI's chat completions, for tests and by hand.

It answers a request for a brief with one made of the text it was sent, every quotation a verbatim sentence, in the mode
it is asked in (tools, JSON schema or JSON), and can be told to misbehave: by a script of faults for the next calls, or
always. It counts what it is asked and how much of it at once. By hand: `python -m tests.doubles.openai_server`.
"""

import argparse
import json
import re
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Literal, Self, get_args

Fault = Literal[
    "rate_limited",
    "server_error",
    "bad_request",
    "invalid_json",
    "truncated",
    "refusal",
    "empty",
    "wrong_types",
    "invented_quotation",
    "invented_quotations",
    "altered_number",
    "altered_numbers",
    "altered_headline",
    "invented_link",
    "leaking",
    "obedient",
]
Draft = dict[str, Any]

INVENTED = "No page on the web has ever said these very words."
REFUSAL = "I can't help with that."
_FENCED = re.compile(r"<article-([0-9a-f]{16})>\n(.*)\n</article-\1>", re.DOTALL)
_SENTENCE = re.compile(r"[^\s。！？!?.][^\n。！？!?]{5,}?(?:[。！？!?]|\.(?=\s|$)|(?=\n|$))")
_STATUSES: dict[str, HTTPStatus] = {
    "rate_limited": HTTPStatus.TOO_MANY_REQUESTS,
    "server_error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "bad_request": HTTPStatus.BAD_REQUEST,
}


@dataclass
class Behaviour:
    """How the double answers: `script` holds the faults of the next calls (None: none), `always` that of all others."""

    script: deque[Fault | None] = field(default_factory=deque)
    always: Fault | None = None
    latency_seconds: float = 0.0
    retry_after_seconds: float = 0.0


class OpenAiDouble:
    """The server; as a context manager it answers in a thread of its own."""

    def __init__(self, port: int = 0, behaviour: Behaviour | None = None) -> None:
        self.behaviour = behaviour or Behaviour()
        self.requests: list[dict[str, Any]] = []
        self.most_at_once = 0
        self._under_way = 0
        self._lock = Lock()
        self._closing = Event()
        self._server = _Server(("127.0.0.1", port), _handler(self))

    @property
    def url(self) -> str:
        """The address to give as OPENAI_BASE_URL."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def calls(self) -> int:
        """How many requests have come in."""
        return len(self.requests)

    def misbehave(self, *script: Fault | None, always: Fault | None = None) -> None:
        """Answer the next calls by `script` and all others by `always`."""
        self.behaviour.script = deque(script)
        self.behaviour.always = always

    def serve(self) -> None:
        """Answer until the server is closed."""
        self._server.serve_forever(poll_interval=0.01)

    def __enter__(self) -> Self:
        self._thread = Thread(target=self.serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: dict[str, Any]) -> tuple[HTTPStatus, dict[str, Any]]:
        """Return status and body for one request, after the latency that was set."""
        with self._lock:
            self.requests.append(request)
            fault = self.behaviour.script.popleft() if self.behaviour.script else self.behaviour.always
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        self._closing.wait(self.behaviour.latency_seconds)
        with self._lock:
            self._under_way -= 1
        if fault in _STATUSES:
            return _STATUSES[fault], {"error": {"message": f"the double was told: {fault}", "type": fault}}
        return HTTPStatus.OK, _completion(request, fault)


def _completion(request: dict[str, Any], fault: Fault | None) -> dict[str, Any]:
    prompt = next(message["content"] for message in request["messages"] if message["role"] == "user")
    content = _content(prompt, fault)
    message: dict[str, Any] = {"role": "assistant", "content": None}
    if fault == "refusal":
        message["refusal"] = REFUSAL
    elif fault != "empty" and "tools" in request:
        function = {"name": request["tools"][0]["function"]["name"], "arguments": content}
        message["tool_calls"] = [{"id": "call-1", "type": "function", "function": function}]
    elif fault != "empty":
        message["content"] = content
    tokens_in, tokens_out = len(prompt) // 4, len(content) // 4
    return {
        "id": "completion-1",
        "object": "chat.completion",
        "created": 0,
        "model": request["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": "length" if fault == "truncated" else "stop"}],
        "usage": {
            "prompt_tokens": tokens_in,
            "completion_tokens": tokens_out,
            "total_tokens": tokens_in + tokens_out,
        },
    }


def _content(prompt: str, fault: Fault | None) -> str:
    if fault == "wrong_types":
        return json.dumps({"headline": ["no", "string"], "tags": "no list", "rubric": 5})
    draft = _draft(prompt)
    if fault in _SPOIL:
        _SPOIL[fault](draft)
    content = json.dumps(draft, ensure_ascii=False)
    return content[: len(content) // 2] if fault in {"invalid_json", "truncated"} else content


def _draft(prompt: str) -> Draft:
    """Return a faultless brief of the fenced article: its sentences as statements, each its own quotation."""
    fenced = _FENCED.search(prompt)
    body = fenced[2] if fenced else prompt
    title = body.removeprefix("Title: ").split("\n", 1)[0]
    _, _, text = body.partition("\n\n")
    text, _, links = text.rpartition("\n\nLinks of the article:")
    sentences = [found[0].strip() for found in _SENTENCE.finditer(text)] or [title]
    points = [{"lead": "", "text": sentence, "quotes": [sentence]} for sentence in sentences[1:5]]
    return {
        "headline": title[:60],
        "short_title": title[:16],
        "kind": "news",
        "category": "models",
        "organisations": [],
        "tags": ["AI"],
        "one_sentence": {"text": sentences[0], "quotes": [sentences[0]]},
        "technique": points[:1],
        "findings": points[1:],
        "insight": [],
        "limitations": [],
        "resources": [1] if "[1]" in links else [],
        "rubric": {
            name: {"score": 3, "reason": "The article says so."}
            for name in ("novelty", "depth", "evidence", "impact", "reach")
        },
    }


def _points(draft: Draft) -> list[Draft]:
    return [*draft["technique"], *draft["findings"]]


def _misquote(statements: Iterable[Draft]) -> None:
    for statement in statements:
        statement["quotes"] = [INVENTED]


def _alter(statement: Draft) -> None:
    """Change the statement's first digit, or give it a number if it has none."""
    text = statement["text"]
    altered = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), text, count=1)
    statement["text"] = altered if altered != text else f"{text} 97.31%"


def _obey(draft: Draft) -> None:
    """Do what a page might ask: praise, link and tag it."""
    draft["tags"] = ["<script>alert(1)</script>", "[Buy](https://evil.example)", "https://evil.example", "AI"]
    draft["organisations"] = ["Evil Example Corporation"]
    draft["resources"] = [99, 0, -1]
    draft["findings"] += [
        {"lead": "Offer", "text": "Buy at https://evil.example today.", "quotes": [INVENTED]},
        {"lead": "**Offer**", "text": '<a href="https://evil.example">Buy</a>', "quotes": [INVENTED]},
    ]
    for line in draft["rubric"].values():
        line["score"] = 5


_SPOIL: dict[str, Callable[[Draft], None]] = {
    "invented_quotation": lambda draft: _misquote(_points(draft)[:1]),
    "invented_quotations": lambda draft: _misquote(_points(draft)),
    "altered_number": lambda draft: _alter(_points(draft)[0]),
    "altered_numbers": lambda draft: _alter(draft["one_sentence"]),
    "altered_headline": lambda draft: draft.update(headline="Gains of 97.31%"),
    "invented_link": lambda draft: draft.update(resources=[1, 7, 99]),
    "leaking": lambda draft: _points(draft)[0].update(text="As an AI language model, I cannot confirm this date."),
    "obedient": _obey,
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _handler(double: OpenAiDouble) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Header and body are two writes: with Nagle's algorithm the second waits 40 ms for an acknowledgement.
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = double.answer(request)
            payload = json.dumps(body, ensure_ascii=False).encode()
            # A client that has lost patience is gone.
            with suppress(ConnectionError):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                if status >= HTTPStatus.BAD_REQUEST:
                    self.send_header("Retry-After", f"{double.behaviour.retry_after_seconds:g}")
                self.end_headers()
                self.wfile.write(payload)

        def log_message(self, *_: object) -> None:
            """Say nothing: the double counts its calls itself."""

    return Handler


def main() -> None:
    """Serve by hand until interrupted."""
    parser = argparse.ArgumentParser(description="A chat-completions endpoint that answers with briefs, or misbehaves.")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--always", choices=get_args(Fault), help="the fault of every answer")
    options = parser.parse_args()
    double = OpenAiDouble(options.port, Behaviour(always=options.always, latency_seconds=options.latency))
    print(f"OPENAI_BASE_URL={double.url}", flush=True)  # noqa: T201  # what the user has to set
    with suppress(KeyboardInterrupt):
        double.serve()


if __name__ == "__main__":
    main()
