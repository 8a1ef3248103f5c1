"""What is sent by itself, what only on purpose, what is told of a failure, and that no channel stops another."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.delivery.desk import NOW, Desk
from tests.delivery.servers import Hook, HookFault, Mailbox, MailFault, Repository, free_port

DOWN = {"url": "json://127.0.0.1:9/hook"}


def test_an_issue_goes_to_each_channel_of_its_edition_in_its_form(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "remote")
    with Mailbox() as mailbox, Hook() as hook:
        channels = {"mail": {"url": mailbox.url}, "team": {"url": hook.url}, "archive": {"git": repository.url}}
        deliver = {"mail": {"form": "full"}, "team": {"form": "top", "stories": 2}, "archive": {"form": "full"}}
        desk = Desk(tmp_path / "home", channels, deliver)
        outcomes = desk.run()

    assert {name: outcome.state for name, outcome in outcomes.items()} == dict.fromkeys(channels, "sent")
    (mail,) = mailbox.mails
    assert mail["subject"] == desk.issue.title
    html = mail.get_body(("html",))
    assert html is not None
    assert "<h3>1. [蓝潮实验室] Ring-3" in html.get_content()
    (message,) = hook.messages
    assert message["title"] == desk.issue.title
    assert message["message"].startswith("1. [[蓝潮实验室] Ring-3")
    assert message["message"].endswith("……另有 3 条")
    assert repository.read("daily_briefing/2026-02-14.md").startswith("# AI 每日情报")


def test_a_second_run_sends_nothing(tmp_path: Path) -> None:
    with Hook() as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {}})
        desk.run()
        outcome = desk.run()["team"]
        assert (outcome.state, outcome.advice) == ("held", "")
        assert "sent already" in outcome.why
        assert len(hook.messages) == 1


def test_a_corrected_issue_is_sent_on_purpose_only(tmp_path: Path) -> None:
    with Hook() as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {}})
        desk.run()
        corrected = desk.issue.model_copy(update={"title": "Corrected"})
        held = desk.run(corrected)["team"]
        assert (held.state, held.advice.split()[-1]) == ("held", "--again")
        assert desk.run(corrected, purpose="asked")["team"].state == "held"
        assert desk.run(corrected, purpose="again")["team"].state == "sent"
        assert [message["title"] for message in hook.messages] == [desk.issue.title, "Corrected"]
        assert "sent already" in desk.run(corrected)["team"].why


def test_an_old_day_is_sent_when_asked_for_and_not_by_a_backfill(tmp_path: Path) -> None:
    with Hook() as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {}}, delivery={"max_age_hours": 24})
        held = desk.run(later=timedelta(days=2))["team"]
        assert (held.state, desk.attempts("team"), hook.messages) == ("held", [], [])
        assert "digest deliver --edition daily_briefing --key 2026-02-14 --channel team" in held.advice
        assert desk.run(later=timedelta(days=2), purpose="asked")["team"].state == "sent"


def test_a_flash_is_sent_until_the_next_one_is_due(tmp_path: Path) -> None:
    with Hook() as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {}})
        flash = desk.issue.model_copy(update={"window_start": desk.issue.window_end - timedelta(hours=4)})
        over = NOW - desk.issue.window_end
        held = desk.run(flash, later=timedelta(hours=5) - over)["team"]
        assert (held.state, held.why) == ("held", "the window after it is over, too")
        assert desk.run(flash, later=timedelta(hours=3) - over)["team"].state == "sent"


def test_a_failed_send_again_leaves_the_issue_sent(tmp_path: Path) -> None:
    with Hook() as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {}})
        desk.run()
        hook.fault = 404
        assert desk.run(purpose="again")["team"].state == "failed"
        hook.fault = ""
        assert desk.run()["team"].state == "held"
        assert desk.states("team") == ["sent", "failed"]


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (400, "failed"),
        (403, "failed"),
        (429, "failed"),
        (500, "unknown"),
        (503, "unknown"),
        ("hangs after the body", "unknown"),
        ("resets after the body", "unknown"),
    ],
)
def test_a_webhook_that(fault: HookFault, state: str, tmp_path: Path) -> None:
    with Hook(fault) as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {}})
        outcome = desk.run()["team"]
        assert (outcome.state, len(hook.messages)) == (state, 1)
        assert outcome.why
        hook.fault = ""
        # What certainly failed may be tried by the next run, and nothing else.
        assert desk.run()["team"].state == ("sent" if state == "failed" else "held")


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("refuses the recipient", "failed"),
        ("refuses the text", "failed"),
        ("drops after the text", "unknown"),
        ("hangs after the text", "unknown"),
    ],
)
def test_a_mail_server_that(fault: MailFault, state: str, tmp_path: Path) -> None:
    with Mailbox(fault) as mailbox:
        desk = Desk(tmp_path / "home", {"team": {"url": mailbox.url}}, {"team": {}})
        assert desk.run()["team"].state == state
        mailbox.fault = ""
        assert desk.run()["team"].state == ("sent" if state == "failed" else "held")
        assert len(mailbox.mails) == 1


@pytest.mark.parametrize("scheme", ["json", "mailto"])
def test_a_server_that_is_not_there_has_certainly_taken_nothing(scheme: str, tmp_path: Path) -> None:
    url = f"{scheme}://127.0.0.1:{free_port()}/?from=news@example.org&to=reader@example.org"
    desk = Desk(tmp_path / "home", {"team": {"url": url}}, {"team": {}})
    outcome = desk.run()["team"]
    assert outcome.state == "failed"
    assert outcome.why


def test_a_redirected_message_has_failed_and_is_not_sent_on(tmp_path: Path) -> None:
    with Hook() as other, Hook(307, location=f"http://127.0.0.1:{other.port}/") as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {}})
        assert desk.run()["team"].state == "failed"
        assert (len(hook.messages), other.messages) == (1, [])


def test_one_recipient_of_several_that_is_refused_leaves_it_unknown(tmp_path: Path) -> None:
    with Mailbox(refused="nobody@example.org") as mailbox:
        url = mailbox.url.replace("to=reader@example.org", "to=reader@example.org,nobody@example.org")
        desk = Desk(tmp_path / "home", {"team": {"url": url}}, {"team": {}})
        assert desk.run()["team"].state == "unknown"
        assert len(mailbox.mails) == 1


def test_a_message_that_takes_longer_than_it_may_is_broken_off_and_unknown(tmp_path: Path) -> None:
    with Hook("hangs after the body") as hook:
        url = f"json://127.0.0.1:{hook.port}/"
        desk = Desk(tmp_path / "home", {"team": {"url": url}}, {"team": {}}, delivery={"timeout_seconds": 4})
        assert desk.run()["team"].state == "unknown"
        assert len(hook.messages) == 1


def test_a_channel_that_fails_stops_no_other(tmp_path: Path) -> None:
    with Hook() as hook:
        channels = {"a": DOWN, "b": {"url": "nosuch://thing"}, "c": {"url": "${NOT_SET}"}, "d": {"url": hook.url}}
        outcomes = Desk(tmp_path / "home", channels, {name: {} for name in channels}).run()
        states = [outcome.state for outcome in outcomes.values()]
        assert states == ["failed", "failed", "failed", "sent"]


def test_a_variable_that_is_not_set_is_named(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "home", {"team": {"url": "${TEAM_CHANNEL_URL}"}}, {"team": {}})
    outcome = desk.run(environment={})["team"]
    assert (outcome.state, outcome.why) == ("failed", "the environment has no TEAM_CHANNEL_URL (channels.team)")
    assert "set TEAM_CHANNEL_URL" in outcome.advice
    with Hook() as hook:
        assert desk.run(environment={"TEAM_CHANNEL_URL": hook.url})["team"].state == "sent"


def test_no_secret_is_shown_or_kept(tmp_path: Path) -> None:
    with Hook(403, answer=b"no access for hunter22, token abcdef123456") as hook:
        url = f"json://me:${{PASSWORD}}@127.0.0.1:{hook.port}/abcdef123456"
        desk = Desk(tmp_path / "home", {"team": {"url": url}}, {"team": {}})
        outcome = desk.run(environment={"PASSWORD": "hunter22"})["team"]
        assert outcome.why.startswith("HTTP 403 (no access for ***, token ***)")
        (attempt,) = desk.attempts("team")
        assert attempt.detail == outcome.why
        assert "hunter22" not in repr(desk.settings)


def test_a_failure_is_told_once_with_what_to_do(tmp_path: Path) -> None:
    with Hook(404) as hook, Mailbox() as mailbox:
        channels = {"team": {"url": hook.url}, "ops": {"url": mailbox.url}}
        desk = Desk(tmp_path / "home", channels, {"team": {}}, delivery={"alert": "ops"})
        for _ in range(3):
            assert desk.run()["team"].state == "failed"
        (mail,) = mailbox.mails
        text = mail.get_body(("plain",))
        assert text is not None
        assert "team" in mail["subject"]
        assert "HTTP 404" in text.get_content()
        assert "digest deliver --edition daily_briefing --key 2026-02-14 --channel team" in text.get_content()


def test_an_alert_that_fails_is_told_too_and_the_channel_for_alerts_is_not_told_of_itself(tmp_path: Path) -> None:
    channels = {"team": DOWN, "ops": DOWN}
    desk = Desk(tmp_path / "home", channels, {name: {} for name in channels}, delivery={"alert": "ops"})
    outcomes = desk.run()
    assert "the alert to ops failed too" in outcomes["team"].why
    assert "alert" not in outcomes["ops"].why


def test_a_link_needs_the_address_of_the_site(tmp_path: Path) -> None:
    with Hook() as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {"form": "link"}})
        assert "site.url" in desk.run()["team"].why
        desk = Desk(
            tmp_path / "home",
            {"team": {"url": hook.url}},
            {"team": {"form": "link"}},
            site={"url": "https://d.example"},
        )
        assert desk.run()["team"].state == "sent"
        assert hook.messages[0]["message"] == "[阅读全文](https://d.example/daily_briefing/2026-02-14.html)"


def test_what_the_ledger_holds_names_the_text(tmp_path: Path) -> None:
    with Hook() as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {"team": {}})
        desk.run()
        (attempt,) = desk.attempts("team")
        assert (attempt.attempt, attempt.state, attempt.begun_at, attempt.settled_at) == (1, "sent", NOW, NOW)
        assert desk.ledger.all() == [attempt]


def test_a_test_message_touches_no_ledger(tmp_path: Path) -> None:
    with Hook() as hook:
        desk = Desk(tmp_path / "home", {"team": {"url": hook.url}}, {})
        assert desk.courier().test("team").state == "sent"
        assert (len(hook.messages), desk.ledger.all()) == (1, [])
