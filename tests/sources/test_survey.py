"""What `digest sources check` finds: one source a case, answers as they come over the wire, no network."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal

import pytest
from pydantic import HttpUrl

from digest_pipeline.capture.fetch import Request, Unreached
from digest_pipeline.capture.warc import Exchange
from digest_pipeline.settings import Settings
from digest_pipeline.sources.kinds.feed import FeedSource
from digest_pipeline.sources.kinds.github import GitHubSource
from digest_pipeline.sources.source import Answer, ApiSource, Day, Listing
from digest_pipeline.sources.survey import Health, State, chosen, survey
from digest_pipeline.workers import Workers

NOW = datetime(2026, 6, 2, 4, tzinfo=UTC)
URL = "https://a.example/feed"
Given = Exchange | Unreached
Look = Callable[..., Health]


def item(number: int = 1, date: str = "Tue, 02 Jun 2026 10:00:00 +0800", text: str = "Short.", link: str = "") -> str:
    address = link or f"https://a.example/{number}"
    told = f"<pubDate>{date}</pubDate><description>{text}</description>"
    return f"<item><title>T{number}</title><link>{address}</link>{told}</item>"


def rss(*items: str, head: str = "<language>en</language>") -> bytes:
    return f'<rss version="2.0"><channel><title>A</title>{head}{"".join(items)}</channel></rss>'.encode()


def answer(
    body: bytes = b"", url: str = URL, status: str = "200 OK", kind: str = "application/rss+xml", **headers: str
) -> Exchange:
    named = tuple((name.capitalize(), value) for name, value in headers.items())
    return Exchange(url, NOW, status, (("Content-Type", kind), *named), body)


def source(**options: Any) -> FeedSource:
    return FeedSource.model_validate({"id": "a", "name": "A", "url": URL} | options)


class Recorder:
    """Answers from a table of what each address says, and remembers what it was asked."""

    def __init__(self, given: Iterable[Given]) -> None:
        self.given = list(given)
        self.asked: list[Request] = []

    def __call__(self, requests: Sequence[Request]) -> list[Given]:
        """Answer what is asked, and the redirects that lead from it."""
        self.asked += requests
        wanted = {request.url for request in requests}
        hops = {one.url for one in self.given if isinstance(one, Exchange) and one.header("location")}
        return [one for one in self.given if one.url in wanted or (hops & wanted and one.url not in hops)]


@pytest.fixture
def look(settings: Settings, workers: Workers) -> Look:
    """Look at one source that is given these answers."""

    def at(*given: Given, **options: Any) -> Health:
        (health,) = survey([source(**options)], NOW, settings, Recorder(given), workers)
        return health

    return at


def problems(health: Health) -> list[str]:
    return [finding.problem for finding in health.findings]


def test_a_good_feed_is_ok_with_its_figures(look: Look) -> None:
    health = look(answer(rss(item(1, "Mon, 01 Jun 2026 10:00:00 +0800"), item(2))))

    assert (health.state, health.status, health.entries, health.findings) == (State.ok, 200, 2, ())
    assert health.newest == datetime(2026, 6, 2, 2, tzinfo=UTC)
    assert health.full_text is False


@pytest.mark.parametrize(("text", "full"), [("word " * 300, True), ("字" * 420, True), ("字" * 100, False)])
def test_a_full_text_is_told_from_a_teaser_by_its_length(look: Look, text: str, *, full: bool) -> None:
    assert look(answer(rss(item(1, text=text), item(2, text=text), item(3)))).full_text is full


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        ("404 Not Found", "feed's own address"),
        ("410 Gone", "take the source out"),
        ("401 Unauthorized", "token"),
        ("403 Forbidden", "fetch.user_agent"),
        ("429 Too Many Requests", "host_pause_seconds"),
        ("503 Service Unavailable", "ask again later"),
    ],
)
def test_an_http_error_is_broken_with_a_hint(look: Look, status: str, hint: str) -> None:
    health = look(answer(status=status))

    assert (health.state, problems(health), health.status) == (State.broken, ["http_error"], int(status[:3]))
    assert hint in health.findings[0].hint


@pytest.mark.parametrize(
    ("reason", "hint"),
    [
        ("robots", "robots: false"),
        ("timeout", "total_seconds"),
        ("unreachable", "address is right"),
        ("refused", "allow_hosts"),
        ("rate_limited", "later"),
        ("something new", "later"),
    ],
)
def test_what_gives_no_answer_is_broken_with_a_hint(look: Look, reason: str, hint: str) -> None:
    health = look(Unreached(URL, NOW, reason, "It did not work."))

    assert (health.state, problems(health), health.findings[0].detail) == (State.broken, [reason], "It did not work.")
    assert hint in health.findings[0].hint


def test_silence_is_unreachable(look: Look) -> None:
    assert problems(look()) == ["unreachable"]


@pytest.mark.parametrize(
    ("body", "problem"),
    [(b"", "empty"), (b"<rss", "malformed"), (b"\x00\x01", "malformed"), (b'{"a": 1}', "malformed")],
)
def test_what_is_no_feed_is_broken(look: Look, body: bytes, problem: str) -> None:
    health = look(answer(body))

    assert (health.state, problems(health)) == (State.broken, [problem])


def test_a_damaged_body_is_broken(look: Look) -> None:
    assert problems(look(answer(b"?", **{"content-encoding": "rot13"}))) == ["unreadable"]


def test_an_answer_that_is_too_large_is_broken(settings: Settings, workers: Workers) -> None:
    small = settings.model_copy(update={"limits": settings.limits.model_copy(update={"feed_bytes": 1_000})})
    (health,) = survey([source()], NOW, small, Recorder([answer(rss(*map(item, range(50))))]), workers)

    assert problems(health) == ["too_large"]


def test_a_feed_that_moved_for_good_tells_its_new_address(look: Look) -> None:
    new = "https://a.example/new"
    health = look(answer(status="301 Moved", location="/new"), answer(rss(item()), url=new))

    assert (health.state, problems(health), health.entries) == (State.odd, ["moved"], 1)
    assert new in health.findings[0].hint


def test_a_page_that_names_its_feed_tells_the_feed_s_address(look: Look) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>A</body></html>'
    health = look(answer(page, kind="text/html"), answer(rss(item()), url="https://a.example/rss.xml"))

    assert (health.state, problems(health), health.entries) == (State.odd, ["page"], 1)
    assert "url: https://a.example/rss.xml" in health.findings[0].hint


def test_a_page_that_names_no_feed_is_broken(look: Look) -> None:
    health = look(answer(b"<html><head></head><body>A</body></html>", kind="text/html"))

    assert (health.state, problems(health)) == (State.broken, ["html"])


def test_a_temporary_redirect_is_no_fault(look: Look) -> None:
    health = look(answer(status="302 Found", location="/new"), answer(rss(item()), url="https://a.example/new"))

    assert (health.state, health.entries) == (State.ok, 1)


def test_redirects_that_end_nowhere_are_broken(look: Look) -> None:
    assert look(answer(status="301 Moved", location=URL)).state is State.broken


def test_a_feed_without_entries_is_odd(look: Look) -> None:
    health = look(answer(rss()))

    assert (health.state, problems(health), health.newest, health.full_text) == (State.odd, ["empty"], None, None)


def test_an_old_feed_is_stale(look: Look) -> None:
    health = look(answer(rss(item(date="Fri, 01 May 2026 10:00:00 +0800"))))

    assert (health.state, problems(health)) == (State.odd, ["stale"])
    assert "32 days" in health.findings[0].detail


def test_dates_that_are_missing_or_in_the_future_are_counted(look: Look) -> None:
    health = look(answer(rss(item(1), item(2, ""), item(3, "Wed, 03 Jun 2026 10:00:00 +0800"))))

    assert problems(health) == ["no_date", "future"]
    assert [finding.detail[:6] for finding in health.findings] == ["1 of 3", "1 of 3"]
    assert health.newest == datetime(2026, 6, 2, 2, tzinfo=UTC)


def test_dates_without_a_zone_are_read_in_the_source_s_own(look: Look) -> None:
    feed = answer(rss(item(date="2026-06-02 03:30:00")))

    assert look(feed, timezone="UTC").newest == datetime(2026, 6, 2, 3, 30, tzinfo=UTC)
    assert look(feed).newest == datetime(2026, 6, 1, 19, 30, tzinfo=UTC)


def test_a_feed_whose_entries_have_no_links_is_broken(look: Look) -> None:
    bare = "<item><title>T</title><pubDate>Tue, 02 Jun 2026 10:00:00 +0800</pubDate></item>"

    assert (look(answer(rss(bare))).state, problems(look(answer(rss(bare))))) == (State.broken, ["no_links"])
    assert (look(answer(rss(bare, item()))).state, problems(look(answer(rss(bare, item()))))) == (
        State.odd,
        ["some_links"],
    )


def test_a_language_that_nobody_names_is_missed(look: Look) -> None:
    feed = answer(rss(item(), head=""))

    assert problems(look(feed)) == ["no_language"]
    assert problems(look(feed, language="en")) == []


def test_the_same_feed_at_two_addresses_is_told_of_the_second(settings: Settings, workers: Workers) -> None:
    other = "https://mirror.example/feed"
    given = Recorder([answer(rss(item())), answer(rss(item()), url=other)])
    first, second = survey([source(), source(id="b", url=other)], NOW, settings, given, workers)

    assert (first.state, problems(second)) == (State.ok, ["duplicate"])
    assert "same entries as a" in second.findings[0].detail


def test_each_source_fares_by_itself_and_keeps_its_place(settings: Settings, workers: Workers) -> None:
    given = Recorder([answer(rss(item())), answer(status="404 Not Found", url="https://b.example/")])
    found = survey([source(id="b", url="https://b.example/"), source()], NOW, settings, given, workers)

    assert [(health.source.id, health.state.value) for health in found] == [("b", "broken"), ("a", "ok")]


class Locked(ApiSource):
    """A source that can't be asked without a token."""

    kind: Literal["locked"] = "locked"
    api: HttpUrl = HttpUrl("https://api.example/")
    token_variable: ClassVar[str] = "LOCKED_TOKEN"  # noqa: S105  a name, no token
    token_required: ClassVar[bool] = True

    def addresses(self, day: Day) -> tuple[str, ...]:  # noqa: ARG002  any day
        """Return one address."""
        return ("https://api.example/today",)

    def read(self, answer: Answer, day: Day) -> Listing:  # noqa: ARG002  never called
        """Return nothing."""
        return Listing()


