"""The settings: where they come from, which wins, and the message when they are wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

from digest_pipeline.settings import CHECKOUT, ConfigurationError, load

SOURCE = "sources: [{id: harbour, name: Harbour Post, url: 'https://harbour.example.org/feed'%s}]\n"


def wrong(home: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load(home)
    return str(caught.value)


def test_the_files_that_ship_are_valid_and_make_a_newsroom(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.timezone == "Asia/Shanghai"
    assert settings.sources
    assert settings.database == tmp_path / "warehouse.duckdb"


def test_loading_makes_nothing(tmp_path: Path) -> None:
    load(tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_importing_the_settings_reads_no_configuration(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "import digest_pipeline.settings\n"
        "print([name for name in opened if name.endswith(('.yaml', '.env'))])\n"
    )
    environment = {"DIGEST_TIMEZONE": "Nowhere", "DIGEST_HOME": str(tmp_path), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False, cwd=CHECKOUT
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_an_explicit_home_wins_over_the_variable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_HOME", str(tmp_path / "variable"))
    assert load().home == tmp_path / "variable"
    assert load(tmp_path / "option").home == tmp_path / "option"


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "digest.yaml").write_text("llm: {model: from-file, concurrency: 3}\n", "utf-8")
    monkeypatch.setenv("DIGEST_LLM__MODEL", "from-variable")
    settings = load(tmp_path)
    assert (settings.llm.model, settings.llm.concurrency) == ("from-variable", 3)


@pytest.mark.parametrize(
    ("text", "key", "allowed"),
    [
        ("timezone: Mars/Olympus\n", "timezone", "Asia/Shanghai"),
        ("timezone: 8\n", "timezone", "valid string"),
        ("engine: magic\n", "engine", "'extractive'"),
        ("start: 2025-02-30\n", "day is out of range", "YAML"),
        ("start: soon\n", "start", "date"),
        ("days: {grace_hours: 99}\n", "days.grace_hours", "72"),
        ("days: {grace: 1}\n", "days.grace", "grace_hours, max_age_days, schedule_hour"),
        ("days: 3\n", "days", "Days"),
        ("editions: {evening: {items: 3}}\n", "editions", "daily_briefing"),
        ("editions: {top_ten: {newsletter: smol}}\n", "editions.top_ten.newsletter", "of kind newsletter"),
        ("editions: {daily_briefing: {items: 0}}\n", "editions.daily_briefing.items", "greater than or equal to 1"),
        ("editions: {daily_briefing: {size: 3}}\n", "editions.daily_briefing.size", "language, minimum_stars"),
        ("zone: Asia/Shanghai\n", "zone", "timezone"),
        ("home: /somewhere\n", "home", "--home"),
        ("sources: []\n", "sources", "sources.yaml"),
        ("1: 2\n", "1", "words"),
        ("days: {1: 2}\n", "days.1", "strings"),
        ("- a\n- b\n", "keys and values", "list"),
        ("days: [\n", "line 2", "YAML"),
    ],
)
def test_a_wrong_newsroom_file_is_named_with_its_key_and_what_is_allowed(
    tmp_path: Path, text: str, key: str, allowed: str
) -> None:
    (tmp_path / "digest.yaml").write_text(text, "utf-8")
    message = wrong(tmp_path)
    assert message.startswith(f"{tmp_path / 'digest.yaml'}: ")
    assert key in message
    assert allowed in message


@pytest.mark.parametrize(
    ("text", "key", "allowed"),
    [
        (SOURCE % ", kind: gopher", "sources.0.kind", "one of: feed, "),
        (SOURCE % ", authority: 9", "sources.0.authority", "5"),
        (SOURCE % ", weight: 9", "sources.0.weight", "authority, gate, id, kind"),
        (SOURCE.replace("https:", "gopher:") % "", "sources.0.url", "'http'"),
        (SOURCE.replace("id: harbour", "id: Har bour") % "", "sources.0.id", "pattern"),
        ("sources: [{id: harbour}]\n", "sources.0.name", "required"),
        ("sources: {id: harbour}\n", "sources", "tuple"),
        ("sources: 0\n", "sources", "tuple"),
        ("feeds: []\n", "feeds", "allowed: sources"),
        (SOURCE % "" + SOURCE.removeprefix("sources: ") % "", "line", "YAML"),
        (
            "sources: [{id: a, name: A, url: 'http://a.example'}, {id: a, name: B, url: 'http://b.example'}]\n",
            "'a'",
            "own",
        ),
    ],
)
def test_a_wrong_list_of_sources_is_named_with_its_key_and_what_is_allowed(
    tmp_path: Path, text: str, key: str, allowed: str
) -> None:
    (tmp_path / "sources.yaml").write_text(text, "utf-8")
    message = wrong(tmp_path)
    assert message.startswith(f"{tmp_path / 'sources.yaml'}: ")
    assert key in message
    assert allowed in message


@pytest.mark.parametrize(
    ("variable", "text", "key", "allowed"),
    [
        ("DIGEST_TIMEZONE", "Mars/Olympus", "timezone", "Asia/Shanghai"),
        ("DIGEST_DAYS__GRACE_HOURS", "99", "days.grace_hours", "72"),
        ("digest_days__grace_hours", "99", "days.grace_hours", "72"),
        ("DIGEST_DAYS__GRACE", "1", "days.grace", "grace_hours"),
        ("DIGEST_DAYS", '{"grace_hours": 99}', "days.grace_hours", "72"),
        ("DIGEST_DAYS", "grace_hours=9", "JSON", "DIGEST_SECTION__KEY"),
        ("DIGEST_TIMEZON", "Asia/Tokyo", "unknown", "DIGEST_TIMEZONE"),
        ("DIGEST_SOURCES", '[{"id": "a", "name": "A", "url": "a"}]', "sources.0.url", "URL"),
    ],
)
def test_a_wrong_variable_is_named_with_its_key_and_what_is_allowed(  # noqa: PLR0913, PLR0917  a table
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, text: str, key: str, allowed: str
) -> None:
    monkeypatch.setenv(variable, text)
    message = wrong(tmp_path)
    assert message.startswith(f"{variable}: ")
    assert key in message
    assert allowed in message


def test_a_variable_is_not_blamed_for_what_the_file_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "digest.yaml").write_text("days: {grace_hours: 99}\n", "utf-8")
    monkeypatch.setenv("DIGEST_DAYS", '{"max_age_days": 5}')
    assert wrong(tmp_path).startswith(f"{tmp_path / 'digest.yaml'}: days.grace_hours: ")


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "digest.yaml").write_text("engine: magic\ndays: {grace_hours: 99}\n", "utf-8")
    assert len(wrong(tmp_path).splitlines()) == 2


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "digest.yaml").write_bytes("timezone: 上海\n".encode("gbk"))
    assert "digest.yaml: is not UTF-8" in wrong(tmp_path)


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "digest.yaml").mkdir()
    assert "digest.yaml: cannot be read: Is a directory" in wrong(tmp_path)


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", "utf-8")
    assert wrong(tmp_path / "home").startswith(f"{tmp_path / 'home'}: the home must be a folder")
