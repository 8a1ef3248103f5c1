"""The brief as a model is asked for it: the instructor response model, whose field descriptions are the specification.

What lives here is the shape of an answer and nothing that judges it: a draft is checked against the article by the
`review` that the caller passes as validation context. The brief that is stored and printed is `model.Brief`.
"""

from collections.abc import Callable
from typing import Any, Self

from pydantic import BaseModel, Field, ValidationInfo, model_validator

from digest_pipeline.model import Category, Stars, StoryKind

HEADLINE_CHARACTERS = 60
SHORT_TITLE_CHARACTERS = 16
MOST_TAGS = 5

Review = Callable[[Any], list[str]]

_QUOTES = (
    "One to three short quotations (up to 200 characters each) that carry the text, copied character for character."
)
_SCORES = "1 (lowest) to 5"


class Reviewed(BaseModel):
    """An answer that is shown to the `review` of the validation context; its complaints are what the model is told."""

    @model_validator(mode="after")
    def _reviewed(self, info: ValidationInfo) -> Self:
        review: Review | None = (info.context or {}).get("review")
        complaints = review(self) if review else []
        if complaints:
            raise ValueError("the material does not bear out these statements:\n" + "\n".join(complaints))
        return self


class StatementDraft(BaseModel):
    """One sentence and the quotations it rests on."""

    text: str = Field(description="One sentence in the requested language; plain text, no links, no mark-up.")
    quotes: list[str] = Field(description=_QUOTES)


class PointDraft(BaseModel):
    """One point of a brief: a lead, its text and the quotations it rests on."""

    lead: str = Field(description="Two to six words that name the point; plain text.")
    text: str = Field(
        description=(
            "One or two sentences in the requested language. Every number, unit, version, date and name is one that "
            "the article gives; plain text, no links, no mark-up."
        )
    )
    quotes: list[str] = Field(description=_QUOTES)


class FigureDraft(BaseModel):
    """One measured value, as the article gives it, and the quotations it rests on."""

    metric: str = Field(description="What is measured (accuracy, revenue, parameters), in the requested language.")
    value: str = Field(description="The number as the article writes it, without its unit; a scale word stays with it.")
    unit: str = Field(description="The unit as the article writes it (%, ms, 美元, tokens/s); empty if there is none.")
    setting: str = Field(description="Under which conditions: benchmark, data set, hardware, period. May be empty.")
    compared_with: str = Field(description="The value it is compared with, with its name, if the article gives one.")
    quotes: list[str] = Field(description=_QUOTES)


class ScoreDraft(BaseModel):
    """One line of the rubric."""

    score: Stars = Field(description=_SCORES)
    reason: str = Field(description="Why, in one short sentence in the requested language.")


class RubricDraft(BaseModel):
    """What the story is worth to a professional reader."""

    novelty: ScoreDraft = Field(description="How new the matter is: 1 widely known, 5 the first of its kind.")
    depth: ScoreDraft = Field(
        description="How far the article explains how it works: 1 an announcement, 5 reproducible."
    )
    evidence: ScoreDraft = Field(
        description="What it shows: 1 assertions, 3 figures, 5 figures with method and comparison."
    )
    impact: ScoreDraft = Field(description="What it changes for those who build or decide: 1 nothing, 5 most of them.")
    reach: ScoreDraft = Field(description="How many readers it concerns: 1 a niche, 5 the whole field.")


class BriefDraft(Reviewed):
    """The structured brief of one article, every statement of which the article supports."""

    headline: str = Field(
        description=(
            f"`[organisation] point: contribution` in the requested language, {HEADLINE_CHARACTERS} characters at "
            "most; without the bracket when no organisation acts."
        )
    )
    short_title: str = Field(description=f"The matter in {SHORT_TITLE_CHARACTERS} characters at most, for a list.")
    kind: StoryKind = Field(
        description=(
            "news: something happened. paper: research is reported. release: a version is published. tool: something "
            "to use is presented. opinion: somebody argues. advertisement: it wants to sell, recruit or invite."
        )
    )
    category: Category = Field(
        description=(
            "infrastructure: chips, clusters, serving, training systems. models: models and their technique. "
            "applications: products and agents. research: methods and findings. industry: companies and money. "
            "policy: law, safety, society."
        )
    )
    organisations: list[str] = Field(description="Those who act in the story, spelled as the article spells them.")
    tags: list[str] = Field(description=f"{MOST_TAGS} at most: established topic names of one to three words.")
    one_sentence: StatementDraft = Field(description="The story in one sentence: who did what, and what came of it.")
    summary: StatementDraft = Field(
        description="Two to four sentences that tell the story to somebody who reads nothing else of it."
    )
    technique: list[PointDraft] = Field(
        description="How it works: method, design, data. Empty when the article says none."
    )
    findings: list[PointDraft] = Field(description="What came out: results, figures, decisions. May be empty.")
    insight: list[PointDraft] = Field(description="What it means, as far as the article argues it. May be empty.")
    limitations: list[PointDraft] = Field(description="What it does not do or show, as the article says. May be empty.")
    figures: list[FigureDraft] = Field(
        description="The measured values that carry the story, five at most, the most telling first. May be empty."
    )
    resources: list[int] = Field(
        description="Numbers from the list of the article's links that a reader would follow (paper, code, demo)."
    )
    rubric: RubricDraft