def test_a_source_without_its_token_is_skipped_and_not_asked(
    settings: Settings, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LOCKED_TOKEN", raising=False)
    given = Recorder([])
    (health,) = survey([Locked(id="locked", name="Locked")], NOW, settings, given, workers)

    assert (health.state, given.asked) == (State.skipped, [])
    assert "set LOCKED_TOKEN" in health.findings[0].hint


def test_requests_carry_what_the_source_wants(settings: Settings, workers: Workers) -> None:
    given = Recorder([answer(rss(item()))])
    survey([source(robots=False)], NOW, settings, given, workers)

    assert given.asked == [Request(URL, robots=False)]


def test_words_name_sources_by_id_tag_or_folder() -> None:
    one, two, three = source(id="one", tags=("AI/papers",)), source(id="two", tags=("AI",)), source(id="three")

    assert chosen([one, two, three], ["AI", "AI/papers", "three", "nothing"]) == {
        "AI": (one, two),
        "AI/papers": (one,),
        "three": (three,),
        "nothing": (),
    }


def test_an_api_that_knows_no_such_name_is_told_by_its_address(settings: Settings, workers: Workers) -> None:
    named = GitHubSource.model_validate({"id": "g", "name": "G", "kind": "github", "repositories": ["a/good", "a/bda"]})
    good, bad = named.addresses(Day.of(NOW.date(), settings.zone))
    given = [answer(b"[]", good, kind="application/json"), answer(url=bad, status="404 Not Found")]
    (health,) = survey([named], NOW, settings, Recorder(given), workers)

    assert [finding.detail for finding in health.findings] == [f"{bad}: it answered 404"]
    assert "options" in health.findings[0].hint
