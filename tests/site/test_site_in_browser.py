"""The site in a real browser, opened from a disk: readable by everybody, quiet, and inert whatever it prints."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from digest_pipeline.site import addresses
from tests.browser import browser, opened
from tests.editions.sample import HOSTILE, HOSTILE_ID, LATTICE, RING, sample_issue
from tests.site.hostile import ATTACKS, SAMPLES, addresses_of, all_at_once, attacked, collected
from tests.site.pages import sample_issues, write_site

__all__ = ["browser"]

BRIEFING = "daily_briefing/2026-02-14.html"
OPEN = "[...document.querySelectorAll('.evidence:popover-open')].map(notes => notes.id)"
# Reading other files of the disk, which axe would like to, is refused to pages.
AXE = {"resultTypes": ["violations"], "preload": False}
# All that stands open or closed stands open.
UNFOLD = "document.querySelectorAll('details').forEach(part => { part.open = true })"

# What no page of ours has, and any attack that works would bring.
STRANGERS = """[...document.querySelectorAll('*')].filter(found =>
    [...found.attributes].some(one => one.name.startsWith('on') || one.name === 'style' || one.name === 'srcdoc')
    || found.matches('iframe, object, embed, form, img, base, style, video, audio, math, template')
    || (found.matches('script') && !/assets.(script|search).js$/.test(found.src))
    || (found.href && found.matches('a') && !/^(https?|file):/.test(found.href))
).map(found => found.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a site in each language; its name has what addresses must encode."""
    home = tmp_path_factory.mktemp("site") / "a place with 空格 & signs"
    for language in ("zh", "en"):
        write_site(home / language, sample_issues(language))
    return home


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def briefing(context: BrowserContext, home: Path) -> Page:
    page, _ = opened(context, home)
    page.goto((home / "zh" / BRIEFING).as_uri())
    return page


KINDS = (
    addresses.FRONT,
    addresses.ARCHIVE,
    addresses.month_url("2026-02"),
    addresses.TAGS,
    addresses.tag_url(HOSTILE),
    addresses.SOURCES,
    addresses.CHARTS,
    addresses.SEARCH,
    addresses.NOT_FOUND,
    BRIEFING,
    "two_day_report/2026-02-14.html",
    "top_ten/2026-02-14.html",
    "four_hour_flash/2026-02-14-12.html",
    "weekly/2026-W07.html",
    f"stories/2026-02/{LATTICE}-zh.html",
    f"stories/2026-02/{HOSTILE_ID}-zh.html",
)
# What differs in English is the words; these pages have the most of them.
ENGLISH = (addresses.SOURCES, addresses.SEARCH, "weekly/2026-W07.html")


def violations(page: Page, *rules: str) -> list[str]:
    found = Axe().run(page, options=AXE | ({"runOnly": list(rules)} if rules else {})).response["violations"]
    return [f"{fault['id']}: {node['html']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize(("language", "urls"), [("zh", KINDS), ("en", ENGLISH)])
def test_every_kind_of_page_is_accessible_in_both_schemes_quiet_and_no_wider_than_a_phone(
    browser: Browser, home: Path, language: str, urls: tuple[str, ...]
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page, watch = opened(context, home)
    for url in urls:
        page.emulate_media(color_scheme="light")
        page.goto((home / language / url).as_uri())
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, url
        assert violations(page) == [], url
        page.emulate_media(color_scheme="dark")
        assert violations(page, "color-contrast") == [], url
    context.close()

    assert watch.faults == []


def test_evidence_that_is_open_is_accessible_too(briefing: Page) -> None:
    briefing.locator(".said").first.click()

    assert briefing.evaluate(OPEN) == ["e1"]
    assert violations(briefing) == []


def test_axe_would_find_what_is_wrong(briefing: Page) -> None:
    briefing.evaluate("document.querySelector('.window').style.color = '#ddd'")
    briefing.evaluate("document.querySelector('.theme').removeAttribute('aria-label')")
    briefing.evaluate("document.querySelector('.theme').removeAttribute('title')")

    assert {fault.partition(":")[0] for fault in violations(briefing)} == {"color-contrast", "button-name"}


def test_style_and_script_load_from_a_disk_under_the_policy(briefing: Page) -> None:
    assert briefing.locator(".said").first.evaluate("said => getComputedStyle(said).textDecorationStyle") == "dotted"
    assert briefing.locator("button.theme").is_visible()


def test_pointing_at_a_statement_shows_its_evidence_and_leaving_hides_it(briefing: Page) -> None:
    said = briefing.locator(".said").nth(1)
    said.hover()
    briefing.locator("#e2:popover-open").wait_for()

    assert "模型每 7 层线性注意力配 1 层多头潜在注意力" in briefing.locator("#e2").inner_text()
    notes, statement = briefing.locator("#e2").bounding_box(), said.bounding_box()
    assert notes
    assert statement
    below, above = notes["y"] - statement["y"] - statement["height"], statement["y"] - notes["y"] - notes["height"]
    assert 0 <= max(below, above) < 30
    assert (
        briefing.locator("#e2 .jump")
        .get_attribute("href")
        .startswith("https://news.example.cn/2026/02/ring-3#:~:text=")
    )  # type: ignore[union-attr]
    briefing.mouse.move(640, 5)
    briefing.locator("#e2").wait_for(state="hidden")


def test_a_click_holds_the_evidence_until_escape_or_another_click(briefing: Page) -> None:
    said = briefing.locator(".said")
    said.nth(1).click()
    briefing.mouse.move(640, 5)
    assert briefing.evaluate(OPEN) == ["e2"]

    said.nth(0).click()
    assert briefing.evaluate(OPEN) == ["e1"]

    said.nth(0).click()
    assert briefing.evaluate(OPEN) == []

    said.nth(1).click()
    briefing.keyboard.press("Escape")
    assert briefing.evaluate(OPEN) == []


def test_the_keyboard_reaches_evidence_which_is_announced_with_its_mark(briefing: Page) -> None:
    until_on(briefing, ".mark")
    assert briefing.evaluate(OPEN) == ["e1"]
    described = briefing.evaluate("document.activeElement.getAttribute('aria-describedby')")
    assert "蓝潮实验室今天开源了 Ring-3" in briefing.locator(f"#{described}").inner_text()

    briefing.keyboard.press("Tab")
    assert briefing.evaluate("document.activeElement.closest('.evidence').id") == "e1"

    briefing.keyboard.press("Escape")
    assert briefing.evaluate(OPEN) == []
    assert briefing.evaluate("document.activeElement.getAttribute('popovertarget')") == "e1"

    briefing.keyboard.press("Enter")
    assert briefing.evaluate(OPEN) == ["e1"]


def until_on(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard never reaches {selector}")


def test_the_first_key_leads_past_the_bar_to_the_stories(briefing: Page) -> None:
    briefing.keyboard.press("Tab")
    briefing.keyboard.press("Enter")

    assert briefing.url.endswith("#main")


def test_a_tap_shows_evidence_at_the_lower_edge_and_never_over_its_statement(browser: Browser, home: Path) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page, _ = opened(context, home)
    page.goto((home / "zh" / BRIEFING).as_uri())
    for said in (page.locator(".said").nth(1), page.locator(".said").nth(4)):
        said.evaluate("said => scrollBy(0, said.getBoundingClientRect().bottom - innerHeight + 4)")
        said.tap()
        page.locator(".said.shown").wait_for()
        notes, statement = page.locator(".evidence:popover-open").bounding_box(), said.bounding_box()
        assert notes
        assert statement
        assert notes["y"] + notes["height"] == pytest.approx(640, abs=1)
        assert statement["y"] + statement["height"] <= notes["y"]
        page.keyboard.press("Escape")
    context.close()


def test_without_scripts_the_marks_open_the_evidence(browser: Browser, home: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page, _ = opened(context, home)
    page.goto((home / "zh" / BRIEFING).as_uri())

    assert page.locator("button.theme").is_hidden()
    page.locator(".mark").nth(1).click()
    assert page.locator("#e2").is_visible()
    page.keyboard.press("Escape")
    page.locator("#e2").wait_for(state="hidden")
    context.close()


def test_the_choice_of_light_or_dark_is_remembered_over_pages(context: BrowserContext, home: Path) -> None:
    page, watch = opened(context, home)
    page.goto((home / "zh" / "index.html").as_uri())
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)

    page.locator("button.theme").click()
    dark = page.evaluate(paper)
    page.locator(".headlines a").first.click()
    page.wait_for_url("**/stories/**")

    assert page.url.endswith(f"stories/2026-02/{RING}-zh.html")
    assert page.evaluate(paper) == dark != light
    page.locator("button.theme").click()
    assert page.evaluate(paper) == light
    assert watch.faults == []


def test_a_printed_page_has_neither_bar_nor_marks_but_the_addresses_of_its_sources(briefing: Page) -> None:
    briefing.emulate_media(media="print", color_scheme="dark")

    assert briefing.locator("nav").first.is_hidden()
    assert briefing.locator(".mark").first.is_hidden()
    after = "link => getComputedStyle(link, '::after').content"
    assert "https://news.example.cn" in briefing.locator(".sources a").first.evaluate(after)
    assert briefing.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("source", ["ours", "collected"])
def test_whatever_an_attacker_writes_stays_text(browser: Browser, tmp_path: Path, source: str) -> None:
    if source == "collected" and not SAMPLES.exists():
        pytest.skip(f"there are no collections of attacks at {SAMPLES}")
    texts = list(ATTACKS) if source == "ours" else collected()
    said, linked = cycle(texts), cycle(addresses_of(texts))
    issues = [attacked(issue, said, linked) for issue in sample_issues()]
    everything = all_at_once(sample_issue(keep=[RING]), texts)
    issues[0] = issues[0].model_copy(update={"items": (everything, *issues[0].items[1:])})
    write_site(tmp_path, issues)
    context = browser.new_context()
    page, watch = opened(context, tmp_path)
    for file in sorted(tmp_path.rglob("*.html")):
        if file.parent.name == "tags" and file.stem != "index":
            continue
        page.goto(file.as_uri())
        page.evaluate(UNFOLD)
        # What would run when it is pointed at, clicked or focused.
        page.evaluate(
            """for (const found of document.querySelectorAll('main *')) {
                if (found.matches('a, summary, .theme, [popovertarget]')) continue;
                for (const name of ['mouseover', 'click', 'focus']) found.dispatchEvent(new Event(name));
            }"""
        )
        assert page.evaluate(STRANGERS) == [], file
    context.close()

    assert watch.faults == []
