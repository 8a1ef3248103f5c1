"""How an issue of a round-up is split: what is an item, what it is about, what it is called, and what is none."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digest_pipeline.sources.roundup import RoundupItem, parsed, split, split_page
from digest_pipeline.urls import canonical, status_id

BASE = "https://news.example.org/issues/26-05-28-quiet"
SMOL = Path(__file__).resolve().parents[3] / "shared" / "data" / "issues" / "smol-ainews"
MARKDOWN = MarkdownIt("commonmark", {"html": True})
TWEET = "https://x.com/quayside/status/2059990434827661769"
OTHER_TWEET = "https://x.com/adatide/status/2059990434827661770"

RECAP = f"""
**a quiet day.**

> We checked 12 forums and [544 accounts](https://x.com/i/lists/1). You can [opt in/out](https://help.example.org/).

Our own view of [a thing](https://elsewhere.example.org/thing).

---

# Posts Recap

**Cranes and quays**

- **Cranes lift twice as much now**: [@quayside]({TWEET}) shows how; [@adatide]({OTHER_TWEET}) agrees.
- **Broader signal**: harbours grow, [says the port](https://port.example.org/report). It adds more.
- **No link here**: nothing to see.

**Top posts**

- [Cranes lift]({TWEET}) again.

# Forum Recap

## /r/harbours

### 1. Open quays

  - **[We built a quay from scratch](https://www.reddit.com/r/harbours/comments/1a/we_built_a_quay/)** (Activity: 90):
    **It stands on [piles](https://i.redd.it/piles.jpg).**

    - A comment with [a link](https://comment.example.org/1).
"""


def items(markdown: str, title: str = "") -> tuple[RoundupItem, ...]:
    return split(MARKDOWN.render(markdown), BASE, title)


def only(markdown: str) -> RoundupItem:
    (item,) = items(markdown)
    return item


def test_a_recap_is_split_into_its_bullets() -> None:
    assert [(item.section, item.title, item.url) for item in items(RECAP)] == [
        ("Posts Recap / Cranes and quays", "Cranes lift twice as much now", TWEET),
        (
            "Posts Recap / Cranes and quays",
            "Broader signal: harbours grow, says the port",
            "https://port.example.org/report",
        ),
        (
            "Forum Recap / /r/harbours / Open quays",
            "We built a quay from scratch",
            "https://www.reddit.com/r/harbours/comments/1a/we_built_a_quay/",
        ),
    ]


def test_an_item_keeps_its_own_text_and_all_its_links() -> None:
    first, _, quay = items(RECAP)
    assert re.findall(r'href="([^"]+)"', first.html) == [TWEET, OTHER_TWEET]
    assert "It adds more" not in first.html
    assert "A comment with" in quay.html


def test_what_a_bullet_is_about_is_a_post_on_x_or_not() -> None:
    assert [item.is_post for item in items(RECAP)] == [True, False, False]


def test_a_story_is_told_in_the_overview_and_below_it() -> None:
    overview = "# 早报 2026-05-28\n\n**视频版**：[here](https://video.example.org/1)\n\n## 概览\n\n### 模型发布\n\n"
    overview += "- 起重机模型发布 [↗](https://crane.example.org/blog) `#1`\n- 没有链接的消息 `#2`\n\n---\n\n"
    story = (
        "## [起重机模型发布](https://crane.example.org/blog) `#1`\n\n> 摘要。\n\n这是正文，说得详细得多。"
        + "细节。" * 20
    )
    story += (
        "\n\n相关链接：\n\n- [https://x.com/a/status/2059990434827661769](https://x.com/a/status/2059990434827661769)\n"
    )
    (item,) = items(overview + story, "2026-05-28")
    assert (item.title, item.section) == ("起重机模型发布", "概览 / 模型发布")
    assert item.url == "https://crane.example.org/blog"
    assert "细节" in item.html


def test_one_page_is_one_item_with_or_without_a_slash_and_encryption() -> None:
    told = "# Recap\n\n- **Cranes lift more now**: [page](https://a.example.org/crane/)\n"
    told += "- **The crane lifts twice as much**: [page](http://a.example.org/crane)\n"
    (item,) = items(told)
    assert (item.title, item.url) == ("Cranes lift more now", "https://a.example.org/crane/")


def test_a_heading_over_prose_is_a_story_about_what_it_links_first() -> None:
    letter = "Dear friends, read [this](https://friends.example.org/letter).\n\n# News\n\n"
    story = (
        "# A crane for everyone\n\nCranes were dear, and now they are not any more, which surprised us.\n\n"
        "**What's new:** Quay Side [introduced](https://quay.example.org/blog/crane) it.\n\n"
        "- It beats [the old one](https://old.example.org/paper).\n\n**Behind it:** [a report](https://far.example.org/r)\n\n"
    )
    other = "# Another\n\n" + "It grew over the years, slowly at first and then all at once, as quays do, they say.\n\n"
    other += "- Says [the port](https://port.example.org/1), at length.\n"
    assert [(item.title, item.url) for item in items(letter + story + other)] == [
        ("A crane for everyone", "https://quay.example.org/blog/crane"),
        ("Another", "https://port.example.org/1"),
    ]


def test_a_numbered_story_has_its_links_where_it_says_so() -> None:
    told = "## 今日情报\n\n### 1. [港口] 起重机\n\n**标签**: [x]\n\n> 摘要\n\n#### 🔹 核心\n\n- **点**: 说明\n\n"
    told += "#### 🔗 相关资源\n\n- [论文](https://arxiv.org/abs/2605.00001)\n- [代码](https://github.com/quay/side)\n"
    item = only(told)
    assert (item.title, item.section, item.url) == ("[港口] 起重机", "今日情报", "https://arxiv.org/abs/2605.00001")


def test_a_numbered_item_prefers_the_page_to_its_discussion() -> None:
    told = "## News\n\n### 4. Cranes lift\n> Score: 9\n\n**Summary**: They do.\n\n"
    told += "💬 [comments](https://news.ycombinator.com/item?id=1)\n🔗 [page](https://cranes.example.org/lift)\n"
    item = only(told)
    assert (item.title, item.section, item.url) == ("Cranes lift", "News", "https://cranes.example.org/lift")


TABLE = """<h2>Products</h2><table><thead><tr><th>Name</th><th>What</th></tr></thead><tbody>
<tr><td><strong>Radar</strong> - a UI<br><a href="https://www.producthunt.com/products/radar">Product Hunt</a></td>
<td>For clusters</td></tr>
<tr><td><a href="https://github.com/quay/side/issues/38335">#38335</a></td><td>The crane drops what it lifts</td></tr>
<tr><td>none</td><td>no link</td></tr></tbody></table>"""


def test_a_row_of_a_table_is_an_item() -> None:
    assert [(item.title, item.section) for item in split(TABLE, BASE)] == [
        ("Radar", "Products"),
        ("The crane drops what it lifts", "Products"),
    ]


def test_stories_whose_headings_are_wrapped_in_links_stand_under_sections() -> None:
    def story(path: str, title: str) -> str:
        link = f'<a href="https://{path}.example.org/1?utm_source=news"><h3>{title}</h3></a>'
        return f"<article>{link}<div>What it says, with <a href='https://more.example.org'>more</a>.</div></article>"

    page = f"""<html lang="en"><head><title>News 2026-05-28</title></head><body><nav><a href="https://x.example">x</a></nav>
    <main><section><header><h3>Headlines</h3></header>{story("one", "Cranes lift (4 minute read)")}
    {story("paid", "Buy cranes (Sponsor)")}</section><section><header><h3>Research</h3></header>
    {story("two", "Quays hold (GitHub Repo)")}</section></main><footer><a href="https://y.example/a">y</a></footer></body></html>"""
    assert [(item.title, item.section, item.url) for item in split_page(parsed(page), BASE)] == [
        ("Cranes lift", "Headlines", "https://one.example.org/1"),
        ("Quays hold", "Research", "https://two.example.org/1"),
    ]


def test_a_theme_over_bullets_is_their_section() -> None:
    told = "# Recap\n\n1. **Cranes**:\n   - **Lifting is easier** with [this](https://a.example.org/1).\n"
    told += "   - **[Turning](https://b.example.org/1)** is not.\n"
    assert [(item.section, item.url) for item in items(told)] == [
        ("Recap / Cranes", "https://a.example.org/1"),
        ("Recap / Cranes", "https://b.example.org/1"),
    ]


def test_a_bullet_goes_on_in_the_bullets_under_it() -> None:
    told = "# Recap\n\n- **Cranes lift more than ever**: members cheered.\n"
    told += "  - One shared [a study](https://a.example.org/1).\n  - Another [a second one](https://b.example.org/1).\n"
    assert only(told).title == "Cranes lift more than ever"


def test_an_issue_without_headings_is_split_by_its_paragraphs() -> None:
    told = "Cranes lift, [it is said](https://a.example.org/1).\n\nQuays [hold](https://b.example.org/1).\n\n"
    told += "You can [unsubscribe](https://mail.example.org/u) here.\n"
    assert [item.title for item in items(told)] == ["Cranes lift, it is said", "Quays hold"]


@pytest.mark.parametrize(
    ("bullet", "expected"),
    [
        # A conversation gives way to a page that speaks of the same thing, and to no other.
        ("**[GEN-1.5, a learner](https://www.reddit.com/r/a/comments/1/x/)**: [blog](https://gen.example.org/blog/gen-1.5)",
         "https://gen.example.org/blog/gen-1.5"),
        ("**[Is it worse than before?](https://www.reddit.com/r/a/comments/1/x/)**: see [a table](https://t.example.org/all)",
         "https://www.reddit.com/r/a/comments/1/x/"),
        # A page before a post, the post of the one it is about before another, and the lead before all.
        (f"**Cranes lift more now**: [@a]({TWEET}) shows [the paper](https://arxiv.org/abs/2605.00001)",
         "https://arxiv.org/abs/2605.00001"),
        (f"**Adatide opens its cranes**: [@q]({TWEET}) says so, and [@a]({OTHER_TWEET})", OTHER_TWEET),
        (f"[Cranes are open to all now]({TWEET}) with [caveats](https://caveat.example.org/1)", TWEET),
        ("**Cranes lift more now**: [a picture](https://i.redd.it/p.jpeg), [a page](https://a.example.org/1)",
         "https://a.example.org/1"),
        ("**Cranes lift more now**: on [their site](https://a.example.org/), [as told](https://b.example.org/2)",
         "https://b.example.org/2"),
    ],
)  # fmt: skip
def test_the_primary_link_is_what_the_item_is_about(bullet: str, expected: str) -> None:
    assert only(f"# Recap\n\n- {bullet}\n").url == expected


@pytest.mark.parametrize(
    "bullet",
    [
        "**Our archive of cranes**: [all issues](https://news.example.org/issues/)",
        "**Our archive of cranes**: [the other issue](/issues/26-05-27-more)",
        "**Talk to us about cranes**: [channel](https://discord.com/channels/1/2), [join](https://discord.gg/abc)",
        "**Follow the crane people**: [@quayside](https://x.com/quayside)",
        "**Share it with everyone**: [post](https://x.com/intent/tweet?text=a)",
        "**A joke about cranes**: [gif](https://tenor.com/view/crane-1)",
        "**A place on the web**: [site](https://a.example.org/)",
        "**A mail to the cranes**: [mail](mailto:a@example.org), [script](javascript:alert(1))",
        "You can [unsubscribe](https://mail.example.org/u).",
        "[no title found](https://a.example.org/1): no description found",
        "[Reddit - Dive into anything](https://www.reddit.com/r/quay/comments/1a/b/): no description found",
        "**Sponsored**: [cranes for sale](https://shop.example.org/1)",
        "[Cranes for sale at the best of prices (Sponsor)](https://shop.example.org/1)",
    ],
)
def test_what_tells_no_news_is_no_item(bullet: str) -> None:
    assert items(f"# Recap\n\n- {bullet}\n") == ()


@pytest.mark.parametrize(
    "heading", ["Sponsor", "Together with Crane Inc.", "A MESSAGE FROM CRANE INC.", "赞助商", "推广：起重机"]
)
def test_a_section_that_is_paid_for_is_left_out(heading: str) -> None:
    assert (
        items(f"## {heading}\n\n[Cranes](https://shop.example.org/1) for all.\n\n- [More](https://shop.example.org/2)")
        == ()
    )


@pytest.mark.parametrize(
    "heading", ["Crane Inc. sponsors the quay", "ChatGPT 上线广告", "Advertisements come to cranes"]
)
def test_news_of_sponsors_and_advertisements_is_news(heading: str) -> None:
    assert only(f"## {heading}\n\nSo says [the port](https://port.example.org/1).\n").title == heading


def test_the_source_of_a_github_page_is_its_own() -> None:
    told = "<h2>News</h2><ul><li>Cranes <a href='https://github.com/quay/side'>lift</a></li>"
    told += "<li>Made by <a href='https://github.com/Duck/radar'>radar</a></li></ul>"
    (item,) = split(told, "https://duck.github.io/radar/")
    assert item.url == "https://github.com/quay/side"


def test_a_heading_with_a_permalink_to_itself_is_no_container() -> None:
    told = '<h2><a href="#crane">#</a> A crane for all</h2><p>It is <a href="https://a.example.org/1">here</a>.</p>'
    (item,) = split(told, BASE)
    assert item.url == "https://a.example.org/1"


def test_a_title_is_shortened_at_a_word() -> None:
    item = only(f"# Recap\n\n- **{'cranes lift and turn ' * 20}**: [page](https://a.example.org/1)\n")
    assert item.title.endswith(("lift…", "turn…", "cranes…", "and…"))
    assert len(item.title) <= 120


@pytest.mark.parametrize(
    "html", ["", " ", "<!-- only this -->", "<?xml version='1.0' encoding='utf-16'?><p>a", "\0", "\ud800"]
)
def test_nothing_gives_nothing(html: str) -> None:
    assert split(html, BASE) == ()


@given(st.text(alphabet=st.sampled_from(list("<>/aphli123\"'= #&;é\0\n")), max_size=300) | st.text(max_size=100))
def test_any_text_is_split(html: str) -> None:
    split(html, BASE)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<ul><li>" * 3_000 + '<a href="https://a.example.org/1">a</a>', 0),
        ("<div>" * 5_000 + '<p><a href="https://a.example.org/1">a</a></p>', 0),
        ("".join(f"<h{1 + n % 6}>a{n}</h{1 + n % 6}>" for n in range(4_000)), 0),
        ("<table><tr><td>" * 1_000 + '<a href="https://a.example.org/1">a</a>', 0),
        ("<p>" + '<a href="https://a.example.org/1">a</a>' * 5_000, 1),
        ("<h1>a</h1>" + '<li><b>a</b> <a href="https://[">a</a></li>' * 3_000, 0),
    ],
    ids=["lists", "divisions", "headings", "tables", "links", "broken"],
)
def test_hostile_markup_is_read_to_its_end(html: str, found: int) -> None:
    assert len(split(html, BASE)) == found


@pytest.mark.skipif(not SMOL.exists(), reason="the real issues are not beside the project")
def test_real_issues_are_split_whole() -> None:
    bullets = missed = untitled = 0
    for path in sorted(SMOL.glob("2*.md"))[-9:]:
        body = path.read_text("utf-8").split("---\n", 2)[2]
        found = split(MARKDOWN.render(body), f"https://news.smol.ai/issues/{path.stem}/")
        urls = {item.url for item in found}
        assert all(item.section.startswith("AI ") or item.section.startswith("Discord") for item in found)
        untitled += sum("**" in item.title or "http" in item.title or len(item.title) < 12 for item in found)
        # An independent reading: a bullet of the first level, with what is indented under it.
        for bullet in re.split(r"\n(?=[-*] |  - \*\*\[|#|\*\*|---)", body):
            links = [canonical(url) for url in re.findall(r"\]\((https?://[^)\s]+)\)", bullet)]
            if re.match(r"[-*] |  - \*\*\[", bullet) and any(status_id(url) or "reddit.com" in url for url in links):
                bullets += 1
                missed += urls.isdisjoint(links)
    assert bullets > 250
    assert missed == 0
    assert untitled <= 1
