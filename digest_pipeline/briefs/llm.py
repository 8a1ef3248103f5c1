"""The engine that asks a model: any OpenAI-compatible endpoint, through instructor, one request a story.

What lives here is the conversation: what is sent, how often, what an answer costs, and when the story gets the
extractive brief instead. What the model reads is in `prompts`, what it must return in `schema`, what of it may stand in
`grounding`.

A request is answered once: the completions cache is asked first, and its key is a hash of everything that shapes the
answer. A draft with statements that the article does not bear out is sent back once, by instructor's validation; of
the next one the failing points are dropped. No answer is fatal for the day.
"""

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from pydantic import BaseModel

from digest_pipeline.briefs import scoring
from digest_pipeline.briefs.extractive import ExtractiveEngine, NothingToQuoteError
from digest_pipeline.briefs.grounding import Failure, Grounded, ground
from digest_pipeline.briefs.lexicon import fold_tag
from digest_pipeline.briefs.prompts import Material, Prompt, material, prompt
from digest_pipeline.briefs.schema import SHORT_TITLE_CHARACTERS, BriefDraft
from digest_pipeline.model import Brief, Rubric, RubricScore, Story, StoryKind, content_id
from digest_pipeline.settings import Language, Llm, Subject

if TYPE_CHECKING:
    from instructor import AsyncInstructor
    from instructor.core.exceptions import InstructorError
    from instructor.core.hooks import Hooks
    from openai.types.chat import ChatCompletion

FallbackReason = Literal[
    "rate_limited",
    "server_error",
    "request_rejected",
    "timeout",
    "unreachable",
    "refused",
    "truncated",
    "malformed",
    "ungrounded_headline",
    "ungrounded_sentence",
    "ungrounded_points",
    "nothing_to_quote",
]

_SCHEMA = json.dumps(BriefDraft.model_json_schema(), sort_keys=True)
_DETAIL_CHARACTERS = 300

