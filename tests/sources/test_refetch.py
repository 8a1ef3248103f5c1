"""Asking again for what is recorded, against a loopback site: what is asked, and what counts from then on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from digest_pipeline.articles.pages import Pages
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import ConfigurationError, Settings
from digest_pipeline.sources.intake import NothingRecordedError, intake
from digest_pipeline.sources.source import Source
from digest_pipeline.workers import Workers
from tests.doubles.answers import Reply, Site
from tests.sources.test_walk import FETCH, PAST, feed, ledger, page_of, rss, titles, today

MOMENT = "2026-06-02T10:00:00+00:00"


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as started:
        started.answers[f"/items?day={PAST}"] = page_of(started, "one", MOMENT)
        yield started


class Home:
    """A home whose newsrooms are opened one after the other, as runs do."""

    def __init__(self, settings: Settings, workers: Workers, source: Source) -> None:
        self._settings = settings.model_copy(update={"sources": (source,), "fetch": FETCH})
        self._workers = workers

    def newsroom(self, *, refetch: bool = False, offline: bool = False) -> Newsroom:
        """Open the newsroom."""
        opened = Newsroom(self._settings, refetch=refetch, offline=offline)
        opened.workers = self._workers
        return opened

    def titles(self, day: date, *, refetch: bool = False, offline: bool = False) -> list[str]:
        """Read a day."""
        room = self.newsroom(refetch=refetch, offline=offline)
        return titles(intake(day, room.archive, room.settings, room.workers, room.live))


def test_a_day_that_is_over_is_asked_for_again_and_what_it_says_now_counts_from_then_on(
    settings: Settings, workers: Workers, site: Site
) -> None:
    home = Home(settings, workers, ledger(site))
    assert home.titles(PAST) == ["one"]
    site.answers[f"/items?day={PAST}"] = page_of(site, "mended", MOMENT)
    assert (home.titles(PAST), len(site.paths)) == (["one"], 1)

    assert home.titles(PAST, refetch=True) == ["mended"]

    asked = len(site.paths)
    assert [home.titles(PAST), home.titles(PAST, offline=True)] == [["mended"], ["mended"]]
    assert len(site.paths) == asked == 2


def test_a_source_that_fails_when_it_is_asked_again_leaves_what_it_said_before(
    settings: Settings, workers: Workers, site: Site
) -> None:
    home = Home(settings, workers, ledger(site))
    assert home.titles(PAST) == ["one"]
    site.answers[f"/items?day={PAST}"] = Reply(b"broken", 500)
    assert home.titles(PAST, refetch=True) == ["one"]
    assert home.titles(PAST, offline=True) == ["one"]


def test_a_feed_is_not_asked_about_a_day_that_is_over(settings: Settings, workers: Workers, site: Site) -> None:
    site.answers["/feed"] = rss(site, "crane")
    home = Home(settings, workers, feed(f"{site.url}/feed"))
    with pytest.raises(NothingRecordedError):
        home.titles(PAST, refetch=True)
    assert site.asked == []


def test_on_an_open_day_what_is_asked_again_is_sent_whole(settings: Settings, workers: Workers, site: Site) -> None:
    site.answers["/feed"] = rss(site, "crane")
    home = Home(settings, workers, feed(f"{site.url}/feed"))
    day = today(home.newsroom())
    home.titles(day)
    home.titles(day)
    assert "if-none-match" in site.asked[-1].headers
    home.titles(day, refetch=True)
    assert "if-none-match" not in site.asked[-1].headers


def test_pages_are_asked_for_again_and_the_new_one_is_read(settings: Settings, workers: Workers, site: Site) -> None:
    home = Home(settings, workers, ledger(site))
    site.answers["/one"] = Reply(b"gone", 404)
    room = home.newsroom()
    (entry,) = intake(PAST, room.archive, room.settings, room.workers, room.live).entries

    def status(*, refetch: bool) -> int:
        opened = home.newsroom(refetch=refetch)
        pages = Pages(PAST, [entry], opened.archive, opened.settings)
        assert opened.live
        pages.ask(opened.live)
        return pages.captures()[entry.url].status

    assert status(refetch=False) == 404
    site.answers["/one"] = Reply(b"<p>It is here.</p>")
    assert status(refetch=False) == 404
    assert status(refetch=True) == 200
    assert site.paths.count("/one") == 2


def test_the_page_of_an_entry_that_was_told_in_time_is_not_asked_for_when_its_day_is_over(
    settings: Settings, workers: Workers, site: Site
) -> None:
    room = Home(settings, workers, ledger(site)).newsroom(refetch=True)
    (entry,) = intake(PAST, room.archive, room.settings, room.workers, room.live).entries
    in_time = replace(entry, seen_at=datetime(2026, 6, 2, 10, tzinfo=UTC))
    assert room.live
    Pages(PAST, [in_time], room.archive, room.settings).ask(room.live)
    assert "/one" not in site.paths


def test_to_fetch_nothing_and_to_fetch_again_is_refused(settings: Settings) -> None:
    with pytest.raises(ConfigurationError, match=r"offline and refetch: .*choose one"):
        Newsroom(settings, offline=True, refetch=True)
