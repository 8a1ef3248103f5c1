"""Titles and days of real pages whose values were checked by hand; a fall below the scores once reached fails."""

import gzip
import json
from datetime import datetime
from pathlib import Path

import lxml.html  # type: ignore[import-untyped]
import pytest

from digest_pipeline.articles.charset import decode
from digest_pipeline.articles.metadata import metadata_of

PAGES = Path(__file__).parents[2].parent / "shared/data/html/fundus"

pytestmark = pytest.mark.skipif(not PAGES.exists(), reason="the recorded pages (../shared/data) are not here")


def test_titles_and_days_of_newspapers_in_32_countries() -> None:
    titles = days = pages = 0
    for gold_file in sorted(PAGES.glob("*/*.json")):
        gold = list(json.loads(gold_file.read_text("utf-8")).values())[-1]
        page = max(gold_file.parent.glob(f"{gold_file.stem}_*.html.gz"))
        found = metadata_of(lxml.html.document_fromstring(decode(gzip.decompress(page.read_bytes()), "")), "")
        pages += 1
        titles += " ".join(found.title.split()).casefold() == " ".join(gold["title"].split()).casefold()
        days += found.published_day == datetime.fromisoformat(gold["publishing_date"]).date()
    assert pages > 100
    # The rest are pages whose heading and share card differ, where the known title is either.
    assert titles / pages >= 0.83
    assert days / pages >= 0.98
