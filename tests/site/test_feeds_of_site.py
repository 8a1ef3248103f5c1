"""The feeds: valid for every reader, permanent in their ids, and inert whatever the issues print."""

import json
import re
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import jsonschema
import pytest
from lxml import etree, html

from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.model import Issue
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Site
from digest_pipeline.site.build import build_site
from digest_pipeline.site.feed_pages import NEWEST
from digest_pipeline.site.feeds import Feed, FeedEntry, atom, contents_of, entry_html, json_feed, title_of
from tests.editions.sample import DAY, EDITIONS, HOSTILE_ID, sample_issue
from tests.site.archive import days, issue_on, published

HERE = Site(url="https://news.example.org/digest", title="The Paper")
NOWHERE = Site(title="The Paper")
PAGE = "https://news.example.org/digest/daily_briefing/2026-02-14.html"

# https://jsonfeed.org/version/1.1, as far as we write it: what must be there, and of which form it is.
ADDRESS = {"type": "string", "pattern": r"^https?://[^\s]+$"}
TEXT = {"type": "string", "minLength": 1}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "patternProperties": {"^_[^.]+$": {"type": "object"}},
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": TEXT,
        "language": {"type": "string", "pattern": r"^[a-z]{2}(-[A-Za-z]+)?$"},
        "authors": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["name"]}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "additionalProperties": False,
                "patternProperties": {"^_[^.]+$": {"type": "object"}},
                "properties": {
                    "id": TEXT,
                    "url": ADDRESS,
                    "title": TEXT,
                    "content_html": TEXT,
                    "date_published": {
                        "type": "string",
                        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
                    },
                    "language": {"type": "string", "pattern": r"^[a-z]{2}(-[A-Za-z]+)?$"},
                },
            },
        },
    },
}


def feed(*entries: FeedEntry) -> Feed:
    return Feed("daily_briefing", "AI 每日情报", "一天之内值得读的事", "zh", entries)


def entry(key: str = "2026-02-14", *, title: str = "标题", html: str = "<p>x</p>") -> FeedEntry:
    updated = datetime.fromisoformat(f"{key}T16:00:00+00:00")
    return FeedEntry(key, title, "zh", updated, html, made_from=key)


def hostile_html(site: Site = HERE) -> str:
    issue = sample_issue(keep=[HOSTILE_ID])
    edition = Catalogue(Path("no-home"))[issue.edition]
    return entry_html(render_markdown(issue, edition), PAGE if site.url else "")


def read(document: bytes) -> Any:
    parsed = feedparser.parse(BytesIO(document))
    assert parsed.bozo == 0, parsed.get("bozo_exception")
    return parsed


@pytest.mark.parametrize("site", [HERE, NOWHERE], ids=["here", "nowhere"])
def test_the_feeds_of_every_edition_are_valid(newsroom: Newsroom, site: Site) -> None:
    room = Newsroom(newsroom.settings.model_copy(update={"site": site}), offline=True)
    issues = [sample_issue(edition=edition) for edition in EDITIONS]
    published(room, *issues)
    build_site(room)

    for issue in issues:
        folder = room.settings.site_folder / issue.edition
        is_valid((folder / "atom.xml").read_bytes(), (folder / "feed.json").read_bytes(), issue)


def is_valid(atom_document: bytes, json_document: bytes, issue: Issue) -> None:
    """Look at both feeds of an edition whose only issue this is."""
    parsed, document = read(atom_document), json.loads(json_document)
    jsonschema.validate(document, SCHEMA)
    (item,), (told,) = document["items"], parsed.entries
    assert told.id == item["id"]
    assert told.title == item["title"] == issue.title
    assert told.content[0].type == "text/html"
    assert "Ring-3" in item["content_html"]
    assert "categories:" not in item["content_html"], "front matter is for site generators"
    assert (parsed.feed.author, parsed.feed.language) == ("The Paper", "zh-Hans")


def test_atom_has_what_rfc_4287_asks_for() -> None:
    document = etree.fromstring(atom(feed(entry(), entry("2026-02-13")), HERE))

    def counted(path: str) -> int:
        return len(document.xpath(path, namespaces={"a": "http://www.w3.org/2005/Atom"}))

    for name in ("id", "title", "updated", "author/a:name", "link[@rel='self']"):
        assert counted(f"/a:feed/a:{name}") == 1, name
    for name in ("id", "title", "updated", "link", "content[@type='html']"):
        assert counted(f"/a:feed/a:entry/a:{name}") == 2, name


def test_ids_come_from_edition_and_key_alone() -> None:
    alone = read(atom(feed(entry()), HERE)).entries[0].id
    renamed = read(atom(feed(entry("2026-02-15"), entry(title="another title", html="<p>y</p>")), HERE)).entries[1].id

    assert alone == renamed == "tag:news.example.org,2026:digest/daily_briefing/2026-02-14"
    assert json.loads(json_feed(feed(entry()), HERE))["items"][0]["id"] == alone


def test_two_sites_of_one_host_have_ids_of_their_own() -> None:
    ids = {
        read(atom(feed(entry()), Site(url=url))).entries[0].id
        for url in ("https://example.org", "https://example.org/a/", "https://example.com/")
    }

    assert len(ids) == 3


def test_dates_are_the_record_s() -> None:
    document = read(atom(feed(entry("2026-02-14"), entry("2026-02-13")), HERE))

    assert document.feed.updated == "2026-02-14T16:00:00+00:00"
    assert [item.updated for item in document.entries] == ["2026-02-14T16:00:00+00:00", "2026-02-13T16:00:00+00:00"]
    assert atom(feed(entry()), HERE) == atom(feed(entry()), HERE)


