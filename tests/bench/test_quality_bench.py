"""The mutation bench on a demo day: what it counts as caught, and what it does not let pass for it."""

from pathlib import Path

import pytest

from bench.defects import LAYERS, Declared, declared
from bench.quality import Rehearsal, below, clean
from digest_pipeline.demo import DAYS, RECORDINGS
from digest_pipeline.settings import load
from tests.homes import backfill, demo_home, tables

DAY = DAYS[1]
LATE_ENTRY = "update raw.entries set late = true where day = getvariable('day') and id = getvariable('entry')"
GIVEN = {
    "entry": "select id from raw.entries where day = getvariable('day') and not late order by id limit 1",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home in which a demo day ran."""
    folder = tmp_path_factory.mktemp("bench") / "home"
    demo_home(folder, [RECORDINGS[1]])
    ran = backfill(folder, [DAY])
    assert ran.exit_code == 0, ran.output
    return folder


@pytest.fixture(scope="module")
def rehearsal(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    return Rehearsal(load(home), DAY, tmp_path_factory.mktemp("rehearsal"))


def verdict(rehearsal: Rehearsal, layer: str, **defect: object) -> str:
    """Return what becomes of one defect."""
    names = "getvariable('entry')"
    declaration = Declared.model_validate({"given": GIVEN, "names": names, "defects": [{"name": "planted", **defect}]})
    (outcome,) = rehearsal.outcomes(layer, declaration)
    return outcome.verdict


def test_a_defect_is_caught_by_the_check_that_is_meant_to_and_by_no_other(rehearsal: Rehearsal) -> None:
    assert verdict(rehearsal, "raw_feeds", check="local_day_late_before_the_day", sql=LATE_ENTRY) == "caught"
    assert verdict(rehearsal, "raw_feeds", check="title_not_blank", sql=LATE_ENTRY) == "elsewhere"


def test_a_check_that_only_warns_of_what_should_block_did_not_catch_it(rehearsal: Rehearsal) -> None:
    blank = "update raw.entries set title = '' where day = getvariable('day') and id = getvariable('entry')"
    assert verdict(rehearsal, "raw_feeds", check="title_not_blank", sql=blank) == "unlike declared"
    assert verdict(rehearsal, "raw_feeds", check="title_not_blank", sql=blank, severity="warning") == "caught"


def test_a_message_that_does_not_name_the_thing_is_unclear(rehearsal: Rehearsal) -> None:
    defect = {"check": "local_day_late_before_the_day", "sql": LATE_ENTRY, "names": "'another entry'"}
    assert verdict(rehearsal, "raw_feeds", **defect) == "unclear"


def test_what_no_check_looks_at_is_missed(rehearsal: Rehearsal) -> None:
    assert verdict(rehearsal, "raw_feeds", check="id_unique", sql="update raw.entries set section = 'x'") == "missed"


def test_what_changes_nothing_does_not_count_as_planted(rehearsal: Rehearsal) -> None:
    nothing = "delete from raw.entries where id = 'nobody'"
    assert verdict(rehearsal, "raw_feeds", check="id_present", sql=nothing) == "not planted"
    swap = [{"find": "^no such line$", "put": ""}]
    assert verdict(rehearsal, "lint", check="lint_bare_url", text=swap) == "not planted"
    assert verdict(rehearsal, "issues", check="item_whole", edition="monthly", patch=[]) == "not planted"


def test_documents_and_texts_of_issues_are_changed_as_declared(rehearsal: Rehearsal) -> None:
    twice = [{"op": "copy", "from": "/items/0/story_id", "path": "/items/1/story_id"}]
    assert verdict(rehearsal, "issues", check="story_id_unique", patch=twice, names="''") == "caught"
    bare = [{"find": r"^\*\*链接\*\*: \[.*?\]\((.*?)\)", "put": r"**链接**: \1 "}]
    assert verdict(rehearsal, "lint", check="lint_bare_url", text=bare, names="''") == "caught"


def test_the_home_is_only_read_and_its_days_are_judged_with_their_issues(home: Path, tmp_path: Path) -> None:
    before = tables(home)
    judged = list(clean(load(home), DAY, 1, tmp_path))
    assert tables(home) == before
    assert [(one.partition.layer, one.by) for one in judged] == [
        ("raw_feeds", "suite"),
        ("extracted_articles", "suite"),
        ("stories", "suite"),
        ("structured_summaries", "suite"),
        ("issues/daily_briefing", "suite"),
        ("issues/daily_briefing", "lint"),
    ]


def test_too_few_caught_miss_the_bar(rehearsal: Rehearsal) -> None:
    declaration = Declared.model_validate(
        {"given": GIVEN, "defects": [{"name": "planted", "check": "title_not_blank", "sql": LATE_ENTRY}]}
    )
    outcomes = {"raw_feeds": list(rehearsal.outcomes("raw_feeds", declaration))}
    assert list(below(outcomes)) == ["0 of 1 caught, 0.98 at least"]


def test_more_than_sixty_kinds_are_declared_each_under_a_name_of_its_own() -> None:
    names = [(layer, defect.name) for layer in LAYERS for defect in declared(layer).defects]
    assert len(names) > 60
    assert len(set(names)) == len(names)
    assert all(defect.sql or defect.patch or defect.text for layer in LAYERS for defect in declared(layer).defects)
