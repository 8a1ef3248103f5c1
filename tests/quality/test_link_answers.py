"""What is said of a link: by the record, by what it answered before, and by asking it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from digest_pipeline.capture.warc import Exchange
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.quality import answers as answers_module
from digest_pipeline.quality.answers import Answer, answers
from digest_pipeline.settings import Fetch, Settings
from tests.doubles.answers import Asked, Reply, Site

FETCH = Fetch(
    allow_hosts=("127.0.0.1", "nowhere.invalid"), host_pause_seconds=0, backoff_seconds=0.01, read_seconds=0.3
)
NOW = datetime.now(UTC)
MakeExchange = Callable[..., Exchange]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as here:
        yield here


@pytest.fixture
def room(settings: Settings) -> Newsroom:
    return Newsroom(settings.model_copy(update={"fetch": FETCH}))


@pytest.fixture
def offline(room: Newsroom) -> Newsroom:
    return Newsroom(room.settings, offline=True)


def verdicts(room: Newsroom, *urls: str) -> list[str]:
    found = answers(urls, room, NOW)
    return [found[url].verdict for url in urls]


def asked(site: Site) -> list[tuple[str, str]]:
    return [(one.method, one.path) for one in site.asked if one.path != "/robots.txt"]


def no_head(status: int, body: bytes = b"a page") -> Callable[[Asked], Reply]:
    """Answer a GET only."""
    return lambda asked: Reply(body) if asked.method == "GET" else Reply(status=status)


# --- By asking -------------------------------------------------------------------------------------------------------


def test_a_page_that_answers_a_head_is_not_asked_for(room: Newsroom, site: Site) -> None:
    site.answers["/page"] = Reply(b"a page")
    assert verdicts(room, f"{site.url}/page") == ["answered"]
    assert asked(site) == [("HEAD", "/page")]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 501])
def test_a_server_that_knows_no_head_is_asked_by_get(room: Newsroom, site: Site, status: int) -> None:
    site.answers["/page"] = no_head(status)
    assert verdicts(room, f"{site.url}/page") == ["answered"]
    assert asked(site) == [("HEAD", "/page"), ("GET", "/page")]


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(404, "dead"), (410, "dead"), *((status, "unknown") for status in (401, 403, 405, 429, 451, 500, 503))],
)
def test_only_what_is_not_there_is_dead(room: Newsroom, site: Site, status: int, verdict: str) -> None:
    site.answers["/page"] = Reply(b"no", status)
    found = answers([f"{site.url}/page"], room, NOW)[f"{site.url}/page"]
    assert found.verdict == verdict
    assert str(status) in found.detail


def test_an_overloaded_host_is_asked_once(room: Newsroom, site: Site) -> None:
    site.answers["/page"] = Reply(status=429, headers={"Retry-After": "1"})
    assert verdicts(room, f"{site.url}/page") == ["unknown"]
    assert asked(site) == [("HEAD", "/page")]


@pytest.mark.parametrize(("target", "verdict"), [("/there", "answered"), ("/gone", "dead"), ("/a", "unknown")])
def test_a_redirect_answers_as_what_it_leads_to(room: Newsroom, site: Site, target: str, verdict: str) -> None:
    site.answers |= {"/a": Reply(status=301, headers={"Location": target}), "/there": Reply(b"a page")}
    assert verdicts(room, f"{site.url}/a") == [verdict]


def test_a_host_that_says_nothing_in_time_is_unknown(room: Newsroom, site: Site) -> None:
    def slow(_: Asked) -> Reply:
        site.closing.wait(2)
        return Reply()

    site.answers["/slow"] = slow
    assert verdicts(room, f"{site.url}/slow") == ["unknown"]


def test_a_port_that_takes_no_connection_is_unknown(room: Newsroom) -> None:
    with Site() as closed:
        url = f"{closed.url}/page"
    assert verdicts(room, url) == ["unknown"]


def test_a_host_that_does_not_exist_is_dead_where_others_answer(
    room: Newsroom, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No host of a test has a name that only a resolver knows.
    monkeypatch.setattr(answers_module, "_NAME", re.compile(""))
    site.answers["/page"] = Reply(b"a page")
    nowhere = "http://nowhere.invalid/page"
    if "is it spelled right" not in answers([nowhere], room, NOW)[nowhere].detail:
        pytest.skip("this machine's resolver does not say that a name is unknown")
    with room.warehouse.connect() as connection:
        connection.execute("delete from quality.link_answers")
    assert verdicts(room, f"{site.url}/page", nowhere) == ["answered", "dead"]


def test_names_that_do_not_resolve_say_nothing_where_no_named_host_answers(room: Newsroom, site: Site) -> None:
    site.answers["/page"] = Reply(b"a page")
    assert verdicts(room, "http://nowhere.invalid/page", f"{site.url}/page") == ["unknown", "answered"]


def test_the_links_of_an_issue_that_is_too_old_to_be_sent_are_not_asked(room: Newsroom, site: Site) -> None:
    site.answers["/page"] = Reply(b"a page")
    url = f"{site.url}/page"
    told = NOW - timedelta(hours=room.settings.delivery.max_age_hours + 1)
    assert answers([url], room, told)[url].verdict == "unknown"
    assert site.asked == []


def test_what_robots_txt_forbids_is_unknown_and_not_asked(room: Newsroom, site: Site) -> None:
    site.answers |= {"/robots.txt": Reply(b"User-agent: *\nDisallow: /page", kind="text/plain"), "/page": Reply(b"x")}
    assert verdicts(room, f"{site.url}/page") == ["unknown"]
    assert asked(site) == []


def test_a_private_address_is_never_asked(settings: Settings, site: Site) -> None:
    room = Newsroom(settings)
    site.answers["/page"] = Reply(b"a page")
    assert verdicts(room, f"{site.url}/page") == ["unknown"]
    assert site.asked == []


def test_no_page_is_recorded_by_asking_whether_it_answers(room: Newsroom, site: Site) -> None:
    site.answers["/page"] = no_head(405)
    verdicts(room, f"{site.url}/page")
    assert [row["url"] for row in room.warehouse.rows("select url from raw.captures")] == [f"{site.url}/robots.txt"]
    assert len([one for one in site.asked if one.path == "/robots.txt"]) == 1


def test_no_more_links_are_asked_than_a_check_may_ask(
    room: Newsroom, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers_module, "MOST_LINKS", 2)
    site.answers |= {f"/{number}": Reply(b"a page") for number in range(3)}
    urls = [f"{site.url}/{number}" for number in (2, 0, 1)]
    assert verdicts(room, *urls) == ["answered", "answered", "unknown"]
    assert {path for _, path in asked(site)} == {"/2", "/0"}


def test_what_there_was_no_time_for_is_asked_the_next_time(
    room: Newsroom, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/page"] = Reply(b"a page")
    with monkeypatch.context() as patched:
        patched.setattr(answers_module, "MOST_SECONDS", 0)
        assert verdicts(room, f"{site.url}/page") == ["unknown"]
    assert verdicts(room, f"{site.url}/page") == ["answered"]


# --- By what is known ------------------------------------------------------------------------------------------------


def test_a_recorded_page_is_not_asked(room: Newsroom, site: Site, exchange: MakeExchange) -> None:
    room.archive.add([exchange(f"{site.url}/page")])
    assert verdicts(room, f"{site.url}/page") == ["answered"]
    assert site.asked == []


def test_a_recorded_redirect_answers_as_what_it_leads_to(offline: Newsroom, exchange: MakeExchange) -> None:
    moved = exchange("https://a.example/1", status="301 Moved", headers=(("Location", "https://a.example/2"),))
    back = exchange("https://a.example/3", status="302 Found", headers=(("Location", "https://a.example/3"),))
    offline.archive.add([moved, exchange("https://a.example/2"), back])
    assert verdicts(offline, "https://a.example/1", "https://a.example/3") == ["answered", "unknown"]


def test_offline_a_page_that_was_not_there_is_gone_and_one_that_was_never_asked_unknown(
    offline: Newsroom, exchange: MakeExchange
) -> None:
    offline.archive.add([exchange("https://a.example/1", status="404 Not Found")])
    assert verdicts(offline, "https://a.example/1", "https://a.example/2") == ["gone", "unknown"]


def test_a_page_that_came_back_is_answered(room: Newsroom, site: Site, exchange: MakeExchange) -> None:
    room.archive.add([exchange(f"{site.url}/page", status="404 Not Found")])
    site.answers["/page"] = Reply(b"a page")
    assert verdicts(room, f"{site.url}/page") == ["answered"]


@pytest.mark.parametrize(("status", "again"), [(200, 1), (403, 2), (404, 4)])
def test_an_answer_counts_for_a_week_but_for_a_dead_link(room: Newsroom, site: Site, status: int, again: int) -> None:
    site.answers["/page"] = Reply(b"", status)
    first = verdicts(room, f"{site.url}/page")
    assert verdicts(room, f"{site.url}/page") == first
    assert len(asked(site)) == again


def test_an_answer_of_more_than_a_week_ago_is_asked_again(room: Newsroom, site: Site) -> None:
    site.answers["/page"] = Reply(b"a page")
    remember(room, Answer(f"{site.url}/page", "unknown", "it answers 403"), datetime.now(UTC) - timedelta(days=8))
    assert verdicts(room, f"{site.url}/page") == ["answered"]


def test_offline_an_answer_counts_whatever_its_age(offline: Newsroom) -> None:
    remember(offline, Answer("https://a.example/1", "dead", "it answers 404"), datetime(2026, 1, 1, tzinfo=UTC))
    assert answers(["https://a.example/1"], offline, NOW)["https://a.example/1"].detail == "it answers 404"


def test_each_address_is_answered_once(offline: Newsroom) -> None:
    assert list(answers(["https://a.example/1", "https://a.example/1"], offline, NOW)) == ["https://a.example/1"]
    assert answers([], offline, NOW) == {}


def remember(room: Newsroom, answer: Answer, asked_at: datetime) -> None:
    with room.warehouse.connect() as connection:
        connection.execute(
            "insert into quality.link_answers values (?, ?, ?, ?, ?)",
            [answer.url, asked_at.date(), asked_at, answer.verdict, answer.detail],
        )
