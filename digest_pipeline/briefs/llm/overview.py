"""The introduction of a review, by one call: sentences that rest on the statements of its briefs, each checked alone.

A sentence names the threads it tells of and quotes their statements; what it says is held against these as a brief is
held against its article, and it is printed with their evidence. What does not hold is left out. What the model is shown
is `prompts/overview.py`.
"""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, Field

from digest_pipeline.briefs.grounding import Ground, locate, objections
from digest_pipeline.briefs.grounding.leaks import markup
from digest_pipeline.briefs.llm.question import Asks, Question, Reply
from digest_pipeline.briefs.llm.strings import is_foreign
from digest_pipeline.briefs.prompts.brief import LANGUAGES
from digest_pipeline.briefs.prompts.overview import MOST_SENTENCES, OverviewPrompt, overview_prompt
from digest_pipeline.briefs.schema import Reviewed
from digest_pipeline.model import Evidence, Issue, Statement
from digest_pipeline.settings import Language, Llm

_SHORTEST_QUOTE = 4
_LONGEST_SENTENCE = 400


class OverviewSentence(BaseModel):
    """One sentence, the threads it tells of, and the quotations it rests on."""

    text: str = Field(description="One sentence in the requested language; plain text, no links, no mark-up.")
    threads: list[int] = Field(description="The numbers of the threads that it tells of.")
    quotes: list[str] = Field(
        description="Short passages of their statements, copied character for character; one a thread at least."
    )


class OverviewDraft(Reviewed):
    """The introduction of a review."""

    sentences: list[OverviewSentence] = Field(description=f"Three to {MOST_SENTENCES} sentences.")


async def overview(
    issue: Issue, language: Language, asks: Asks, settings: Llm
) -> tuple[tuple[Statement, ...], Reply[OverviewDraft]]:
    """Return the sentences of an introduction to `issue` that hold, with the reply they are taken from.

    There are none when the call failed or nothing held: then the issue keeps the introduction it was composed with. An
    issue without items is not asked about; its reply has neither draft nor failure.
    """
    if not issue.items:
        return (), Reply(None)
    prompt = overview_prompt(issue, language=language, tokens=settings.article_tokens)
    reviewer = _Reviewer(prompt, language)
    reply = await asks.ask(
        Question(
            purpose="overview",
            story_id="",
            model=settings.model,
            system=prompt.system,
            user=prompt.user,
            response_model=OverviewDraft,
            review=reviewer.complaints,
            max_output_tokens=settings.max_output_tokens,
        )
    )
    return (tuple(reviewer.statements(reply.draft)) if reply.draft else ()), reply


class _Reviewer:
    """Holds the sentences of an answer against the statements that were shown."""

    def __init__(self, prompt: OverviewPrompt, language: Language) -> None:
        self._shown = prompt.shown
        self._language: Language = language

    def complaints(self, draft: OverviewDraft) -> list[str]:
        """Return what the model must mend, a line for each sentence."""
        return [
            f"- sentence {number}, “{sentence.text}”: {'; '.join(found)}"
            for number, sentence in enumerate(draft.sentences, start=1)
            if (found := self._checked(sentence)[1])
        ]

    def statements(self, draft: OverviewDraft) -> Iterator[Statement]:
        """Yield the sentences to which there is no objection, each with the evidence of what it quotes."""
        for sentence in draft.sentences[:MOST_SENTENCES]:
            evidence, found = self._checked(sentence)
            if not found:
                yield Statement(text=" ".join(sentence.text.split()), evidence=evidence)

    def _checked(self, sentence: OverviewSentence) -> tuple[tuple[Evidence, ...], list[str]]:
        threads = list(dict.fromkeys(sentence.threads))
        if not threads or any(number not in self._shown for number in threads):
            return (), ["it must name the numbers of the threads it tells of, as the request lists them"]
        text, spans, by_thread = self._passages(threads)
        places = {quote: _place(quote, text) for quote in sentence.quotes}
        found = [f"“{quote}” is no quotation of these threads" for quote, place in places.items() if place is None]
        quoted = [
            number
            for number, (start, end) in enumerate(spans)
            if any(place and place[0] < end and start < place[1] for place in places.values())
        ]
        unquoted = [str(number) for number in threads if not any(by_thread[one] == number for one in quoted)]
        if unquoted:
            found.append(f"nothing is quoted of thread {', '.join(unquoted)}")
        at = tuple(
            Evidence(article_id="", start=spans[one][0], end=spans[one][1], quote=text[slice(*spans[one])])
            for one in quoted
        )
        ground = Ground(text, beside=[said for number in threads for said in self._shown[number].beside])
        found += objections(Statement(text=sentence.text, evidence=at), ground)
        return self._evidence(threads, quoted), [*found, *self._form(sentence.text)]

    def _passages(self, threads: Sequence[int]) -> tuple[str, list[tuple[int, int]], list[int]]:
        """Return the statements of threads as one text, where each stands in it, and whose each is."""
        spans, owners, texts, at = [], [], [], 0
        for number in threads:
            for statement in self._shown[number].statements:
                spans.append((at, at + len(statement.text)))
                owners.append(number)
                texts.append(statement.text)
                at += len(statement.text) + 1
        return "\n".join(texts), spans, owners

    def _evidence(self, threads: Sequence[int], quoted: Sequence[int]) -> tuple[Evidence, ...]:
        statements = [statement for number in threads for statement in self._shown[number].statements]
        return tuple(dict.fromkeys(evidence for one in quoted for evidence in statements[one].evidence))

    def _form(self, text: str) -> Iterator[str]:
        if len(text) > _LONGEST_SENTENCE:
            yield f"{len(text)} characters, {_LONGEST_SENTENCE} allowed"
        if link := markup(text):
            yield f"“{link}” is a link or mark-up"
        if is_foreign(text, self._language):
            yield f"it is not in {LANGUAGES[self._language]}"


def _place(quote: str, text: str) -> tuple[int, int] | None:
    return locate(quote, text) if len(quote.strip()) >= _SHORTEST_QUOTE else None