# The same request would be answered the same way, so these are remembered like a draft.
_LASTING: frozenset[FallbackReason] = frozenset({"refused", "truncated"})
# The client repeats 408, 409, 429, 5xx and lost connections so often, after Retry-After or a growing pause.
_TRANSPORT_RETRIES = 2
_RE_ASKS = 1
# What is sent back to be mended; a wrong tag, name or link is not worth a second call, it is left out.
_MENDED = frozenset({"headline", "short_title", "one_sentence", "technique", "findings", "insight", "limitations"})


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer cost: requests to the endpoint (the client's own repetitions not counted) and tokens."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


class CompletionsCache(Protocol):
    """Where answers are kept between runs, with what they cost."""

    def get(self, key: str) -> str | None:
        """Return the value stored under `key`, or None."""

    def put(self, key: str, value: str, *, model: str, usage: Usage) -> None:
        """Store `value` under `key` before the next answer is waited for, so that a killed run pays for it once."""


@dataclass(frozen=True, slots=True)
class BriefOutcome:
    """One story's brief and how it came about; a `cached` one cost nothing.

    `brief` is None only when the model failed and the article holds nothing that could be quoted either. `failures` are
    the statements left out of the model's answer, each with its reason.
    """

    brief: Brief | None
    fallback_reason: FallbackReason | None = None
    detail: str = ""
    failures: tuple[Failure, ...] = ()
    tokens_in: int = 0
    tokens_out: int = 0
    calls: int = 0
    cached: bool = False


class LlmEngine:
    """Writes briefs with a model, and keeps to the article whatever the model writes."""

    def __init__(  # noqa: PLR0913  # each is a collaborator or a secret of its own
        self,
        settings: Llm,
        *,
        api_key: str,
        base_url: str | None,
        language: Language,
        subject: Subject,
        cache: CompletionsCache,
    ) -> None:
        self._settings = settings
        self._api_key = api_key
        self._base_url = base_url
        self._language: Language = language
        self._subject = subject
        self._cache = cache
        self._extractive = ExtractiveEngine(subject)

    def briefs(self, stories: Sequence[Story]) -> list[BriefOutcome]:
        """Return the outcomes of `stories`, in their order; see `briefs_async`."""
        return asyncio.run(self.briefs_async(stories))

    async def briefs_async(self, stories: Sequence[Story]) -> list[BriefOutcome]:
        """Return the outcomes of `stories`, in their order; at most `concurrency` requests are under way at a time."""
        requests = [self._request(story) for story in stories]
        replies = {request.key: reply for request in requests if (reply := self._remembered(request))}
        missing = {request.key: request for request in requests if request.key not in replies}
        replies |= await self._ask(missing)
        return [self._outcome(request, replies[request.key]) for request in requests]

    def _request(self, story: Story) -> "_Request":
        shown = material(story)
        limit = self._settings.max_article_characters
        return _Request(
            story, shown, prompt(shown, story, language=self._language, max_characters=limit), self._settings
        )

    def _remembered(self, request: "_Request") -> "_Reply | None":
        value = self._cache.get(request.key)
        return None if value is None else _Reply(_Answer.model_validate_json(value), cached=True)

    async def _ask(self, requests: "dict[str, _Request]") -> "dict[str, _Reply]":
        """Return the replies to `requests` by key; no client is made when there are none."""
        if not requests:
            return {}
        import instructor  # noqa: PLC0415  # with openai 1.7 s, which a run that finds all in the cache does not pay
        from openai import AsyncOpenAI  # noqa: PLC0415

        mode = {
            "tools": instructor.Mode.TOOLS,
            "json_schema": instructor.Mode.JSON_SCHEMA,
            "json": instructor.Mode.JSON,
        }[self._settings.mode]
        slots = asyncio.Semaphore(self._settings.concurrency)
        async with AsyncOpenAI(
            api_key=self._api_key,
            base_url=self._base_url,
            timeout=self._settings.timeout_seconds,
            max_retries=_TRANSPORT_RETRIES,
        ) as openai_client:
            client = instructor.from_openai(openai_client, mode=mode)

            async def ask(request: _Request) -> _Reply:
                async with slots:
                    return await self._reply(client, request)

            async with asyncio.TaskGroup() as group:
                tasks = {key: group.create_task(ask(request)) for key, request in requests.items()}
        return {key: task.result() for key, task in tasks.items()}

    async def _reply(self, client: "AsyncInstructor", request: "_Request") -> "_Reply":
        from instructor.core.exceptions import InstructorError  # noqa: PLC0415  # see `_ask`

        interview = _Interview(request.shown)
        try:
            await client.create(
                response_model=BriefDraft,
                # instructor renders messages as Jinja templates once there is a context, so the article's own braces
                # must never be part of the template.
                messages=[
                    {"role": "system", "content": request.prompt.system},
                    {"role": "user", "content": "{{ request }}"},
                ],
                context={"request": request.prompt.user, "review": interview.review},
                max_retries=_RE_ASKS,
                strict=False,
                hooks=interview.hooks(),
                **request.parameters,
            )
        except InstructorError as error:
            interview.error = error
        answer, usage = interview.answer(), interview.usage()
        if answer.lasting:
            self._cache.put(request.key, answer.model_dump_json(), model=self._settings.model, usage=usage)
        return _Reply(answer, usage)

    def _outcome(self, request: "_Request", reply: "_Reply") -> BriefOutcome:
        answer, story = reply.answer, request.story
        grounded = ground(answer.draft, request.shown) if answer.draft else None
        reason, detail = answer.failure or (_unusable(grounded) if grounded else None), answer.detail
        brief: Brief | None = None
        try:
            if answer.draft and grounded and reason is None:
                brief = self._brief(request, answer.draft, grounded)
            else:
                brief = self._extractive.brief(story)
        except NothingToQuoteError as error:
            reason, detail = reason or "nothing_to_quote", f"{detail}; {error}".removeprefix("; ")
        return BriefOutcome(
            brief=brief,
            fallback_reason=reason,
            detail=detail,
            failures=grounded.failures if grounded else (),
            tokens_in=reply.usage.tokens_in,
            tokens_out=reply.usage.tokens_out,
            calls=reply.usage.calls,
            cached=reply.cached,
        )

    def _brief(self, request: "_Request", draft: BriefDraft, grounded: Grounded) -> Brief:
        story = request.story
        kind, rubric = self._judgement(request, draft, grounded)
        relevance = scoring.relevance(story.lead.text, self._subject.keywords, title=story.lead.title)
        stars = scoring.stars(
            rubric,
            authority=scoring.best_authority(story),
            sources=scoring.independent_sources(story),
            kind=kind,
            relevance=relevance,
        )
        return Brief(
            story_id=story.id,
            day=story.day,
            engine="llm",
            language=self._language,
            headline=grounded.headline,
            short_title=grounded.short_title or _shortened(draft.headline),
            kind=kind,
            category=draft.category,
            organisations=grounded.organisations,
            tags=tuple(dict.fromkeys(fold_tag(tag, self._language) for tag in grounded.tags)),
            one_sentence=grounded.one_sentence,
            **grounded.points,
            resources=grounded.resources,
            rubric=rubric,
            relevance=relevance,
            stars=stars,
        )

    def _judgement(self, request: "_Request", draft: BriefDraft, grounded: Grounded) -> tuple[StoryKind, Rubric]:
        """Return kind and rubric; a page that talks to the model has no say in either, they are read off by code."""
        if request.shown.talks_to_model:
            plain = self._extractive.brief(request.story)
            return plain.kind, plain.rubric
        scores = {name: RubricScore(score=line.score, reason=grounded.reasons[name]) for name, line in draft.rubric}
        return draft.kind, Rubric(**scores)


class _Answer(BaseModel):
    """What a model answered in the end, as the cache keeps it: a draft, or how it failed."""

    draft: BriefDraft | None = None
    failure: FallbackReason | None = None
    detail: str = ""

    @property
    def lasting(self) -> bool:
        """Whether the same request would be answered the same way, so that it need not be made again."""
        return self.draft is not None or self.failure in _LASTING


@dataclass(frozen=True, slots=True)
class _Reply:
    """An answer and what it cost this run."""

    answer: _Answer
    usage: Usage = Usage()
    cached: bool = False


class _Request:
    """All that is sent for one story, and the key under which its answer is kept."""

    def __init__(self, story: Story, shown: Material, messages: Prompt, settings: Llm) -> None:
        self.story = story
        self.shown = shown
        self.prompt = messages
        self.parameters: dict[str, Any] = {
            "model": settings.model,
            "max_completion_tokens": settings.max_output_tokens,
        }
        if settings.temperature is not None:
            self.parameters["temperature"] = settings.temperature
        parameters = json.dumps({**self.parameters, "mode": settings.mode}, sort_keys=True)
        self.key = content_id(parameters, _SCHEMA, messages.system, messages.user)


@dataclass(slots=True)
class _Interview:
    """One story's exchange with the model: what came back, what it cost, and what must be said again."""

    shown: Material
    draft: BriefDraft | None = None
    error: "InstructorError | None" = None
    refusal: str | None = None
    tokens_in: int = 0
    tokens_out: int = 0
    calls: int = 0

    def hooks(self) -> "Hooks":
        """Return the hooks through which instructor reports each request and each response."""
        from instructor.core.hooks import Hooks  # noqa: PLC0415  # see `LlmEngine._ask`

        hooks = Hooks()
        hooks.on("completion:kwargs", self._sent)
        hooks.on("completion:response", self._received)
        return hooks

    def review(self, draft: BriefDraft) -> list[str]:
        """Return what the model must mend in `draft`, one line a statement."""
        self.draft = draft
        return [
            f"- {failure.field} {failure.position + 1}, “{failure.text}”: {failure.detail}"
            for failure in ground(draft, self.shown).failures
            if failure.field in _MENDED
        ]

    def answer(self) -> _Answer:
        """Return the last well-formed draft, of which some statements may stand, or how the model failed."""
        if self.draft is not None:
            return _Answer(draft=self.draft)
        if self.refusal is not None:
            return _Answer(failure="refused", detail=self.refusal)
        return _Answer(failure=_failure(self.error), detail=str(self.error).strip()[:_DETAIL_CHARACTERS])

    def usage(self) -> Usage:
        """Return what the exchange has cost so far."""
        return Usage(self.calls, self.tokens_in, self.tokens_out)

    def _sent(self, **_: object) -> None:
        self.calls += 1

    def _received(self, response: "ChatCompletion") -> None:
        if response.usage:
            self.tokens_in += response.usage.prompt_tokens
            self.tokens_out += response.usage.completion_tokens
        self.refusal = response.choices[0].message.refusal if response.choices else None


def _failure(error: "InstructorError | None") -> FallbackReason:
    """Return the stable word for what ended an interview without a draft."""
    import openai  # noqa: PLC0415  # see `LlmEngine._ask`
    from instructor.core.exceptions import IncompleteOutputException  # noqa: PLC0415

    cause = error.__cause__ if error else None
    if isinstance(error, IncompleteOutputException):
        return "truncated"
    # A timeout is a kind of connection error, and a rate limit a kind of status error: the narrow ones first.
    reasons: tuple[tuple[type[Exception], FallbackReason], ...] = (
        (openai.APITimeoutError, "timeout"),
        (openai.APIConnectionError, "unreachable"),
        (openai.RateLimitError, "rate_limited"),
        (openai.InternalServerError, "server_error"),
        (openai.APIStatusError, "request_rejected"),
    )
    return next((reason for kind, reason in reasons if isinstance(cause, kind)), "malformed")


def _unusable(grounded: Grounded) -> FallbackReason | None:
    """Return why too little of a draft stands to be printed, or None."""
    if grounded.headline is None:
        return "ungrounded_headline"
    if grounded.one_sentence is None:
        return "ungrounded_sentence"
    return "ungrounded_points" if grounded.lost_points > grounded.kept_points else None


def _shortened(headline: str) -> str:
    """Return the beginning of a headline after its bracket, without breaking a word or a number."""
    plain = re.sub(r"^\[[^\]]*\]\s*", "", headline) or headline
    whole = re.match(rf".{{1,{SHORT_TITLE_CHARACTERS}}}(?![A-Za-z0-9.,%-])", plain)
    return (whole[0] if whole else plain[:SHORT_TITLE_CHARACTERS]).strip()
