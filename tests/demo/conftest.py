"""The recorded days as the tests look at them: what the sources build, and each article with its page by file name."""

import pytest

from digest_pipeline.demo import DAYS
from digest_pipeline.demo.build import Recorded, records_of_day
from digest_pipeline.demo.manuscripts import Article, articles


@pytest.fixture(scope="session")
def records() -> list[Recorded]:
    return [record for day in DAYS for record in records_of_day(day)]


@pytest.fixture(scope="session")
def manuscripts() -> dict[str, Article]:
    return {article.name: article for article in articles()}


@pytest.fixture(scope="session")
def pages(records: list[Recorded], manuscripts: dict[str, Article]) -> dict[str, Recorded]:
    by_url = {record.url: record for record in records if record.kind == "page"}
    return {name: by_url[article.url] for name, article in manuscripts.items()}
