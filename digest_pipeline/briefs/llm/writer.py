"""The engine that has a model write: a brief a story, of which only what the article bears out is printed.

What lives here is what becomes of a model's draft, and when the story gets the extractive brief instead. What the model
reads is in `prompts`, what it must return in `schema`, what of it may stand in `grounding`, how it is asked in
`interview`. No answer is fatal for the day, and one story's failure is never another's.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from digest_pipeline.briefs import scoring
from digest_pipeline.briefs.extractive import ExtractiveEngine, NothingToQuoteError
from digest_pipeline.briefs.grounding import Failure, Grounded, ground
from digest_pipeline.briefs.lexicon import Vocabulary, vocabulary_of
from digest_pipeline.briefs.llm.batch import Batches
from digest_pipeline.briefs.llm.question import Asks, FallbackReason, Question, Reply, Usage
from digest_pipeline.briefs.llm.strings import beginning
from digest_pipeline.briefs.prompts.brief import prompt
from digest_pipeline.briefs.prompts.material import Material, material
from digest_pipeline.briefs.schema import BriefDraft
from digest_pipeline.model import Brief, Rubric, RubricScore, Story
from digest_pipeline.settings import ConfigurationError, Language, Llm, Scoring, Subject
from digest_pipeline.shared_file import WarehouseError

_DETAIL_CHARACTERS = 300
# So many points a model's score may lie above the one that code reads off the article.
_MOST_ABOVE = 1
_JUDGEMENT = (
    *("kind", "category", "organisations", "tags"),
    *("rubric", "relevance", "value", "value_parts", "stars"),
)
# What is sent back to be mended; a wrong tag, name or link is not worth a second call, it is left out.
_MENDED = frozenset(
    {"headline", "short_title", "one_sentence", "summary", "technique", "findings", "insight", "limitations", "figures"}
)
# Stories whose request is prepared, or whose answer is read, while others wait for theirs.
_AHEAD = 2


@dataclass(frozen=True, slots=True)
class BriefOutcome:
    """One story's brief and how it came about.

    `brief` is None only when the model failed and the article holds nothing that could be quoted either. `failures` are
    the statements left out of the model's answer, each with its reason.
    """

    brief: Brief | None
    fallback_reason: FallbackReason | None = None
    detail: str = ""
    failures: tuple[Failure, ...] = ()
    usage: Usage = field(default_factory=Usage)
    re_asks: int = 0


class LlmEngine:
    """Writes briefs with a model, and keeps to the article whatever the model writes."""

    def __init__(  # noqa: PLR0913  each is a collaborator or a section of its own
        self,
        asks: Asks,
        settings: Llm,
        *,
        language: Language,
        subject: Subject,
        weights: Scoring,
        batches: Batches | None = None,
    ) -> None:
        """Prepare.

        Args:
            asks: carries the questions to the model; with `batches`, theirs.
            settings: of the model.
            language: of the briefs.
            subject: of the digest.
            weights: of the value's parts.
            batches: hands all questions in together before they are asked; None asks each by itself.
        """
        self._asks = asks
        self._settings = settings
        self._language: Language = language
        self._subject = subject
        self._vocabulary = vocabulary_of(subject)
        self._weights = weights
        self._batches = batches
        self._extractive = ExtractiveEngine(subject, weights)

    async def briefs_async(self, stories: Sequence[Story]) -> list[BriefOutcome]:
        """Return the outcomes of `stories`, in their order.

        Raises:
            WarehouseError: when answers can't be kept.
            ConfigurationError: when the settings forbid a call that they ask for.
        """
        if self._batches:
            await self._batches.fill([question for story in stories if (question := self._question(story))])
        ahead = asyncio.Semaphore(_AHEAD * self._settings.concurrency)

        async def outcome(story: Story) -> BriefOutcome:
            async with ahead:
                return await self._outcome(story)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(outcome(story)) for story in stories]
        return [task.result() for task in tasks]

    def _question(self, story: Story) -> Question[BriefDraft] | None:
        try:
            return _Assignment(story, self._language, self._settings, self._vocabulary).question
        except Exception:  # noqa: BLE001  it fails again, and is told, when the story has its turn
            return None

    async def _outcome(self, story: Story) -> BriefOutcome:
        try:
            assignment = _Assignment(story, self._language, self._settings, self._vocabulary)
            reply = await self._asks.ask(assignment.question)
            return self._read(assignment, reply)
        except (WarehouseError, ConfigurationError):
            raise
        except Exception as error:  # noqa: BLE001  the border where a story fails alone
            return self._quoted(story, "crashed", f"{type(error).__name__}: {error}"[:_DETAIL_CHARACTERS])

    def _read(self, assignment: "_Assignment", reply: Reply[BriefDraft]) -> BriefOutcome:
        if reply.draft is None:
            quoted = self._quoted(assignment.story, reply.failure or "malformed", reply.detail)
            return BriefOutcome(
                quoted.brief, quoted.fallback_reason, quoted.detail, usage=reply.usage, re_asks=reply.re_asks
            )
        grounded = assignment.grounded(reply.draft)
        reason, brief, detail = _unusable(grounded), None, ""
        if reason:
            quoted = self._quoted(assignment.story, reason, "")
            brief, reason, detail = quoted.brief, quoted.fallback_reason, quoted.detail
        else:
            brief = self._brief(assignment, reply.draft, grounded)
        return BriefOutcome(brief, reason, detail, grounded.failures, reply.usage, reply.re_asks)

    def _quoted(self, story: Story, reason: FallbackReason, detail: str) -> BriefOutcome:
        """Return the extractive brief, with why the model's was not to be had."""
        try:
            return BriefOutcome(self._extractive.brief(story), reason, detail)
        except NothingToQuoteError as error:
            return BriefOutcome(None, reason, f"{detail}; {error}".removeprefix("; "))

    def _brief(self, assignment: "_Assignment", draft: BriefDraft, grounded: Grounded) -> Brief:
        story = assignment.story
        rubric = self._rubric(story, draft, grounded)
        relevance = scoring.relevance(story.lead.text, self._subject.keywords, title=story.lead.title)
        worth = scoring.worth(
            rubric,
            authority=scoring.best_authority(story),
            sources=scoring.independent_sources(story),
            kind=draft.kind,
            relevance=relevance,
            weights=self._weights,
        )
        assert grounded.headline is not None  # noqa: S101  `_unusable` saw to it
        assert grounded.one_sentence is not None  # noqa: S101  the same
        brief = Brief(
            story_id=story.id,
            day=story.day,
            engine="llm",
            language=self._language,
            headline=grounded.headline,
            short_title=grounded.short_title or beginning(grounded.headline),
            kind=draft.kind,
            category=draft.category,
            organisations=grounded.organisations,
            tags=tuple(dict.fromkeys(self._vocabulary.fold(tag, self._language) for tag in grounded.tags)),
            one_sentence=grounded.one_sentence,
            summary=grounded.summary,
            **grounded.points,
            figures=grounded.figures,
            resources=grounded.resources,
            rubric=rubric,
            relevance=relevance,
            value=worth.value,
            value_parts=worth.parts,
            stars=worth.stars,
            read=assignment.read,
        )
        if not assignment.shown.talks_to_model:
            return brief
        # Such a page has no say in how it is judged.
        plain = self._extractive.brief(story)
        return brief.model_copy(update={name: getattr(plain, name) for name in _JUDGEMENT})

    def _rubric(self, story: Story, draft: BriefDraft, grounded: Grounded) -> Rubric:
        """Return the model's scores, none far above what can be counted in the article: praise may be made to order."""
        counted = dict(scoring.rubric_from_features(story, kind=draft.kind, language=self._language))
        return Rubric(
            **{
                name: RubricScore(
                    score=min(line.score, counted[name].score + _MOST_ABOVE), reason=grounded.reasons[name]
                )
                for name, line in draft.rubric
            }
        )


