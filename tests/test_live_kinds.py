"""A live day of all nine kinds of sources on the loopback address: checked, published, rebuilt without the network."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from pathlib import Path

import pytest
import yaml

from digest_pipeline.sources.kinds import KINDS
from digest_pipeline.sources.kinds.arxiv import ArxivSource
from tests.doubles import x_api
from tests.doubles.answers import Reply, Site
from tests.doubles.apis import Apis, Paper, World, featured, release, story
from tests.homes import digest, rows, site

PAGES = {
    "crane": "Quay Labs trained a language model named Crane on 900 logbooks, which took 41 hours on one machine.",
    "tugboat": "Tugboat compresses the weights of a speech model to 3 bits and loses 0.4 points of accuracy.",
    "anchor": "Anchor Systems raised 30 million dollars for a robot that ties ropes with a vision model.",
    "dredger": "Dredger is a benchmark of 6,240 questions on sea charts; the best agent answers 63 percent of them.",
    "gangway": "Gangway opens a marketplace for browser agents and charges 5 cents for each task they complete.",
    "pilot": "Pilot, an open assistant for code, now reads a repository of 2 million lines in 70 seconds.",
}
BEACON = (
    "Beacon 2 translates radio talk between 14 languages while it is spoken, with a delay of 0.8 seconds, and its "
    "weights are open from today."
)
DEEP_SEA = "深海大模型团队今天发布拖轮三号模型，在二十四项港口调度评测中有十九项排名第一，推理成本下降四成。"
NOTES = """## What's new

- The scheduler of **Winch** batches requests of one harbour and serves 2.3 times as many tokens per second.
- Models with sliding windows load without a converter.
"""
TIDAL = "We propose tidal attention, which reads sea charts in linear time and is right 41.5 times as often."
FOG = "A survey of 212 lighthouse keepers finds that retrieval of old logbooks misleads the agents of fog warning."


@dataclass(frozen=True)
class Harbour:
    """The servers of the day: a site with feeds and pages, the APIs, and X with the post that is shared there."""

    site: Site
    apis: Apis
    x: x_api.XApi
    shared: str

    def page(self, name: str) -> str:
        """Return the address of a page."""
        return f"{self.site.url}/news/{name}"

    @property
    def letter(self) -> str:
        """The newsletter's site, under another name: what a round-up says of its own site is no news."""
        return self.site.url.replace("127.0.0.1", "localhost")

    @property
    def asked(self) -> int:
        """How many requests the servers answered."""
        return len(self.site.asked) + len(self.apis.asked) + len(self.x.asked)

    @property
    def sources(self) -> list[dict[str, object]]:
        """One source of each kind."""
        here, apis = self.site.url, self.apis.base
        return [
            {"kind": "feed", "url": f"{here}/feed.xml"},
            {"kind": "wechat", "url": f"{here}/feeds/MP_WXS_1.atom"},
            {"kind": "arxiv", "categories": ["cs.CL"], "rss": f"{apis}/arxiv/atom", "api": f"{apis}/arxiv/api/query"},
            {"kind": "hackernews", "api": f"{apis}/algolia"},
            {"kind": "github", "repositories": ["quay/winch"], "api": f"{apis}/github"},
            {"kind": "huggingface", "papers": True, "api": f"{apis}/huggingface"},
            {"kind": "sitemap", "url": f"{here}/sitemap.xml", "include": "^/news/"},
            {"kind": "newsletter", "url": f"{self.letter}/letter.xml"},
            {"kind": "posts", "users": ["Quay"], "api": self.x.base},
        ]


@pytest.fixture
def now() -> datetime:
    """Return a moment of today in UTC, the newsroom's zone here."""
    moment = datetime.now(UTC)
    return max(moment - timedelta(minutes=1), moment.replace(hour=0, minute=0, second=0, microsecond=0))


@pytest.fixture
def harbour(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Harbour]:
    monkeypatch.setenv("X_BEARER_TOKEN", x_api.TOKEN)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    # The servers are one host here, and each would wait the seconds that arXiv asks for.
    monkeypatch.setattr(ArxivSource, "call_pause", 0.0)
    x = x_api.World(users={"7": "Quay", "8": "Lighthouse"})
    shared = x.post(now, "8", BEACON)
    x.repost(now, "7", shared, number=1)
    with ExitStack() as servers:
        pages = servers.enter_context(Site())
        apis = servers.enter_context(Apis(_world(pages.url, now)))
        address = f"https://x.com/lighthouse/status/{shared}"
        told = Harbour(pages, apis, servers.enter_context(x_api.XApi(x)), address)
        pages.answers |= {f"/news/{name}": Reply(_page(name, text)) for name, text in PAGES.items()}
        pages.answers |= {
            "/feed.xml": Reply(_rss(told.page("crane"), now), kind="application/rss+xml"),
            "/feeds/MP_WXS_1.atom": Reply(_wechat(now), kind="application/atom+xml"),
            "/sitemap.xml": Reply(_sitemap(told.page("anchor"), now), kind="application/xml"),
            "/letter.xml": Reply(_letter(told, now), kind="application/rss+xml"),
        }
        yield told


@pytest.fixture
def home(tmp_path: Path, harbour: Harbour) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    sources = [{"id": source["kind"], "name": f"The {source['kind']}", **source} for source in harbour.sources]
    fetch = {"allow_hosts": ["127.0.0.1", "localhost"], "host_pause_seconds": 0, "attempts": 1}
    (folder / "sources.yaml").write_text(yaml.safe_dump({"sources": sources}))
    (folder / "digest.yaml").write_text(
        yaml.safe_dump({"timezone": "UTC", "fetch": fetch, "editions": {"daily_briefing": {}}})
    )
    return folder


