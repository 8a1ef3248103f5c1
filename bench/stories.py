"""How well articles are joined into stories, and what that costs: every figure on its own data, with one setting.

    python bench/stories.py ../shared/data HOME/warehouse.duckdb [--speed] [--errors]

HOME is one in which the recorded days were run. The trees were fitted on most of these labels (`fit_stories.py`, whose
cross-validated figures say what to expect of other articles); the silver titles and the bilingual pairs that are set
aside were not fitted on.
"""

import argparse
import resource
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from math import log
from pathlib import Path
from time import process_time

from bench import events
from digest_pipeline.model import Article
from digest_pipeline.stories.join import SAME_EVENT, groups_of
from digest_pipeline.stories.likeness import likeness
from digest_pipeline.stories.profile import profile_of
from digest_pipeline.stories.roundup import is_roundup

SIZES = (500, 20_000)


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of real data")
    parser.add_argument("warehouse", type=Path, help="one in which the recorded days were run")
    parser.add_argument("--speed", action="store_true", help="measure time and memory instead")
    parser.add_argument("--errors", action="store_true", help="the pairs of the days that are wrong or missing")
    options = parser.parse_args()
    if options.speed:
        print_speed(options.warehouse)
        return
    print_ecbplus(options.data)
    print_revisions(options.data)
    print_silver(options.data)
    print_days(options.warehouse, errors=options.errors)
    print_bilingual("bilingual", events.bilingual(), options.warehouse)
    print_bilingual("set aside", events.bilingual_unseen(), options.warehouse)


def ids_of(articles: Sequence[Article]) -> list[list[str]]:
    """Return the ids of the articles, story by story."""
    ordered = sorted(articles, key=lambda article: article.id)
    return [[ordered[place].id for place in group] for group in groups_of(ordered)]


def print_ecbplus(data: Path) -> None:
    """Print B-cubed over the documents of ECB+."""
    documents = events.ecbplus(data)
    groups = ids_of([article for article, _, _ in documents])
    scores = events.b_cubed(groups, {article.id: event for article, event, _ in documents})
    print(
        "ecbplus           B3 {:.3f} {:.3f} {:.3f}".format(*scores),
        f"  {len(documents)} documents, {len(groups)} stories",
    )


def print_revisions(data: Path) -> None:
    """Print how many pages have all their versions in one story, and how many stories hold several pages."""
    pages = events.revisions(data)
    page_of = {article.id: page for article, page in pages}
    groups = ids_of([article for article, _ in pages])
    story_of = {article: number for number, group in enumerate(groups) for article in group}
    stories = Counter(page for page, _ in {(page_of[article], number) for article, number in story_of.items()})
    joined = sum(count == 1 for count in stories.values())
    mixed = sum(len({page_of[article] for article in group}) > 1 for group in groups)
    share = f"{joined / len(stories):.3f} of {len(stories)}"
    print(f"revisions         versions joined {share}, stories of several pages {mixed}")


def print_silver(data: Path) -> None:
    """Print how the pairs that are joined, day by day, fit the machine's labels, which are weak, and those read."""
    titles = events.silver(data)
    event_of = {article.id: event for article, event in titles}
    days = {article.published_at.date() for article, _ in titles}
    by_day = [[article for article, _ in titles if article.published_at.date() == day] for day in sorted(days)]
    found = {pair for articles in by_day for pair in events.pairs_of(ids_of(articles))}
    same = {tuple(sorted(pair[:2])): pair.same for pair in events.silver_pairs()}
    judged = [same[pair] for pair in found if pair in same]
    weak = sum(event_of[one] == event_of[other] for one, other in found)
    read = f"right {sum(judged)} of {len(judged)} read"
    print(f"silver titles     {len(found)} pairs joined, {weak} by the machine too; {read}")


def print_days(warehouse: Path, *, errors: bool) -> None:
    """Print precision and recall over the pairs of the days that were read whole."""
    found, true, unsure = set[events.scores.Pair](), set[events.scores.Pair](), set[events.scores.Pair]()
    titles: dict[str, str] = {}
    for labelled in events.labelled_days():
        articles = events.recorded(warehouse, day=labelled.day)
        titles |= {article.id: f"{article.source_id}: {article.title}" for article in articles.values()}
        found |= events.pairs_of(ids_of(list(articles.values())))
        true |= events.pairs_of(labelled.stories)
        unsure |= events.pairs_of(labelled.unsure)
    precision, recall = events.precision_recall(found, true, unsure)
    print(f"days read whole   pairs {precision:.3f} {recall:.3f}   {len(true)} true ones")
    for kind, pairs in (("wrong", found - true - unsure), ("missing", true - found)) if errors else ():
        for one, other in sorted(pairs):
            print(f"  {kind:<8}{titles[one][:90]}\n          {titles[other][:90]}")


def print_bilingual(name: str, pairs: Sequence[events.LabelledPair], warehouse: Path) -> None:
    """Print precision, recall and F1 over bilingual pairs."""
    articles = events.recorded(warehouse, ids={i for pair in pairs for i in pair[:2]})
    profiles = {i: profile_of(article) for i, article in articles.items()}
    told = [pair for pair in pairs if not any(is_roundup(articles[i]) for i in pair[:2])]
    found = {(a, b) for a, b, _ in told if likeness(profiles[a], profiles[b]).probability >= SAME_EVENT}
    true = {(a, b) for a, b, same in pairs if same}
    precision, recall = events.precision_recall(found, true)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"{name:<18}{precision:.3f} {recall:.3f} {f1:.3f}   {len(pairs)} pairs")


def print_speed(warehouse: Path) -> None:
    """Print the processor seconds that joining takes for some articles and for many, and the growth between."""
    articles = list(events.recorded(warehouse).values())
    groups_of(articles[:20])  # what is read once (the dictionary, scipy) is not measured
    seconds = {}
    for size in SIZES:
        chosen = sorted(islice(enlarged(articles), size), key=lambda article: article.id)
        started = process_time()
        stories = len(groups_of(chosen))
        seconds[size] = process_time() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{size:6} articles: {seconds[size]:7.2f} s, {stories} stories, peak memory of the process {peak:.0f} MB")
    (few, many), growth = SIZES, seconds[SIZES[1]] / seconds[SIZES[0]]
    print(f"growth: n^{log(growth) / log(many / few):.2f}")


def enlarged(articles: Sequence[Article]) -> Iterable[Article]:
    """Yield the articles, and when they are used up, each anew under another id."""
    for turn in range(1 + max(SIZES) // len(articles)):
        yield from (
            replace(article, id=f"{article.id}{turn or ''}", url=f"{article.url}#{turn}") for article in articles
        )


if __name__ == "__main__":
    main()
