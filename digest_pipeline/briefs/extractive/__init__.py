"""The engine that needs no model: briefs made of sentences of the lead article, each an exact slice of its text."""

from digest_pipeline.briefs.extractive.engine import ExtractiveEngine, NothingToQuoteError

__all__ = ["ExtractiveEngine", "NothingToQuoteError"]
