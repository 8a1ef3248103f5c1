"""Every recorded feed read by us and by feedparser alone: what differs, what is slow, what takes memory.

    python bench/feed_parity.py ../shared/data

Entries, titles, links and dates are compared, each difference counted by its class with an example. Files of other
kinds, attack samples and naughty strings, as they are and within a feed, must only end in time.
"""

import argparse
import gzip
import html
import json
import resource
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

from digest_pipeline.dates import parse
from digest_pipeline.sources.feeds import one_line, parse_feed
from digest_pipeline.sources.source import Item, UnreadableAnswerError
from digest_pipeline.urls import canonical
from digest_pipeline.workers import Failed, Workers

SECONDS, MEGABYTES = 2.0, 200
BASE = "https://feeds.example.org/"
RSS = '<rss version="2.0"><channel><title>x</title><item><title>{0}</title><link>{0}</link>{1}</item></channel></rss>'
Job = tuple[str, bytes]
Cost = tuple[str, str, float, float]


def main() -> None:
    """Read every file twice and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    with Workers(1, preload="feedparser") as workers:
        feeds = [name for name, _ in feed_files(data / "feeds")]
        print(f"{len(feeds)} documents of {data / 'feeds'}")
        costs(workers, feed_files(data / "feeds"))
        print(f"attack samples and naughty strings of {data / 'hostile'}")
        costs(workers, hostile(data / "hostile"))
    with Workers(preload="feedparser") as workers:
        parity(workers, list(feed_files(data / "feeds")))


def costs(workers: Workers, jobs: Iterator[Job]) -> None:
    """Print outcomes, the slowest documents, and the highest memory of the process that read them all."""
    taken: list[Cost] = []
    for outcome in workers.each(cost, batches(jobs), seconds=600):
        if isinstance(outcome, Failed):
            print(f"  FAILED {outcome.reason}: {outcome.detail}")
        else:
            taken += outcome
    for name, kind, _, _ in taken:
        if kind.startswith("crashed"):
            print(f"  FAILED {name}: {kind}")
    print(f"  {len(taken)} documents: {dict(Counter(kind for _, kind, _, _ in taken).most_common())}")
    for name, _, seconds, _ in sorted(taken, key=lambda one: -one[2])[:3]:
        print(f"  {seconds:5.2f} s{'  TOO SLOW' if seconds > SECONDS else ''}  {name}")
    memory = max(peak for _, _, _, peak in taken)
    print(f"  peak memory of the worker: {memory:.0f} MB{'  TOO MUCH' if memory > MEGABYTES else ''}")


def batches(jobs: Iterator[Job]) -> Iterator[list[Job]]:
    """Yield the jobs by the hundred: the way to a worker costs more than a line of text does."""
    while batch := list(islice(jobs, 100)):
        yield batch


def cost(jobs: list[Job]) -> list[Cost]:
    """Return name, outcome and seconds of each, and this process's peak memory in MB after it."""
    found: list[Cost] = []
    for name, body in jobs:
        start = time.perf_counter()
        try:
            parse_feed(body, "", BASE + name)
            kind = "read"
        except UnreadableAnswerError as error:
            kind = error.reason
        except Exception as error:  # noqa: BLE001  what this benchmark looks for
            kind = f"crashed: {type(error).__name__}: {error}"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        found.append((name, kind, time.perf_counter() - start, peak))
    return found


def parity(workers: Workers, jobs: list[Job]) -> None:
    """Print how many feeds are read alike, and each class of difference with an example."""
    alike = different = entries = 0
    documents: Counter[str] = Counter()
    items: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for (name, _), outcome in zip(jobs, workers.each(compared, jobs, seconds=120), strict=True):
        if isinstance(outcome, Failed):
            documents[outcome.reason] += 1
            continue
        count, differences = outcome
        if count is None:
            documents["no feed for feedparser"] += 1
            continue
        entries += count
        alike, different = alike + (not differences), different + bool(differences)
        documents.update({kind for kind, _ in differences})
        items.update(kind for kind, _ in differences)
        for kind, example in differences:
            examples.setdefault(kind, f"{name}: {example}")
    print(f"feeds that feedparser reads: {alike + different}, {entries} entries; alike {alike}, different {different}")
    for kind, count in documents.most_common():
        print(f"  {count:4} documents, {items[kind]:6} items  {kind}")
        if kind in examples:
            print(f"       {examples[kind][:300]}")


