"""Which article leads a story: authority, originality and completeness, whatever the order they come in."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.model import DateCandidate
from digest_pipeline.stories.lead import ranked
from tests.stories.told import FILLER, NOON, link, told

EVENT = "Corvane opens an electric crane in Brightwater"
PLAIN = told("gazette", EVENT)
LATER = NOON + timedelta(hours=2)


def first(*articles: Any) -> str:
    return ranked(articles)[0].id


def test_a_story_of_one_article_is_led_by_it() -> None:
    assert ranked([PLAIN]) == (PLAIN,)


def test_every_article_is_ranked_once() -> None:
    assert {one.id for one in ranked([PLAIN, told("herald", EVENT)])} == {"gazette", "herald"}


def test_the_source_of_greater_authority_leads() -> None:
    assert first(PLAIN, told("herald", EVENT, authority=4)) == "herald"


@pytest.mark.parametrize(
    "url",
    [
        "https://arxiv.org/abs/2605.01234",
        "https://github.com/corvane/crane",
        "https://huggingface.co/corvane/crane-7b",
        "https://corvane.com/news/crane",
        "https://blog.corvane.example/crane",
    ],
)
def test_the_page_of_the_work_or_of_whom_it_is_about_leads_whoever_found_it(url: str) -> None:
    assert first(PLAIN, told("aggregator", "A new crane", url=url, authority=2)) == "aggregator"


def test_a_site_that_only_its_own_title_names_is_not_the_origin() -> None:
    own = told("gazette", "Gazette weekly: a crane in Brightwater", url="https://gazette.com/weekly", authority=2)
    assert first(own, told("herald", EVENT)) == "herald"


def test_the_article_that_the_others_link_to_leads() -> None:
    scoop = told("scoop", EVENT, authority=2)
    others = [told(name, EVENT, links=(link(scoop.url),)) for name in ("gazette", "herald")]
    assert first(*others, scoop) == "scoop"


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        (f"As the Harbour Post first reported, a crane moves. {FILLER}", {"site": "Harbour Post"}),
        (f"Mira Solberg brings us the news of a crane. {FILLER}", {"authors": ("Mira Solberg",)}),
        (f"据海港日报报道，起重机开始工作。{FILLER}", {"site": "海港日报"}),
    ],
)
def test_the_source_that_another_names_leads_among_equals(text: str, signed: dict[str, Any]) -> None:
    named = told("zz", EVENT, **signed)
    assert first(told("gazette", EVENT, text), named) == "zz"


def test_the_first_leads_among_equals_when_its_time_is_known() -> None:
    early = told("zz", EVENT)
    late = told("aa", EVENT, published_at=LATER)
    assert first(late, early) == "zz"


@pytest.mark.parametrize("changes", [{"date_origin": "first_seen"}, {"date_origin": "page"}])
def test_a_first_sight_or_a_date_without_a_time_makes_nobody_the_first(changes: dict[str, Any]) -> None:
    sighted = told("seen", EVENT, FILLER[:900], **changes)
    longer = told("longer", EVENT, FILLER, published_at=LATER)
    assert first(sighted, longer) == "longer"


def test_the_moment_that_a_page_gives_counts() -> None:
    dated = DateCandidate("published", "meta", NOON)
    paged = told("zz", EVENT, date_origin="page", dates=(dated,))
    assert first(told("aa", EVENT, published_at=LATER), paged) == "zz"


def test_a_complete_text_leads_before_a_flash_and_a_teaser() -> None:
    flash = told("flash", EVENT, FILLER[:150])
    teaser = told("teaser", EVENT, FILLER[:280], text_origin="feed")
    assert [one.id for one in ranked([teaser, flash, PLAIN])] == ["gazette", "flash", "teaser"]


def test_chinese_texts_are_measured_by_characters() -> None:
    flash = told("flash", "起重机", "港口启用电动起重机。" * 8, language="zh")
    report = told("report", "起重机", "港口启用电动起重机。" * 40, language="zh")
    assert first(flash, report) == "report"


def test_the_article_that_tells_what_the_others_tell_leads() -> None:
    aside = told("aside", "What gulls think of it", f"Gulls rarely give interviews. {FILLER}")
    one, other = (told(name, EVENT, f"{EVENT}. {FILLER}") for name in ("bugle", "courier"))
    assert first(aside, one, other) == "bugle"


@pytest.mark.parametrize(
    "url",
    [
        "https://news.ycombinator.com/item?id=1",
        "https://www.reddit.com/r/cranes/comments/1/crane/",
        "https://lobste.rs/s/abc/crane",
        "https://www.producthunt.com/products/crane",
    ],
)
def test_talk_and_directories_never_lead_while_a_real_article_is_there(url: str) -> None:
    talk = told("talk", EVENT, url=url, authority=5)
    flash = told("flash", EVENT, FILLER[:120], authority=1, text_origin="feed")
    assert first(talk, flash) == "flash"
    assert first(talk) == "talk"


def test_a_post_that_only_links_never_leads() -> None:
    target = "https://gazette.example.org/crane"
    post = told("post", EVENT, f"New crane! {target}", authority=5, links=(link(target),))
    assert first(post, replace(PLAIN, authority=1)) == "gazette"


MIXED = (
    PLAIN,
    told("herald", EVENT, published_at=LATER, authority=2),
    told("work", "crane", url="https://github.com/corvane/crane"),
    told("talk", EVENT, url="https://news.ycombinator.com/item?id=1"),
    told("report", "起重机", "港口启用电动起重机。" * 40, language="zh"),
    told("linking", EVENT, links=(link(PLAIN.url),)),
)


@given(st.permutations(MIXED), st.integers(min_value=1, max_value=len(MIXED)))
def test_the_order_of_the_articles_changes_nothing(order: list[Any], size: int) -> None:
    chosen = order[:size]
    assert ranked(chosen) == ranked(sorted(chosen, key=lambda one: one.title + one.id))
