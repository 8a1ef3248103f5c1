"""How well false statements are told from true ones: recall and false alarms, by kind and by language.

    python -m bench.grounding HOME/warehouse.duckdb [--labels FILE ...] [--print] [--speed] [--reworded] [--briefs 400]

HOME is one in which the recorded days were run. The labels (`bench/labels/statements/`) are statements of the kind a
brief makes, each with the beginning and the end of the quotations it rests on: true ones, in the article's words or
others, in its language or the other, and true ones with one thing changed. A false one must meet with an objection, a
true one with none, also after its numbers, dates and units were written in other forms (`--reworded`); so must the
statements of quoted briefs, of which HOME has those that its run wrote (`--briefs`).
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import duckdb
import yaml

from bench.events.recorded import LABELS, recorded
from bench.rewordings import rewordings
from digest_pipeline.briefs.grounding import SECTIONS, Ground, locate, objections
from digest_pipeline.model import Article, Evidence, Statement

LEAST_RECALL, MOST_FALSE_ALARMS = 0.95, 0.05
STATEMENTS_OF_A_BRIEF = 15
_LONGEST_QUOTATION = 240


@dataclass(frozen=True, slots=True)
class Labelled:
    """A statement about an article, whether the article bears it out, and in which way it was changed or reworded."""

    day: date
    url: str
    statement: str
    quotes: tuple[str, ...]
    truth: bool
    kind: str


class Case(NamedTuple):
    """A labelled statement with the places of its quotations in its article."""

    label: Labelled
    statement: Statement
    article: Article


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled statement with the objections to it."""

    label: Labelled
    languages: str
    objections: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether a false statement met with an objection, or a true one with none."""
        return bool(self.objections) != self.label.truth


def main() -> None:
    """Judge the labelled statements and print how often rightly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("warehouse", type=Path, help="one in which the recorded days were run")
    parser.add_argument("--labels", type=Path, nargs="+", default=sorted((LABELS / "statements").glob("*.yaml")))
    parser.add_argument("--print", action="store_true", dest="prints", help="print the statements judged wrongly")
    parser.add_argument("--speed", action="store_true", help="measure the time as well")
    parser.add_argument("--reworded", action="store_true", help="write the true ones in other forms as well")
    parser.add_argument("--briefs", type=int, default=0, help="judge the statements of so many quoted briefs instead")
    options = parser.parse_args()
    if options.briefs:
        print_briefs(options.warehouse, options.briefs)
        return
    labels = list(read(options.labels))
    articles = dict(found(options.warehouse, labels))
    missing = sorted({label.url for label in labels} - {url for _, url in articles})
    if missing:
        raise SystemExit(f"the warehouse lacks {len(missing)} labelled articles, such as {missing[0]}")
    cases = [case for label in labels if (case := case_of(label, articles[label.day, label.url]))]
    if len(cases) < len(labels):
        print(f"left out: {len(labels) - len(cases)} labels with a quotation that the article, as extracted, lacks")
    judged = [judge(case) for case in cases]
    print_scores(judged)
    if options.prints:
        print_wrong(judged)
    if options.reworded:
        print_reworded(cases)
    if options.speed:
        print_speed(cases)


def read(files: Iterable[Path]) -> Iterator[Labelled]:
    """Yield the labelled statements of `files`."""
    for file in files:
        for one in yaml.safe_load(file.read_text("utf-8")):
            yield Labelled(
                one["day"], one["url"], one["statement"], tuple(one["quotes"]), one["truth"], str(one["kind"])
            )


def found(warehouse: Path, labels: Sequence[Labelled]) -> Iterator[tuple[tuple[date, str], Article]]:
    """Yield the labelled articles by day and address."""
    urls: dict[date, set[str]] = defaultdict(set)
    for label in labels:
        urls[label.day].add(label.url)
    for day, wanted in sorted(urls.items()):
        for article in recorded(warehouse, day=day).values():
            if article.url in wanted:
                yield (day, article.url), article


def passage(quote: str, text: str) -> tuple[int, int] | None:
    """Return where in `text` a label's quotation stands; of a long one the label has the beginning and the end."""
    beginning, gap, end = quote.partition(" … ")
    if not gap:
        return locate(quote, text)
    found = re.search(f"{re.escape(beginning)}.{{0,{_LONGEST_QUOTATION}}}?{re.escape(end)}", text, re.DOTALL)
    return found.span() if found else None


def case_of(label: Labelled, article: Article) -> Case | None:
    """Return a labelled statement with its quotations' places; None if the article, as extracted, lacks one."""
    places = [passage(quote, article.text) for quote in label.quotes]
    found = [place for place in places if place]
    if len(found) < len(places):
        return None
    evidence = (Evidence(article_id=article.id, start=a, end=b, quote=article.text[a:b]) for a, b in found)
    return Case(label, Statement(text=label.statement, evidence=tuple(evidence)), article)


