"""Every kind of page in both languages: valid, well ordered, closed to what the web writes, and whole."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import cycle, pairwise
from pathlib import Path
from urllib.parse import unquote, urljoin
from xml.etree.ElementTree import Element

import html5lib
import pytest

from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.model import Evidence, Issue, Point, Revision, Statement, ValuePart
from digest_pipeline.site import addresses
from digest_pipeline.site.issue_page import render_issue_page
from digest_pipeline.site.labels import site_labels
from digest_pipeline.site.list_pages import (
    render_archive_index,
    render_front_page,
    render_month,
    render_not_found,
    render_tag_index,
)
from digest_pipeline.site.story_page import render_story_page
from digest_pipeline.site.story_parts import emphasised
from digest_pipeline.site.templating import FOLDER, title_parts
from digest_pipeline.site.views import Around
from tests.editions.sample import LATTICE, RING, sample_issue
from tests.site.hostile import ATTACKS, SAMPLES, addresses_of, attacked, collected
from tests.site.pages import around, latest, months, pages, sample_issues, story_rows, tag_counts

NOWHERE = Path("/nonexistent")
LANGUAGES = ("zh", "en")
# What other parts of the newsroom write beside the pages.
ELSEWHERE = re.compile(r".*/(?:atom\.xml|feed\.json|[\w-]+\.(?:md|json))|sources\.opml|assets/\w+\.\w+")


@cache
def site(language: str) -> dict[str, Element]:
    return {url: parsed(text) for url, text in pages(sample_issues(language), NOWHERE)}


def parsed(text: str) -> Element:
    """Parse a page; an error of any kind is an error of the test."""
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return root


def page_of(issue: Issue, near: Around | None = None) -> Element:
    return parsed(render_issue_page(issue, Catalogue(NOWHERE)[issue.edition], near or around(issue)))


def story_page_of(issue: Issue, at: int = 0) -> Element:
    return parsed(render_story_page(issue.items[at], issue, Catalogue(NOWHERE)[issue.edition], [], []))


def words_of(element: Element) -> str:
    """Return the text of an element on one line, without the evidence and what joins its marks to the words."""
    return " ".join("".join(spoken(element)).replace("\u2060", "").split())


def spoken(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if "evidence" not in child.get("class", "").split():
            yield from spoken(child)
        yield child.tail or ""


def with_class(element: Element, name: str) -> list[Element]:
    return [found for found in element.iter() if name in found.get("class", "").split()]


def linked(element: Element) -> Iterator[tuple[Element, str]]:
    for link in element.iter("a"):
        yield link, link.attrib["href"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_parses_without_an_error_and_repeats_no_id(language: str) -> None:
    for url, page in site(language).items():
        ids = [element.attrib["id"] for element in page.iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids)), url
        assert page.get("lang") == {"zh": "zh-Hans", "en": "en"}[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_begin_at_one_and_leave_out_no_level(language: str) -> None:
    for url, page in site(language).items():
        levels = [int(found.tag[1]) for found in page.iter() if re.fullmatch(r"h[1-6]", str(found.tag))]
        assert levels.count(1) == 1, url
        assert levels[0] == 1 or min(levels) == 1, url
        assert all(after <= before + 1 for before, after in pairwise(levels)), (url, levels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_within_the_site_leads_to_a_page_that_is_there(language: str) -> None:
    known = site(language)
    for url, page in known.items():
        for _, href in linked(page):
            if href.startswith("http"):
                continue
            target, _, fragment = unquote(urljoin(f"file:///{url}", href)).removeprefix("file:///").partition("#")
            if "7777777777777777" in target or "9999999999999999" in fragment or target in absent(known):
                continue
            assert target in known or ELSEWHERE.fullmatch(target), (url, href)
            if fragment:
                assert any(found.get("id") == fragment for found in known[target].iter()), (url, href)


def absent(known: dict[str, Element]) -> set[str]:
    """Return what the samples name without printing it: neighbours, earlier issues, other months."""
    editions = {url.partition("/")[0] for url in known if re.match(r"[a-z_]+/2026", url)}
    keys = ("2026-02-12", "2026-02-13", "2026-02-15", "2026-02-12-12")
    return {f"{edition}/{key}.html" for edition in editions for key in keys} | {month.url for month in months()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_leave_only_to_web_addresses_and_tell_nobody_where_from(language: str) -> None:
    for page in site(language).values():
        for link, href in linked(page):
            if re.match(r"[a-z]+:", href, re.IGNORECASE):
                assert re.fullmatch(r"https?://[^\s\"'<>]+", href)
                assert link.attrib["rel"] == "noopener noreferrer"
        assert any(meta.get("content") == "no-referrer" for meta in page.iter("meta"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_runs_or_loads_but_the_files_of_the_site(language: str) -> None:
    for url, page in site(language).items():
        root = "../" * url.count("/")
        assert not {found.tag for found in page.iter()} & {"style", "img", "iframe", "object", "embed", "form", "base"}
        loaded = [script.get("src") for script in page.iter("script")]
        search = [root + addresses.SEARCH_SCRIPT] if url == addresses.SEARCH else []
        assert loaded == [root + addresses.SCRIPT, *search]
        for element in page.iter():
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")], url
        (policy,) = (meta.get("content", "") for meta in page.iter("meta") if "http-equiv" in meta.attrib)
        assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
        assert ("wasm-unsafe-eval" in policy) == (url == addresses.SEARCH)


def test_neither_style_nor_script_asks_for_anything() -> None:
    style, script = ((FOLDER / name).read_text("utf-8") for name in ("style.css", "script.js"))

    assert not re.search(r"url\(|@import|@font-face|https?:", style)
    assert not re.search(r"fetch|import|XMLHttpRequest|innerHTML|eval|https?:", script)


def test_every_statement_that_was_checked_is_underlined_and_has_its_quotations_source_and_offsets() -> None:
    issue = sample_issue()
    statements = [said for item in issue.items for said in printed_by_the_briefing(item.brief)]

    page = page_of(issue)

    said = with_class(page, "said")
    assert len(said) == len(statements)
    notes = {found.attrib["id"]: found for found in with_class(page, "evidence")}
    for shown, statement in zip(said, statements, strict=True):
        note = words_and_evidence(notes[shown.attrib["data-evidence"]])
        for place in statement.evidence:
            assert " ".join(place.quote.replace("\u202e", "").replace("\u202c", "").split()) in note
            assert f"{place.start}–{place.end}" in note
    marks = with_class(page, "mark")
    assert [mark.attrib["popovertarget"] for mark in marks] == [shown.attrib["data-evidence"] for shown in said]


def printed_by_the_briefing(brief: object) -> list[Statement]:
    names = ("technique", "findings", "insight", "limitations", "figures")
    return [brief.one_sentence, *(point for name in names for point in getattr(brief, name))]  # type: ignore[attr-defined]


def words_and_evidence(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_an_imported_brief_has_neither_underlines_nor_a_worth() -> None:
    issue = sample_issue(keep=[RING])
    brief = issue.items[0].brief
    bare = {"technique": tuple(map(without_evidence, brief.technique)), "findings": ()}
    imported = brief.model_copy(
        update={
            "engine": "imported",
            "rubric": None,
            "one_sentence": without_evidence(brief.one_sentence),
            "insight": (),
            "limitations": (),
            **bare,
        }
    )
    issue = issue.model_copy(update={"items": (issue.items[0].model_copy(update={"brief": imported}),)})

    for page in (page_of(issue), story_page_of(issue)):
        assert not with_class(page, "said")
        assert not with_class(page, "mark")
        assert imported.one_sentence.text in words_of(page)


def without_evidence(said: Statement) -> Statement:
    return said.model_copy(update={"evidence": ()})


def test_a_statement_whose_article_is_unknown_shows_its_quotation_without_a_link() -> None:
    issue = sample_issue(keep=[RING])
    stray = Point(text="A stray.", evidence=(Evidence(article_id="0" * 16, start=3, end=9, quote="a stray"),))
    brief = issue.items[0].brief.model_copy(update={"technique": (stray,)})
    issue = issue.model_copy(update={"items": (issue.items[0].model_copy(update={"brief": brief}),)})

    (note,) = [found for found in with_class(page_of(issue), "evidence") if "a stray" in words_and_evidence(found)]
    assert not list(linked(note))


@pytest.mark.parametrize(
    ("edition", "there", "not_there"),
    [
        ("daily_briefing", ["核心技术/实现逻辑", "相关资源"], ["内容详解", "拓展阅读", "回头看"]),
        ("two_day_report", ["本期速览", "AI 基础设施", "内容详解", "拓展阅读"], ["相关资源"]),
        ("top_ten", ["十大AI新闻要点", "十大工具产品要点", "原文链接"], ["核心技术", "内容详解"]),
        ("four_hour_flash", ["过去4小时"], ["核心技术", "内容详解"]),
        ("weekly", ["来龙去脉", "回头看", "得到印证", "后来有变"], ["核心技术", "拓展阅读"]),
    ],
)
def test_an_issue_prints_what_its_edition_names(edition: str, there: list[str], not_there: list[str]) -> None:
    text = words_of(page_of(sample_issue(edition=edition)).find("body//main") or Element("none"))

    assert all(word in text for word in there), text
    assert not any(word in text for word in not_there)


def test_an_overview_and_the_contents_lead_to_the_stories_below() -> None:
    issue = sample_issue(edition="two_day_report")
    page = page_of(issue)

    for name in ("overview", "contents"):
        (part,) = with_class(page, name)
        found = {href for _, href in linked(part)}
        assert found == {f"#story-{item.story_id}" for item in issue.items}


def test_a_story_that_goes_on_says_what_is_new_and_leads_to_the_earlier_issue() -> None:
    issue = sample_issue(keep=[LATTICE])
    published = Around(stories={"9" * 16: "stories/2026-02/earlier-zh.html"})
    (earlier,) = with_class(page_of(issue, published), "continues")
    (unpublished,) = with_class(page_of(issue), "continues")

    assert [href for _, href in linked(earlier)] == [f"../daily_briefing/2026-02-12.html#story-{'9' * 16}"]
    assert "$0.27 a million tokens" in words_of(earlier)
    assert [*linked(unpublished)] == []


def test_terms_are_bold_where_they_are_first_named_and_stay_escaped() -> None:
    parts = list(emphasised("a <b> & Ring-3 beats Ring-3 of 3.1", ("Ring-3", "3.1", "<b>", "", "absent")))

    assert "".join(text for text, _ in parts) == "a &lt;b&gt; &amp; Ring-3 beats Ring-3 of 3.1"
    assert [text for text, bold in parts if bold] == ["&lt;b&gt;", "Ring-3", "3.1"]


def test_the_words_of_a_paragraph_keep_their_spaces_around_bold_terms() -> None:
    (paragraph,) = with_class(page_of(sample_issue("en", edition="four_hour_flash", keep=[LATTICE])), "paragraph")

    assert words_of(paragraph).startswith("Lattice 2.0 schedules inference on mixed clusters")
    assert [bold.text for bold in paragraph.iter("strong")][:2] == ["Lattice 2.0", "$0.27"]


def test_late_stories_changed_articles_and_parts_of_the_value_are_told() -> None:
    lead = sample_issue(keep=[RING]).items[0].sources[0]
    issue = sample_issue(revisions={lead.url: Revision(version=2, change="数字由 3 改为 3.1")})
    parts = (ValuePart(name="novelty", points=1.0), ValuePart(name="authority", points=-0.2))
    worth = {"value_parts": parts, "value": 0.8}
    first = issue.items[0]
    issue = issue.model_copy(
        update={"items": (first.model_copy(update={"brief": first.brief.model_copy(update=worth)}), *issue.items[1:])}
    )

    text = words_of(page_of(issue))

    assert "补录" in text
    assert "数字由 3 改为 3.1" in text
    assert "新颖 4/5+1.00" in text.replace(" +", "+")
    assert "来源权威性-0.20" in text.replace(" -", "-")


def test_the_colophon_counts_notes_and_names_the_other_forms() -> None:
    issue = sample_issue(edition="four_hour_flash")
    (colophon,) = with_class(page_of(issue), "colophon")

    assert "条目 430" in words_of(colophon)
    assert issue.notes[0] in words_of(colophon)
    assert {"2026-02-14-12.md", "2026-02-14-12.json", "atom.xml", "feed.json"} == {href for _, href in linked(colophon)}


def test_an_issue_without_stories_says_so() -> None:
    issue = sample_issue(keep=[])

    assert "本期窗口内没有符合条件的条目。" in words_of(page_of(issue))
    assert "本期这一部分没有符合条件的条目。" in words_of(page_of(sample_issue(edition="top_ten", keep=[])))


def test_an_issue_without_anything_around_it_has_no_links_to_it() -> None:
    page = page_of(sample_issue(), Around())

    assert not with_class(page, "neighbours")
    assert not [href for _, href in linked(page) if "/stories/" in href]


def test_a_story_page_has_the_whole_brief_whatever_the_edition_prints() -> None:
    flash = sample_issue(edition="four_hour_flash", keep=[RING])
    text = words_of(story_page_of(flash))

    for point in flash.items[0].brief.technique + flash.items[0].brief.limitations:
        assert point.text in text
    assert all(source.name in text for source in flash.items[0].sources)


def test_a_story_page_tells_its_thread_and_the_issues_that_printed_it() -> None:
    page = site("zh")[f"stories/2026-02/{RING}-zh.html"]
    (thread,) = [found for found in with_class(page, "thread") if found.tag == "ol"]

    assert [time.get("datetime") for time in thread.iter("time")] == ["2026-02-12", "2026-02-14", "2026-02-15"]
    assert [href for _, href in linked(thread)] == [f"../../stories/2026-02/{'7' * 16}-zh.html"]
    (here,) = [found for found in thread.iter() if found.get("aria-current")]
    assert here.tag == "strong"
    assert "../../weekly/2026-W07.html" in {href for _, href in linked(page)}


def test_the_front_page_has_the_latest_issues_with_their_headlines_and_feeds() -> None:
    issues = sample_issues()
    page = parsed(render_front_page([latest(issue, NOWHERE) for issue in issues], language="zh"))

    targets = {href for _, href in linked(page)}
    assert {f"{issue.edition}/atom.xml" for issue in issues} <= targets
    assert {addresses.issue_url(issue.edition, issue.key) for issue in issues} <= targets
    assert addresses.story_url(issues[0].day, RING, "zh") in targets


def test_lists_are_ordered_for_readers_whatever_order_they_come_in() -> None:
    issue = sample_issue()
    archive = render_archive_index(months(), language="en")
    assert archive.index("2026-02") < archive.index("2026-01") < archive.index("2025-12")

    tags = [found.text for found in with_class(parsed(render_tag_index(tag_counts(issue), language="en")), "count")]
    assert tags == sorted(tags, key=lambda count: -int(str(count)))

    month = render_month("2026-02", [], story_rows(issue), language="en")
    stars = [int(count) for count in re.findall(r'aria-label="(\d) of 5 stars"', month)]
    assert stars == sorted(stars, reverse=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_with_nothing_to_list_say_so(language: str) -> None:
    words = site_labels(language)

    assert words.latest_empty in render_front_page([], language=language)
    assert words.archive_empty in render_archive_index([], language=language)
    assert words.tags_empty in render_tag_index([], language=language)
    assert words.not_found in render_not_found(language=language)


@pytest.mark.parametrize(
    ("site", "front"),
    [("", "index.html"), ("https://news.test", "/index.html"), ("https://lab.test/news/", "/news/index.html")],
)
def test_what_stands_for_a_missing_page_links_from_the_root_of_the_site(site: str, front: str) -> None:
    assert f'<a class="name" href="{front}">' in render_not_found(site, language="en")


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("AI 周报 | 2026-W07", ("AI 周报", "2026-W07")),
        ("AI Report (2026-02-13 to 2026-02-14)", ("AI Report", "(2026-02-13 to 2026-02-14)")),
        ("AINews - 2026-02-14", ("AINews - 2026-02-14", "")),
    ],
)
def test_a_title_is_split_into_its_name_and_what_tells_it_from_others(title: str, parts: tuple[str, str]) -> None:
    assert title_parts(title) == parts


def test_one_thing_is_not_called_many() -> None:
    words = site_labels("en").stories

    assert (words.of(1), words.of(2)) == ("1 story", "2 stories")


@pytest.mark.parametrize("source", ["ours", "collected"])
def test_pages_stay_valid_whatever_an_attacker_writes(source: str) -> None:
    if source == "collected" and not SAMPLES.exists():
        pytest.skip(f"there are no collections of attacks at {SAMPLES}")
    texts = list(ATTACKS) if source == "ours" else collected()
    said, linked_to = cycle(texts), cycle(addresses_of(texts))

    for url, text in pages([attacked(issue, said, linked_to) for issue in sample_issues()], NOWHERE):
        ids = [element.attrib["id"] for element in parsed(text).iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids)), url
