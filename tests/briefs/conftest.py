"""What the tests of the briefs share: the model double, a ledger in memory, and stories to brief."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest

from digest_pipeline.briefs.llm.endpoint import Endpoint
from digest_pipeline.model import Article, Link, Story
from digest_pipeline.settings import Llm
from tests.doubles.memory_ledger import MemoryLedger
from tests.doubles.openai_server import OpenAiDouble

ENGLISH = """Aurora Labs released Lumen-2 on Monday, an open-weight language model for small servers.
The model has 12 billion parameters and reads 128,000 tokens at once.
On the public reasoning suite it answers 71.4% of the questions, up from 63.9% for its predecessor.
Training took 21 days on 512 accelerators, according to the technical report.
The authors say the model still fails on long arithmetic and has not been tested in languages other than English.
The weights are published under the Apache-2.0 licence."""
ENGLISH_LINKS = (
    Link("https://aurora.example/lumen-2/report", "technical report", "paper"),
    Link("https://code.example/aurora/lumen-2", "weights", "model"),
)

StoryFactory = Callable[..., Story]
StoriesFactory = Callable[[int], list[Story]]
EndpointFactory = Callable[..., Endpoint]


@pytest.fixture
def double() -> Iterator[OpenAiDouble]:
    with OpenAiDouble() as server:
        yield server


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def story() -> StoryFactory:
    def make(
        text: str = ENGLISH,
        title: str = "Aurora Labs releases Lumen-2, an open-weight model",
        links: tuple[Link, ...] = ENGLISH_LINKS,
        number: int = 1,
    ) -> Story:
        published = datetime(2026, 6, 1, 8, 30, tzinfo=UTC)
        article = Article(
            id=f"article-{number}",
            day=date(2026, 6, 1),
            url=f"https://aurora.example/news/{number}",
            title=title,
            authors=("Ada Example",),
            site="Aurora News",
            source_id="aurora",
            authority=3,
            language="en",
            published_at=published,
            date_origin="page",
            late=False,
            text=text,
            text_origin="page",
            capture_id="capture-1",
            links=links,
        )
        return Story(id=f"story-{number}", day=article.day, articles=(article,))

    return make


@pytest.fixture
def stories(story: StoryFactory) -> StoriesFactory:
    """Stories that differ in their text, so that each needs a call of its own."""

    def make(count: int) -> list[Story]:
        return [story(text=f"{ENGLISH}\nThis is report number {n}.", number=n) for n in range(1, count + 1)]

    return make


@pytest.fixture
def endpoint(double: OpenAiDouble, ledger: MemoryLedger) -> EndpointFactory:
    def make(*, api_key: str = "key-of-the-test", base_url: str = "", **settings: object) -> Endpoint:
        brisk = {"timeout_seconds": 10, "attempts": 3, "backoff_seconds": 0.001}
        return Endpoint(
            Llm.model_validate({**brisk, **settings}),
            api_key=api_key,
            base_url=base_url or double.url,
            ledger=ledger,
        )

    return make
