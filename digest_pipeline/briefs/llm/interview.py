"""An interview with a model: one question, checked by instructor, and at most one re-ask for what may not stand.

Each answer is a call of its own to whoever completes calls, so that a repeated interview is replayed call by call. How
an answer is got, and what it may cost, is the endpoint's; what becomes of a draft is for those who ask.
"""

import asyncio
import logging
import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Generic

from digest_pipeline.briefs.llm.call import Call, Completes
from digest_pipeline.briefs.llm.failures import DETAIL_CHARACTERS, CallFailedError
from digest_pipeline.briefs.llm.question import Answer, FallbackReason, Question, Reply, Usage
from digest_pipeline.briefs.schema import Reviewed
from digest_pipeline.settings import Llm

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion
    from openai.types.chat.chat_completion import Choice

_RE_ASKS = 1
# Turns of the event loop until a request that got a slot is on its way.
_STEPS_OF_A_REQUEST = 25
_THOUGHTS = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)


class Interviewer:
    """Carries questions to a model in the mode that the settings name."""

    def __init__(self, endpoint: Completes, settings: Llm) -> None:
        self._endpoint = endpoint
        self._settings = settings

    async def ask(self, question: Question[Answer]) -> Reply[Answer]:
        """Return the reply; no failure of the endpoint or the model is raised, only what goes wrong in our own code.

        Answers that were of no use for their form alone will not be replayed: the next run asks again.
        """
        interview = _Interview(question, self._endpoint, self._settings)
        failure = await interview.hold()
        usage = Usage.total(interview.usages)
        re_asks = max(0, len(interview.usages) - 1)
        if interview.drafts:
            # The one with the fewest objections, of several the last.
            draft = min(reversed(interview.drafts), key=lambda found: found[0])[1]
            return Reply(draft, usage=usage, re_asks=re_asks)
        assert failure is not None  # noqa: S101  an interview without failure has a draft
        if failure.reason in {"malformed", "batch_pending"} and interview.keys:
            await self._endpoint.forget(interview.keys)
            failure = CallFailedError("malformed", failure.detail)
        return Reply(None, failure.reason, failure.detail, usage, re_asks)


@dataclass(slots=True)
class _Interview(Generic[Answer]):
    """One question's exchange: the drafts that had the right form, each with the number of objections to it."""

    question: Question[Answer]
    endpoint: Completes
    settings: Llm
    drafts: list[tuple[int, Answer]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    usages: list[Usage] = field(default_factory=list)
    crash: Exception | None = None

    async def hold(self) -> CallFailedError | None:
        """Ask, and once more if need be; return why it ended without an answer that all is well with."""
        import instructor  # noqa: PLC0415  with openai 1 s, which only a run that asks a model pays
        from instructor.core.exceptions import InstructorError  # noqa: PLC0415  the same

        # It logs every failure, parts of articles included; here they are counted and kept.
        logging.getLogger("instructor").setLevel(logging.CRITICAL)
        mode = {
            "tools": instructor.Mode.TOOLS,
            "json_schema": instructor.Mode.JSON_SCHEMA,
            "json": instructor.Mode.JSON,
        }[self.settings.mode]
        create: Any = instructor.patch(create=self._create, mode=mode)
        parameters = {"temperature": self.settings.temperature, "seed": self.settings.seed}
        try:
            await create(
                response_model=_with_schema(self.question.response_model),
                # instructor renders messages as Jinja templates once there is a context, so braces of instructions
                # and articles must never be part of the template.
                messages=[
                    {"role": "system", "content": "{{ instructions }}"},
                    {"role": "user", "content": "{{ request }}"},
                ],
                context={
                    "instructions": self.question.system,
                    "request": self.question.user,
                    "review": self._review,
                },
                max_retries=_RE_ASKS,
                strict=False,
                model=self.question.model,
                max_completion_tokens=self.question.max_output_tokens,
                **{name: value for name, value in parameters.items() if value is not None},
            )
        except InstructorError as error:
            if self.crash:
                raise self.crash from None
            cause = error.__cause__
            if isinstance(cause, CallFailedError):
                return cause
            return CallFailedError("malformed", str(error).strip()[:DETAIL_CHARACTERS])
        return None

    async def _create(self, **body: Any) -> "ChatCompletion":
        """Get one completion, as instructor wants it: the client's `chat.completions.create`."""
        call = Call(self.question.purpose, self.question.story_id, body, re_ask=bool(self.keys))
        try:
            done = await self.endpoint.complete(call)
        except CallFailedError as failed:
            if failed.usage.calls:
                self.usages.append(failed.usage)
            raise
        except Exception as error:
            # The ledger's or a mistake of ours; instructor would take it for the answer's fault.
            self.crash = error
            raise
        self.keys.append(call.key)
        self.usages.append(done.usage)
        # To read an answer takes the processor alone; what waits to be sent takes the endpoint's time, and goes first.
        for _ in range(_STEPS_OF_A_REQUEST):
            await asyncio.sleep(0)
        if not done.answer.choices:
            raise CallFailedError("malformed", "the completion has no choices")
        choice = done.answer.choices[0]
        if ended := _ended(choice):
            raise CallFailedError(*ended)
        if self.settings.mode != "tools":
            choice.message.content = _bare_json(choice.message.content or "")
        return done.answer

    def _review(self, draft: Answer) -> list[str]:
        try:
            objections = self.question.review(draft)
        except Exception as error:
            # pydantic would take a ValueError for an objection, and instructor all others for an answer's fault.
            self.crash = error
            raise RuntimeError("the review failed") from error
        self.drafts.append((len(objections), draft))
        return objections


@cache
def _with_schema(model: type[Reviewed]) -> type[Reviewed]:
    """Return the response model as instructor wants it; made by itself at every call, it is 5 ms."""
    import instructor  # noqa: PLC0415  see `_Interview.hold`

    return instructor.response_schema(model)


def _ended(choice: "Choice") -> tuple[FallbackReason, str] | None:
    """Return why an answer is not worth reading, and the same to the same request."""
    if choice.message.refusal:
        return "refused", choice.message.refusal[:DETAIL_CHARACTERS]
    if choice.finish_reason == "content_filter":
        return "refused", "the endpoint's content filter held the answer back"
    if choice.finish_reason == "length":
        return "truncated", "the answer was cut off; llm.max_output_tokens says how long it may be"
    return None


def _bare_json(content: str) -> str:
    """Return the JSON object of an answer that thinks aloud before it, fences it or says something around it."""
    from instructor.v2.core.json import extract_json_from_codeblock  # noqa: PLC0415  see `_Interview.hold`

    said = _THOUGHTS.sub("", content).strip()
    if said.startswith("{") and said.endswith("}"):
        return said
    try:
        return extract_json_from_codeblock(said[: said.rfind("}") + 1])
    except ValueError:
        return content