def compared(job: Job) -> tuple[int | None, list[tuple[str, str]]]:
    """Return feedparser's count of entries (None: no feed to it), and each difference as class and example."""
    import feedparser  # noqa: PLC0415  in the worker

    name, body = job
    theirs: Any = feedparser.parse(
        BytesIO(body), response_headers={"content-type": "application/xml", "content-location": BASE + name}
    )
    if not theirs.entries:
        return None, []
    try:
        ours = parse_feed(body, "", BASE + name).items
    except UnreadableAnswerError as error:
        return len(theirs.entries), [(f"not read: {error.reason}", error.detail)]
    if len(ours) != len(theirs.entries):
        return len(theirs.entries), [("count of entries", f"{len(ours)} instead of {len(theirs.entries)}")]
    pairs = zip(ours, theirs.entries, strict=True)
    return len(ours), [found for item, entry in pairs for found in differences(item, entry, BASE + name)]


def differences(item: Item, entry: Any, url: str) -> Iterator[tuple[str, str]]:
    """Yield in what an item differs from feedparser's entry."""
    title = title_of(entry)
    if item.title != title:
        kind = "title: not alike" if title else "title: the first sentence, where there is none"
        if title and item.title.endswith(f" {title}") and "/releases/tag/" in item.url:
            kind = "title: a release, its project's name before it"
        yield kind, f"{item.title!r} instead of {title!r}"
    link = canonical(entry.link, url) if entry.get("link") else ""
    if item.url != link:
        if entry.get("feedburner_origlink"):
            kind = "link: the page's own, not the counting one"
        elif not entry.get("link"):
            kind = "link: the id, where there is none"
        else:
            kind = "link: not alike" if link else "link: the id, where the link is no web address"
        yield kind, f"{item.url} instead of {entry.get('link', '')}"
    yield from date_differences(item, entry)


def date_differences(item: Item, entry: Any) -> Iterator[tuple[str, str]]:
    """Yield whether two readings of a date differ."""
    parsed = next(filter(None, (dict.get(entry, f"{key}_parsed") for key in ("published", "updated", "created"))), None)
    ours = parse(item.published, UTC)
    if parsed is None:
        if ours:
            yield "date: only we read it", f"{item.published!r} as {ours}"
        return
    try:
        theirs = datetime(*parsed[:6], tzinfo=UTC)
    except ValueError:
        return
    if ours is None:
        yield "date: only feedparser reads it", f"{item.published!r} as {theirs}"
    elif abs((ours - theirs).total_seconds()) >= 1:
        yield "date: not alike", f"{item.published!r} as {ours} instead of {theirs}"


def title_of(entry: Any) -> str:
    """Return feedparser's title as text, by another reader of HTML than ours."""
    import lxml.html  # noqa: PLC0415  in the worker

    value = entry.get("title", "")
    if (entry.get("title_detail") or {}).get("type") != "text/plain" and value:
        value = lxml.html.fragment_fromstring(value, create_parent="div").text_content()
    return one_line(value)


def feed_files(folder: Path) -> Iterator[Job]:
    """Yield name and content of every file, those of archives among them."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(path.relative_to(folder))
        if path.suffix == ".gz":
            yield name, gzip.decompress(path.read_bytes())
        elif path.name.endswith(".tar.xz"):
            with tarfile.open(path) as archive:
                members = (member for member in archive if member.isfile())
                yield from ((f"{name}/{member.name}", archive.extractfile(member).read()) for member in members)  # type: ignore[union-attr]
        else:
            yield name, path.read_bytes()


def hostile(folder: Path) -> Iterator[Job]:
    """Yield every sample of attacks and odd strings as it is, escaped within a feed, and unescaped within a feed."""
    samples = [
        (path.name, path.read_bytes())
        for part in ("xml", "xss")
        for path in sorted((folder / part).rglob("*"))
        if path.is_file()
    ]
    strings = (folder / "strings" / "blns.jsonl").read_text("utf-8").splitlines()
    samples += [(f"string {place}", str(json.loads(line)).encode()) for place, line in enumerate(strings)]
    samples += [
        (f"line {place} of {name}", line) for name, body in samples for place, line in enumerate(body.splitlines())
    ]
    for name, sample in samples:
        text = sample.decode("utf-8", "replace")
        yield name, sample
        yield (
            f"{name} in a feed",
            RSS.format(html.escape(text), f"<description>{html.escape(text)}</description>").encode(),
        )
        yield f"{name} as mark-up in a feed", RSS.format(text, f"<description>{text}</description>").encode()


if __name__ == "__main__":
    main()
