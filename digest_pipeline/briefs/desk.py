"""The desk: which engine writes which story's brief, and what becomes of a story that nobody could write.

Every story gets an extractive brief, which is cheap; the best of them are then written by the model, when there is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from digest_pipeline.briefs.extractive import ExtractiveEngine, NothingToQuoteError
from digest_pipeline.briefs.llm import CompletionsCache, LlmEngine
from digest_pipeline.model import Brief, Drop, Story, StoryKind
from digest_pipeline.settings import ConfigurationError, EngineName, Settings, Subject
from digest_pipeline.stories.threads.place import is_repeat
from digest_pipeline.workers import Failed, Workers


@dataclass(slots=True)
class Written:
    """The desk's work on a day: briefs by story id, why the model's was not taken, and what was left out."""

    briefs: dict[str, Brief] = field(default_factory=dict)
    fallbacks: dict[str, str] = field(default_factory=dict)
    drops: list[Drop] = field(default_factory=list)
    calls: int = 0
    tokens: int = 0


class Desk:
    """Writes the briefs of a day."""

    def __init__(self, settings: Settings, engine: EngineName, *, api_key: str | None, base_url: str | None) -> None:
        """Choose the engine.

        Args:
            settings: the newsroom's.
            engine: `auto` asks a model when there is a key, else it only quotes.
            api_key: of the model's endpoint.
            base_url: of the model's endpoint, where it is not OpenAI's; a local one may need no key.

        Raises:
            ConfigurationError: when a model is asked for and there is neither key nor address.
        """
        if engine is EngineName.llm and not (api_key or base_url):
            raise ConfigurationError(
                "the llm engine needs OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint without keys; "
                "or use --engine extractive"
            )
        self._settings = settings
        self._api_key = api_key or "none"
        self._base_url = base_url
        self.asks_model = engine is EngineName.llm or (engine is EngineName.auto and bool(api_key))

    def write(self, stories: Sequence[Story], cache: CompletionsCache, workers: Workers) -> Written:
        """Return a brief for every story that has something to say; one that can't be written costs no other."""
        written = Written()
        jobs = [(self._settings.subject, story) for story in stories]
        outcomes = workers.each(_quote, jobs, seconds=self._settings.limits.page_seconds)
        for story, outcome in zip(stories, outcomes, strict=True):
            if isinstance(outcome, Brief):
                written.briefs[story.id] = outcome
            else:
                written.drops.append(
                    Drop("structured_summaries", story.lead.url, outcome.reason, f"story {story.id}: {outcome.detail}")
                )
        if self.asks_model:
            self._ask_model(stories, written, cache)
        return written

    def _ask_model(self, stories: Sequence[Story], written: Written, cache: CompletionsCache) -> None:
        edition = self._settings.editions["daily_briefing"]
        engine = LlmEngine(
            self._settings.llm,
            api_key=self._api_key,
            base_url=self._base_url,
            language=edition.language,
            subject=self._settings.subject,
            cache=cache,
        )
        # What declares itself an advertisement is not paid for, and no model may call it something better. A repeat is
        # printed nowhere.
        askable = [
            story
            for story in stories
            if _quoted_kind(written, story) not in {None, "advertisement"} and not is_repeat(story)
        ]
        ranked = sorted(askable, key=lambda story: _worth(written.briefs[story.id]))
        chosen = ranked[: self._settings.llm.stories]
        for story, outcome in zip(chosen, engine.briefs(chosen), strict=True):
            written.calls += 0 if outcome.cached else outcome.calls
            written.tokens += 0 if outcome.cached else outcome.tokens_in + outcome.tokens_out
            if outcome.fallback_reason:
                written.fallbacks[story.id] = outcome.fallback_reason
            elif outcome.brief:
                written.briefs[story.id] = outcome.brief


def _quote(job: tuple[Subject, Story]) -> Brief | Failed:
    subject, story = job
    try:
        return ExtractiveEngine(subject).brief(story)
    except NothingToQuoteError as error:
        return Failed("nothing_to_quote", str(error))


def _quoted_kind(written: Written, story: Story) -> StoryKind | None:
    brief = written.briefs.get(story.id)
    return brief.kind if brief else None


def _worth(brief: Brief) -> tuple[bool, int, float, str]:
    return (brief.relevance == 0, -brief.stars, -brief.relevance, brief.story_id)
