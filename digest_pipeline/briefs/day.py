"""The briefs of a day: which engine writes which story's, and what becomes of a story that nobody could write.

Every story gets an extractive brief, which is cheap. With a model, the triage picks the stories that are worth more;
they get a brief of the model, and that brief is said again in every other language that an edition speaks. How a model
is asked is `llm`, what it costs is kept by the ledger.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from digest_pipeline.briefs.claims import claims
from digest_pipeline.briefs.desk import Model
from digest_pipeline.briefs.extractive import ExtractiveEngine, NothingToQuoteError
from digest_pipeline.briefs.grounding import Failure, Ground
from digest_pipeline.briefs.lexicon import vocabulary_of
from digest_pipeline.briefs.llm.batch import Batches
from digest_pipeline.briefs.llm.endpoint import Endpoint
from digest_pipeline.briefs.llm.interview import Interviewer
from digest_pipeline.briefs.llm.keeping import Ledger
from digest_pipeline.briefs.llm.overview import overview
from digest_pipeline.briefs.llm.question import Asks, Usage
from digest_pipeline.briefs.llm.translation import translate
from digest_pipeline.briefs.llm.triage import Triage, ranking, triage
from digest_pipeline.briefs.llm.writer import BriefOutcome, LlmEngine
from digest_pipeline.model import Brief, Claim, Drop, Issue, Statement, Story
from digest_pipeline.settings import Language, Scoring, Settings, Subject
from digest_pipeline.stories.threads.place import is_repeat
from digest_pipeline.workers import Failed, Workers


@dataclass(slots=True)
class Written:
    """The desk's work on a day.

    `briefs` are by story id, `translations` their further languages. `fallbacks` say why a model's brief was not taken,
    `failures` what of its answers was struck out, `usage` what was paid this time.
    """

    briefs: dict[str, Brief] = field(default_factory=dict)
    translations: list[Brief] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    fallbacks: dict[str, str] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)
    re_asks: int = 0
    usage: Usage = field(default_factory=Usage)

    def pay(self, usage: Usage) -> None:
        """Add what one more thing has cost."""
        self.usage = Usage.total((self.usage, usage))


class DayDesk:
    """Writes the briefs of a day, and a model's introduction to a review."""

    def __init__(self, settings: Settings, model: Model | None, ledger: Ledger) -> None:
        """Prepare to write: without a model everything is quoted. `ledger` keeps what a model answered and cost."""
        self._settings = settings
        self._model = model
        self._ledger = ledger

    def briefs(self, stories: Sequence[Story], workers: Workers) -> Written:
        """Return a brief for every story that has something to say; one that can't be written costs no other.

        Raises:
            ConfigurationError: when money is limited and a model's price is not known.
            WarehouseError: when answers can't be kept.
        """
        written = self._quoted(stories, workers)
        if self._model:
            asyncio.run(self._ask(stories, written, self._model))
        by_model = {claim.story_id for claim in written.claims}
        quoted = (brief for story_id, brief in written.briefs.items() if story_id not in by_model)
        written.claims += [claim for brief in quoted for claim in claims(brief)]
        return written

    def introduced(self, review: Issue) -> Issue:
        """Return a review with a model's introduction; as it is when none is asked or nothing of its answer holds.

        Raises:
            ConfigurationError: when money is limited and a model's price is not known.
            WarehouseError: when answers can't be kept.
        """
        if not self._model:
            return review
        statements = asyncio.run(self._introduction(review, self._model))
        return review.model_copy(update={"introduction": statements}) if statements else review

    def _endpoint(self, model: Model) -> Endpoint:
        return Endpoint(self._settings.llm, api_key=model.api_key, base_url=model.base_url, ledger=self._ledger)

    async def _introduction(self, review: Issue, model: Model) -> tuple[Statement, ...]:
        llm = self._settings.llm
        language = self._settings.editions[review.edition].language
        async with self._endpoint(model) as endpoint:
            statements, _ = await overview(review, language, Interviewer(endpoint, llm), llm)
        return statements

    def _quoted(self, stories: Sequence[Story], workers: Workers) -> Written:
        written = Written()
        jobs = [(self._settings.subject, self._settings.scoring, story) for story in stories]
        outcomes = workers.each(_quote, jobs, seconds=self._settings.limits.page_seconds)
        for story, outcome in zip(stories, outcomes, strict=True):
            if isinstance(outcome, Brief):
                written.briefs[story.id] = outcome
            else:
                written.drops.append(
                    Drop("structured_summaries", story.lead.url, outcome.reason, f"story {story.id}: {outcome.detail}")
                )
        return written

    async def _ask(self, stories: Sequence[Story], written: Written, model: Model) -> None:
        llm, language = self._settings.llm, self._settings.languages[0]
        async with self._endpoint(model) as endpoint:
            live = Interviewer(endpoint, llm)
            batches = Batches(endpoint) if model.batches else None
            chosen = await self._chosen(stories, written, live)
            engine = LlmEngine(
                batches.interviewer if batches else live,
                llm,
                language=language,
                subject=self._settings.subject,
                weights=self._settings.scoring,
                batches=batches,
            )
            outcomes = await engine.briefs_async(chosen)
            for story, outcome in zip(chosen, outcomes, strict=True):
                _take(written, story, outcome)
            for other in self._settings.languages[1:]:
                await self._translate([story for story in chosen if _is_told(written, story)], other, written, live)

    async def _chosen(self, stories: Sequence[Story], written: Written, asks: Asks) -> list[Story]:
        """Return the stories that are worth a model's brief, the best first.

        What declares itself an advertisement is not paid for, and no model may call it something better. A repeat is
        printed nowhere.
        """
        quoted = written.briefs
        askable = {
            story.id: story
            for story in stories
            if story.id in quoted and quoted[story.id].kind != "advertisement" and not is_repeat(story)
        }
        briefs = {story_id: quoted[story_id] for story_id in askable}
        done = Triage()
        if len(askable) > self._settings.llm.stories > 0 and self._settings.llm.triage_model:
            day = next(iter(askable.values())).day
            done = await triage(list(askable.values()), briefs, asks, self._settings.llm, self._settings.subject, day)
            written.pay(done.usage)
        return [askable[story_id] for story_id in ranking(briefs, done)[: self._settings.llm.stories]]

    async def _translate(self, stories: Sequence[Story], language: Language, written: Written, asks: Asks) -> None:
        briefs = [written.briefs[story.id] for story in stories]
        vocabulary = vocabulary_of(self._settings.subject)
        calls = (
            translate(brief, story, language, asks, self._settings.llm, vocabulary=vocabulary)
            for brief, story in zip(briefs, stories, strict=True)
        )
        for story, (translated, reply) in zip(stories, await asyncio.gather(*calls), strict=True):
            written.pay(reply.usage)
            if translated:
                written.translations.append(translated)
                written.claims += claims(translated, Ground.of(story.lead))


def _quote(job: tuple[Subject, Scoring, Story]) -> Brief | Failed:
    subject, weights, story = job
    try:
        return ExtractiveEngine(subject, weights).brief(story)
    except NothingToQuoteError as error:
        return Failed("nothing_to_quote", str(error))


def _take(written: Written, story: Story, outcome: BriefOutcome) -> None:
    """Put a model's brief in the place of the quoted one, or keep that and say why."""
    written.pay(outcome.usage)
    written.re_asks += outcome.re_asks
    written.failures += outcome.failures
    if outcome.fallback_reason:
        written.fallbacks[story.id] = outcome.fallback_reason
    elif outcome.brief:
        written.briefs[story.id] = outcome.brief
    brief = written.briefs[story.id]
    ground = Ground.of(story.lead) if brief.engine == "llm" else None
    written.claims += claims(brief, ground, outcome.failures)


def _is_told(written: Written, story: Story) -> bool:
    return written.briefs[story.id].engine == "llm"
