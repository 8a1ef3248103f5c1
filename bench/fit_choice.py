"""Fit the weights by which the lines of a page are judged, on pages with gold-standard text.

    python bench/fit_choice.py ../shared/data [--write]

Prints how well each set does when the weights are fitted on the others, and with the weights of all; `--write` puts
these into `digest_pipeline/articles/choice/weights.py`. A line counts by its share of the page's gold text, a set as
much as another. The model is logistic regression (scikit-learn), its threshold chosen for F1.
"""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from bench import gold
from digest_pipeline import workers as pool
from digest_pipeline.articles.charset import decode
from digest_pipeline.articles.choice import weights
from digest_pipeline.articles.choice.alignment import found, key
from digest_pipeline.articles.choice.features import Features
from digest_pipeline.articles.choice.lines import judged
from digest_pipeline.articles.layouts import read_layout
from digest_pipeline.articles.metadata import metadata_of
from digest_pipeline.articles.text import normalise
from digest_pipeline.articles.tree import parse

# The share of a line that must be likely to belong to the article: recall costs a little precision.
THRESHOLD = 0.45
REGULARISATION = 0.3
# A gold text of which less stands in the page is the text of another page.
LEAST_GOLD_IN_PAGE = 0.5
# Too few pages to be a set of its own are not fitted on.
LEAST_PAGES = 10
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")


@dataclass
class Judged:
    """A page's lines, their features, and for each line the gold's verdict and its weight (0: the gold is silent)."""

    sample: gold.Sample
    texts: list[str]
    features: list[Features]
    labels: list[bool]
    weights: list[float]


def main() -> None:
    """Read the sets, fit, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    sets = {
        name: pages
        for name, samples in gold.sets(arguments.data).items()
        if len(pages := judged_pages([sample for sample in samples if sample.judged])) >= LEAST_PAGES
    }
    for name, pages in sets.items():
        others = fitted([page for other, others in sets.items() if other != name for page in others])
        print(f"{name:24} fitted on the others {line(pages, others)}", flush=True)
    every = fitted([page for pages in sets.values() for page in pages])
    for name, pages in sets.items():
        print(f"{name:24} fitted on all        {line(pages, every)}")
    if arguments.write:
        write(every, Path(weights.__file__))


def judged_pages(samples: Sequence[gold.Sample]) -> list[Judged]:
    """Return the pages with their lines judged by the gold; pages that have a layout of their own are left out."""
    with pool.Workers(preload="digest_pipeline.preloaded") as workers:
        found_pages = workers.each(_judged, samples, seconds=120)
        return [page for page in found_pages if isinstance(page, Judged)]


def _judged(sample: gold.Sample) -> Judged | None:
    tree = parse(decode(sample.body, sample.content_type))
    if tree is None or read_layout(tree, sample.url):
        return None
    choice, features = judged(tree, metadata_of(tree, sample.url))
    texts = [normalise(block.text) for block in choice.blocks]
    if sample.text is None:
        labels = [any(segment in text for segment in sample.with_) for text in texts]
        cut = [any(segment in text for segment in sample.without) for text in texts]
        told = [float(keep or out) for keep, out in zip(labels, cut, strict=True)]
        return Judged(sample, texts, features, labels, told)
    labels = found([key(text) for text in texts], sample.text)
    length = max(1, len(_TOKEN.findall(sample.text)))
    shares = [min(1.0, len(_TOKEN.findall(text)) / length) for text in texts]
    in_page = sum(share for share, label in zip(shares, labels, strict=True) if label)
    return Judged(sample, texts, features, labels, shares if in_page >= LEAST_GOLD_IN_PAGE else [0.0] * len(shares))


def fitted(pages: Sequence[Judged]) -> dict[str, float]:
    """Return the weight of each feature, the threshold in the bias."""
    from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415  0.5 s, only here
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  the same

    totals: dict[str, float] = {}
    for page in pages:
        totals[page.sample.set] = totals.get(page.sample.set, 0.0) + sum(page.weights)
    rows = [
        ({name: value for name, value in features.items() if name != "bias"}, label, weight / totals[page.sample.set])
        for page in pages
        for features, label, weight in zip(page.features, page.labels, page.weights, strict=True)
        if weight
    ]
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform([row[0] for row in rows])
    importance = [row[2] * len(rows) / len(totals) for row in rows]
    model = LogisticRegression(C=REGULARISATION, max_iter=5_000).fit(table, [row[1] for row in rows], importance)
    bias = float(model.intercept_[0]) - log(THRESHOLD / (1 - THRESHOLD))
    return {"bias": bias} | dict(zip(vectorizer.feature_names_, map(float, model.coef_[0]), strict=True))


def line(pages: Sequence[Judged], model: dict[str, float]) -> str:
    """Return precision, recall and F1 of a set under these weights."""
    texts = [
        "\n".join(text for text, features in zip(page.texts, page.features, strict=True) if score(features, model) > 0)
        for page in pages
    ]
    precision, recall, f1 = gold.set_score(texts, [page.sample for page in pages])
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.4f}"


def score(features: Features, model: dict[str, float]) -> float:
    """Return the sum that decides."""
    return sum(model.get(name, 0.0) * value for name, value in features.items())


def write(model: dict[str, float], path: Path) -> None:
    """Replace the weights in the module at `path`, the strongest first."""
    ordered = sorted(model.items(), key=lambda item: (item[0] != "bias", -abs(item[1]), item[0]))
    body = "".join(f'    "{name}": {value:.2f},\n' for name, value in ordered)
    head = path.read_text(encoding="utf-8").partition("WEIGHTS")[0]
    path.write_text(f"{head}WEIGHTS: dict[str, float] = {{\n{body}}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
