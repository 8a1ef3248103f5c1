"""The articles we extract from pages with gold are no worse than what was recorded the last time they got better.

After a change for the better: `python bench/extraction.py ../shared/data --record bench/extraction_scores.toml`.
"""

import tomllib
from pathlib import Path

import pytest

from bench import gold
from bench.gold.tools import read_ours
from digest_pipeline.workers import Workers

CHECKOUT = Path(__file__).resolve().parents[2]
DATA = CHECKOUT.parent / "shared/data"
RECORDED = tomllib.loads((CHECKOUT / "bench/extraction_scores.toml").read_text("utf-8"))
TOLERANCE = 0.003

pytestmark = pytest.mark.skipif(not (DATA / "html").is_dir(), reason=f"no pages with gold in {DATA / 'html'}")


@pytest.mark.parametrize("name", RECORDED)
def test_f1_of_a_set_of_pages_has_not_fallen(name: str, workers: Workers) -> None:
    samples = [sample for sample in gold.load(name, DATA) if sample.judged]
    texts = [found.text for found in read_ours(workers, samples)]
    f1 = gold.set_score(texts, samples)[2]
    assert f1 >= RECORDED[name]["f1"] - TOLERANCE, f"see `python bench/extraction.py {DATA} --set {name} --pages`"
