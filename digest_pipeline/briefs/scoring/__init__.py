"""What a story is worth: its share of the digest's subject, the rubric read off observable features, value and stars.

Both engines end here: the `llm` engine brings a rubric of its own, the `extractive` one takes `rubric_from_features`.
"""

from digest_pipeline.briefs.scoring.features import rubric_from_features
from digest_pipeline.briefs.scoring.value import Worth, best_authority, independent_sources, relevance, worth

__all__ = ["Worth", "best_authority", "independent_sources", "relevance", "rubric_from_features", "worth"]
