"""How the double answers: its faults, its pace and its limits, all of which a test may set at any time."""

import hashlib
from collections import deque
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Literal, Self, get_args

Mode = Literal["tools", "json_schema", "json"]
Fault = Literal[
    # Answered with a status.
    "rate_limited",
    "request_timeout",
    "server_error",
    "bad_gateway",
    "unavailable",
    "overloaded",
    "bad_request",
    # Not answered, or not by an endpoint.
    "hang",
    "hang_up",
    "web_page",
    # Answered without an answer.
    "refusal",
    "filtered",
    "empty",
    "no_choices",
    "no_usage",
    "truncated",
    # Answered in another form.
    "invalid_json",
    "wrong_types",
    "incomplete",
    "wrapped",
    "fenced",
    "thinking",
    # Well-formed, and wrong.
    "invented_quotation",
    "invented_quotations",
    "altered_number",
    "altered_numbers",
    "altered_headline",
    "invented_link",
    "untranslated",
    "leaking",
    "obedient",
    "suggestible",
]
BatchEnd = Literal["completed", "failed", "expired"]
FAULTS: tuple[Fault, ...] = get_args(Fault)

OVERLOADED = 529  # of no standard, but sent by several endpoints
STATUSES: dict[Fault, int] = {
    "rate_limited": HTTPStatus.TOO_MANY_REQUESTS,
    "request_timeout": HTTPStatus.REQUEST_TIMEOUT,
    "server_error": HTTPStatus.INTERNAL_SERVER_ERROR,
    "bad_gateway": HTTPStatus.BAD_GATEWAY,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "overloaded": OVERLOADED,
    "bad_request": HTTPStatus.BAD_REQUEST,
}


@dataclass
class Behaviour:
    """How the double answers.

    `script` holds the faults of the next completions (None: none), `always` that of all others; where that is None, a
    `random_share` of the requests fails in any way, chosen by `seed`, the request and how often it came, so that the
    order in which requests arrive changes nothing.

    `modes` are those the endpoint knows, `models` and `keys` those it has (None: all). `window_requests` is how many
    completions it takes in `window_seconds` (None: any number). A batch takes `batch_polls` in each of its three
    unfinished states and comes to `batch_end`, of its lines the share `batch_failing` failed, and half of them
    unanswered when it expires.
    """

    script: deque[Fault | None] = field(default_factory=deque)
    always: Fault | None = None
    random_share: float = 0.0
    seed: int = 0
    latency_seconds: float = 0.0
    retry_after_seconds: float = 0.0
    modes: frozenset[Mode] = frozenset({"tools", "json_schema", "json"})
    models: frozenset[str] | None = None
    keys: frozenset[str] | None = None
    window_requests: int | None = None
    window_seconds: float = 60.0
    batch_polls: int = 0
    batch_end: BatchEnd = "completed"
    batch_failing: float = 0.0

    @classmethod
    def random_faults(cls, share: float, seed: int = 0) -> Self:
        """Return the behaviour of an endpoint that fails so many of all calls, 0 to 1, in all its ways."""
        return cls(random_share=share, seed=seed)

    def drawn(self, request: bytes, occurrence: int) -> Fault | None:
        """Return the random fault of the `occurrence`-th time that `request` comes in."""
        draw = hashlib.sha256(f"{self.seed}:{occurrence}:".encode() + request).digest()
        if int.from_bytes(draw[:4]) / 2**32 >= self.random_share:
            return None
        return FAULTS[int.from_bytes(draw[4:8]) % len(FAULTS)]
