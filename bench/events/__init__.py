"""Articles whose events are known: what `bench/stories.py` measures with and `bench/fit_stories.py` fits on.

The recorded days are read from a warehouse in which they were run, the other sets from the folder of real data. Labels
made by reading stand in `bench/labels/` as ids alone.
"""

from bench.events.recorded import (
    LabelledPair,
    bilingual,
    bilingual_unseen,
    judged_pairs,
    labelled_days,
    recorded,
    silver_pairs,
)
from bench.events.scores import b_cubed, pairs_of, precision_recall
from bench.events.sets import ecbplus, revisions, silver

__all__ = [
    "LabelledPair",
    "b_cubed",
    "bilingual",
    "bilingual_unseen",
    "ecbplus",
    "judged_pairs",
    "labelled_days",
    "pairs_of",
    "precision_recall",
    "recorded",
    "revisions",
    "silver",
    "silver_pairs",
]