class _Assignment:
    """One story's question: what its writer is shown, and whether a draft keeps to it."""

    def __init__(self, story: Story, language: Language, settings: Llm, vocabulary: Vocabulary) -> None:
        self.story = story
        self._vocabulary = vocabulary
        whole = material(story)
        messages = prompt(whole, story, language=language, tokens=settings.article_tokens, vocabulary=vocabulary)
        self.read = messages.read
        self.shown: Material = whole.limited_to(messages.read)
        self._grounded: list[tuple[BriefDraft, Grounded]] = []
        self.question = Question(
            purpose="brief",
            story_id=story.id,
            model=settings.model,
            system=messages.system,
            user=messages.user,
            response_model=BriefDraft,
            review=self._review,
            max_output_tokens=settings.max_output_tokens,
        )

    def grounded(self, draft: BriefDraft) -> Grounded:
        """Return what of a reviewed draft can be traced."""
        return next(grounded for seen, grounded in self._grounded if seen is draft)

    def _review(self, draft: BriefDraft) -> list[str]:
        """Return what the model must mend in `draft`, one line a statement."""
        grounded = ground(draft, self.shown, self._vocabulary)
        self._grounded.append((draft, grounded))
        return [
            f"- {failure.field} {failure.position + 1}, “{failure.text}”: {failure.detail}"
            for failure in grounded.failures
            if failure.field in _MENDED
        ]


def _unusable(grounded: Grounded) -> FallbackReason | None:
    """Return why too little of a draft stands to be printed, or None."""
    if grounded.headline is None:
        return "ungrounded_headline"
    if grounded.one_sentence is None:
        return "ungrounded_sentence"
    return "ungrounded_points" if grounded.lost_points > grounded.kept_points else None
