"""What the extractive engine costs and how its briefs read: speed, lengths, leads, figures, the ranks of its values.

    python bench/extractive.py HOME/warehouse.duckdb [--data ../shared/data] [--articles 400]

HOME is one in which the recorded days were run. Its articles are drawn over all its days in the mix in which they came.
The ranks are compared (Spearman) with the scores that others gave to the articles of `data/scored`, of which only title
and abstract are recorded; the two halves, every other article, show how far a figure depends on the articles.
"""

import argparse
import json
import lzma
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import correlation, mean, median
from time import process_time

import duckdb

from digest_pipeline.briefs import scoring
from digest_pipeline.briefs.extractive import ExtractiveEngine, NothingToQuoteError
from digest_pipeline.briefs.extractive.classify import kind_of
from digest_pipeline.briefs.extractive.clauses import fitting_end
from digest_pipeline.briefs.extractive.selection import FEWEST_POINTS, MOST_POINTS, ONE_SENTENCE_CHARACTERS
from digest_pipeline.model import Article, Brief, Story
from digest_pipeline.settings import Scoring, Subject, load

SCORED = {
    "zh": "scored/scored_zh_wechat/articles.jsonl.xz",
    "en": "scored/official_blogs_2025_26/items.jsonl.xz",
}
_COLUMNS = "id, day, url, title, site, source_id, authority, language, published_at, text"


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("warehouse", type=Path, help="one in which the recorded days were run")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder of real data")
    parser.add_argument("--articles", type=int, default=400, help="how many articles to write briefs of")
    options = parser.parse_args()
    settings = load()
    engine = ExtractiveEngine(settings.subject, settings.scoring)
    print_briefs(engine, options.warehouse, options.articles)
    print_hostile(engine)
    print_ranks(settings.subject, settings.scoring, options.data)


def print_briefs(engine: ExtractiveEngine, warehouse: Path, number: int) -> None:
    """Print the time for `number` recorded articles, and what their briefs are like."""
    articles = list(_recorded(warehouse, number))
    started = process_time()
    briefs = [(article, brief) for article in articles if (brief := _brief(engine, article))]
    seconds = process_time() - started
    print(f"{len(articles)} articles   {seconds:.2f} s of one core, {len(briefs)} briefs")
    for language in ("zh", "en"):
        chosen = [(article, brief) for article, brief in briefs if brief.language == language]
        if chosen:
            print_language(language, chosen)


def print_language(language: str, briefs: Sequence[tuple[Article, Brief]]) -> None:
    """Print lengths, and the shares of what is cut, led, summed up and measured, of the briefs of one language."""
    ones = [brief.one_sentence for _, brief in briefs]
    points = [[*brief.technique, *brief.findings, *brief.insight, *brief.limitations] for _, brief in briefs]
    leads = [point.lead for some in points for point in some]
    cuts = [_cut(article, brief, chinese=language == "zh") for article, brief in briefs]
    limit = ONE_SENTENCE_CHARACTERS[language == "zh"]
    print(
        f"{language} {len(briefs):4} briefs  one sentence: median {median(len(o.text) for o in ones):.0f} characters, "
        f"{sum(len(o.text) > limit for o in ones)} over {limit}, "
        f"whole {cuts.count('whole') / len(cuts):.3f}, ended at a clause {cuts.count('clause') / len(cuts):.3f}, "
        f"cut {cuts.count('cut') / len(cuts):.3f}"
    )
    print(
        f"     points {mean(map(len, points)):.1f} a brief, three to six in "
        f"{mean(FEWEST_POINTS <= len(some) <= MOST_POINTS for some in points):.3f}; "
        f"with a lead {mean(map(bool, leads)):.3f}"
    )
    print(
        f"     summary {mean(brief.summary is not None for _, brief in briefs):.3f}, "
        f"figures {mean(bool(brief.figures) for _, brief in briefs):.3f} "
        f"({mean(len(brief.figures) for _, brief in briefs):.1f} a brief), "
        f"tags {mean(len(brief.tags) for _, brief in briefs):.1f}, "
        f"stars {[sum(brief.stars == n for _, brief in briefs) for n in range(1, 6)]}"
    )


