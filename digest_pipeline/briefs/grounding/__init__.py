"""Whether the record bears a statement out: quotations located, details traced, copy that betrays the machine found.

What lives here reads text and offsets, in Chinese and English alike, and across the two; it asks no model and ranks
nothing. A `Ground` is an article made ready for it, a `Detail` what a statement names, with its verdict.
"""

from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.details import Detail, details
from digest_pipeline.briefs.grounding.drafts import SECTIONS, Failure, Grounded, Reason, Section, ground, objections
from digest_pipeline.briefs.grounding.leaks import leaks
from digest_pipeline.briefs.grounding.quotations import locate

__all__ = [
    "SECTIONS",
    "Detail",
    "Failure",
    "Ground",
    "Grounded",
    "Reason",
    "Section",
    "details",
    "ground",
    "leaks",
    "locate",
    "objections",
]
