"""A day whose check blocks: nothing is published, in this run or a later one, until it is mended or accepted."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml

from digest_pipeline.definitions import build_defs
from digest_pipeline.demo import DAYS
from digest_pipeline.instance import instance_of
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality.linting import lint_results
from digest_pipeline.settings import EngineName, load
from tests.delivery.servers import Hook
from tests.homes import OFFLINE, digest, published_home, rows, site
from tests.mishaps import CHECK, PAGE, misdate_the_page

DAY = DAYS[2]
RUN = ("run", "--day", DAY, *OFFLINE)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose day was published once."""
    return published_home(tmp_path_factory)


@pytest.fixture
def home(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "home"))


@pytest.fixture
def hook(home: Path) -> Iterator[Hook]:
    """The channel for alerts of the home."""
    file = home / "digest.yaml"
    with Hook() as hook:
        channels = {"channels": {"ops": {"url": hook.url}}, "delivery": {"alert": "ops"}}
        file.write_text(yaml.safe_dump(yaml.safe_load(file.read_text("utf-8")) | channels, allow_unicode=True), "utf-8")
        yield hook


def test_a_blocked_day_leaves_what_was_published_until_its_rows_are_accepted(home: Path, hook: Hook) -> None:
    before = site(home)
    misdate_the_page(home, days=2)

    blocked = digest(*RUN, home=home)

    assert blocked.exit_code == 1
    assert f"--accept {CHECK}" in blocked.stderr
    assert site(home) == before
    (alert,) = hook.messages
    ((article, source),) = rows(home, "select article_id, source_name from raw.entries where url = ?", PAGE)
    accept = f'`digest run --day {DAY} --accept {CHECK} --because "…"`'
    for told in ("local_day_on_the_day", article, source, f"`digest run --day {DAY}`", accept):
        assert told in alert["message"]

    # Assets that are run by themselves later, from the UI or by a schedule.
    for asset in ("stories", "issues/daily_briefing"):
        (refusal,) = failed_steps(home, asset)
        assert CHECK in refusal
        assert article in refusal
    assert (site(home), hook.messages) == (before, [alert])

    accepted = digest(*RUN, "--accept", CHECK, "--because", "the page is two days old, but new to us", home=home)

    assert accepted.exit_code == 0, accepted.output
    note = f"检查 {CHECK}（{DAY}）未通过，经人工确认后放行：the page is two days old, but new to us"
    assert note in site(home)[f"site/daily_briefing/{DAY}.md"].decode()
    assert note in site(home)[f"site/daily_briefing/{DAY}.html"].decode()
    assert note in digest("show", home=home).stdout.replace("\\", "")
    assert [CHECK in message["message"] for message in hook.messages] == [True, False]
    assert "new to us" in hook.messages[1]["message"]

    # The acceptance was for that row as it was.
    before = site(home)
    misdate_the_page(home, days=3)
    assert digest(*RUN, home=home).exit_code == 1
    assert site(home) == before
    assert len(hook.messages) == 3


def test_an_issue_whose_text_has_a_fault_is_not_published_by_a_later_run(home: Path) -> None:
    newsroom = Newsroom(load(home))
    before = rows(home, "select * from digest.publications")
    name = f"issues/daily_briefing/{DAY}"
    kept = rows(home, "select name from quality.results where layer = ? and checked_by = 'lint'", name)
    assert len(kept) == len(lint_results([], 0))
    with newsroom.warehouse.connect() as connection:
        connection.execute(
            "update quality.results set passed = false, failed = 1, message = 'An address stands in the text.'"
            " where layer = ? and name = 'lint_bare_url'",
            [name],
        )

    (refusal,) = failed_steps(home, "published/daily_briefing")

    assert "issues/daily_briefing.lint_bare_url" in refusal
    assert "An address stands in the text." in refusal
    assert rows(home, "select * from digest.publications") == before


def failed_steps(home: Path, asset: str) -> list[str]:
    """Run one asset of the day and its checks, and return what the steps that failed say."""
    definitions = build_defs(load(home), offline=True, engine=EngineName.extractive, listener=lambda *_: None)
    with instance_of(load(home)) as instance:
        result = definitions.resolve_job_def("daily").execute_in_process(
            run_config={"loggers": {"listener": {}}},
            partition_key=str(DAY),
            asset_selection=[dg.AssetKey(asset.split("/"))],
            instance=instance,
            raise_on_error=False,
        )
    errors = [event.step_failure_data.error for event in result.all_events if event.is_step_failure]
    return [str(error.cause or error) for error in errors if error]
