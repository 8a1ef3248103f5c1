"""The words the briefs know: organisations, tags, and the cues of kinds, categories, sections, furniture and orders.

Facts and vocabulary only, in Chinese and English; how they are weighed belongs to `scoring` and `extractive`. How a
spelling is found in a text is the project's `spellings.py`.
"""

from digest_pipeline.briefs.lexicon.cues import CATEGORY_CUES, FINDING, INSIGHT, KIND_CUES, LIMITATION, TECHNIQUE
from digest_pipeline.briefs.lexicon.furniture import body, is_furniture
from digest_pipeline.briefs.lexicon.orders import is_order
from digest_pipeline.briefs.lexicon.tags import SHIPPED, TAGS, Vocabulary, vocabulary_of
from digest_pipeline.briefs.lexicon.terms import ORGANISATIONS, SITE_NAMES, Term, organisations_in

__all__ = [
    "CATEGORY_CUES",
    "FINDING",
    "INSIGHT",
    "KIND_CUES",
    "LIMITATION",
    "ORGANISATIONS",
    "SHIPPED",
    "SITE_NAMES",
    "TAGS",
    "TECHNIQUE",
    "Term",
    "Vocabulary",
    "body",
    "is_furniture",
    "is_order",
    "organisations_in",
    "vocabulary_of",
]
