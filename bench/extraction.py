"""Articles, titles, days and languages of pages with gold, ours beside trafilatura, newspaper4k and readability-lxml.

    python bench/extraction.py ../shared/data
    python bench/extraction.py ../shared/data --set fundus --tools default --pages
    python bench/extraction.py ../shared/data --record bench/extraction_scores.toml
    python bench/extraction.py ../shared/data --speed

How a text is scored stands in `gold/scores.py`. A title is compared twice (`gold/titles.py`): as it stands, and as a
reader would, without the name of the site in either title, and quotation marks, dashes, dots and entities of any kind
made one. What `--record` writes is what `tests/articles/test_extraction_scores.py` holds every change against.
"""

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, cycle, islice
from pathlib import Path
from statistics import fmean, median
from time import perf_counter, process_time

from bench import gold
from bench.gold import Sample, Score
from bench.gold.tools import MODES, OTHERS, TITLES, TOOLS, Outcome, read_ours, read_with, trafilatura_default
from digest_pipeline.articles.extract import extract
from digest_pipeline.articles.page import Page
from digest_pipeline.workers import Failed, Workers

PROCESSES = 2
SPEED_ROUNDS = 3
WARM_UP_PAGES = 20
MEMORY_PAGES = 5_000
SECONDS = 60.0
NO_ARTICLE = ("account_page", "deleted_by_author", "content_violation", "temporarily_unavailable")
"""The kinds of wechat-exporter's pages that have no article."""


