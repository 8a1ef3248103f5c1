"""What a user can set of the checks: from where on something unusual is told."""

from pydantic import Field

from digest_pipeline.sections import Section


class Checks(Section):
    """From where on a day is told to be unusual; what breaks a rule is told whatever these say."""

    unusual_score: float = Field(
        3.5,
        gt=0,
        description="a source's count is told that lies so many robust standard deviations from its usual one",
    )
    late_share: float = Field(
        0.5, gt=0, le=1, description="a source is told that gives a greater share of late entries"
    )
    undated_share: float = Field(0.75, gt=0, le=1, description="the same for entries without a date to be trusted")
    duplicate_share: float = Field(0.2, gt=0, le=1, description="the same for entries with an address or title again")
    boilerplate_share: float = Field(
        0.5,
        gt=0,
        le=1,
        description="an article is told with a greater share of paragraphs that others of its site have",
    )
    story_share: float = Field(
        0.25, gt=0, le=1, description="a story is told that takes a greater share of the day's articles"
    )
    struck_share: float = Field(
        0.25, gt=0, le=1, description="a day is told on which more of what a model wrote was struck out"
    )
    unplaced_share: float = Field(
        0.3, gt=0, le=1, description="the same for details that have no place in the text of their article"
    )
    fallback_share: float = Field(
        0.2, gt=0, le=1, description="the same for stories that a model was asked for and one reason left quoted"
    )
    score_entropy: float = Field(
        0.4, ge=0, le=2, description="scores of a day are told whose Shannon entropy, in bits, is lower"
    )
    paper_likeness: float = Field(
        0.3, ge=0, le=1, description="a paper is told of whose title's words the story has a smaller share, weighed"
    )
