"""The page: whole, self-contained, accessible in its structure, and closed to what the web writes into it."""

import hashlib
import re
from base64 import b64encode
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from digest_pipeline.model import Figure, Revision, ValuePart
from digest_pipeline.site.page import IndexRow, render_index, render_page
from tests.editions.sample import DAY, sample_issue

VOID = {"meta", "link", "br", "hr", "img", "input"}
Attributes = dict[str, str | None]


class Page(HTMLParser):
    """The elements of a page in order, its text, and whether every tag that opens is closed in its place."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.texts: list[str] = []
        self.style = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the element and expect its end."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which must be this one."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text, the style apart."""
        if self._open and self._open[-1] == "style":
            self.style += data
        else:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """The visible text on one line."""
        return " ".join("".join(self.texts).split())

    def all(self, tag: str) -> list[Attributes]:
        """Return the attributes of every `tag` in order."""
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(render_page(sample_issue()))


def test_nothing_on_the_page_runs_or_loads(page: Page) -> None:
    tags = Counter(tag for tag, _ in page.elements)

    assert not tags.keys() & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "svg"}
    assert not any(
        name == "style" or name.startswith("on") or name == "src" for _, found in page.elements for name in found
    )
    assert "url(" not in page.style
    assert "@import" not in page.style


def test_the_policy_allows_this_style_and_nothing_else(page: Page) -> None:
    digest = b64encode(hashlib.sha256(page.style.encode()).digest()).decode()

    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_links_leave_only_to_web_addresses_and_tell_nobody_where_from(page: Page) -> None:
    for link in page.all("a"):
        target = link["href"] or ""
        if target.startswith(("#", "../", str(DAY))):
            continue
        assert re.match(r"https?://[^\s\"'<>]+\Z", target)
        assert link["rel"] == "noopener noreferrer"


def test_every_statement_opens_to_its_quotation_source_and_offsets(page: Page) -> None:
    issue = sample_issue()
    statements = [
        statement
        for item in issue.items
        for statement in (
            item.brief.one_sentence,
            *item.brief.technique,
            *item.brief.findings,
            *item.brief.insight,
            *item.brief.limitations,
        )
    ]

    assert len(page.all("details")) == len(page.all("summary")) == len(statements)
    assert len(page.all("blockquote")) == sum(len(statement.evidence) for statement in statements)
    assert "团队把原有的分组查询注意力层逐层替换，再用 4000 亿词元继续训练，避免从零开始。" in page.text
    assert "正文偏移 101–143" in page.text
    assert sum(":~:text=" in (link["href"] or "") for link in page.all("a")) == len(page.all("blockquote"))


def test_hostile_text_is_shown_as_text_without_its_direction_override(page: Page) -> None:
    assert "<script>alert(1)</script> ](javascript:alert(1)) **bold** evil" in page.text
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\u200b]", page.text)


def test_every_story_is_reachable_from_the_contents(page: Page) -> None:
    anchors = [article["id"] for article in page.all("article")]
    targets = {link["href"] for link in page.all("a")}

    assert len(anchors) == len(set(anchors)) == 5
    assert {f"#{anchor}" for anchor in anchors} <= targets


def test_the_outline_has_one_title_and_no_level_left_out(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]

    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_stars_have_a_text_and_times_a_machine_readable_form(page: Page) -> None:
    stars = [found for _, found in page.elements if found.get("role") == "img"]

    assert [found["aria-label"] for found in stars][:2] == ["5 星（满分 5 星）", "4 星（满分 5 星）"]
    assert all(re.match(r"2026-02-1\dT\d\d:\d\d:00\+08:00", found["datetime"] or "") for found in page.all("time"))


def test_the_language_of_the_page_and_of_a_story_in_another_one_is_declared(page: Page) -> None:
    assert page.all("html")[0]["lang"] == "zh-Hans"
    assert [heading.get("lang") for heading in page.all("h2")][1:3] == [None, "en"]
    assert Page(render_page(sample_issue("en"))).all("html")[0]["lang"] == "en"


def test_only_a_mixed_issue_marks_its_extractive_stories_one_by_one(page: Page) -> None:
    assert page.text.count("摘自原文") == 1 + 1
    assert "摘自原文" not in Page(render_page(sample_issue(keep=["1111111111111111"]))).text


def test_a_lead_is_followed_by_the_colon_of_its_language(page: Page) -> None:
    assert "取舍：混合结构" in page.text
    assert "取舍: 混合结构" in Page(render_page(sample_issue("en"))).text


def test_a_story_whose_article_was_changed_says_so_in_the_language_of_the_issue() -> None:
    revisions = {"https://systems.example.com/lattice-2?a=1&b=2#intro": Revision(version=2, change="1 <b> added")}
    english, chinese = (Page(render_page(sample_issue(language, revisions=revisions))) for language in ("en", "zh"))

    assert "Systems Weekly: updated since first recorded (version 2): 1 <b> added" in english.text
    assert "Systems Weekly：首次记录后有更新（第 2 版）：1 <b> added" in chinese.text
    assert "首次记录后" not in Page(render_page(sample_issue())).text


def test_an_empty_issue_is_a_page_that_says_so() -> None:
    empty = Page(render_page(sample_issue(keep=[])))

    assert "本期窗口内没有符合条件的条目。" in empty.text
    assert not empty.all("nav")


def test_the_list_of_issues_is_newest_first_and_links_each() -> None:
    days = (date(2026, 2, 13), date(2026, 2, 15), date(2026, 2, 14))
    rows = [IndexRow("daily_briefing", day, f"<{day}>", 3, "zh", f"daily_briefing/{day}.html") for day in days]

    index = Page(render_index(rows))

    assert [link["href"] for link in index.all("a")] == [f"daily_briefing/2026-02-{day}.html" for day in (15, 14, 13)]
    assert "<2026-02-15> 3 条" in index.text


def test_the_list_without_an_issue_says_so() -> None:
    assert "还没有发布任何一期。" in Page(render_index([])).text


def test_figures_are_a_table_and_the_value_adds_up_behind_the_stars() -> None:
    issue = sample_issue()
    item = issue.items[0]
    place = item.brief.one_sentence.evidence
    figure = Figure(
        metric="准确率", value="71.4", unit="%", setting="公开测试集", compared_with="63.9%", evidence=place
    )
    parts = (ValuePart(name="novelty", points=1.0), ValuePart(name="authority", points=-0.2))
    brief = item.brief.model_copy(update={"figures": (figure,), "value": 0.8, "value_parts": parts, "read": ((0, 9),)})
    told = item.model_copy(update={"brief": brief})
    html = render_page(issue.model_copy(update={"items": (told, *issue.items[1:])}))
    assert "<td>71.4%" in html
    for text in ("准确率", "公开测试", "63.9%", "+1.00", "-0.20", ">0.80<", "摘要依据其中一部分写成"):
        assert text in html, text
