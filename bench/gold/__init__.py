"""Pages with gold-standard text or metadata, and how what is extracted from them is scored.

The pages are not ours and lie outside the project; `sets` reads them from the folder of real data. What is run on them
belongs to `bench/extraction.py` and to the test that guards the scores.
"""

from bench.gold.loaders import SETS, load, read, sets
from bench.gold.sample import Sample
from bench.gold.scores import Score, day_right, f1, score, set_score
from bench.gold.titles import title_reads_right, title_right

__all__ = [
    "SETS",
    "Sample",
    "Score",
    "day_right",
    "f1",
    "load",
    "read",
    "score",
    "set_score",
    "sets",
    "title_reads_right",
    "title_right",
]
