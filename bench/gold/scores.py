"""How close what was extracted is to the gold: texts by shingles or by segments, and days. Titles: `titles.py`.

Texts are compared as scrapinghub's article-extraction-benchmark compares them, by multisets of 4-token shingles, with
one change: a Chinese character or a kana is a token of its own, since no space parts the words. Segments are counted
as trafilatura's own evaluation counts them: found as they stand, over all pages of the set.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from statistics import fmean

from bench.gold.sample import Sample

Score = tuple[float, float, float]
"""Precision, recall and F1, each 0 to 1."""

_SHINGLE = 4
_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")


def score(text: str, sample: Sample) -> Score:
    """Return precision, recall and F1 of one page's `text`; no text of a page that has one scores 0.

    Raises:
        ValueError: the sample has no gold for its text.
    """
    if sample.text is None:
        hits, wrong, missed = _segments(text, sample)
    else:
        found, gold = shingles(text), shingles(sample.text)
        hits = (found & gold).total()
        wrong, missed = found.total() - hits, gold.total() - hits
    precision = hits / (hits + wrong) if hits + wrong else float(not missed)
    recall = hits / (hits + missed) if hits + missed else float(not wrong)
    return precision, recall, f1(precision, recall)


def set_score(texts: Sequence[str], samples: Sequence[Sample]) -> Score:
    """Return precision, recall and F1 of a whole set; `texts[i]` belongs to `samples[i]`.

    For full texts P and R are means over the pages, for segments they come from the counts over all pages; F1 is the
    harmonic mean of the two.

    Raises:
        ValueError: there is no sample, or one without gold for its text.
    """
    if not samples:
        raise ValueError("a set without a page has no score")
    if samples[0].text is None:
        counts = [_segments(text, sample) for text, sample in zip(texts, samples, strict=True)]
        hits, wrong, missed = (sum(column) for column in zip(*counts, strict=True))
        precision, recall = hits / max(1, hits + wrong), hits / max(1, hits + missed)
    else:
        pages = [score(text, sample) for text, sample in zip(texts, samples, strict=True)]
        precision, recall = fmean(page[0] for page in pages), fmean(page[1] for page in pages)
    return precision, recall, f1(precision, recall)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four tokens in `text` with how often each occurs; a shorter text is one run."""
    tokens = _TOKEN.findall(text)
    runs = range(max(1, len(tokens) - _SHINGLE + 1)) if tokens else ()
    return Counter(tuple(tokens[start : start + _SHINGLE]) for start in runs)


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean, 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def day_right(found: date | datetime | None, gold: date | datetime, zone: tzinfo = UTC) -> bool:
    """Say whether `found` names the gold's day.

    A moment is of its day in UTC, of its day in its own zone and of its day in the publisher's (`zone`); two values
    agree when they have a day in common. So a page that names only a day is right with the day its clocks showed.
    """
    return found is not None and bool(_days(found, zone) & _days(gold, zone))


def _segments(text: str, sample: Sample) -> tuple[int, int, int]:
    if not sample.with_ and not sample.without:
        raise ValueError(f"{sample.set}/{sample.name} has no gold for its text; ask `judged` first")
    hits, wrong = sum(part in text for part in sample.with_), sum(part in text for part in sample.without)
    return hits, wrong, len(sample.with_) - hits


def _days(when: date | datetime, zone: tzinfo) -> set[date]:
    if not isinstance(when, datetime):
        return {when}
    return {when.date(), when.astimezone(UTC).date(), when.astimezone(zone).date()}
