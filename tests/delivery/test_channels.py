"""The configuration of delivery: what is accepted, what is said of what is not, and that no secret is in it."""

from pathlib import Path

import pytest

from digest_pipeline.delivery.channels import GitChannel
from digest_pipeline.delivery.secrets import Address, MissingVariableError
from digest_pipeline.settings import ConfigurationError, load

PLACES = {"edition": "weekly", "key": "2026-W18", "day": "2026-05-03", "year": "2026", "month": "05"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("channels: {team: {}}", "channels.team: must have either url"),
        ("channels: {team: {url: 'json://h', git: x}}", "channels.team: must have either url"),
        ("channels: {team: {url: ''}}", "channels.team.url: "),
        ("channels: {team: {url: 'json://h', branch: x}}", "channels.team.branch: is unknown; allowed: url"),
        ("channels: {a: {git: x, path: '../{key}.md'}}", "channels.a.path: must lie inside the repository"),
        ("channels: {a: {git: x, path: '{title}.md'}}", "channels.a.path: {title} is unknown; allowed: edition"),
        ("channels: {a: {git: x, path: '{key.md'}}", "channels.a.path: a brace stands alone"),
        ("channels: {a: {git: x, branch: '--force'}}", "channels.a.branch: "),
        ("channels: {a: {git: x, author: me}}", "channels.a.author: "),
        ("channels: {Big Team: {url: 'json://h'}}", "channels.Big Team: "),
        ("editions: {weekly: {deliver: {team: {}}}}", "editions.weekly.deliver: there is no channel 'team'"),
        ("editions: {weekly: {deliver: {team: {forms: top}}}}", "weekly.deliver.team.forms: is unknown; allowed: form"),
        ("delivery: {alert: team}", "delivery.alert: 'team' is no channel with a url"),
        ("delivery: {max_age: 3}", "delivery.max_age: is unknown; allowed: alert, max_age_hours"),
        ("{channels: {a: {git: x}}, delivery: {alert: a}}", "delivery.alert: 'a' is no channel with a url"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "digest.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "channels: {team: {url: 'slack://hunter22', colour: red}}",
        "channels: {team: {url: 'slack://hunter22', git: 'slack://hunter22'}}",
        "channels: {team: 'slack://hunter22'}",
        "{channels: {team: {url: 'slack://hunter22'}}, editions: {nonesuch: {}}}",
    ],
)
def test_no_message_about_the_configuration_shows_an_address(tmp_path: Path, text: str) -> None:
    (tmp_path / "digest.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path)
    assert "hunter22" not in str(caught.value)


def test_a_channel_can_be_given_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGEST_CHANNELS", '{"team": {"url": "json://127.0.0.1/"}}')
    assert "team" in load(tmp_path).channels


@pytest.mark.parametrize(
    ("folder", "path", "file"),
    [
        ("", "{edition}/{key}.md", "weekly/2026-W18.md"),
        ("content/posts/", "{year}/{month}/{day}.md", "content/posts/2026/05/2026-05-03.md"),
    ],
)
def test_the_file_of_an_issue(folder: str, path: str, file: str) -> None:
    assert GitChannel.model_validate({"git": "x", "folder": folder, "path": path}).file(PLACES) == file


def test_a_variable_is_percent_encoded_within_an_address_and_taken_as_it_is_at_its_beginning() -> None:
    environment = {"URL": "mailto://me:a%40b@example.org", "WORD": "p@ss/w"}
    assert Address("${URL}", environment).url == environment["URL"]
    assert Address("mailto://me:${WORD}@example.org", environment).url == "mailto://me:p%40ss%2Fw@example.org"
    assert Address("git@host:${WORD}.git", environment).url == "git@host:p@ss/w.git"
    with pytest.raises(MissingVariableError, match="the environment has no NOPE"):
        Address("json://${NOPE}/", environment)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("slack://T0KENAAAA/BBBBBBBB/cccccccccccc", "T0KENAAAA BBBBBBBB cccccccccccc"),
        ("tgram://123456:abcdefgh/987654321", "123456 abcdefgh 987654321"),
        ("https://me:pw1@example.org/hook?key=abcdef99", "pw1 abcdef99 key=abcdef99"),
        ("mailto://me:p%40ss@example.org?to=you@example.org", "p@ss p%40ss you@example.org"),
    ],
)
def test_every_part_of_an_address_that_may_be_secret_is_struck_out(url: str, shown: str) -> None:
    redacted = Address(url, {}).redact(f"{url} {shown}")
    assert not [part for part in shown.split() if part in redacted]
