"""What is sent: cut between stories and never within one, right on its own, one message for whatever is too long."""

from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from digest_pipeline.delivery.channels import Form
from digest_pipeline.delivery.formats import as_html, as_text, in_a_repository, standing_alone
from digest_pipeline.delivery.messenger import fitting
from digest_pipeline.delivery.service import Service, UnknownServiceError
from digest_pipeline.delivery.texts import Text, digest_of, text_of
from digest_pipeline.editions.catalogue import Catalogue
from tests.editions.sample import EDITIONS, sample_issue

SITE = "https://digest.example.org/news"
WECOM = "wecombot://693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa"
SERVICES = [
    "mailto://127.0.0.1/?from=a@example.org&to=b@example.org",
    "slack://TOKEN12345/B12345678/abcdefghijklmnopqrstuvwx",
    "tgram://123456789:abcdefghijklmnopqrstuvwxyzABCDEFGHI/12315544/",
    "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js",
    "feishu://abcdefgabcdefghijkl",
    WECOM,
    "dingtalk://abcdefghijkl",
    "ntfy://a-topic",
    "json://127.0.0.1/",
    "rocket://user:password@127.0.0.1/#news",
]


def text(form: Form = "full", edition: str = "daily_briefing", stories: int = 10, site: str = SITE) -> Text:
    return text_of(sample_issue(edition=edition), Catalogue(Path("nowhere"))[edition], form, stories, site)


# --- Cutting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_cut_issue_has_whole_stories_and_says_how_many_are_missing(edition: str) -> None:
    whole = text(edition=edition)
    names = [item.brief.headline for item in whole.issue.items]
    cut = whole.markdown(2)
    assert cut.rstrip().endswith(f"……另有 {len(names) - 2} 条：[阅读全文]({SITE}/{edition}/{whole.issue.key}.html)")
    assert whole.edition.labels_in("zh").empty_group not in cut
    for story, shorter in pairwise(whole.markdown(count) for count in range(whole.stories, 0, -1)):
        assert len(shorter) < len(story)


