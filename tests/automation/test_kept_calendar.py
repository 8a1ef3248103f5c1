"""A home keeps the time zone and first day that it was begun with, and says so where they are changed."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from digest_pipeline.cli.app import app
from digest_pipeline.definitions import build_defs, defs
from digest_pipeline.instance import instance_of, prepare_instance
from digest_pipeline.kept_calendar import keep_calendar, require_same_calendar
from digest_pipeline.settings import ConfigurationError, Settings, load
from digest_pipeline.warehouse import Warehouse


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a home that was used."""
    settings = load(tmp_path).model_copy(update={"start": date(2026, 1, 10)})
    Warehouse(settings.database, wait_seconds=0).rows("select 1")
    prepare_instance(settings)
    return settings


def test_another_zone_is_refused_with_both_zones_and_the_ways_out(settings: Settings) -> None:
    elsewhere = settings.model_copy(update={"timezone": "Europe/Paris"})
    with pytest.raises(ConfigurationError) as refused:
        build_defs(elsewhere)
    for word in ("Asia/Shanghai", "Europe/Paris", "Set it back", "new home"):
        assert word in str(refused.value)
    with pytest.raises(ConfigurationError), instance_of(elsewhere):
        pass


def test_a_later_start_is_refused_and_an_earlier_one_is_taken_and_kept(settings: Settings) -> None:
    later, earlier = (settings.model_copy(update={"start": date(2026, 1, day)}) for day in (11, 9))
    with pytest.raises(ConfigurationError, match=r"2026-01-10, and 2026-01-11 .* Set it back"):
        build_defs(later)
    keep_calendar(earlier)
    with pytest.raises(ConfigurationError, match=r"2026-01-09, and 2026-01-10"):
        build_defs(settings)


def test_the_command_line_and_the_ui_refuse_alike(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_HOME", str(settings.home))
    monkeypatch.setenv("DIGEST_START", "2026-01-10")
    defs()
    monkeypatch.setenv("DIGEST_TIMEZONE", "Europe/Paris")
    with pytest.raises(ConfigurationError, match="begun with Asia/Shanghai"):
        defs()
    result = CliRunner().invoke(app, ["run", "--day", "2026-01-12", "--offline"])
    assert result.exit_code == 2
    assert "begun with Asia/Shanghai" in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


def test_a_home_in_which_nothing_was_recorded_is_begun_anew(tmp_path: Path) -> None:
    settings = load(tmp_path)
    prepare_instance(settings)
    prepare_instance(settings.model_copy(update={"timezone": "Europe/Paris"}))
    Warehouse(settings.database, wait_seconds=0).rows("select 1")
    with pytest.raises(ConfigurationError, match="begun with Europe/Paris"):
        prepare_instance(settings)


def test_a_home_of_an_earlier_version_takes_what_is_configured_when_it_is_next_used(settings: Settings) -> None:
    (settings.home / "calendar.json").unlink()
    elsewhere = settings.model_copy(update={"timezone": "Europe/Paris"})
    require_same_calendar(elsewhere)
    prepare_instance(elsewhere)
    with pytest.raises(ConfigurationError, match="begun with Europe/Paris"):
        require_same_calendar(settings)


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"timezone": "Asia/Shanghai", "start": "tomorrow"}'])
def test_a_file_that_somebody_damaged_is_named(settings: Settings, content: str) -> None:
    (settings.home / "calendar.json").write_text(content, "utf-8")
    with pytest.raises(ConfigurationError, match=r"calendar\.json: must hold the timezone and start"):
        require_same_calendar(settings)
