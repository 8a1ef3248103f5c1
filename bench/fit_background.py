"""Counts in how many articles each word stands, for `digest_pipeline/stories/background.py`.

    python bench/fit_background.py HOME/warehouse.duckdb [--write]

HOME is one in which recorded days were run. Of each source at most 2,000 articles count, so that none speaks for all.
"""

import argparse
from collections import Counter
from pathlib import Path

import duckdb
import numpy as np

from digest_pipeline.stories import background
from digest_pipeline.stories.translation import translated
from digest_pipeline.stories.words import han_runs, names, terms

MOST_OF_A_SOURCE = 2_000
HEAD_CHARACTERS = 2_000


def main() -> None:
    """Count, and print how full the table is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--write", action="store_true", help="replace the project's table")
    options = parser.parse_args()
    with duckdb.connect(options.warehouse, read_only=True) as connection:
        rows = connection.execute("select source_id, title, text from core.articles order by id").fetchall()
    counts = np.zeros(background.CELLS, dtype=np.uint16)
    told = Counter[str]()
    eastern = 0
    for source, title, text in rows:
        told[source] += 1
        if told[source] > MOST_OF_A_SOURCE:
            continue
        head = f"{title}\n{text[:HEAD_CHARACTERS]}"
        eastern += bool(han_runs(title))
        found = {*terms(head), *names(head), *(word for word, _ in translated(head))}
        for place in {background.cell(word) for word in found}:
            counts[place] += 1
    articles = sum(min(count, MOST_OF_A_SOURCE) for count in told.values())
    print(
        f"{articles} articles, {eastern} of them with Chinese titles; {np.count_nonzero(counts)} of {len(counts)} cells"
    )
    if options.write:
        np.savez_compressed(background._FILE, counts=counts, articles=articles)  # noqa: SLF001  its maker


if __name__ == "__main__":
    main()