@pytest.mark.parametrize("url", SERVICES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_service_takes_what_is_made_for_it(url: str, edition: str) -> None:
    service = Service(url)
    title, body = fitting(service, text(edition=edition))
    assert service.takes(body)
    assert title == service.cut_title(title)


def test_the_limit_of_a_service_is_kept_in_its_own_unit() -> None:
    _, body = fitting(Service(WECOM), text())
    assert 0 < len(body.encode()) <= 2048


def test_as_many_stories_as_fit_are_sent_and_no_part_of_the_next() -> None:
    service = Service("discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js")
    whole = text()
    _, body = fitting(service, whole)
    count = next(n for n in range(whole.stories, 0, -1) if service.takes(standing_alone(whole.markdown(n), whole.page)))
    assert body == standing_alone(whole.markdown(count), whole.page)
    assert not service.takes(standing_alone(whole.markdown(count + 1), whole.page))


def test_where_no_story_fits_a_list_takes_its_place_and_then_the_title() -> None:
    long = text()
    briefs = [item.brief for item in long.issue.items]
    items = tuple(
        item.model_copy(update={"brief": brief.model_copy(update={"technique": brief.technique * 200})})
        for item, brief in zip(long.issue.items, briefs, strict=True)
    )
    unwieldy = long.issue.model_copy(update={"items": items[:1] * 3})
    text_in_full = text_of(unwieldy, long.edition, "full", 10, "")
    _, body = fitting(Service(WECOM), text_in_full)
    assert body.startswith("AI 每日情报 | 2026-02-14\n\n1. [蓝潮实验室] Ring-3")

    endless = unwieldy.model_copy(update={"title": "长" * 3000})
    title, body = fitting(Service(WECOM), text_of(endless, long.edition, "full", 10, ""))
    assert (title, body[-1]) == ("", "…")
    assert 1000 < len(body.encode()) <= 2048


def test_an_issue_with_nothing_to_say_says_so_in_every_form() -> None:
    issue = sample_issue(keep=[])
    edition = Catalogue(Path("nowhere"))["daily_briefing"]
    for form in ("full", "top"):
        assert edition.labels_in("zh").no_items in text_of(issue, edition, form, 5, SITE).markdown(0)


def test_the_hash_is_of_what_is_said_and_changes_with_it() -> None:
    assert digest_of(text()) == digest_of(text())
    assert len({digest_of(text(form)) for form in ("full", "top", "link")}) == 3


def test_the_words_of_a_message_are_in_the_language_of_the_issue() -> None:
    issue = sample_issue("en")
    edition = Catalogue(Path("nowhere"))["daily_briefing"]
    assert (
        text_of(issue, edition, "top", 1, SITE)
        .markdown(1)
        .rstrip()
        .endswith(f"…and 4 more: [Read the issue]({SITE}/daily_briefing/2026-02-14.html)")
    )


# --- Formats ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_message_leads_nowhere_but_to_whole_addresses(edition: str) -> None:
    whole = text(edition=edition)
    for page in (whole.page, ""):
        body = standing_alone(whole.markdown(whole.stories), page)
        tokens = [inner for token in MarkdownIt().parse(body) for inner in (token.children or ())]
        addresses = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
        assert addresses
        assert all(address.startswith(("https://", "http://")) for address in addresses)
        assert "<a " not in body
        assert not body.startswith(("---", "# "))


def test_a_link_within_the_site_leads_to_it_or_is_text() -> None:
    markdown = "# Title\n\nSee [[Lab] one \\[x\\]](#story-1), [two](../x.html) and [three](https://a.example/b).\n"
    assert standing_alone(markdown, f"{SITE}/weekly/2026-W18.html") == (
        f"See [[Lab] one \\[x\\]]({SITE}/weekly/2026-W18.html#story-1), [two]({SITE}/x.html)"
        " and [three](https://a.example/b).\n"
    )
    assert standing_alone(markdown, "") == "See [Lab] one \\[x\\], two and [three](https://a.example/b).\n"


def test_in_a_repository_a_link_to_another_page_leads_to_the_site_and_one_to_a_heading_stays() -> None:
    markdown = "# Title\n\n- [Overview](#two)\n\n↪ [before](2026-05-01.html#story-a), [else](https://a.example/b).\n"
    site = f"{SITE}/weekly/"
    assert in_a_repository(markdown, f"{site}2026-05-02.html") == markdown.replace("(2026", f"({site}2026")
    assert in_a_repository(markdown, "") == markdown.replace("[before](2026-05-01.html#story-a)", "before")


def test_html_holds_no_script_no_picture_and_no_other_address() -> None:
    html = as_html(
        "**b** [x](javascript:alert(1)) ![p](https://a.example/p.png) <script>alert(1)</script>\n\n"
        "| a | b |\n|-|-|\n| 1 | 2 |\n"
    )
    assert "<strong>b</strong>" in html
    assert "<td>1</td>" in html
    assert not any(bad in html for bad in ("<script", "<img", 'href="javascript'))


def test_hostile_text_stays_text_in_html() -> None:
    html = as_html(standing_alone(text().markdown(5), ""))
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_plain_text_keeps_lists_and_addresses_and_nothing_of_the_markup() -> None:
    markdown = (
        "## Head\n\n3. [one](https://a.example/1)\n\n   said **so** \\*x\\*\n4. two\n   - a\n     - b\n\n"
        "```\ncode\n```\n\nwww [https://a.example/](https://a.example/) <b>x</b>\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    assert as_text(markdown) == (
        "Head\n\n3. one https://a.example/1\n\n  said so *x*\n\n4. two\n\n  - a\n    - b\n\ncode\n\n"
        "www https://a.example/ x\n\na | b\n1 | 2\n"
    )


# --- Services ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "written"),
    [
        (SERVICES[0], "html"),
        (SERVICES[0] + "&format=text", "text"),
        (SERVICES[1], "markdown"),
        (SERVICES[2], "html"),
        (SERVICES[3], "markdown"),
        (SERVICES[4], "text"),
        (SERVICES[7], "text"),
        (SERVICES[7] + "/?format=markdown", "markdown"),
        (SERVICES[8], "markdown"),
        (SERVICES[8] + "?format=html", "html"),
    ],
)
def test_each_service_is_written_to_in_a_format_that_it_shows(url: str, written: str) -> None:
    assert Service(url).format == written


@pytest.mark.parametrize("url", ["nosuch://thing", "mailto://", "https://example.org/", "tgram://short"])
def test_an_address_that_apprise_does_not_take_is_refused(url: str) -> None:
    with pytest.raises(UnknownServiceError, match="Apprise can make nothing of the address"):
        Service(url)


@pytest.mark.parametrize("option", ["overflow=split", "retry=3", "optional=yes", "redirect=yes"])
def test_no_option_of_an_address_splits_a_message(option: str) -> None:
    service = Service(f"discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js?{option}&format=markdown")
    sent = list(service._plugin._build_send_calls(body="## a\n\ntext\n\n" * 400, title="t", body_format="markdown"))  # noqa: SLF001  what Apprise would send
    assert len(sent) == 1