def main() -> None:
    """Read the chosen sets with every tool and print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder of real data")
    parser.add_argument("--set", choices=gold.SETS, help="only this set")
    parser.add_argument("--tools", nargs="*", choices=TOOLS, default=list(TOOLS), help="what to run beside ours")
    parser.add_argument("--pages", action="store_true", help="each page's F1, ours furthest behind the best tool first")
    parser.add_argument("--metadata", action="store_true", help="each title, day and language that is not the gold's")
    parser.add_argument("--record", type=Path, help="write our scores to this file where they got better")
    parser.add_argument("--speed", action="store_true", help="measure throughput and memory instead")
    options = parser.parse_args()
    chosen = [options.set] if options.set else list(gold.SETS)
    if options.speed:
        print_memory(chosen, options.data)
        print_speed(chosen, options.data)
        return
    if missing := [package for name, (_, _, package) in OTHERS.items() if name not in TOOLS]:
        print(f"tools are left out that are not installed: pip install {' '.join(missing)}\n")
    scores: dict[str, Score] = {}
    readings: dict[str, tuple[list[Sample], list[Outcome]]] = {}
    with Workers(PROCESSES, preload="trafilatura") as workers:
        for name in chosen:
            samples = gold.load(name, options.data)
            readings[name] = samples, read_ours(workers, samples)
            if all(not sample.judged for sample in samples) and name not in UNJUDGED:
                continue  # of metadata only
            texts = {tool: read_with(TOOLS[tool], workers, samples) for tool in options.tools}
            if name in UNJUDGED:
                UNJUDGED[name](samples, readings[name][1], texts)
            else:
                scores[name] = print_texts(samples, readings[name][1], texts, pages=options.pages)
        print_titles(readings, workers, [tool for tool in options.tools if tool in TITLES])
    print_metadata(readings, pages=options.metadata)
    if options.record:
        before = options.record.read_text("utf-8") if options.record.exists() else ""
        options.record.write_text(recorded(scores, before), "utf-8")


def print_texts(samples: list[Sample], found: list[Outcome], texts: dict[str, list[str]], *, pages: bool) -> Score:
    """Print every tool's score on one set, and each page's if wanted; return ours."""
    judged = [index for index, sample in enumerate(samples) if sample.judged]
    samples = [samples[index] for index in judged]
    columns = {"ours": [found[index].text for index in judged]}
    columns |= {tool: [column[index] for index in judged] for tool, column in texts.items()}
    if columns.keys() >= MODES.keys():
        columns["oracle"] = best_of(samples, [columns[mode] for mode in MODES])
    print(f"{samples[0].set}, {len(samples)} pages{'' if samples[0].text is not None else ' (segments)'}")
    scores = {tool: gold.set_score(column, samples) for tool, column in columns.items()}
    for tool, (precision, recall, f1) in scores.items():
        empty = sum(not text for text in columns[tool])
        print(f"  {tool:<12} {precision:.3f} {recall:.3f} {f1:.3f}{f'   no text: {empty}' if empty else ''}")
    if pages and texts:
        print_pages(samples, columns, [found[index] for index in judged])
    print()
    return scores["ours"]


def best_of(samples: Sequence[Sample], columns: Sequence[Sequence[str]]) -> list[str]:
    """Return for each page the text with the highest F1: what a perfect choice between the modes would give."""
    rows = zip(samples, zip(*columns, strict=True), strict=True)
    return [max(row, key=lambda text: gold.score(text, sample)[2]) for sample, row in rows]


def print_pages(samples: list[Sample], columns: dict[str, list[str]], found: list[Outcome]) -> None:
    """Print F1 of ours, the best of the other tools and its name for each page, our greatest loss first."""
    rows = []
    for index, sample in enumerate(samples):
        others = {
            tool: gold.score(columns[tool][index], sample)[2] for tool in columns if tool not in ("ours", "oracle")
        }
        best = max(others, key=lambda tool: others[tool])
        mine = gold.score(columns["ours"][index], sample)
        rows.append((mine[2] - others[best], mine, best, others[best], sample, found[index].reason))
    for loss, (precision, recall, f1), best, other, sample, reason in sorted(
        rows, key=lambda row: (row[0], row[4].name)
    ):
        ours_is = f"{precision:.3f} {recall:.3f} {f1:.3f}"
        print(f"  {loss:+.3f}  {ours_is}  {best} {other:.3f}  {sample.name} {sample.url} {reason}".rstrip())


def print_unjudged(samples: list[Sample], found: list[Outcome], texts: dict[str, list[str]]) -> None:
    """Print how many pages of a set without gold give a text, and how far ours agrees with each tool's (mean F1)."""
    print(f"{samples[0].set}, {len(samples)} pages without gold: pages with a text, agreement of ours with it")
    print(f"  {'ours':<12} {sum(bool(one.text) for one in found)}")
    for tool, column in texts.items():
        agreement = fmean(
            gold.score(mine.text, Sample(set="", name="", url="", body=b"", text=text))[2]
            for mine, text in zip(found, column, strict=True)
        )
        print(f"  {tool:<12} {sum(bool(text) for text in column)}  {agreement:.3f}")
    print()


def print_kinds(samples: list[Sample], found: list[Outcome], texts: dict[str, list[str]]) -> None:
    """Print what came of each kind of WeChat page: characters of text, or the reason why there is none."""
    print(f"{samples[0].set}, {len(samples)} pages: what was expected, what we give, characters the other tools give")
    rows = zip(samples, found, *texts.values(), strict=True)
    for sample, one, *others in sorted(rows, key=lambda row: row[0].name):
        expected = "no article" if sample.kind in NO_ARTICLE else "an article"
        given = f"no article: {one.reason}" if one.reason else f"an article of {len(one.text)} characters"
        mark = " " if given.startswith(expected) else "!"
        lengths = ", ".join(str(len(text)) for text in others)
        print(f"{mark} {sample.kind:<20} {expected:<11} {given}; {lengths}")
    print()


UNJUDGED = {"gne-chinese": print_unjudged, "wechat-exporter": print_kinds}


