"""OpenAI's batches: files of requests that come in, states that change a poll at a time, and files of answers.

A batch is answered when it is begun; what polls see of it is decided by how often they come.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http import HTTPStatus
from typing import Any

from tests.doubles.openai_server.behaviour import Behaviour, Fault
from tests.doubles.openai_server.completions import completion, error

_UNFINISHED = ("validating", "in_progress", "finalizing")
_COMPLETIONS = "/v1/chat/completions"


@dataclass
class Batch:
    """One batch: what was asked, and how often it was looked at."""

    id: str
    input_file: str
    metadata: dict[str, str]
    lines: list[dict[str, Any]]
    polls: int = 0
    cancelled: bool = False
    files: dict[str, str] = field(default_factory=dict)


class Batches:
    """The files and batches of a double."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, bytes]] = {}
        self.batches: dict[str, Batch] = {}

    def answer(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, behaviour: Behaviour
    ) -> tuple[int, dict[str, Any] | bytes]:
        """Answer a request about files or batches."""
        kind, _, rest = path.removeprefix("/v1/").partition("/")
        name, _, part = rest.partition("/")
        match method, kind, part:
            case "POST", "files", "" if not name:
                return self.upload(headers.get("content-type", ""), body)
            case "GET", "files", "" | "content" if name in self.files:
                return HTTPStatus.OK, self.files[name][1] if part else self.described(name)
            case "POST", "batches", "" if not name:
                return self.begin(json.loads(body), behaviour)
            case "GET", "batches", "" if not name:
                every = [self.seen(batch, behaviour) for batch in self.batches.values()]
                return HTTPStatus.OK, {"object": "list", "data": every, "has_more": False}
            case "GET" | "POST", "batches", "" | "cancel" if name in self.batches:
                return (self.cancel if part else self.look)(name, behaviour)
        return HTTPStatus.NOT_FOUND, error(f"There is no {method} {path} here.", "not_found")

    def upload(self, content_type: str, body: bytes) -> tuple[int, dict[str, Any]]:
        """Keep a file that comes as a form."""
        form = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
        fields = {part.get_param("name", header="content-disposition"): part for part in form.iter_parts()}
        if "file" not in fields or "purpose" not in fields:
            return HTTPStatus.BAD_REQUEST, error("'file' and 'purpose' are required.", "missing_required_parameter")
        content = fields["file"].get_payload(decode=True)
        name = self._keep(fields["file"].get_filename() or "upload", content if isinstance(content, bytes) else b"")
        return HTTPStatus.OK, self.described(name, str(fields["purpose"].get_content()).strip())

    def described(self, name: str, purpose: str = "batch") -> dict[str, Any]:
        """Return what a file is, without its content."""
        filename, content = self.files[name]
        return {
            "id": name,
            "object": "file",
            "bytes": len(content),
            "created_at": 0,
            "filename": filename,
            "purpose": purpose,
            "status": "processed",
        }

    def begin(self, wanted: dict[str, Any], behaviour: Behaviour) -> tuple[int, dict[str, Any]]:
        """Begin a batch."""
        source = wanted.get("input_file_id", "")
        if source not in self.files:
            return HTTPStatus.BAD_REQUEST, error(f"No such file: {source}", "invalid_input_file")
        if wanted.get("endpoint") != _COMPLETIONS or wanted.get("completion_window") != "24h":
            return HTTPStatus.BAD_REQUEST, error("endpoint or completion_window is not supported.", "invalid_value")
        lines = [json.loads(line) for line in self.files[source][1].splitlines() if line.strip()]
        batch = Batch(f"batch-{len(self.batches) + 1}", source, wanted.get("metadata") or {}, lines)
        self.batches[batch.id] = batch
        return HTTPStatus.OK, self.seen(batch, behaviour)

    def look(self, name: str, behaviour: Behaviour) -> tuple[int, dict[str, Any]]:
        """Return the state of a batch, and let it go on."""
        batch = self.batches[name]
        batch.polls += 1
        return HTTPStatus.OK, self.seen(batch, behaviour)

    def cancel(self, name: str, behaviour: Behaviour) -> tuple[int, dict[str, Any]]:
        """End a batch before its time."""
        batch = self.batches[name]
        if _unfinished(batch, behaviour) is None:
            return HTTPStatus.CONFLICT, error("The batch has ended.", "invalid_state")
        batch.cancelled = True
        return HTTPStatus.OK, {**self.seen(batch, behaviour), "status": "cancelling"}

    def seen(self, batch: Batch, behaviour: Behaviour) -> dict[str, Any]:
        """Return a batch as it stands now."""
        status = "cancelled" if batch.cancelled else _unfinished(batch, behaviour) or behaviour.batch_end
        if status in {"completed", "expired", "cancelled"} and not batch.files:
            self._answer(batch, behaviour, status)
        failed = batch.files.get("error", "").count("\n")
        done = batch.files.get("output", "").count("\n")
        named = {kind: f"file-{batch.id}-{kind}" for kind, text in batch.files.items() if text}
        errors = [{"code": "invalid_json_line", "message": "This line is not parseable as valid JSON.", "line": 1}]
        return {
            "id": batch.id,
            "object": "batch",
            "endpoint": _COMPLETIONS,
            "completion_window": "24h",
            "created_at": 0,
            "input_file_id": batch.input_file,
            "status": status,
            "output_file_id": named.get("output"),
            "error_file_id": named.get("error"),
            "errors": {"object": "list", "data": errors} if status == "failed" else None,
            "request_counts": {"total": len(batch.lines), "completed": done, "failed": failed},
            "metadata": batch.metadata,
        }

    def _answer(self, batch: Batch, behaviour: Behaviour, status: str) -> None:
        """Write the files of answers and of errors; a batch that did not end by itself answers its first half."""
        answered = len(batch.lines) if status == "completed" else len(batch.lines) // 2
        texts = {"output": "", "error": ""}
        for number, line in enumerate(batch.lines):
            share = behaviour.batch_failing
            fault: Fault | None = (
                "server_error" if int((number + 1) * share) > int(number * share) else behaviour.always
            )
            code, body = completion(line["body"], fault, behaviour)
            entry: dict[str, Any] = {
                "id": f"{batch.id}-{number}",
                "custom_id": line["custom_id"],
                "response": {"status_code": code, "request_id": f"request-{number}", "body": body},
                "error": None,
            }
            if number >= answered:
                entry |= {"response": None, "error": {"code": f"batch_{status}", "message": f"The batch has {status}."}}
            good = number < answered and code == HTTPStatus.OK
            texts["output" if good else "error"] += json.dumps(entry, ensure_ascii=False) + "\n"
        batch.files = texts
        for kind, text in texts.items():
            self.files[f"file-{batch.id}-{kind}"] = (f"{kind}.jsonl", text.encode())

    def _keep(self, filename: str, content: bytes) -> str:
        name = f"file-{len(self.files) + 1}"
        self.files[name] = (filename, content)
        return name


def _unfinished(batch: Batch, behaviour: Behaviour) -> str | None:
    """Return the state of a batch that has not ended; with no polls set, it has ended by the first."""
    if behaviour.batch_polls == 0:
        return None if batch.polls else _UNFINISHED[0]
    state = batch.polls // behaviour.batch_polls
    return _UNFINISHED[state] if state < len(_UNFINISHED) else None
