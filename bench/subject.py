"""How well the topic gate tells articles about the digest's subject from the rest, on labels made by reading.

    python bench/subject.py HOME/warehouse.duckdb [--half 0] [--errors] [--fit]

The labels (labels/subject.json, by article id) belong to the recorded days: the warehouse must hold them. Half 0 served
to build the gate, half 1 only to measure it; what could not be decided is `unsure` and left out. `borderline` are
further articles, chosen where an early gate was undecided: they serve to fit and are not measured.

Prints precision and recall, over all sources (those with `gate: false` count as passed) and over the gated ones alone,
and the seconds of processor time for training and for 500 articles; with `--errors` also the titles that are judged
wrong, with the reasons. Ends with status 1 below the bars. `--fit` prints the weights that logistic regression finds,
for `stories/subject/gate.py`.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import cycle, islice
from pathlib import Path
from time import process_time

import duckdb

from digest_pipeline.model import Article
from digest_pipeline.settings import CHECKOUT, load
from digest_pipeline.stories.subject.gate import SubjectGate

PRECISION, RECALL = 0.93, 0.95
LABELS = Path(__file__).with_name("labels") / "subject.json"
# Labs whose feeds were recorded under another address than sources.yaml has.
RECORDED_LABS = {"blog.google/technology/ai/rss", "www.anthropic.com/news/rss.xml"}
PASS = 500
BORDERLINE_WEIGHT = 0.3
REGULARISATION = 5


def main() -> None:
    """Judge the labelled articles and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--half", choices=("0", "1"), help="measure on one half alone")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--fit", action="store_true")
    arguments = parser.parse_args()
    labels: dict[str, dict[str, bool]] = json.loads(LABELS.read_text("utf-8"))
    # The configuration that ships, whatever home there is.
    settings = load(CHECKOUT / "bench")
    ungated = {source.id for source in settings.sources if not source.gate} | RECORDED_LABS
    SubjectGate(settings.subject)  # the import of scikit-learn is not measured
    started = process_time()
    gate = SubjectGate(settings.subject, ungated)
    training = process_time() - started
    if arguments.fit:
        fit(gate, ungated, arguments.warehouse, labels)
        return
    halves = (f"half_{arguments.half}",) if arguments.half else ("half_0", "half_1")
    articles = {half: articles_of(arguments.warehouse, labels[half]) for half in halves}
    together = [article for half in halves for article in articles[half]]
    seconds = timed(gate, [article for article in together if article.source_id not in ungated])
    for half in halves:
        report(half, gate, ungated, articles[half], labels[half])
        if arguments.errors:
            print_errors(gate, articles[half], labels[half])
    every = {key: is_about for half in halves for key, is_about in labels[half].items()}
    precision, recall = report("together", gate, ungated, together, every)
    print(f"training {training:.2f} s, {PASS} gated articles {seconds:.2f} s")
    if precision < PRECISION or recall < RECALL:
        sys.exit(f"below the bars: precision {PRECISION}, recall {RECALL}")


def articles_of(warehouse: Path, labels: Mapping[str, bool]) -> list[Article]:
    """Return the labelled articles.

    Ends the program when the warehouse lacks some of them.
    """
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select id, title, source_id, language, text from core.articles where list_contains(?, id) order by id",
            [sorted(labels)],
        ).fetchall()
    if missing := sorted(labels.keys() - {row[0] for row in rows}):
        sys.exit(f"{warehouse}: {len(missing)} labelled articles are not there ({missing[0]}…); run the recorded days")
    return [_article(*row) for row in rows]


def timed(gate: SubjectGate, articles: Sequence[Article]) -> float:
    """Return the seconds of processor time for 500 articles. Called before any other: no word has been stemmed yet."""
    started = process_time()
    for article in islice(cycle(articles), PASS):
        gate.judge(article)
    return process_time() - started


def report(
    name: str, gate: SubjectGate, ungated: set[str], articles: Sequence[Article], labels: Mapping[str, bool]
) -> tuple[float, float]:
    """Print the figures of one set and return its precision and recall over all sources."""
    gated = [article for article in articles if article.source_id not in ungated]
    every = scores(gate, articles, labels)
    alone = scores(gate, gated, labels)
    print(
        f"{name:9} all {len(articles):4}: precision {every[0]:.3f} recall {every[1]:.3f}"
        f" | gated {len(gated):4}: precision {alone[0]:.3f} recall {alone[1]:.3f}"
    )
    return every


def scores(gate: SubjectGate, articles: Sequence[Article], labels: Mapping[str, bool]) -> tuple[float, float]:
    """Return precision and recall of the gate."""
    passed = [article for article in articles if gate.judge(article).is_on_subject]
    right = sum(labels[article.id] for article in passed)
    return right / len(passed), right / sum(labels[article.id] for article in articles)


def print_errors(gate: SubjectGate, articles: Sequence[Article], labels: Mapping[str, bool]) -> None:
    """Print every article that is judged wrong."""
    for article in articles:
        judgement = gate.judge(article)
        if judgement.is_on_subject != labels[article.id]:
            print(
                f"  {'passed' if judgement.is_on_subject else 'missed'} {judgement.probability:.2f} {article.source_id}"
                f" | {article.title[:80]} | {'; '.join(judgement.reasons)}"
            )


def fit(gate: SubjectGate, ungated: set[str], warehouse: Path, labels: Mapping[str, Mapping[str, bool]]) -> None:
    """Print the weights fitted on half 0 and the borderline articles, for each kind of description."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  1.3 s, only a fit pays it

    rows: list[tuple[float, float, float]] = []
    answers: list[bool] = []
    weights: list[float] = []
    for name, weight in (("half_0", 1.0), ("borderline", BORDERLINE_WEIGHT)):
        for article in articles_of(warehouse, labels[name]):
            if article.source_id in ungated:
                continue
            signs = gate.signs(article)
            rows.append(
                (
                    min(signs.title.total(), 2),
                    signs.share,
                    signs.likeness.log_odds if signs.likeness else 0.0,
                )
            )
            answers.append(labels[name][article.id])
            weights.append(weight)
    for kind, columns in (("both", (0, 1, 2)), ("keywords only", (0, 1)), ("examples only", (2,))):
        model = LogisticRegression(C=REGULARISATION)
        model.fit([[row[column] for column in columns] for row in rows], answers, sample_weight=weights)
        names = ("title", "share", "examples")
        found = ", ".join(f"{names[column]} {value:.2f}" for column, value in zip(columns, model.coef_[0], strict=True))
        print(f"{kind:14} without {model.intercept_[0]:.2f}, {found}")


def _article(key: str, title: str, source_id: str, language: str, text: str) -> Article:
    moment = datetime(2000, 1, 1, tzinfo=UTC)
    return Article(
        id=key,
        day=date(2000, 1, 1),
        url="",
        title=title,
        authors=(),
        site="",
        source_id=source_id,
        authority=3,
        language=language,
        published_at=moment,
        date_origin="feed",
        late=False,
        text=text,
        text_origin="page",
        capture_id="",
    )


if __name__ == "__main__":
    main()