def test_an_issue_of_all_nine_kinds_is_published_and_rebuilt_without_the_network(
    home: Path, harbour: Harbour, now: datetime
) -> None:
    day, month = now.date(), f"{now:%y%m}"
    check = digest("sources", "check", home=home)
    assert check.exit_code == 0, check.output
    # In the first hours of a day in UTC, arXiv's own lies ahead.
    assert "9 ok" in check.stderr or "8 ok, 1 odd" in check.stderr

    result = digest("run", "--day", day, "--engine", "extractive", home=home)
    assert result.exit_code == 0, result.output
    assert rows(home, "select * from quality.drops") == []
    assert {kind for (kind,) in rows(home, "select source_id from raw.entries")} == KINDS.keys()

    # Each story by the address it is linked to, and what must stand under it.
    shown = digest("show", "daily_briefing", day, home=home).stdout
    stories = {part.partition("](")[2].partition(")")[0]: part for part in shown.split("\n### ")[1:]}
    expected = {
        harbour.page("crane"): "41 hours on one machine",
        "https://mp.weixin.qq.com/s/DeepSeaTugThreeHarbour": "推理成本下降四成",
        f"https://arxiv.org/abs/{month}.00311": "right 41.5 times as often",
        harbour.page("tugboat"): "](https://news.ycombinator.com/item?id=41)",
        "https://github.com/quay/winch/releases/tag/v1.2.0": "2.3 times as many tokens per second",
        f"https://arxiv.org/abs/{month}.00472": f"](https://huggingface.co/papers/{month}.00472)",
        harbour.page("anchor"): "30 million dollars",
        harbour.page("dredger"): f"]({harbour.letter}/letters/9)",
        harbour.page("gangway"): f"]({harbour.letter}/letters/9)",
        harbour.page("pilot"): f"]({harbour.letter}/letters/9)",
        # A repost is told as the author's own post, with the sharer's beside it.
        harbour.shared: "](https://x.com/quay/status/",
    }
    assert sorted(stories) == sorted(expected)
    assert [url for url, said in expected.items() if said not in stories[url]] == []

    published, asked = site(home), harbour.asked
    again = digest("run", "--day", day, "--engine", "extractive", "--offline", home=home)
    assert again.exit_code == 0, again.output
    assert site(home) == published
    assert harbour.asked == asked


def _world(pages: str, now: datetime) -> World:
    month = f"{now:%y%m}"
    fog = featured(
        f"{month}.00472", now - timedelta(days=2), f"{now:%Y-%m-%d}T00:00:00.000Z", title="Keepers", summary=FOG
    )
    return World(
        papers=[Paper(f"{month}.00311", now, title="Tidal attention for long charts", abstract=TIDAL)],
        stories=[story(41, now, 250, title="Tugboat: 3-bit weights for speech", url=f"{pages}/news/tugboat")],
        releases={"quay/winch": [release("quay/winch", "v1.2.0", now, body=NOTES)]},
        featured={f"{now:%Y-%m-%d}": [fog]},
    )


def _page(name: str, text: str) -> bytes:
    rest = f"The office of {name.title()} said so today, and that it will show more of its work to partners in May."
    article = f"<h1>News of {name.title()}</h1><p>{text}</p><p>{rest}</p>"
    title = f"<title>News of {name.title()}</title>"
    return f"<html lang=en><head>{title}</head><body><article>{article}</article></body></html>".encode()


def _rss(address: str, now: datetime) -> bytes:
    item = f"<title>Crane reads logbooks</title><link>{address}</link><pubDate>{format_datetime(now)}</pubDate>"
    channel = f"<title>Quay wire</title><language>en</language><item>{item}</item>"
    return f"<rss version='2.0'><channel>{channel}</channel></rss>".encode()


def _wechat(now: datetime) -> bytes:
    content = escape(f'<div class="rich_media_content" id="js_content"><p>{DEEP_SEA * 2}</p></div>')
    entry = (
        "<id>a1</id><title>深海发布拖轮三号模型</title><link href='https://mp.weixin.qq.com/s/DeepSeaTugThreeHarbour'/>"
    )
    entry += f"<updated>{now.isoformat()}</updated><content type='html'>{content}</content>"
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>深海研究</title><entry>{entry}</entry></feed>".encode()


def _sitemap(address: str, now: datetime) -> bytes:
    place = f"<url><loc>{address}</loc><lastmod>{now.isoformat()}</lastmod></url>"
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{place}</urlset>".encode()


def _letter(harbour: Harbour, now: datetime) -> bytes:
    items = "".join(
        f"<li><a href='{harbour.page(name)}'>{PAGES[name]}</a> Its makers say so.</li>"
        for name in ("dredger", "gangway", "pilot")
    )
    issue = f"<title>Letter of today</title><link>{harbour.letter}/letters/9</link>"
    issue += f"<pubDate>{format_datetime(now)}</pubDate>"
    issue += f"<description>{escape(f'<h2>Tools</h2><ul>{items}</ul>')}</description>"
    channel = f"<title>The Long Letter</title><language>en</language><item>{issue}</item>"
    return f"<rss version='2.0'><channel>{channel}</channel></rss>".encode()
