"""What goes wrong in tests: a page of the demo whose kept extraction contradicts the day it is told on."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from digest_pipeline.articles.extractions import Extractions, page_key
from digest_pipeline.articles.page import Extracted
from digest_pipeline.demo import DAYS
from digest_pipeline.model import Capture
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import load

MISDATED: date = DAYS[2]
"""The day of the page."""

PAGE = "https://www.kechuang-morning.example/news/5533"
"""Its feed gives no date."""

CHECK = "extracted_articles.local_day_on_the_day"
"""The check that blocks the day then."""


def misdate_the_page(home: Path, *, days: int) -> None:
    """Let the kept extraction of the page date it some days earlier and call that the day of the run.

    The page is not parsed again, so that every run meets the same contradiction.
    """
    newsroom = Newsroom(load(home))
    (row,) = newsroom.warehouse.rows("select * from raw.captures where url = ?", [PAGE])
    key, extractions = page_key(Capture(**row), newsroom.settings.limits), Extractions(newsroom.warehouse)
    outcome = extractions.known(MISDATED, [key])[key]
    assert isinstance(outcome, Extracted)
    noon = datetime(MISDATED.year, MISDATED.month, MISDATED.day, 12, tzinfo=newsroom.settings.zone)
    wrong = noon - timedelta(days=days)
    extractions.keep(MISDATED, {key: replace(outcome, published=wrong, published_day=MISDATED)})
