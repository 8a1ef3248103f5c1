"""The channel for alerts hears of a run that failed once, and once of its end, whoever started the runs."""

from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from digest_pipeline.automation.sensors import sensors
from digest_pipeline.automation.telling import NotToldError
from digest_pipeline.instance import BY_COMMAND, instance_of
from digest_pipeline.settings import Settings
from tests.delivery.servers import Hook

DAY = "2026-05-02"


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as hook:
        yield hook


class Watch:
    """A home whose instance has runs, and its sensor, ticked by hand."""

    def __init__(self, settings: Settings, instance: dg.DagsterInstance) -> None:
        self.settings = settings
        self.instance = instance
        self._cursor: str | None = None
        self.tick()

    def tick(self) -> None:
        """Let the sensor look."""
        (sensor,) = (one for one in sensors(self.settings) if one.name == "failed_runs")
        context = dg.build_sensor_context(self.instance, cursor=self._cursor)
        self._cursor = sensor.evaluate_tick(context).cursor

    def run(self, *, fails: bool, day: str = DAY) -> None:
        """Run a day that fails, or does not."""

        @dg.op
        def stories() -> None:
            if fails:
                raise OSError("no space left on the device")

        @dg.job(name="daily")
        def job() -> None:
            stories()

        job.execute_in_process(instance=self.instance, tags={"dagster/partition": day}, raise_on_error=False)


def settings_with(home: Path, url: str) -> Settings:
    configured = {
        "channels": {"ops": {"url": url}},
        "delivery": {"alert": "ops"},
        "editions": {"weekly": {"language": "en"}},
    }
    return Settings.model_validate({"home": home, **configured})


@pytest.fixture
def watch(tmp_path: Path, hook: Hook) -> Iterator[Watch]:
    settings = settings_with(tmp_path, hook.url)
    with instance_of(settings) as instance:
        yield Watch(settings, instance)


def test_a_run_that_fails_is_told_with_its_reason_once_and_so_is_its_end(watch: Watch, hook: Hook) -> None:
    for fails in (True, True, False, False, True):
        watch.run(fails=fails)
        watch.tick()
    failed, over, again = hook.messages
    assert [message["title"] for message in hook.messages] == [
        "Failed: daily 2026-05-02",
        "Recovered: daily 2026-05-02",
        "Failed: daily 2026-05-02",
    ]
    assert "**daily 2026-05-02**: stories: no space left on the device" in failed["message"]
    assert over["message"] == "What had failed has succeeded: daily 2026-05-02"
    assert again == failed


def test_what_recovered_before_anybody_looked_is_not_told(watch: Watch, hook: Hook) -> None:
    watch.run(fails=True)
    watch.run(fails=False)
    watch.tick()
    assert hook.messages == []


def test_a_day_that_is_run_again_from_the_feeds_recovers_whoever_chose_its_assets(watch: Watch, hook: Hook) -> None:
    day = {"dagster/asset_partition_range_start": DAY, "dagster/asset_partition_range_end": DAY}
    broken = [True]

    def asset(name: str) -> dg.AssetsDefinition:
        @dg.asset(key=dg.AssetKey.from_user_string(name))
        def made() -> None:
            if broken[0]:
                raise OSError("no space left on the device")

        return made

    whole = dg.Definitions([asset(name) for name in ("raw_feeds", "stories", "published/weekly")])

    def run(*assets: str, fails: bool) -> None:
        broken[0] = fails
        whole.resolve_implicit_global_asset_job_def().execute_in_process(
            instance=watch.instance,
            asset_selection=[dg.AssetKey.from_user_string(name) for name in assets],
            tags=day,
            raise_on_error=False,
        )
        watch.tick()

    watch.run(fails=True)
    watch.tick()
    run("stories", fails=True)
    run("stories", fails=False)
    run("stories", fails=True)
    run("raw_feeds", "published/weekly", fails=False)
    assert [message["title"] for message in hook.messages] == [
        f"Failed: daily {DAY}",
        f"Failed: assets {DAY}",
        f"Recovered: assets {DAY}",
        f"Failed: assets {DAY}",
        "Recovered: 2 runs",
    ]


def test_many_failures_are_one_message(watch: Watch, hook: Hook) -> None:
    for day in ("2026-05-02", "2026-05-03"):
        watch.run(fails=True, day=day)
    watch.tick()
    (message,) = hook.messages
    assert message["title"] == "Failed: 2 runs"
    assert message["message"].count("no space left") == 2


@pytest.mark.parametrize(("tags", "messages"), [({}, 0), (BY_COMMAND, 1)])
def test_a_killed_run_is_told_only_where_no_daemon_repeats_it(
    watch: Watch, hook: Hook, tags: dict[str, str], messages: int
) -> None:
    @dg.job(name="daily")
    def job() -> None:
        """Do nothing."""

    run = watch.instance.create_run_for_job(job, status=dg.DagsterRunStatus.STARTED, tags=tags)
    watch.instance.report_run_failed(run, "Killed.")
    watch.tick()
    assert [message["title"] for message in hook.messages] == ["Failed: daily"] * messages


def test_what_a_check_stopped_is_left_to_the_check(watch: Watch, hook: Hook) -> None:
    @dg.asset
    def stories() -> None:
        """Make nothing."""

    @dg.asset_check(asset=stories, blocking=True)
    def suite() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=False)

    assert not dg.materialize([stories, suite], instance=watch.instance, raise_on_error=False).success
    watch.tick()
    assert hook.messages == []


def test_nothing_before_the_sensor_was_switched_on_is_told(watch: Watch, hook: Hook) -> None:
    watch.run(fails=True)
    Watch(watch.settings, watch.instance).tick()
    assert hook.messages == []


def test_a_message_that_did_not_arrive_is_sent_by_the_next_tick(tmp_path: Path, hook: Hook) -> None:
    with instance_of(settings_with(tmp_path, hook.url)) as instance:
        watch = Watch(settings_with(tmp_path, "json://127.0.0.1:9/hook?rto=1"), instance)
        watch.run(fails=True)
        with pytest.raises(NotToldError, match="the alert to ops did not arrive"):
            watch.tick()
        watch.settings = settings_with(tmp_path, hook.url)
        watch.tick()
    assert [message["title"] for message in hook.messages] == ["Failed: daily 2026-05-02"]
