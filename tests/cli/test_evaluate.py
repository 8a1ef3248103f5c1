"""`digest eval briefs` and `digest doctor --live`: models tried and compared from the command line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import Result

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import load
from tests.doubles.openai_server import OpenAiDouble
from tests.editions.sample import DAY, sample_day

Command = Callable[..., Result]
STORIES, BRIEFS = sample_day()


@pytest.fixture
def double(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAiDouble]:
    with OpenAiDouble() as server:
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("COLUMNS", "200")
        yield server


@pytest.fixture
def day_with_briefs(home: Path) -> None:
    record = Newsroom(load(home)).record
    record.replace_articles(DAY, [article for story in STORIES for article in story.articles], [])
    record.replace_stories(DAY, STORIES)
    record.replace_briefs(DAY, BRIEFS)


@pytest.mark.usefixtures("day_with_briefs")
def test_models_are_printed_side_by_side(command: Command, double: OpenAiDouble) -> None:
    result = command("eval", "briefs", "--model", "gpt-5-mini", "--model", "of-nobody", "--stories", "2")
    assert result.exit_code == 0, result.output
    assert "gpt-5-mini" in result.stdout
    assert "of-nobody" in result.stdout
    assert "price not known" in result.stdout
    assert double.calls == 4


@pytest.mark.usefixtures("day_with_briefs")
def test_an_evaluation_for_programs_has_a_line_a_model_and_keeps_nothing(
    command: Command, double: OpenAiDouble, home: Path
) -> None:
    result = command("eval", "briefs", "--model", "gpt-5-mini", "--stories", "1", "--day", str(DAY), "--json")
    (line,) = map(json.loads, result.stdout.splitlines())
    assert (line["model"], line["stories"], line["malformed"]) == ("gpt-5-mini", 1, 0)
    assert line["usage"]["calls"] == double.calls == 1
    newsroom = Newsroom(load(home))
    assert newsroom.warehouse.rows("select * from llm.completions") == []


def test_an_evaluation_without_stories_says_how_to_get_some(command: Command, double: OpenAiDouble) -> None:
    result = command("eval", "briefs", "--model", "m")
    assert result.exit_code == 1
    assert "digest run" in result.stderr
    assert double.calls == 0


def test_an_evaluation_without_an_endpoint_says_what_to_set(command: Command) -> None:
    result = command("eval", "briefs", "--model", "m")
    assert result.exit_code == 2
    assert "OPENAI_API_KEY" in result.stderr


def test_a_live_doctor_calls_each_configured_model_once(command: Command, double: OpenAiDouble) -> None:
    result = command("doctor", "--live")
    assert result.exit_code == 0, result.output
    assert "model gpt-5-mini" in result.stdout
    assert "model gpt-5-nano" in result.stdout
    assert "answers in mode tools" in result.stdout
    assert double.calls == 2


def test_a_live_doctor_names_the_modes_that_work(command: Command, double: OpenAiDouble) -> None:
    double.behaviour.modes = frozenset({"json"})
    result = command("doctor", "--live")
    assert result.exit_code == 1
    assert "it does in mode json: set llm.mode" in result.stdout


def test_a_live_doctor_without_a_key_says_what_to_set(command: Command) -> None:
    result = command("doctor", "--live")
    assert result.exit_code == 1
    assert "OPENAI_API_KEY" in result.stdout
