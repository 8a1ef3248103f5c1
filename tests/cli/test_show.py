"""`digest show`: an issue by default, a story with all its reasons, the stories of a day."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import Result

from digest_pipeline.model import Bond, Step, Story
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import load
from tests.editions.sample import brief
from tests.stories.told import DAY, link, told

Command = Callable[..., Result]

LEAD = told("lead", "Corvane opens a [bold]crane[/]", "Corvane opened an electric crane.", day=DAY)
FLASH = told("flash", "A crane", "At noon Ingrid Solberg met the crane by Corvane.", date_origin="first_seen")
STORY = Story(
    "ab12000000000000",
    DAY,
    (LEAD, FLASH),
    (Bond("flash", "lead", 0.98, ("names in common: Corvane", "against: published 5 hours apart")),),
    link("https://github.com/corvane/crane", "the repository", 7),
    Step("7e00000000000000", "update", "ab00000000000000", ("new: Ingrid Solberg",)),
)
OTHER = Story("cd00000000000000", DAY, (told("other", "Another event"),))
YESTERDAY = DAY - timedelta(days=1)
EARLIER = Story(
    "ab00000000000000",
    YESTERDAY,
    (told("old", "Corvane plans a crane", day=YESTERDAY),),
    step=Step("7e00000000000000", "new", "", ()),
)


@pytest.fixture
def recorded_stories(home: Path) -> None:
    """Store two days of stories, one of them in a thread over both."""
    record = Newsroom(load(home)).record
    for day, stories in ((YESTERDAY, [EARLIER]), (DAY, [STORY, OTHER])):
        record.replace_articles(day, [article for story in stories for article in story.articles], [])
        record.replace_stories(day, stories)


@pytest.mark.usefixtures("recorded_stories")
def test_a_story_is_shown_with_sources_reasons_and_thread(command: Command) -> None:
    result = command("show", "story", STORY.id)

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Corvane opens a [bold]crane[/]",
        "story ab12000000000000 of 2026-06-02, 2 sources",
        "sources, the lead first",
        "  1  Corvane opens a [bold]crane[/]",
        "     lead daily, authority 3, 2026-06-02 12:00, 33 characters",
        "     https://lead.example.org/news/lead",
        "  2  A crane",
        "     flash daily, authority 3, first seen 2026-06-02 12:00, 48 characters",
        "     https://flash.example.org/news/flash",
        "     adds: Ingrid Solberg",
        "primary source",
        "  code: https://github.com/corvane/crane (the repository)",
        "why they are one story",
        "  2 with 1: probability 0.98",
        "     names in common: Corvane",
        "     against: published 5 hours apart",
        "thread 7e00000000000000: update",
        "  continues story ab00000000000000",
        "     new: Ingrid Solberg",
        "    2026-06-01  ab00000000000000  new     Corvane plans a crane",
        "  * 2026-06-02  ab12000000000000  update  Corvane opens a [bold]crane[/]",
    ]


@pytest.mark.usefixtures("recorded_stories")
def test_a_story_as_json_has_all_of_it(command: Command) -> None:
    shown = json.loads(command("show", "story", STORY.id, "--json").stdout)

    assert [source["adds"] for source in shown["sources"]] == ["", "Ingrid Solberg"]
    assert shown["sources"][0]["published"] == "2026-06-02T12:00:00+08:00"
    assert shown["primary"]["url"] == "https://github.com/corvane/crane"
    assert shown["bonds"] == [
        {
            "article_id": "flash",
            "other_id": "lead",
            "probability": 0.98,
            "reasons": ["names in common: Corvane", "against: published 5 hours apart"],
        }
    ]
    assert shown["thread"]["thread_id"] == "7e00000000000000"
    assert [one["day"] for one in shown["thread"]["stories"]] == ["2026-06-01", "2026-06-02"]


@pytest.mark.usefixtures("recorded_stories")
def test_the_beginning_of_an_id_is_enough_when_it_is_the_only_one(command: Command) -> None:
    assert command("show", "story", "AB12").stdout == command("show", "story", STORY.id).stdout
    several = command("show", "story", "ab")
    assert (several.exit_code, several.stdout) == (2, "")
    assert several.stderr == (
        "digest: 2 stories begin with 'ab': ab00000000000000 (2026-06-01), ab12000000000000 (2026-06-02);"
        " write more of the id\n"
    )


@pytest.mark.usefixtures("recorded_stories")
@pytest.mark.parametrize("identity", ["ff", "%", "story"])
def test_an_unknown_id_is_wrong_use_and_names_the_way_out(command: Command, identity: str) -> None:
    result = command("show", "story", identity)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"digest: no story's id begins with {identity!r}; list them with: digest show stories --day YYYY-MM-DD\n"
    )


@pytest.mark.usefixtures("recorded_stories")
def test_a_story_alone_without_a_thread_is_short(command: Command) -> None:
    lines = command("show", "story", "cd").stdout.splitlines()
    assert lines[1] == "story cd00000000000000 of 2026-06-02, 1 source"
    assert lines[-1] == "not yet compared with the stories of other days"
    assert json.loads(command("show", "story", "cd", "--json").stdout)["thread"] is None


def test_nothing_that_a_title_holds_moves_the_cursor(command: Command, home: Path) -> None:
    bad = replace(OTHER, articles=(told("other", "Red \x1b[31m\u202eflag\n2"),))
    record = Newsroom(load(home)).record
    record.replace_articles(DAY, bad.articles, [])
    record.replace_stories(DAY, [bad])
    for words in (("story", "cd"), ("stories",)):
        shown = command("show", *words).stdout
        assert "Red [31mflag 2" in shown
        assert "\x1b" not in shown


@pytest.mark.usefixtures("recorded_stories")
def test_the_stories_of_a_day_are_listed_with_most_sources_first(command: Command) -> None:
    newest = command("show", "stories")
    assert newest.exit_code == 0
    assert newest.stdout.splitlines() == [
        "ab12000000000000    2  update  Corvane opens a [bold]crane[/] (lead daily)",
        "cd00000000000000    1          Another event (other daily)",
    ]
    assert command("show", "stories", "--day", str(DAY)).stdout == newest.stdout
    assert "ab00000000000000" in command("show", "stories", "--day", str(YESTERDAY)).stdout


@pytest.mark.usefixtures("recorded_stories")
def test_the_stories_as_json_are_one_object_a_line(command: Command) -> None:
    first, second = map(json.loads, command("show", "stories", "--json").stdout.splitlines())
    assert first == {
        "id": STORY.id,
        "day": "2026-06-02",
        "sources": 2,
        "standing": "update",
        "thread": "7e00000000000000",
        "title": LEAD.title,
        "site": "lead daily",
        "url": LEAD.url,
    }
    assert (second["standing"], second["thread"]) == (None, None)


def test_without_stories_the_command_that_makes_them_is_named(command: Command) -> None:
    nothing = command("show", "stories")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "digest run, or digest demo" in nothing.stderr
    day = command("show", "stories", "--day", "2026-06-03")
    assert (day.exit_code, day.stdout) == (1, "")
    assert "digest run --day 2026-06-03" in day.stderr


@pytest.mark.usefixtures("recorded_stories")
def test_stories_of_articles_that_are_gone_are_reported(command: Command, home: Path) -> None:
    Newsroom(load(home)).record.replace_articles(DAY, [LEAD], [])
    result = command("show", "story", STORY.id)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"digest run --day {DAY}" in result.stderr


@pytest.mark.usefixtures("recorded_stories")
def test_tags_of_several_days_that_no_topic_has_are_listed(command: Command, home: Path) -> None:
    record = Newsroom(load(home)).record
    for day, story in ((YESTERDAY, EARLIER), (DAY, STORY)):
        tags = ("LLMs", "Corvane", "[bold]\x1bcranes") if day == DAY else ("LLM", "Corvane", "a crane")
        record.replace_briefs(day, [brief(story, "Corvane opens a crane", tags=tags, day=day)])

    assert command("show", "tags").stdout.splitlines() == ["Corvane: 2 stories on 2 days"]
    assert command("show", "tags", "--days", "1").stdout == ""
    told_of = [json.loads(line) for line in command("show", "tags", "--json").stdout.splitlines()]
    assert told_of[0] == {"tag": "Corvane", "stories": 2, "days": 2, "topic": False}
    assert {one["tag"] for one in told_of if one["topic"]} == {"LLM", "LLMs"}


def test_a_day_that_is_none_is_wrong_use(command: Command) -> None:
    result = command("show", "stories", "--day", "June")
    assert (result.exit_code, result.stderr) == (2, "digest: 'June' is no day; write it as YYYY-MM-DD\n")


def test_the_word_issue_may_be_left_out(command: Command) -> None:
    for words in (("evening",), ("evening", "2026-06-02"), ("issue", "evening")):
        assert command("show", *words).stderr.startswith("digest: there is no edition 'evening'; there is: ")
    helped = command("show", "--help")
    assert helped.exit_code == 0
    assert all(word in helped.stdout for word in ("issue", "story", "stories"))
