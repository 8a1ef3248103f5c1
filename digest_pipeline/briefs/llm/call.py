"""One call to a model: what is sent, under which key its answer is kept, what it may cost and what it did cost.

Nothing here is asynchronous or talks to anybody.
"""

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from digest_pipeline.briefs.llm.keeping import Paid
from digest_pipeline.briefs.llm.prices import Rate
from digest_pipeline.briefs.llm.question import Purpose, Usage
from digest_pipeline.model import content_id

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion


class Call:
    """One completion that is wanted.

    `body` is the request to `/chat/completions`, whose `max_completion_tokens` must be set; `re_ask` says that it
    objects to an answer before it. The key is a hash of the body: of all that shapes the answer.
    """

    def __init__(self, purpose: Purpose, story_id: str, body: dict[str, Any], *, re_ask: bool = False) -> None:
        # Written out at once: instructor extends the list of messages when it asks again.
        self.text = json.dumps(body, ensure_ascii=False, sort_keys=True)
        self.key = content_id(self.text)
        self.body: dict[str, Any] = json.loads(self.text)
        self.purpose = purpose
        self.story_id = story_id
        self.re_ask = re_ask
        self.model: str = body["model"]

    def most(self, price: Rate | None) -> Paid:
        """Return what the call may cost at most, as the row of one whose answer never came.

        No token of a byte-pair encoding is shorter than a byte, and the frame of a message costs less than its JSON.
        """
        sent, received = len(self.text.encode("utf-8", "surrogatepass")), self.body["max_completion_tokens"]
        cost = price.cost(sent, received) if price else None
        return Paid(self.key, self.purpose, self.story_id, self.model, None, sent, received, cost, estimated=True)


@dataclass(frozen=True, slots=True)
class Completed:
    """An answer and what it cost."""

    answer: "ChatCompletion"
    usage: Usage


class Completes(Protocol):
    """Whoever gets calls answered."""

    async def complete(self, call: Call) -> Completed:
        """Return the answer.

        Raises:
            CallFailedError: when there is none; the reason says why.
        """

    async def forget(self, keys: list[str]) -> None:
        """Let no answer under these keys be replayed."""


def is_completion(answer: str) -> bool:
    """Say whether the body of an answer is a chat completion, however odd."""
    try:
        body = json.loads(answer)
    except ValueError:
        return False
    return isinstance(body, dict) and isinstance(body.get("choices"), list)


def completion(answer: str) -> "ChatCompletion":
    """Return a chat completion from the body of an answer; as lenient with its fields as the client is."""
    from openai.types.chat import ChatCompletion  # noqa: PLC0415  1 s, which only a run that asks a model pays

    return ChatCompletion.construct(**json.loads(answer))


def billed(most: Paid, answer: str, price: Rate | None) -> Paid:
    """Return the row of a call that was answered by this completion; one that tells no usage cost the most."""
    told = _object(json.loads(answer).get("usage"))
    sent, received = told.get("prompt_tokens"), told.get("completion_tokens")
    if not isinstance(sent, int) or not isinstance(received, int) or sent + received <= 0:
        return replace(most, answer=answer)
    cached = _object(told.get("prompt_tokens_details")).get("cached_tokens")
    cost = price.cost(sent, received, cached if isinstance(cached, int) else 0) if price else None
    return replace(most, answer=answer, tokens_in=sent, tokens_out=received, cost=cost, estimated=False)


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
