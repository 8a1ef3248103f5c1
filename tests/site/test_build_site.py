"""The site around the issues: whole, incremental, and good again after whatever happened to its files."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

from digest_pipeline.editions.spec import FOLDER
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings, Site
from digest_pipeline.site import build, search, state
from digest_pipeline.site.build import SiteBuilt, build_site
from digest_pipeline.sources.opml import read_opml
from tests.editions.sample import DAY, EDITIONS, LATE, LATTICE, RING, sample_issue
from tests.site.archive import alone, contents, days, issue_on, published, story_on, touched

BRIEFING = f"daily_briefing/{DAY}.md"


@pytest.fixture
def site(newsroom: Newsroom) -> Path:
    return newsroom.settings.site_folder


def with_site(newsroom: Newsroom, **changes: str) -> Newsroom:
    """Return the newsroom with other settings of its site."""
    settings: Settings = newsroom.settings.model_copy(update={"site": Site(**changes)})
    return Newsroom(settings, offline=True)


def with_ending(newsroom: Newsroom, ending: str) -> Newsroom:
    """Return the newsroom with a briefing of its own, whose template is the one that ships and an `ending`."""
    own, ships = newsroom.settings.home / "editions", FOLDER / "templates" / "daily_briefing.md.j2"
    (own / "templates").mkdir(parents=True, exist_ok=True)
    (own / "daily_briefing.yaml").write_bytes((FOLDER / "daily_briefing.yaml").read_bytes())
    (own / "templates" / ships.name).write_text(f"{ships.read_text('utf-8').rstrip()}\n\n{ending}\n", "utf-8")
    return Newsroom(newsroom.settings, offline=True)


def links(site: Path) -> Iterator[tuple[str, str]]:
    """Yield every link of every page to another file of the site: page, path of the target."""
    for page in sorted(site.rglob("*.html")):
        for target in html.fromstring(page.read_bytes()).xpath("//@href | //@src"):
            parts = urlsplit(target)
            if not parts.scheme and parts.path:
                yield page.relative_to(site).as_posix(), str((page.parent / unquote(parts.path)).resolve())


def story_page(day: date, sample: str) -> str:
    return f"stories/{day:%Y-%m}/{story_on(day, sample)}-zh.html"


def test_a_site_has_all_its_pages_and_no_link_leads_nowhere(newsroom: Newsroom, site: Path) -> None:
    every = [alone(sample_issue(edition=edition)) for edition in EDITIONS]
    published(newsroom, *every, issue_on(DAY - timedelta(20)))

    built = build_site(newsroom)

    expected = "index archive/index archive/2026-01 tags/index sources charts search 404 weekly/2026-W07".split()
    there = contents(site)
    assert {f"{name}.html" for name in expected} <= there.keys()
    assert {"assets/style.css", "assets/script.js", "assets/search.js", "sources.opml"} <= there.keys()
    assert {f"{edition}/{feed}" for edition in EDITIONS for feed in ("atom.xml", "feed.json")} <= there.keys()
    assert f"stories/2026-02/{RING}-zh.html" in there
    assert [(page, target) for page, target in links(site) if not Path(target).is_file()] == []
    assert built.pages == len([name for name in there if not name.startswith("pagefind/")]) + 2, "and two bundles"
    assert built.unknown == ()


def test_a_newsroom_that_published_nothing_has_a_site_that_says_so(newsroom: Newsroom, site: Path) -> None:
    build_site(newsroom)

    assert {"index.html", "search.html", "pagefind/bundles.json"} <= contents(site).keys()
    assert build_site(newsroom).written == 0


def test_the_front_page_passes_over_a_window_without_a_story_but_not_over_a_day(newsroom: Newsroom, site: Path) -> None:
    flash = alone(sample_issue(edition="four_hour_flash", keep=[RING]))
    night = flash.model_copy(update={"key": "2026-02-14-24", "items": ()})
    published(newsroom, flash, night, issue_on(DAY - timedelta(1)), issue_on(DAY, keep=[]))

    build_site(newsroom)

    front = html.fromstring((site / "index.html").read_bytes())
    assert front.xpath("//section/h2/a/@href") == [
        f"daily_briefing/{DAY}.html",
        f"four_hour_flash/{flash.key}.html",
    ]


def test_building_again_without_news_touches_no_file(newsroom: Newsroom, site: Path) -> None:
    published(newsroom, *(issue_on(day) for day in days(3)))
    build_site(newsroom)
    before = touched(site)

    built = build_site(newsroom)

    assert (built.written, built.removed) == (0, 0)
    assert touched(site) == before


def test_a_new_day_leaves_the_pages_alone_that_it_does_not_change(newsroom: Newsroom, site: Path) -> None:
    first, second, third = days(3, date(2026, 3, 1))
    published(newsroom, issue_on(first), issue_on(second, keep=[LATE]))
    build_site(newsroom)
    before = touched(site)

    published(newsroom, issue_on(third, keep=[RING]))
    build_site(newsroom)

    after = touched(site)
    changed = {path for path in before if after.get(path) != before[path]}
    # The issue before has a next one now, the story of the same thread a continuation; the other stories stay.
    assert {f"daily_briefing/{second}.html", story_page(first, RING), "index.html", "archive/index.html"} <= changed
    assert (
        not {
            f"daily_briefing/{first}.html",
            f"daily_briefing/{second}.md",
            story_page(first, LATTICE),
            story_page(second, LATE),
            "search.html",
            "assets/style.css",
            "archive/2026-02.html",
        }
        & changed
    )
    assert story_page(third, RING) in after


@pytest.mark.parametrize("order", [1, -1], ids=["forwards", "backwards"])
def test_day_by_day_in_either_order_a_site_becomes_what_it_is_when_built_at_once(
    newsroom: Newsroom, site: Path, tmp_path: Path, order: int
) -> None:
    issues = [issue_on(day) for day in days(3, date(2026, 3, 1))] + [issue_on(date(2026, 3, 1), edition="top_ten")]
    published(newsroom, *issues)
    build_site(newsroom)
    other = Newsroom(newsroom.settings.model_copy(update={"home": tmp_path / "other"}), offline=True)
    for issue in issues[::order]:
        published(other, issue)
        build_site(other)

    assert contents(other.settings.site_folder) == contents(site)


def test_a_story_that_was_taken_out_of_its_issue_has_no_page_any_more(newsroom: Newsroom, site: Path) -> None:
    published(newsroom, issue_on(DAY))
    build_site(newsroom)
    gone = story_page(DAY, LATTICE)
    assert gone in contents(site)

    published(newsroom, issue_on(DAY, keep=[RING, LATE]))
    built = build_site(newsroom)

    assert gone not in contents(site)
    assert "tags/scheduling.html" not in contents(site)
    assert built.removed >= 2
    assert [target for _, target in links(site) if not Path(target).is_file()] == []


def test_a_page_that_was_deleted_or_changed_by_hand_is_made_again(newsroom: Newsroom, site: Path) -> None:
    published(newsroom, issue_on(DAY))
    build_site(newsroom)
    whole = contents(site)
    (site / story_page(DAY, RING)).unlink()
    (site / f"daily_briefing/{DAY}.md").unlink()
    (site / "index.html").write_text("by hand", "utf-8")
    feed = site / "daily_briefing/feed.json"
    feed.write_text(feed.read_text("utf-8").replace("Ring-3", "Ring-4"), "utf-8")
    (site / "tags" / "stray.html").write_text("nobody links to me", "utf-8")

    build_site(newsroom)

    assert contents(site) == whole


@pytest.mark.parametrize(
    "left", ["", "{", "[]", '{"maker": 1}', '{"maker": "x", "issues": {}, "folders": {}, "files": {"a": [1]}}']
)
def test_a_state_that_is_none_is_as_good_as_no_state(tmp_path: Path, left: str) -> None:
    (tmp_path / state.NAME).write_text(left, "utf-8")

    assert state.load(tmp_path) == state.load(tmp_path / "nowhere") == state.State()


def test_without_a_state_the_site_is_made_anew(newsroom: Newsroom, site: Path) -> None:
    published(newsroom, issue_on(DAY))
    build_site(newsroom)
    whole, before = contents(site), touched(site)
    (site / state.NAME).unlink()
    (site / "charts.html").unlink()

    build_site(newsroom)

    assert contents(site) == whole
    assert touched(site)["index.html"] == before["index.html"], "what is the same is not written again"


def test_other_code_or_templates_make_every_page_anew(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    published(newsroom, issue_on(DAY))
    build_site(newsroom)
    made: list[str] = []
    monkeypatch.setattr(build, "write_atomically", lambda path, _: made.append(path.name) or False)

    build_site(newsroom)
    assert made == []
    monkeypatch.setattr(state, "_code", list)
    build_site(newsroom)

    assert {"index.html", f"{DAY}.html", f"{story_on(DAY, RING)}-zh.html", "atom.xml", "style.css"} <= set(made)


def test_a_template_that_would_spoil_a_published_issue_changes_nothing_until_it_is_right(
    newsroom: Newsroom, site: Path
) -> None:
    published(newsroom, issue_on(DAY))
    build_site(newsroom)
    file = site / BRIEFING
    before = file.read_text("utf-8")

    spoiling = with_ending(newsroom, "https://bare.test/page")
    assert [build_site(spoiling).older for _ in range(2)] == [(BRIEFING,), (BRIEFING,)]
    assert file.read_text("utf-8") == before

    assert build_site(with_ending(newsroom, "The end.")).older == ()
    assert file.read_text("utf-8").startswith(before.rstrip())
    assert file.read_text("utf-8").endswith("The end.\n")


def test_a_fault_that_an_issue_was_published_with_does_not_keep_it_as_it_was(newsroom: Newsroom, site: Path) -> None:
    accepted = with_ending(newsroom, "https://bare.test/page")
    published(accepted, issue_on(DAY))
    build_site(accepted)

    assert build_site(with_ending(newsroom, "https://bare.test/other")).older == ()
    assert "bare.test/other" in (site / BRIEFING).read_text("utf-8")


def test_a_file_that_was_changed_by_hand_is_made_again_by_a_template_with_a_fault_too(
    newsroom: Newsroom, site: Path
) -> None:
    published(newsroom, issue_on(DAY))
    build_site(newsroom)
    (site / BRIEFING).write_text("by hand", "utf-8")

    assert build_site(with_ending(newsroom, "https://bare.test/page")).older == ()
    assert "bare.test/page" in (site / BRIEFING).read_text("utf-8")


@pytest.mark.parametrize("stop", [3, 15])
def test_a_build_that_is_killed_loses_nothing(
    newsroom: Newsroom, site: Path, stop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = days(2, date(2026, 3, 1))
    published(newsroom, issue_on(first))
    build_site(newsroom)
    published(newsroom, issue_on(second))
    with monkeypatch.context() as patch:
        patch.setattr(build, "write_atomically", killed_after(stop))
        with pytest.raises(KeyboardInterrupt):
            build_site(newsroom)
    # The story whose page a killed build may have written is gone before the next build.
    published(newsroom, issue_on(second, keep=[RING]))

    build_site(newsroom)

    left = contents(site)
    again = Newsroom(newsroom.settings.model_copy(update={"home": site.parent / "again"}), offline=True)
    published(again, issue_on(first), issue_on(second, keep=[RING]))
    build_site(again)
    assert left == contents(again.settings.site_folder)


def killed_after(count: int) -> Callable[[Path, str | bytes], bool]:
    """Return a writer that is interrupted at its n-th file."""
    written: list[Path] = []

    def write(path: Path, content: str | bytes) -> bool:
        if len(written) == count:
            raise KeyboardInterrupt
        written.append(path)
        return build.state.write_atomically(path, content)

    return write


def test_a_build_that_is_killed_while_it_indexes_is_finished_by_the_next(
    newsroom: Newsroom, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(newsroom, issue_on(DAY))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(search, "_replace", killed)
        with pytest.raises(KeyboardInterrupt):
            build_site(newsroom)
    assert "pagefind/bundles.json" not in contents(site)

    build_site(newsroom)

    assert (site / search.bundle_entry("2026-02")).is_file()


def test_only_months_whose_stories_changed_are_indexed_again(newsroom: Newsroom, site: Path) -> None:
    published(newsroom, issue_on(date(2026, 1, 5), keep=[LATE]), issue_on(date(2026, 2, 5), keep=[RING]))
    build_site(newsroom)
    before = touched(site)

    published(newsroom, issue_on(date(2026, 2, 6), keep=[LATTICE]))
    build_site(newsroom)

    after = touched(site)
    assert after[search.bundle_entry("2026-01")] == before[search.bundle_entry("2026-01")]
    assert after[search.bundle_entry("2026-02")] > before[search.bundle_entry("2026-02")]
    assert '["2026-02", "2026-01"]' in (site / search.BUNDLES).read_text()


def test_the_bundle_of_a_month_without_stories_is_removed(newsroom: Newsroom, site: Path) -> None:
    published(newsroom, issue_on(date(2026, 1, 5), keep=[LATE]), issue_on(date(2026, 2, 5), keep=[RING]))
    build_site(newsroom)

    published(newsroom, issue_on(date(2026, 1, 5), keep=[]))
    build_site(newsroom)

    assert not (site / "pagefind/2026-01").exists()
    assert '["2026-02"]' in (site / search.BUNDLES).read_text()


def test_a_story_page_names_the_issues_that_printed_it_and_its_thread(newsroom: Newsroom, site: Path) -> None:
    first, second = days(2)
    published(newsroom, issue_on(first), issue_on(second), issue_on(second, edition="top_ten"))

    build_site(newsroom)

    page = (site / story_page(second, RING)).read_text("utf-8")
    told = story_on(second, RING)
    assert f'href="../../daily_briefing/{second}.html#story-{told}"' in page
    assert f'href="../../top_ten/{second}.html#story-{told}"' in page
    assert f'href="../../{story_page(first, RING)}"' in page


def test_a_sitemap_needs_the_address_of_the_site(newsroom: Newsroom, site: Path) -> None:
    published(newsroom, issue_on(date(2026, 1, 31)), issue_on(date(2026, 2, 1)))
    build_site(newsroom)
    assert not list(site.glob("sitemap*"))

    build_site(with_site(newsroom, url="https://news.example.org/digest/"))

    index = etree.fromstring((site / "sitemap.xml").read_bytes())
    parts = [str(place) for place in index.xpath("//*[local-name()='loc']/text()")]
    assert parts == [f"https://news.example.org/digest/sitemap-{name}.xml" for name in ("2026-01", "2026-02", "lists")]
    for part in parts:
        places = etree.fromstring((site / part.rpartition("/")[2]).read_bytes()).xpath("//*[local-name()='loc']/text()")
        assert places
        for place in places:
            assert (site / str(place).removeprefix("https://news.example.org/digest/")).is_file()

    build_site(newsroom)
    assert not list(site.glob("sitemap*"))


def test_a_new_day_changes_only_the_part_of_its_month_in_the_sitemap(newsroom: Newsroom, site: Path) -> None:
    room = with_site(newsroom, url="https://news.example.org/digest/")
    published(room, issue_on(date(2026, 1, 31)), issue_on(date(2026, 2, 1)))
    build_site(room)
    before = touched(site)

    published(room, issue_on(date(2026, 2, 2)))
    build_site(room)

    after = touched(site)
    assert after["sitemap-2026-01.xml"] == before["sitemap-2026-01.xml"]
    assert after["sitemap-2026-02.xml"] != before["sitemap-2026-02.xml"]


def test_an_edition_without_a_file_is_named_and_its_issues_stay(newsroom: Newsroom, site: Path) -> None:
    published(newsroom, issue_on(DAY))
    newsroom.publications.add(sample_issue().model_copy(update={"edition": "of_old"}))
    (site / "of_old").mkdir(parents=True)
    (site / "of_old/2026-02-14.html").write_text("as it was", "utf-8")

    built: SiteBuilt = build_site(newsroom)

    assert built.unknown == ("of_old",)
    assert (site / "of_old/2026-02-14.html").read_text("utf-8") == "as it was"
    assert "of_old" not in (site / "index.html").read_text("utf-8")


def test_the_sources_are_there_as_a_list_for_feed_readers(newsroom: Newsroom, site: Path) -> None:
    build_site(with_site(newsroom, title="The Paper"))

    listed = read_opml((site / "sources.opml").read_bytes())

    assert listed.title == "The Paper"
    assert [feed.url for feed in listed.feeds] == ["https://harbour.example.org/feed"]


def test_no_page_asks_for_anything_outside_of_the_site(newsroom: Newsroom, site: Path) -> None:
    published(newsroom, sample_issue())
    build_site(newsroom)

    loaded = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=\"(?:https?:)?//", re.IGNORECASE)
    assert [page.name for page in site.rglob("*.html") if loaded.search(page.read_text("utf-8"))] == []
