"""A chat completion as it travels: the answer in the mode it was asked for, or one of the ways in which that fails."""

import json
from http import HTTPStatus
from typing import Any

from tests.doubles.openai_server.answers import Answer, answer, fenced, schema_of
from tests.doubles.openai_server.behaviour import STATUSES, Behaviour, Fault, Mode
from tests.doubles.openai_server.spoiling import spoil

REFUSAL = "I can't help with that."
_FINISH: dict[Fault | None, str] = {"truncated": "length", "filtered": "content_filter"}
_HALVED: frozenset[Fault | None] = frozenset({"invalid_json", "truncated"})


def completion(request: dict[str, Any], fault: Fault | None, behaviour: Behaviour) -> tuple[int, dict[str, Any]]:
    """Return status and body of the answer to one request."""
    mode, model = mode_of(request), request.get("model", "")
    if behaviour.models is not None and model not in behaviour.models:
        return HTTPStatus.NOT_FOUND, error(f"The model `{model}` does not exist.", "model_not_found")
    if not isinstance(request.get("messages"), list) or not request["messages"]:
        return HTTPStatus.BAD_REQUEST, error("Missing required parameter: 'messages'.", "missing_required_parameter")
    if mode is not None and mode not in behaviour.modes:
        return HTTPStatus.BAD_REQUEST, error(f"This endpoint does not support {mode}.", "unsupported_parameter")
    if fault in STATUSES:
        return STATUSES[fault], error(f"The double was told: {fault}.", fault)
    return HTTPStatus.OK, _answered(request, mode, fault)


def error(message: str, code: str) -> dict[str, Any]:
    """Return the body of an answer that is an error."""
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code}}


def mode_of(request: dict[str, Any]) -> Mode | None:
    """Return how the request wants its answer; None: as plain text."""
    if "tools" in request:
        return "tools"
    wanted = request.get("response_format", {}).get("type")
    return {"json_schema": "json_schema", "json_object": "json"}.get(wanted)  # type: ignore[return-value]  # both are modes


def _answered(request: dict[str, Any], mode: Mode | None, fault: Fault | None) -> dict[str, Any]:
    prompt = next((m["content"] for m in request["messages"] if m["role"] == "user" and m.get("content")), "")
    content = "ok" if mode is None else _content(request, prompt, fault)
    message: dict[str, Any] = {"role": "assistant", "content": None, "refusal": None}
    if fault == "refusal":
        message["refusal"] = REFUSAL
    elif fault not in {"empty", "filtered"} and mode == "tools":
        function = {"name": request["tools"][0]["function"]["name"], "arguments": content}
        message["tool_calls"] = [{"id": "call-1", "type": "function", "function": function}]
    elif fault not in {"empty", "filtered"}:
        message["content"] = content
    tokens_in = sum(len(str(sent.get("content") or "")) for sent in request["messages"]) // 4
    tokens_out = len(content) // 4
    body: dict[str, Any] = {
        "id": "completion-1",
        "object": "chat.completion",
        "created": 0,
        "model": request["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": _FINISH.get(fault, "stop")}],
        "usage": {
            "prompt_tokens": tokens_in,
            "completion_tokens": tokens_out,
            "total_tokens": tokens_in + tokens_out,
        },
    }
    if fault == "no_choices":
        body["choices"] = []
    if fault == "no_usage":
        del body["usage"]
    return body


def _content(request: dict[str, Any], prompt: str, fault: Fault | None) -> str:
    if fault == "wrong_types":
        return json.dumps({"headline": ["no", "string"], "tags": "no list", "rubric": 5, "stories": 1, "strings": 1})
    content = json.dumps(_spoilt(request, prompt, fault), ensure_ascii=False)
    if fault in _HALVED:
        return content[: len(content) // 2]
    if fault == "wrapped":
        return f"Sure, here is what you asked for:\n\n{content}\n\nShall I go on?"
    if fault == "fenced":
        return f"```json\n{content}\n```"
    if fault == "thinking":
        return f'<think>\nThe user wants {{"something"}} in JSON. Let me see.\n</think>\n\n{content}'
    return content


def _spoilt(request: dict[str, Any], prompt: str, fault: Fault | None) -> Answer:
    form, body = fenced(prompt)
    made = answer(form, body, prompt, schema_of(request) if form == "other" else {})
    spoil(made, form, fault, body)
    return made
