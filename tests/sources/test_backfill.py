"""Every kind that can be asked for the past is: any day, from loopback servers of the real shapes, once, for good."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from digest_pipeline.dates import days_between
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Fetch, Settings
from digest_pipeline.sources.intake import Intake, intake
from digest_pipeline.sources.kinds import KINDS
from digest_pipeline.sources.source import Source
from digest_pipeline.workers import Workers
from tests.doubles import x_api
from tests.doubles.answers import Reply, Site
from tests.doubles.apis import Apis, Paper, World, featured, model, release, story

# At +08:00 the days begin at 16:00 UTC of the day before.
FIRST, LAST = date(2026, 3, 30), date(2026, 4, 2)
DAYS = days_between(FIRST, LAST)
QUAY = "https://quay.example.org"


@dataclass(frozen=True)
class Told:
    """A source on a loopback server, and what it has to tell on each of the days."""

    source: Source
    titles: dict[date, list[str]]


def noon(day: date) -> datetime:
    """Return noon of `day` in Shanghai."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def moments(day: date) -> tuple[datetime, datetime]:
    """Return the first and the last minute of `day` in Shanghai."""
    start = noon(day) - timedelta(hours=12)
    return start, start + timedelta(hours=23, minutes=59)


def arxiv(servers: ExitStack) -> Told:
    papers = [
        Paper(f"{day:%y%m}.{day.day:02}{place:03}", moment, title=f"Paper {day} {place}")
        for day in DAYS
        for place, moment in enumerate(moments(day))
    ]
    base = servers.enter_context(Apis(World(papers=papers))).base
    source = {"categories": ["cs.CL"], "api": f"{base}/arxiv/api/query", "rss": f"{base}/arxiv/"}
    return told("arxiv", source, lambda day: [f"Paper {day} 0", f"Paper {day} 1"])


def hackernews(servers: ExitStack) -> Told:
    stories = [
        story(day.toordinal() * 10 + place, moment, title=f"Story {day} {place}")
        for day in DAYS
        for place, moment in enumerate(moments(day))
    ]
    base = servers.enter_context(Apis(World(stories=stories))).base
    return told("hackernews", {"api": f"{base}/algolia/"}, lambda day: [f"Story {day} 0", f"Story {day} 1"])


def github(servers: ExitStack) -> Told:
    releases = [release("quay/crane", f"v{day:%Y.%m.%d}", noon(day), name=f"Crane {day}") for day in reversed(DAYS)]
    base = servers.enter_context(Apis(World(releases={"quay/crane": releases}))).base
    source = {"repositories": ["quay/crane"], "api": f"{base}/github/"}
    return told("github", source, lambda day: [f"Crane {day}"])


def huggingface(servers: ExitStack) -> Told:
    lists = {
        str(day): [
            featured(f"2603.{place:05}", noon(day) - timedelta(days=2), noon(day).isoformat(), title=f"On {day}")
        ]
        for place, day in enumerate(DAYS)
    }
    models = [model(f"quay/crane-{day:%m%d}", noon(day)) for day in reversed(DAYS)]
    base = servers.enter_context(Apis(World(featured=lists, models=models))).base
    source = {"papers": True, "organisations": ["quay"], "api": f"{base}/huggingface/"}
    return told("huggingface", source, lambda day: [f"On {day}", f"quay/crane-{day:%m%d}"])


def sitemap(servers: ExitStack) -> Told:
    site = servers.enter_context(Site())
    urls = "".join(
        f"<url><loc>{site.url}/{day}</loc><lastmod>{noon(day).isoformat()}</lastmod></url>" for day in reversed(DAYS)
    )
    document = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    site.answers["/sitemap.xml"] = Reply(document.encode(), kind="application/xml")
    return told("sitemap", {"url": f"{site.url}/sitemap.xml"}, lambda _: [""])


def newsletter(servers: ExitStack) -> Told:
    site = servers.enter_context(Site())
    for day in DAYS:
        items = (
            f"<li><b>Crane {day} {place}</b> lifts, says <a href='{QUAY}/{day}/{place}'>the quay</a>.</li>"
            for place in range(4)
        )
        page = f"<html><head><title>Of {day}</title></head><body><article><h2>News</h2><ul>{''.join(items)}</ul>"
        site.answers[f"/issues/{day}"] = Reply(f"{page}</article></body></html>".encode())
    source = {"url": f"{site.url}/feed", "issues": f"{site.url}/issues/{{date}}"}
    return told("newsletter", source, lambda day: [f"Crane {day} {place} lifts, says the quay" for place in range(4)])


def posts(servers: ExitStack) -> Told:
    world = x_api.World(users={"7": "Quay"})
    for day in DAYS:
        for moment in moments(day):
            world.post(moment, "7", f"The crane of {day} lifts at {moment:%H:%M}.")
    base = servers.enter_context(x_api.XApi(world)).base
    return told(
        "posts",
        {"users": ["Quay"], "api": base},
        lambda day: sorted(f"The crane of {day} lifts at {moment:%H:%M}" for moment in moments(day)),
    )


def told(kind: str, options: dict[str, Any], titles: Callable[[date], list[str]]) -> Told:
    source = KINDS[kind].model_validate({"id": kind, "name": kind, "kind": kind, **options})
    return Told(source, {day: titles(day) for day in DAYS})


MAKERS = {
    "arxiv": arxiv,
    "hackernews": hackernews,
    "github": github,
    "huggingface": huggingface,
    "sitemap": sitemap,
    "newsletter": newsletter,
    "posts": posts,
}


def newsroom(settings: Settings, workers: Workers, source: Source, *, offline: bool = False) -> Newsroom:
    fetch = Fetch(allow_hosts=("127.0.0.1",), host_pause_seconds=0)
    room = Newsroom(settings.model_copy(update={"sources": (source,), "fetch": fetch}), offline=offline)
    room.workers = workers
    return room


def read(room: Newsroom, day: date) -> Intake:
    return intake(day, room.archive, room.settings, room.workers, room.live)


@pytest.mark.parametrize("kind", [kind for kind, source in KINDS.items() if source.asks_the_past])
def test_any_past_day_is_asked_for_and_rebuilt_without_network(
    kind: str, settings: Settings, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("X_BEARER_TOKEN", x_api.TOKEN)
    with ExitStack() as servers:
        expected = MAKERS[kind](servers)
        live = newsroom(settings, workers, expected.source)
        asked = {day: read(live, day) for day in reversed(DAYS)}
    for day in DAYS:
        assert sorted(entry.title for entry in asked[day].entries) == expected.titles[day], day
        assert {entry.date_origin for entry in asked[day].entries} == {"feed"}
        assert not any(entry.late for entry in asked[day].entries)
        assert asked[day].drops == []
        # The servers are gone: what is told now, the record tells.
        for offline in (False, True):
            again = read(newsroom(settings, workers, expected.source, offline=offline), day)
            assert again.entries == asked[day].entries
            assert again.drops == []


def test_a_kind_that_cannot_be_asked_for_the_past_has_no_address_for_it() -> None:
    assert {kind for kind, source in KINDS.items() if not source.asks_the_past} == {"feed", "wechat"}