def print_hostile(engine: ExtractiveEngine) -> None:
    """Print the time for texts of a megabyte that are made to be slow."""
    for name, text in (
        ("one run of letters", "a" * 1_000_000),
        ("one run of characters", "字" * 1_000_000),
        ("words without an end", "model " * 170_000),
        ("abbreviations", "Dr. " * 250_000),
        ("quotations", "“a. b”" * 160_000),
        ("open brackets", "（" * 1_000_000),
        ("lines", "It grew by 5% to $3 billion.\n" * 35_000),
        ("digits", "1" * 1_000_000),
    ):
        started = process_time()
        _brief(engine, _article("hostile", name, text))
        print(f"1 MB, {name:22} {process_time() - started:.2f} s")


def print_ranks(subject: Subject, weights: Scoring, data: Path) -> None:
    """Print how the values rank the scored articles, all of them and each half."""
    for language, path in SCORED.items():
        pairs = [(_value(article, subject, weights), float(score)) for article, score in _scored(data / path)]
        whole, one, other = (_rank_correlation(some) for some in (pairs, pairs[::2], pairs[1::2]))
        print(f"{language} rank correlation of {len(pairs)}: {whole:.3f}, halves {one:.3f} and {other:.3f}")


def _value(article: Article, subject: Subject, weights: Scoring) -> float:
    """Return the value that the engine gives, also where only the title is recorded, which it could not quote."""
    kind = kind_of(article.url, article.title, article.text)
    rubric = scoring.rubric_from_features(
        Story(article.id, article.day, (article,)), kind=kind, language=article.language
    )
    relevance = scoring.relevance(article.text, subject.keywords, title=article.title)
    worth = scoring.worth(rubric, authority=3, sources=1, kind=kind, relevance=relevance, weights=weights)
    return worth.value if kind != "advertisement" else float(worth.stars)


def _brief(engine: ExtractiveEngine, article: Article) -> Brief | None:
    try:
        return engine.brief(Story(article.id, article.day, (article,)))
    except NothingToQuoteError:
        return None


def _cut(article: Article, brief: Brief, *, chinese: bool) -> str:
    """Say how the one sentence ends: at its own end, at a border within it, or somewhere."""
    (evidence,) = brief.one_sentence.evidence
    following = article.text[evidence.end : evidence.end + 1]
    if evidence.quote[-1:] in '。！？.!?…”"）)」' or following in {"", "\n"}:
        return "whole"
    rest = article.text[evidence.start : evidence.end + ONE_SENTENCE_CHARACTERS[chinese]]
    end = fitting_end(rest, len(evidence.quote), chinese=chinese)
    return "clause" if end == len(evidence.quote) else "cut"


def _recorded(warehouse: Path, number: int) -> Iterator[Article]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            f"select {_COLUMNS} from core.articles order by hash(id), id limit ?",  # noqa: S608  a constant
            [number],
        ).fetchall()
    for row in rows:
        fields = dict(zip(_COLUMNS.split(", "), row, strict=True))
        yield Article(**fields, authors=(), date_origin="feed", late=False, text_origin="page", capture_id="")


def _scored(path: Path) -> Iterator[tuple[Article, float]]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            row = json.loads(line)
            texts = (row.get("summary"), row.get("core_point"), *(row.get("highlights") or ()), row.get("raw_excerpt"))
            text = "\n".join(dict.fromkeys(filter(None, texts))) or row["title"]
            url = row.get("link") or row["url"]
            yield _article(str(number), row["title"], text, url=url, language=row.get("language", "zh")), row["score"]


def _article(
    identity: str, title: str, text: str, *, url: str = "https://bench.example/1", language: str = ""
) -> Article:
    return Article(
        id=identity, day=date(2026, 1, 1), url=url, title=title, authors=(), site="", source_id="bench", authority=3,
        language=language, published_at=datetime(2026, 1, 1, tzinfo=UTC), date_origin="feed", late=False, text=text,
        text_origin="page", capture_id="",
    )  # fmt: skip


def _rank_correlation(pairs: Sequence[tuple[float, float]]) -> float:
    """Return Spearman's coefficient: the correlation of the ranks, equal values sharing the mean of theirs."""
    return correlation(*(_ranks([pair[side] for pair in pairs]) for side in (0, 1)))


def _ranks(values: Sequence[float]) -> list[float]:
    places: dict[float, list[int]] = {}
    for place, value in enumerate(sorted(values)):
        places.setdefault(value, []).append(place)
    return [mean(places[value]) for value in values]


if __name__ == "__main__":
    main()
