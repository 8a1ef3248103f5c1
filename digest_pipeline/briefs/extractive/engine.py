"""A story's brief, put together from what the rest of this package finds in its lead article.

Nothing is said that does not stand there: sentences, leads and figures are slices of the stored text, the headline is
the title, cleaned. Which sentences are fit is `candidates.py`, which are taken `selection.py`.
"""

from digest_pipeline.briefs import lexicon, scoring
from digest_pipeline.briefs.extractive.candidates import candidates_of
from digest_pipeline.briefs.extractive.classify import category_of, kind_of, organisations_of
from digest_pipeline.briefs.extractive.figures import figures_of
from digest_pipeline.briefs.extractive.resources import resources_of
from digest_pipeline.briefs.extractive.selection import select
from digest_pipeline.briefs.extractive.tags import tags_of
from digest_pipeline.briefs.extractive.titles import clean_title, headline, short_title
from digest_pipeline.briefs.extractive.words import is_cjk
from digest_pipeline.model import Article, Brief, Story
from digest_pipeline.settings import Scoring, Subject

# What stands further down is comments, neighbours and furniture; no page may cost more than its share of time.
READ_CHARACTERS = 40_000


class NothingToQuoteError(ValueError):
    """The lead article has no sentence fit to be quoted: it is furniture of the page, or orders to a machine."""


class ExtractiveEngine:
    """Writes briefs that quote and nothing else; the same story gives the same brief."""

    def __init__(self, subject: Subject, weights: Scoring) -> None:
        self._subject = subject
        self._vocabulary = lexicon.vocabulary_of(subject)
        self._weights = weights

    def brief(self, story: Story) -> Brief:
        """Return the brief of `story`, quoted from its lead article.

        Raises:
            NothingToQuoteError: the article's text holds nothing but page furniture or orders to a machine.
        """
        lead = story.lead
        language = _language(lead)
        # A title that gives orders to a machine is not printed, the one sentence serves in its place.
        title = "" if lexicon.is_order(lead.title) else clean_title(lead.title, site=lead.site, url=lead.url)
        candidates = candidates_of(lead.text[:READ_CHARACTERS], title)
        if not candidates:
            raise NothingToQuoteError(
                f"story {story.id}: {lead.url} has no sentence to quote; see the stored text of article {lead.id}"
            )
        chosen = select(lead, candidates, title)
        title = title or chosen.one_sentence.evidence[0].quote
        text = lexicon.body(lead.text[:READ_CHARACTERS])
        kind = kind_of(lead.url, title, text)
        organisations = organisations_of(title, text)
        rubric = scoring.rubric_from_features(story, kind=kind, language=language)
        relevance = scoring.relevance(text, self._subject.keywords, title=title)
        worth = scoring.worth(
            rubric,
            authority=scoring.best_authority(story),
            sources=scoring.independent_sources(story),
            kind=kind,
            relevance=relevance,
            weights=self._weights,
        )
        return Brief(
            story_id=story.id,
            day=story.day,
            engine="extractive",
            language=language,
            headline=headline(title),
            short_title=short_title(title),
            kind=kind,
            category=category_of(title, text, kind),
            organisations=tuple(term.label(language) for term in organisations),
            # Only of what may be quoted, so that no furniture and no order puts a tag into an issue.
            tags=tags_of(title, "\n".join(candidate.text for candidate in candidates), language, self._vocabulary),
            one_sentence=chosen.one_sentence,
            summary=chosen.summary,
            technique=chosen.points["technique"],
            findings=chosen.points["findings"],
            insight=chosen.points["insight"],
            limitations=chosen.points["limitations"],
            figures=figures_of(lead, candidates),
            resources=resources_of(lead),
            rubric=rubric,
            relevance=relevance,
            value=worth.value,
            value_parts=worth.parts,
            stars=worth.stars,
        )


def _language(article: Article) -> str:
    declared = article.language.lower().replace("_", "-").split("-")[0]
    return declared or ("zh" if is_cjk(article.text) else "en")
