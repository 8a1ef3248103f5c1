"""Models side by side: the same recorded stories through each of them, and figures to choose one by.

Every call is made anew and nothing of it is kept. What is counted is what the desk would count; whether a brief reads
well is for people to say, to whom the headlines are given.
"""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from digest_pipeline.briefs.grounding import SECTIONS
from digest_pipeline.briefs.llm.endpoint import Endpoint
from digest_pipeline.briefs.llm.interview import Interviewer
from digest_pipeline.briefs.llm.keeping import Unkept
from digest_pipeline.briefs.llm.question import Answer, Asks, Question, Reply, Usage
from digest_pipeline.briefs.llm.writer import BriefOutcome, LlmEngine
from digest_pipeline.model import Brief, Story
from digest_pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Trial:
    """How one model did.

    `headlines` are those of its own briefs by story id. `failures` are its stories without one, by reason; `malformed`
    those of them whose answers did not keep to the form. Statements are points, figures and sentences: what the article
    bore out and what was struck out. `characters` is the mean length of a brief's prose; `seconds` those of each story.
    """

    model: str
    stories: int
    headlines: dict[str, str]
    failures: dict[str, int]
    re_asks: int
    kept: int
    struck: int
    dropped_points: int
    characters: float
    seconds: list[float]
    usage: Usage

    @property
    def malformed(self) -> int:
        """How many stories had no answer of the right form."""
        return self.failures.get("malformed", 0) + self.failures.get("truncated", 0)

    @property
    def grounded(self) -> float | None:
        """The share of statements that the article bore out, after the re-ask; None when there were none."""
        return self.kept / (self.kept + self.struck) if self.kept + self.struck else None

    @property
    def median_seconds(self) -> float:
        """The median time of a story, re-ask included."""
        return statistics.median(self.seconds) if self.seconds else 0.0


async def evaluate(
    stories: Sequence[Story], models: Sequence[str], settings: Settings, *, api_key: str, base_url: str | None
) -> list[Trial]:
    """Return how each of `models` writes the briefs of `stories`, one model after the other.

    Raises:
        ConfigurationError: when money is limited and a model's price is not known.
    """
    return [await _trial(stories, model, settings, api_key, base_url) for model in models]


@dataclass(slots=True)
class _Timed:
    """Asks, and takes the time."""

    asks: Asks
    seconds: list[float] = field(default_factory=list)

    async def ask(self, question: Question[Answer]) -> Reply[Answer]:
        started = time.perf_counter()
        reply = await self.asks.ask(question)
        self.seconds.append(time.perf_counter() - started)
        return reply


async def _trial(stories: Sequence[Story], model: str, settings: Settings, api_key: str, base_url: str | None) -> Trial:
    # The first story would pay for them, 2 s, and not the model.
    import instructor  # noqa: F401, PLC0415  see above
    import openai  # noqa: F401, PLC0415  see above

    llm = settings.llm.model_copy(update={"model": model})
    async with Endpoint(llm, api_key=api_key, base_url=base_url, ledger=Unkept()) as endpoint:
        timed = _Timed(Interviewer(endpoint, llm))
        engine = LlmEngine(
            timed, llm, language=settings.languages[0], subject=settings.subject, weights=settings.scoring
        )
        outcomes = await engine.briefs_async(stories)
    return _counted(model, outcomes, timed.seconds)


def _counted(model: str, outcomes: Sequence[BriefOutcome], seconds: list[float]) -> Trial:
    briefs = [outcome.brief for outcome in outcomes if outcome.brief and not outcome.fallback_reason]
    reasons = [outcome.fallback_reason for outcome in outcomes if outcome.fallback_reason]
    struck = [failure for outcome in outcomes for failure in outcome.failures]
    return Trial(
        model=model,
        stories=len(outcomes),
        headlines={brief.story_id: brief.headline for brief in briefs},
        failures={reason: reasons.count(reason) for reason in sorted(set(reasons))},
        re_asks=sum(outcome.re_asks for outcome in outcomes),
        kept=sum(len(_statements(brief)) for brief in briefs),
        struck=len(struck),
        dropped_points=sum(failure.field in SECTIONS for failure in struck),
        characters=statistics.fmean(sum(map(len, _statements(brief))) for brief in briefs) if briefs else 0.0,
        seconds=seconds,
        usage=Usage.total([outcome.usage for outcome in outcomes]),
    )


def _statements(brief: Brief) -> list[str]:
    points = (point for section in SECTIONS for point in getattr(brief, section))
    summary = (brief.summary,) if brief.summary else ()
    told = [statement.text for statement in (brief.one_sentence, *summary, *points)]
    return [brief.headline, *told, *(figure.metric for figure in brief.figures)]
