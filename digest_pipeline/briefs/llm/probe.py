"""Probes: one small call that shows whether a model answers, in which modes, how fast and at what cost.

Nothing of it is kept. What is asked for a brief is `writer`.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import Field

from digest_pipeline.briefs.llm.endpoint import Endpoint
from digest_pipeline.briefs.llm.interview import Interviewer
from digest_pipeline.briefs.llm.keeping import Unkept
from digest_pipeline.briefs.llm.question import Question, Reply, Usage
from digest_pipeline.briefs.schema import Reviewed
from digest_pipeline.settings import Llm

Mode = Literal["tools", "json_schema", "json"]
MODES: tuple[Mode, ...] = get_args(Mode)
_WORD = "lighthouse"
# A model that reasons first needs room for it.
_MOST_TOKENS = 1_000


class ProbeDraft(Reviewed):
    """The smallest answer that shows whether a model keeps to a form."""

    word: str = Field(description="The word of the request, copied letter by letter.")
    letters: int = Field(description="How many letters the word has.")


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of a call to `model` in `mode`; `detail` says what is wrong, `working` names modes that answered."""

    model: str
    mode: Mode
    works: bool
    seconds: float
    usage: Usage
    detail: str = ""
    working: tuple[Mode, ...] = ()


async def probe(models: Sequence[str], settings: Llm, *, api_key: str, base_url: str | None) -> list[Probe]:
    """Return what comes of one call to each of `models` in the mode of the settings, tried once.

    Where a model answers but does not keep to the form, the other modes are tried too.

    Raises:
        ConfigurationError: when money is limited and a model's price is not known.
    """
    found = []
    for model in models:
        first = await _tried(model, settings.mode, settings, api_key, base_url)
        found.append(first if first.works else await _with_others(first, settings, api_key, base_url))
    return found


async def _with_others(first: Probe, settings: Llm, api_key: str, base_url: str | None) -> Probe:
    others = [mode for mode in MODES if mode != first.mode]
    tried = [await _tried(first.model, mode, settings, api_key, base_url) for mode in others]
    return Probe(
        first.model,
        first.mode,
        works=False,
        seconds=first.seconds,
        usage=Usage.total([first.usage, *(one.usage for one in tried)]),
        detail=first.detail,
        working=tuple(one.mode for one in tried if one.works),
    )


async def _tried(model: str, mode: Mode, settings: Llm, api_key: str, base_url: str | None) -> Probe:
    once = settings.model_copy(update={"mode": mode, "attempts": 1})
    async with Endpoint(once, api_key=api_key, base_url=base_url, ledger=Unkept()) as endpoint:
        started = time.perf_counter()
        reply = await Interviewer(endpoint, once).ask(_question(model))
        seconds = time.perf_counter() - started
    return Probe(model, mode, _is_right(reply), seconds, reply.usage, _complaint(reply))


def _question(model: str) -> Question[ProbeDraft]:
    return Question(
        purpose="probe",
        story_id="",
        model=model,
        system="You answer in the form that you are asked for.",
        user=f"The word is: {_WORD}",
        response_model=ProbeDraft,
        review=lambda _: [],
        max_output_tokens=_MOST_TOKENS,
    )


def _is_right(reply: Reply[ProbeDraft]) -> bool:
    return reply.draft is not None and reply.draft.word.strip().lower() == _WORD


def _complaint(reply: Reply[ProbeDraft]) -> str:
    if reply.draft is None:
        return f"{reply.failure}: {reply.detail}"
    return "" if _is_right(reply) else f"it was to copy “{_WORD}” and answered “{reply.draft.word[:40]}”"