def judge(case: Case) -> Judged:
    """Hold a labelled statement against its article."""
    written = "zh" if any("\u3400" <= character <= "\u9fff" for character in case.statement.text) else "en"
    lines = objections(case.statement, Ground.of(case.article))
    return Judged(case.label, f"{written} of {case.article.language}", tuple(lines))


def print_scores(judged: Sequence[Judged]) -> None:
    """Print the share of false statements objected to and of true ones objected to, in all, by kind and by language."""
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    for one in judged:
        truth = "true" if one.label.truth else "false"
        groups = truth, f"{truth}: {one.label.kind}", f"{truth}, {one.languages}"
        for group in groups:
            counts[group][bool(one.objections)] += 1
    for group, count in sorted(counts.items()):
        share = count[True] / count.total()
        print(f"{group:24} objected to {share:.3f}   {count[True]:3} of {count.total()}")
    recall, alarms = (counts[truth][True] / max(1, counts[truth].total()) for truth in ("false", "true"))
    met = recall >= LEAST_RECALL and alarms <= MOST_FALSE_ALARMS
    print(f"recall {recall:.3f}, false alarms {alarms:.3f}: {'within' if met else 'NOT WITHIN'} the bounds")


def print_wrong(judged: Sequence[Judged]) -> None:
    """Print what was judged wrongly."""
    for one in judged:
        if not one.right:
            truth = "true" if one.label.truth else "false"
            print(f"\n{truth} ({one.label.kind}, {one.languages}) {one.label.url}\n  {one.label.statement}")
            for line in (*(f"quoted: {quote}" for quote in one.label.quotes), *one.objections):
                print(f"  - {line}")


def print_reworded(cases: Sequence[Case]) -> None:
    """Print the rewordings that are objected to, of the true statements to which nothing is objected as they stand."""
    made = wrong = 0
    for case in cases:
        ground = Ground.of(case.article)
        if not case.label.truth or objections(case.statement, ground):
            continue
        for text in rewordings(case.statement.text):
            made += 1
            if lines := objections(Statement(text=text, evidence=case.statement.evidence), ground):
                wrong += 1
                print(f"\nreworded: {text}\n  was: {case.statement.text}", *lines, sep="\n  - ")
    print(f"reworded: objected to {wrong} of {made}")


def print_briefs(warehouse: Path, briefs: int) -> None:
    """Print the statements of so many quoted briefs, chosen by their hash, to which something is objected."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        sql = "select document from core.briefs where engine = 'extractive' order by hash(story_id) limit $1"
        documents = [json.loads(row[0]) for row in connection.execute(sql, [briefs]).fetchall()]
    statements = [statement for document in documents for statement in _quoted(document)]
    articles = recorded(warehouse, ids={statement.evidence[0].article_id for statement in statements})
    grounds = {key: Ground.of(article) for key, article in articles.items()}
    wrong = 0
    for statement in statements:
        if lines := objections(statement, grounds[statement.evidence[0].article_id]):
            wrong += 1
            print(f"\nquoted: {statement.text}", *lines, sep="\n  - ")
    print(f"{len(documents)} quoted briefs: objected to {wrong} of {len(statements)} statements")


def _quoted(document: dict[str, Any]) -> Iterator[Statement]:
    """Yield the statements of a stored brief."""
    told = [document[name] for name in ("one_sentence", "summary") if document.get(name)]
    told += [point for section in SECTIONS for point in document.get(section) or ()]
    for one in told:
        yield Statement(text=one["text"], evidence=tuple(Evidence(**place) for place in one["evidence"]))


def print_speed(cases: Sequence[Case]) -> None:
    """Print the processor time of making an article ready, and of checking as many statements as a brief has."""
    articles = {case.article.id: case.article for case in cases}
    grounds = {key: Ground.of(article) for key, article in articles.items()}
    ordered = sorted(cases, key=lambda case: case.article.id)
    for case in ordered:  # what is read once (the dictionary) and what is made ready is not measured
        objections(case.statement, grounds[case.article.id])
    started = process_time()
    for case in ordered:
        objections(case.statement, grounds[case.article.id])
    each = 1000 * (process_time() - started) / len(cases)
    print(f"a brief of {STATEMENTS_OF_A_BRIEF} statements: {STATEMENTS_OF_A_BRIEF * each:.1f} ms")
    started = process_time()
    for article in articles.values():
        Ground.of(article).prepare()
    per_character = (process_time() - started) / sum(len(article.text) for article in articles.values())
    print(f"an article of 10,000 characters made ready: {1e7 * per_character:.1f} ms")


if __name__ == "__main__":
    main()