def test_links_are_whole_where_the_site_knows_its_address_and_relative_or_left_out_where_not() -> None:
    assert read(atom(feed(entry()), HERE)).entries[0].link == PAGE
    assert read(atom(feed(entry()), NOWHERE)).entries[0].link == "2026-02-14.html"
    assert json.loads(json_feed(feed(entry()), HERE))["items"][0]["url"] == PAGE
    without = json.loads(json_feed(feed(entry()), NOWHERE))
    assert "url" not in without["items"][0]
    assert not {"feed_url", "home_page_url"} & without.keys()


def test_a_link_within_an_issue_leads_to_its_page_or_keeps_its_words_alone() -> None:
    markdown = "- [一](#一)\n- [two](../archive/index.html)\n- [three](https://example.org/3)\n\n## 一\n"

    whole, alone = (html.fromstring(entry_html(markdown, page)) for page in (PAGE, ""))

    assert whole.xpath("//a/@href") == [PAGE, PAGE, "https://example.org/3"]
    assert alone.xpath("//a/@href") == ["https://example.org/3"]
    assert "two" in alone.text_content()


@pytest.mark.parametrize("site", [HERE, NOWHERE])
def test_nothing_that_an_issue_prints_can_act(site: Site) -> None:
    content = hostile_html(site)
    shown = html.fromstring(f"<div>{content}</div>")

    assert "alert(1)" in shown.text_content(), "it is printed, as text"
    assert not shown.xpath("//script | //img | //iframe | //style | //form | //svg | //*[@style] | //*[@id]")
    assert not [name for element in shown.iter() for name in element.attrib if name.startswith("on")]
    assert all(re.match(r"https?://", target) for target in shown.xpath("//@href"))


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        '<a href="javascript:alert(1)">x</a>',
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "<svg onload=alert(1)>",
        '<div style="background:url(//evil.example/x)">x</div>',
        "![x](https://evil.example/pixel.png)",
        "<iframe src=https://evil.example></iframe>",
        "<p id=location>x</p><base href=https://evil.example/>",
    ],
)
def test_markup_in_markdown_is_sanitised(attack: str) -> None:
    content = entry_html(f"before\n\n{attack}\n\nafter", PAGE)

    shown = html.fromstring(f"<div>{content}</div>")
    assert not re.search(r"<(?:script|img|svg|iframe|base|div)\b", content)
    assert {name for element in shown.iter() for name in element.attrib} <= {"href", "rel"}
    assert all(target.startswith("https://") for target in shown.xpath("//@href"))
    assert "before" in content
    assert "after" in content


def test_characters_that_xml_has_no_place_for_are_left_out() -> None:
    odd = "a\x00b\x08c\ufffed\uffffe\ud800f"
    document = atom(feed(entry(title=odd, html=entry_html(odd, PAGE))), HERE)

    told = read(document).entries[0]
    assert told.title == "abcdef"
    assert told.content[0].value.strip() == "<p>a\ufffdbcdef</p>", "CommonMark replaces U+0000"


def test_the_newest_issues_stand_in_a_feed_newest_first(newsroom: Newsroom) -> None:
    told = days(NEWEST + 3)
    for day in told:
        newsroom.publications.add(issue_on(day, keep=[]))
    build_site(newsroom)

    document = json.loads((newsroom.settings.site_folder / "daily_briefing/feed.json").read_bytes())

    assert [item["title"][-10:] for item in document["items"]] == [str(day) for day in reversed(told[3:])]


def test_a_feed_is_made_again_when_an_issue_in_it_changed(newsroom: Newsroom) -> None:
    published(newsroom, *(issue_on(day) for day in days(2)))
    build_site(newsroom)
    before = contents_of(newsroom.settings.site_folder / "daily_briefing/feed.json")

    published(newsroom, issue_on(DAY, keep=[]))
    build_site(newsroom)

    after = contents_of(newsroom.settings.site_folder / "daily_briefing/feed.json")
    assert len(after) == 2
    assert len(before.items() & after.items()) == 1, "what did not change is taken over"


def test_contents_are_read_back_from_a_feed_and_from_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "feed.json"
    assert contents_of(file) == {}
    for content in ("", "[]", '{"items": [{"id": 1}]}', '{"items": {"a": 1}}'):
        file.write_text(content, "utf-8")
        assert contents_of(file) == {}
    file.write_text(json_feed(feed(entry()), HERE), "utf-8")
    assert contents_of(file) == {"2026-02-14": "<p>x</p>"}


@pytest.mark.parametrize(
    ("edition", "language", "title"),
    [
        ("daily_briefing", "zh", "AI 每日情报"),
        ("two_day_report", "zh", "AI 前沿动态速报"),
        ("two_day_report", "en", "AI Frontier Report"),
        ("four_hour_flash", "zh", "过去4小时全球AI发生了什么？"),
        ("top_ten", "en", "AINews"),
    ],
)
def test_a_feed_is_called_by_what_its_issues_titles_share(edition: str, language: str, title: str) -> None:
    assert title_of(Catalogue(Path("no-home"))[edition], language) == title


def test_the_end_of_the_window_is_the_date_of_an_issue(newsroom: Newsroom) -> None:
    issue = issue_on(DAY)
    published(newsroom, issue)
    build_site(newsroom)

    document = json.loads((newsroom.settings.site_folder / "daily_briefing/feed.json").read_bytes())

    said = datetime.fromisoformat(document["items"][0]["date_published"])
    assert (said, said.utcoffset()) == (issue.window_end, timedelta(0))