def print_titles(
    readings: dict[str, tuple[list[Sample], list[Outcome]]], workers: Workers, tools: Sequence[str]
) -> None:
    """Print the share of right titles over all sets, ours and each tool's, as they stand and as a reader takes them."""
    pairs = chain.from_iterable(zip(samples, found, strict=True) for samples, found in readings.values())
    titled = [(sample, one.title) for sample, one in pairs if sample.title]
    if not titled:
        return
    samples = [sample for sample, _ in titled]
    columns = {"ours": [title for _, title in titled]}
    columns |= {tool: read_with(TITLES[tool], workers, samples) for tool in tools}
    print(f"{'titles of all sets':<20} {'as they stand':>19} {'as read':>19}")
    for tool, titles in columns.items():
        plain = share(
            gold.title_right(title, sample.title or "") for title, sample in zip(titles, samples, strict=True)
        )
        shown = share(gold.title_reads_right(title, sample) for title, sample in zip(titles, samples, strict=True))
        print(f"{tool:<20} {plain:>19} {shown:>19}")
    print()


def print_metadata(readings: dict[str, tuple[list[Sample], list[Outcome]]], *, pages: bool) -> None:
    """Print the share of right titles, days and languages, per set and in all, and what is not right if wanted."""
    rows = {name: [*map(Judged, samples, found)] for name, (samples, found) in readings.items()}
    everything = list(chain.from_iterable(rows.values()))
    heads = ("title, as it stands", "title, as read", "day", "wrong", "missing", "language")
    print(f"{'right / with gold':<20} {' '.join(f'{head:>19}' for head in heads)}")
    for name, judged in [*rows.items(), ("all", everything)]:
        days = Counter(one.day for one in judged)
        if any(one.title is not None or one.day or one.language is not None for one in judged):
            columns = (
                share(one.title for one in judged),
                share(one.title_read for one in judged),
                share(one.day == "right" if one.day else None for one in judged),
                str(days["wrong"]),
                str(days["missing"]),
                share(one.language for one in judged),
            )
            print(f"{name:<20} {' '.join(f'{column:>19}' for column in columns)}")
    if pages:
        for one in everything:
            one.print()


class Judged:
    """What of one page's metadata is right; None or empty where the gold says nothing."""

    def __init__(self, sample: Sample, found: Outcome) -> None:
        self.sample, self.found = sample, found
        self.title = gold.title_right(found.title, sample.title) if sample.title else None
        self.title_read = gold.title_reads_right(found.title, sample) if sample.title else None
        self.language = found.language == sample.language if sample.language else None
        self.day = ""
        if sample.published:
            right = gold.day_right(found.published, sample.published, sample.zone)
            self.day = "right" if right else "wrong" if found.published else "missing"

    def print(self) -> None:
        """Print what is not right, ours before the gold."""
        name = f"{self.sample.set} {self.sample.name} {self.found.reason}".rstrip()
        if self.title_read is False:
            print(f"title     {name}: {self.found.title!r}, not {self.sample.title!r}")
        if self.day in ("wrong", "missing"):
            print(f"day       {name}: {shown(self.found.published)}, not {shown(self.sample.published)}")
        if self.language is False:
            print(f"language  {name}: {self.found.language!r}, not {self.sample.language!r}")


def share(marks: Iterable[bool | None]) -> str:
    """Return what part of the marks that are given is true, as a figure and as counts."""
    given = [mark for mark in marks if mark is not None]
    return f"{sum(given) / len(given):.3f} ({sum(given)}/{len(given)})" if given else "-"


def shown(when: date | datetime | None) -> str:
    """Return a day or a moment as ISO 8601 writes it."""
    return when.isoformat() if when else "none"


def recorded(scores: dict[str, Score], before: str) -> str:
    """Return our scores as TOML, a table a set; one that fell, or was not read, keeps what stood there `before`."""
    kept = {name: (old["precision"], old["recall"], old["f1"]) for name, old in tomllib.loads(before).items()}
    best = kept | {name: new for name, new in scores.items() if name not in kept or round(new[2], 4) >= kept[name][2]}
    head = "# Written by `python bench/extraction.py ../shared/data --record bench/extraction_scores.toml`.\n"
    tables = (
        f"\n[{name}]\nprecision = {precision:.4f}\nrecall = {recall:.4f}\nf1 = {f1:.4f}\n"
        for name, (precision, recall, f1) in best.items()
    )
    return head + "".join(tables)


