"""What the tests of the command share: an empty home, the command run on it, pages and feeds of the demo as files."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import Result

from digest_pipeline.capture.warc import Exchange, scan
from digest_pipeline.demo import RECORDINGS
from digest_pipeline.model import Issue
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import load
from tests.homes import digest

Command = Callable[..., Result]


@pytest.fixture(autouse=True)
def _no_configuration_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DIGEST_HOME", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def command(home: Path) -> Command:
    """Run `digest --home HOME` with the given words."""
    return lambda *words: digest(*words, home=home)


@pytest.fixture
def issue() -> Callable[[Path, date], None]:
    """Store an issue of a day with nothing in it but its title."""

    def store(home: Path, day: date) -> None:
        moment = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Asia/Shanghai"))
        made = Issue(
            edition="daily_briefing",
            day=day,
            key=day.isoformat(),
            title=f"Briefing of {day}",
            language="en",
            timezone="Asia/Shanghai",
            window_start=moment,
            window_end=moment,
            items=(),
            counts={"entries": 0, "articles": 0, "stories": 0, "items": 0, "left_out": 0},
        )
        Newsroom(load(home)).issues.replace(made)

    return store


@pytest.fixture(scope="session")
def recorded() -> dict[str, Exchange]:
    """The last answer of each address in the first demo day."""
    with RECORDINGS[0].open("rb") as stream:
        return {item.url: item for item in scan(stream) if isinstance(item, Exchange)}


@pytest.fixture
def sample(recorded: dict[str, Exchange], tmp_path: Path) -> Callable[[str], str]:
    """Write what the demo recorded of the address that contains a text, and return the file's name."""
    numbers: Iterator[int] = iter(range(100))

    def write(part: str) -> str:
        (exchange,) = (exchange for url, exchange in recorded.items() if part in url)
        file = tmp_path / f"sample-{next(numbers)}"
        file.write_bytes(exchange.content(10_000_000))
        return str(file)

    return write
