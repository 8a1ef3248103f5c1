"""A day's stories: its articles joined, and those events left out that are not on the digest's subject.

What a story continues from other days is `threads/`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from digest_pipeline.model import Article, Drop, Story
from digest_pipeline.settings import Settings
from digest_pipeline.stories.join import join
from digest_pipeline.stories.subject.gate import Judgement, SubjectGate

# Why an article belongs to no story.
OFF_SUBJECT = "off_subject"


@dataclass(frozen=True, slots=True)
class StoriesOfDay:
    """The stories by time and id, and the articles that belong to none because they are off the subject."""

    stories: list[Story]
    off_subject: list[Drop]


def stories_of_day(day: date, articles: Sequence[Article], settings: Settings) -> StoriesOfDay:
    """Return the stories of `articles` that are on the subject; one article that is speaks for its whole story."""
    gate = SubjectGate(settings.subject, {source.id for source in settings.sources if not source.gate})
    judgements = {article.id: gate.judge(article) for article in articles}
    kept: list[Story] = []
    off_subject: list[Drop] = []
    for story in join(day, articles):
        if any(judgements[article.id].is_on_subject for article in story.articles):
            kept.append(story)
        else:
            off_subject += [_drop(article, judgements[article.id]) for article in story.articles]
    return StoriesOfDay(kept, off_subject)


def _drop(article: Article, judgement: Judgement) -> Drop:
    return Drop("stories", article.url, OFF_SUBJECT, f"{article.title}: {'; '.join(judgement.reasons)}")