def print_speed(names: Sequence[str], data: Path) -> None:
    """Print pages a second of ours in the pool and of plain trafilatura in this process, in turns, and their ratio.

    Processor time a page says the same of a machine that does other work besides: what one page costs more than plain.
    """
    samples = list(chain.from_iterable(gold.load(name, data) for name in names))
    rates: dict[str, list[float]] = {"ours": [], "plain": []}
    costs: dict[str, list[float]] = {"ours": [], "plain": []}
    with Workers(PROCESSES, preload="trafilatura") as workers:
        for turn in range(SPEED_ROUNDS + 1):
            for tool in ("ours", "plain") if turn % 2 == 0 else ("plain", "ours"):
                start = perf_counter()
                pages = samples if turn else samples[:WARM_UP_PAGES]
                taken = list(
                    workers.each(cost_of_ours, pages, seconds=SECONDS) if tool == "ours" else map(cost_of_plain, pages)
                )
                if turn:
                    rates[tool].append(len(samples) / (perf_counter() - start))
                    costs[tool].append(1_000 * fmean(one for one in taken if not isinstance(one, Failed)))
    print(f"{len(samples)} pages, median of {SPEED_ROUNDS} turns    pages a second   processor ms a page")
    for tool, title in (("ours", f"ours, {PROCESSES} processes"), ("plain", "plain trafilatura, 1 process")):
        turns = ", ".join(f"{rate:.1f}" for rate in rates[tool])
        print(f"  {title:<32} {median(rates[tool]):10.1f} {median(costs[tool]):20.1f}   ({turns})")
    rate, page = (median(of["ours"]) / median(of["plain"]) for of in (rates, costs))
    print(f"  {'ratio':<32} {rate:10.2f} {page:20.2f}")


def cost_of_ours(sample: Sample) -> float:
    """Return the processor seconds that our reading of one page takes, as a run reads it."""
    page = Page(sample.url, 200, sample.content_type, sample.body)
    start = process_time()
    extract(page, min_characters=1)
    return process_time() - start


def cost_of_plain(sample: Sample) -> float:
    """Return the processor seconds that plain trafilatura takes for one page."""
    start = process_time()
    trafilatura_default(sample)
    return process_time() - start


def print_memory(names: Sequence[str], data: Path) -> None:
    """Print the peak memory of a pool that reads the sets again and again, each process at its own highest."""
    with Workers(PROCESSES, preload="trafilatura") as workers:
        read = sum(1 for _ in workers.each(cost_of_ours, islice(repeated(names, data), MEMORY_PAGES), seconds=SECONDS))
        peaks = peak_megabytes()
    print(f"{read} pages through {PROCESSES} processes: {sum(peaks):.0f} MB at the peaks of all {len(peaks)}")
    print(f"  this one {peaks[0]:.0f} MB; the pool's {', '.join(f'{peak:.0f}' for peak in peaks[1:])} MB\n", flush=True)


def repeated(names: Sequence[str], data: Path) -> Iterator[Sample]:
    """Yield the pages of the sets, over and over, each read from its file when its turn comes."""
    return chain.from_iterable(gold.read(name, data) for name in cycle(names))


def peak_megabytes() -> list[float]:
    """Return the highest resident memory in MB of this process, and of each that it or its fork server started.

    Pages shared between the fork server and its copies count in each of them. Linux only.
    """
    found, left = [], ["self"]
    while left:
        process = Path("/proc") / left.pop()
        fields = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
        found.append(int(fields["VmHWM"].split()[0]) / 1024)
        left += [child for thread in process.glob("task/*/children") for child in thread.read_text().split()]
    return found


if __name__ == "__main__":
    main()
