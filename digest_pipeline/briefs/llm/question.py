"""What is asked of a model and what comes back: the types between those who ask and those who carry it to an endpoint.

Nothing here sends, checks or remembers anything.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from digest_pipeline.briefs.schema import Reviewed

Purpose = Literal["triage", "brief", "translation", "overview", "probe"]
FallbackReason = Literal[
    "rate_limited",
    "server_error",
    "request_rejected",
    "timeout",
    "unreachable",
    "refused",
    "truncated",
    "malformed",
    "breaker_open",
    "budget_spent",
    "batch_pending",
    "ungrounded_headline",
    "ungrounded_sentence",
    "ungrounded_points",
    "nothing_to_quote",
    "crashed",
]
Answer = TypeVar("Answer", bound=Reviewed)


@dataclass(frozen=True, slots=True)
class Usage:
    """What answers cost: requests that were sent, tokens, and money in the currency of the prices (None: not known).

    A request whose answer was lost counts with what it may have cost at most. `cached` says that nothing was sent: all
    was answered from the record.
    """

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = 0.0
    cached: bool = False

    @classmethod
    def total(cls, parts: Iterable["Usage"]) -> "Usage":
        """Return what `parts` cost together; the total is cached when each of them is, and there is one."""
        given = list(parts)
        costs = [part.cost for part in given if part.cost is not None]
        return cls(
            calls=sum(part.calls for part in given),
            tokens_in=sum(part.tokens_in for part in given),
            tokens_out=sum(part.tokens_out for part in given),
            cost=sum(costs) if len(costs) == len(given) else None,
            cached=bool(given) and all(part.cached for part in given),
        )


@dataclass(frozen=True, slots=True)
class Question(Generic[Answer]):
    """One question: the messages, the form of the answer, and what may be objected to it.

    `review` returns what the model must mend in an answer, a line for each statement; an empty list accepts it.
    `story_id` is empty when several stories share the question.
    """

    purpose: Purpose
    story_id: str
    model: str
    system: str
    user: str
    response_model: type[Answer]
    review: Callable[[Answer], list[str]]
    max_output_tokens: int


@dataclass(frozen=True, slots=True)
class Reply(Generic[Answer]):
    """The last well-formed answer, of which some statements may not stand, or why there is none."""

    draft: Answer | None
    failure: FallbackReason | None = None
    detail: str = ""
    usage: Usage = Usage()
    re_asks: int = 0


class Asks(Protocol):
    """Whoever carries questions to a model."""

    async def ask(self, question: Question[Answer]) -> Reply[Answer]:
        """Return the reply; no failure of the endpoint or the model is raised."""
