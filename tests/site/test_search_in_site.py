"""Searching the site: words of both languages are found in a real browser, and nothing of what is found can act."""

import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page

from digest_pipeline.newsroom import Newsroom
from digest_pipeline.publications import PublishedItem
from digest_pipeline.settings import Settings
from digest_pipeline.site import search
from digest_pipeline.site.build import build_site
from digest_pipeline.site.printed import PrintedStory
from digest_pipeline.site.search import SearchError, indexed, separated
from digest_pipeline.site.serve import site_server
from tests.browser import Watch, browser
from tests.editions.sample import HOSTILE_ID, LATE, LATTICE, RING
from tests.site.archive import issue_on, published, story_on

__all__ = ["browser"]

JANUARY, FEBRUARY = date(2026, 1, 20), date(2026, 2, 10)
RESULTS = "#results a"


@dataclass
class Served:
    """A built site, and where it is served."""

    folder: Path
    url: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a site of two months: one story of January, three of February, one of them hostile, and one in English."""
    newsroom = Newsroom(Settings(home=tmp_path_factory.mktemp("home")), offline=True)
    # An edition that has gone over to English prints beside one in Chinese.
    in_english = issue_on(FEBRUARY, keep=[LATTICE], edition="top_ten", language="en")
    hostile = issue_on(FEBRUARY, keep=[RING, LATTICE, HOSTILE_ID])
    published(newsroom, issue_on(JANUARY, keep=[LATE]), hostile, in_english)
    build_site(newsroom)
    with site_server(newsroom.settings.site_folder, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Served(newsroom.settings.site_folder, f"http://127.0.0.1:{server.server_port}/")
        server.shutdown()
        thread.join()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def asked(context: BrowserContext, served: Served, parameters: str) -> tuple[Page, Watch]:
    """Open the search page with these parameters and wait for what it says."""
    page = context.new_page()
    watch = Watch(page, served.url)
    page.goto(f"{served.url}search.html?{parameters}")
    page.wait_for_selector("#status:not(:empty)")
    return page, watch


@pytest.fixture(scope="module")
def open_page(browser: Browser, served: Served) -> Iterator[tuple[Page, Watch]]:
    """Return a search page that stays open for several queries."""
    context = browser.new_context()
    page = context.new_page()
    watch = Watch(page, served.url)
    page.goto(f"{served.url}search.html")
    yield page, watch
    context.close()


def answer(page: Page, query: str) -> set[str]:
    """Ask as a reader does, in the field, and return the pages that were found."""
    page.locator("#query").fill("")
    page.wait_for_selector("#status:empty", state="attached")
    page.locator("#query").fill(query)
    page.wait_for_selector("#status:not(:empty)")
    return set(found(page))


def found(page: Page) -> list[str]:
    """Return the pages of stories that the results lead to."""
    return [str(link.get_attribute("href")).rpartition("/")[2] for link in page.locator(RESULTS).all()]


RING_PAGE = f"{story_on(FEBRUARY, RING)}-zh.html"
LATTICE_PAGES = {f"{story_on(FEBRUARY, LATTICE)}-{language}.html" for language in ("zh", "en")}
LATE_PAGE = f"{story_on(JANUARY, LATE)}-zh.html"


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("线性注意力", {RING_PAGE}),
        ("访存", {RING_PAGE}),
        ("注意", {RING_PAGE}),
        ("标注对话", {LATE_PAGE}),
        ("Ring-3", {RING_PAGE}),
        ("scheduling", LATTICE_PAGES),
        ("schedules clusters", LATTICE_PAGES),
        ("Lattice", LATTICE_PAGES),
        ("万亿 Ring", {RING_PAGE}),
        ("显存模型", {RING_PAGE}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_words_of_both_languages_find_their_stories(open_page: tuple[Page, Watch], query: str, pages: set[str]) -> None:
    page, watch = open_page

    assert answer(page, query) == pages
    assert watch.faults == []


def test_characters_that_stand_apart_are_no_word(open_page: tuple[Page, Watch]) -> None:
    assert answer(open_page[0], "蓝器") == set()


def test_a_result_shows_headline_day_source_and_the_words_marked_in_their_sentence(
    context: BrowserContext, served: Served
) -> None:
    page, _ = asked(context, served, "q=线性注意力")
    result = page.locator("#results li").first

    assert result.locator("a").inner_text().startswith("[蓝潮实验室] Ring-3")
    assert result.locator("time").inner_text() == str(FEBRUARY)
    assert "量子位" in result.inner_text()
    assert "线性注意力" in result.locator("mark").all_inner_texts(), "marks that touch are one"
    assert not re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff]", result.locator("p").last.inner_text())


def test_a_result_leads_to_its_story(context: BrowserContext, served: Served) -> None:
    page, watch = asked(context, served, "q=线性注意力")

    page.locator(RESULTS).first.click()
    page.wait_for_url(f"**/stories/2026-02/{RING_PAGE}")

    assert watch.faults == []


def test_typing_searches_and_keeps_the_query_in_the_address(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(f"{served.url}search.html")

    page.locator("#query").press_sequentially("Atlas")
    page.wait_for_url("**/search.html?q=Atlas")
    page.locator("#status", has_text="找到 1 则").wait_for()

    assert found(page) == [LATE_PAGE]
    page.locator("#query").fill("")
    page.wait_for_selector("#status:empty", state="attached")
    assert found(page) == []


def test_the_keyboard_alone_walks_through_the_results(context: BrowserContext, served: Served) -> None:
    page, _ = asked(context, served, "q=Lattice")
    focused = "document.activeElement.id || document.activeElement.textContent"

    page.locator("#query").focus()
    page.keyboard.press("ArrowDown")
    first = page.evaluate(focused)
    page.keyboard.press("ArrowDown")
    second = page.evaluate(focused)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")

    assert "Lattice" in first
    assert "Lattice" in second
    assert page.evaluate(focused) == "query"


@pytest.mark.parametrize(
    ("parameters", "pages"),
    [
        ("tag=数据集", {LATE_PAGE}),
        ("month=2026-01", {LATE_PAGE}),
        ("q=Lattice&language=en", {f"{story_on(FEBRUARY, LATTICE)}-en.html"}),
        ("q=Lattice&edition=daily_briefing", {f"{story_on(FEBRUARY, LATTICE)}-zh.html"}),
    ],
)
def test_addresses_narrow_what_is_found(
    context: BrowserContext, served: Served, parameters: str, pages: set[str]
) -> None:
    page, watch = asked(context, served, parameters)

    assert set(found(page)) == pages
    assert watch.faults == []


def test_what_is_nowhere_is_said_in_words(open_page: tuple[Page, Watch]) -> None:
    page, watch = open_page

    assert answer(page, "zzzzzz") == set()
    assert page.locator("#status").inner_text() == "没有找到。"
    assert watch.faults == []


def test_a_hostile_story_is_found_and_stays_text(open_page: tuple[Page, Watch]) -> None:
    page, watch = open_page

    assert f"{story_on(FEBRUARY, HOSTILE_ID)}-zh.html" in answer(page, "evil")
    assert page.locator("#results script, #results img").count() == 0
    assert "<script>alert(1)</script>" in page.locator("#results").inner_text()
    assert watch.faults == []


def test_a_query_is_never_markup(context: BrowserContext, served: Served) -> None:
    page, watch = asked(context, served, "q=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E")

    assert page.locator("img").count() == 0
    assert watch.faults == []


def test_opened_from_a_disk_the_page_says_what_to_do(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    watch = Watch(page, served.folder.as_uri())
    page.goto((served.folder / "search.html").as_uri())

    assert "digest serve" in page.locator("#status").inner_text()
    assert page.locator("#query").is_disabled()
    assert watch.faults == []


def test_an_index_that_cannot_be_read_is_said_in_words(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(f"{served.url}search.html?q=Ring")
    page.wait_for_selector("#status:not(:empty)")

    assert "digest serve" in page.locator("#status").inner_text()


def test_chinese_characters_are_words_of_their_own_and_latin_words_stay() -> None:
    assert separated("AI芯片，GPT-5 模型。").split() == ["AI", "芯", "片", "，", "GPT-", "5", "模", "型", "。"]
    assert separated("plain words, as they are") == "plain words, as they are"


def test_the_indexed_copy_has_its_facts_and_keeps_its_markup() -> None:
    item = PublishedItem(
        date(2026, 2, 14), "weekly", "2026-W07", 0, "1", "", "zh", "芯片", "A & B", "", 3, 0.0, ["开源", '"<b>']
    )
    story = PrintedStory("stories/2026-02/1-zh.html", item, [item])
    page = '<html><body><p>外面</p><article class="中文" data-pagefind-body><h1>芯片</h1></article></body></html>'

    copy = html.fromstring(indexed(story, page))

    def facts(kind: str, name: str) -> list[str]:
        return [
            str(value)
            for value in copy.xpath(f"//article/span[@data-pagefind-{kind}='{name}[data-value]']/@data-value")
        ]

    assert copy.xpath("//article/@class") == ["中文"]
    assert str(copy.xpath("string(//h1)")).split() == ["芯", "片"]
    assert facts("meta", "title") == ["芯片"]
    assert facts("meta", "source") == ["A & B"]
    assert facts("filter", "tag") == ["开源", '"<b>']
    assert facts("filter", "edition") == ["weekly"]
    assert facts("filter", "month") == ["2026-02"]
    assert facts("sort", "day") == ["2026-02-14"]


def test_a_machine_without_the_indexer_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pagefind.service.get_executable", lambda: None)

    with pytest.raises(SearchError, match=r"pip install 'pagefind\[extended\]'"):
        search.index_month(tmp_path, "2026-02", [])


def test_what_the_indexer_says_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1, stdout="", stderr="no space left")
    )

    with pytest.raises(SearchError, match="failed: no space left"):
        search.index_month(tmp_path, "2026-02", [])
