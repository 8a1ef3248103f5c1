"""`arxiv`: what the feed announces, what the API tells of a day gone by, and what it says when it fails."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import HttpUrl, ValidationError
from warcio.archiveiterator import ArchiveIterator

from digest_pipeline.sources.kinds.arxiv import ArxivSource
from digest_pipeline.sources.source import Answer, Day, Item, Listing, UnreadableAnswerError
from digest_pipeline.urls import canonical
from tests.doubles.apis import Apis, Paper, World, arxiv_error, arxiv_feed, arxiv_query, listings

DAY = Day.of(date(2026, 5, 28), ZoneInfo("Asia/Shanghai"))
NOON = datetime(2026, 5, 28, 4, tzinfo=UTC)
SOURCE = ArxivSource(id="arxiv", name="arXiv", categories=("cs.AI", "cs.CL"))
RECORDED = Path(__file__).resolve().parents[3] / "shared" / "data" / "days" / "2026-05-28.warc.gz"


def source_at(apis: Apis) -> ArxivSource:
    # The pause is the walk's to keep.
    rss, api = HttpUrl(f"{apis.base}/arxiv/atom"), HttpUrl(f"{apis.base}/arxiv/api/query")
    return ArxivSource(id="arxiv", name="arXiv", categories=("cs.AI", "cs.CL"), rss=rss, api=api)


def announced(*papers: Paper) -> tuple[Item, ...]:
    body = arxiv_feed(World(papers=list(papers)), ["cs.AI", "cs.CL"]).body
    return SOURCE.read(Answer("https://rss.arxiv.org/atom/cs.AI+cs.CL", "application/atom+xml", body), DAY).items


def reason(body: bytes, url: str = SOURCE.past_addresses(DAY)[0]) -> str:
    with pytest.raises(UnreadableAnswerError) as caught:
        SOURCE.read(Answer(url, "application/atom+xml", body), DAY)
    return caught.value.reason


def test_the_feed_has_the_address_that_arxiv_itself_gives_it() -> None:
    assert SOURCE.addresses(DAY) == ("https://rss.arxiv.org/atom/cs.AI+cs.CL",)


def test_a_paper_is_told_whole_with_its_authors_and_primary_category() -> None:
    (paper,) = announced(
        Paper("2605.30407", NOON, title="Tides where $a<b$ and c>d", affiliation="Harbour (East), Bay")
    )

    assert paper == Item(
        guid="https://arxiv.org/abs/2605.30407",
        url="https://arxiv.org/abs/2605.30407",
        link="https://arxiv.org/abs/2605.30407",
        title="Tides where $a<b$ and c>d",
        content="We measure how attention ebbs when $a &lt; b$ &amp; what follows.",
        authors=("Ada Tidewater", "Bo Quay"),
        published="2026-05-28T00:00:00-04:00",
        section="cs.CL",
        complete=True,
    )


@pytest.mark.parametrize(
    ("announce", "is_news"),
    [("new", True), ("cross", True), ("replace", False), ("replace-cross", False), ("absonly", False)],
)
def test_a_new_version_of_a_paper_is_no_news(announce: str, is_news: bool) -> None:
    assert bool(announced(Paper("2605.30407", NOON, announce=announce))) == is_news


def test_a_paper_without_an_abstract_is_left_out() -> None:
    assert announced(Paper("2605.30407", NOON, abstract="")) == ()


def test_a_paper_listed_twice_is_told_once() -> None:
    again = Paper("2605.30407", NOON, version=2, announce="cross")
    assert len(announced(Paper("2605.30407", NOON), again)) == 1


def test_a_paper_has_one_identity_in_the_feed_and_in_the_api(world: World) -> None:
    world.papers = [Paper("2605.30407", NOON, version=3)]
    (queried,) = SOURCE.read(
        Answer(SOURCE.past_addresses(DAY)[0], "application/atom+xml", answered(world, SOURCE)), DAY
    ).items
    (read,) = announced(*world.papers)
    assert (queried.guid, queried.url, queried.content) == (read.guid, read.url, read.content)
    assert queried.link == "http://arxiv.org/abs/2605.30407v3"
    assert (queried.authors, queried.section, queried.complete) == (read.authors, read.section, True)
    assert queried.published == "2026-05-28T04:00:00Z"


def answered(world: World, source: ArxivSource) -> bytes:
    query = parse_qs(urlsplit(source.past_addresses(DAY)[0]).query)
    return arxiv_query(world, {key: values[0] for key, values in query.items()}).body


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "America/New_York", "Asia/Kathmandu"])
def test_the_api_is_asked_for_every_minute_of_the_day_and_no_other(zone: str) -> None:
    day = Day.of(date(2026, 3, 8), ZoneInfo(zone))  # 23 hours long in New York
    (address,) = SOURCE.past_addresses(day)
    query = parse_qs(urlsplit(address).query)["search_query"][0]
    assert query.startswith("(cat:cs.AI OR cat:cs.CL) AND ")
    first, last = re.findall(r"\d{12}", query)
    assert datetime.strptime(f"{first}Z", "%Y%m%d%H%M%z") == day.start
    assert datetime.strptime(f"{last}Z", "%Y%m%d%H%M%z") + timedelta(minutes=1) == day.end
    assert canonical(address) == address


def test_an_archive_is_asked_for_with_all_its_categories() -> None:
    (address,) = ArxivSource(id="a", name="a", categories=("cs",)).past_addresses(DAY)
    assert "(cat:cs OR cat:cs.*)" in parse_qs(urlsplit(address).query)["search_query"][0]


def test_a_day_gone_by_is_told_page_by_page_and_exactly(world: World, apis: Apis) -> None:
    moments = [DAY.start + index * (DAY.end - DAY.start) / 450 for index in range(450)]
    world.papers = [Paper(f"2605.{index:05}", moment) for index, moment in enumerate(moments)]
    inside = {f"https://arxiv.org/abs/{paper.id}" for paper in world.papers}
    world.papers += [Paper("2605.90001", DAY.start - timedelta(minutes=1)), Paper("2605.90002", DAY.end)]
    world.papers += [Paper("2605.90003", NOON, categories=("math.CO",))]

    source = source_at(apis)
    read = listings(source, DAY, source.past_addresses(DAY))

    assert {item.url for listing in read for item in listing.items} == inside
    assert len(apis.asked) == 3
    assert {source.ask(address).pause for address in source.past_addresses(DAY)} == {3.0}


def test_a_short_page_is_continued_where_it_ended(world: World, apis: Apis) -> None:
    world.papers = [Paper(f"2605.{index:05}", NOON) for index in range(5)]
    source = source_at(apis)
    body = arxiv_query(world, {"search_query": _asked(source), "start": "0", "max_results": "3"}).body
    listing = source.read(Answer(source.past_addresses(DAY)[0], "application/atom+xml", body), DAY)
    (further,) = listing.further
    assert parse_qs(urlsplit(further).query)["start"] == ["3"]
    assert [len(one.items) for one in listings(source, DAY, listing.further)] == [2]


def _asked(source: ArxivSource) -> str:
    return parse_qs(urlsplit(source.past_addresses(DAY)[0]).query)["search_query"][0]


def test_an_empty_page_in_the_middle_is_noticed(world: World, apis: Apis) -> None:
    world.papers = [Paper(f"2605.{index:05}", NOON) for index in range(250)]
    world.arxiv_gaps = {200}
    source = source_at(apis)
    with pytest.raises(UnreadableAnswerError) as caught:
        listings(source, DAY, source.past_addresses(DAY))
    assert caught.value.reason == "incomplete"
    assert "250 papers" in caught.value.detail


def test_a_day_without_papers_is_no_error(apis: Apis) -> None:
    source = source_at(apis)
    assert [listing.items for listing in listings(source, DAY, source.past_addresses(DAY))] == [()]


def test_what_arxiv_says_against_a_question_is_passed_on() -> None:
    with pytest.raises(UnreadableAnswerError, match="start must be an integer"):
        SOURCE.read(Answer(SOURCE.past_addresses(DAY)[0], "", arxiv_error("start must be an integer").body), DAY)
    feed = arxiv_feed(World(), ["cs.XX"]).body
    feed = re.sub(rb"<title>.*?</title>", b"<title>Feed error for query: cs.XX</title>", feed)
    assert reason(feed) == "refused"


def test_answers_that_are_no_feed_are_named() -> None:
    assert reason(b" \n") == "empty"
    assert reason(b"<!DOCTYPE html><html><body>Rate exceeded.</body></html>") == "html"
    assert reason(b"Rate exceeded.") == "malformed"
    assert reason(arxiv_feed(World(), ["cs.AI"]).body.replace(b"updates", b"&#xD800; &#99999999999;")) == "malformed"


@given(st.binary(max_size=400))
def test_no_answer_does_worse_than_being_unreadable(body: bytes) -> None:
    with suppress(UnreadableAnswerError):
        assert isinstance(SOURCE.read(Answer("https://rss.arxiv.org/atom/cs.AI", "", body), DAY), Listing)


ODD = st.sampled_from(
    ["", "x", "http://[", "oai:arXiv.org:", "https://arxiv.org/abs/2605.1", "&amp;#0;", "<b>y</b>", "9" * 20]
)


@given(odd=st.lists(ODD, min_size=7, max_size=7))
def test_odd_fields_cost_their_own_paper_at_most(odd: list[str]) -> None:
    good = arxiv_query(
        World(papers=[Paper("2605.30407", NOON)]), {"search_query": _asked(SOURCE), "start": "0", "max_results": "9"}
    ).body
    bad = (
        "<entry><id>{}</id><title>{}</title><summary>{}</summary><published>{}</published><author><name>{}</name></author>"
        '<arxiv:announce_type xmlns:arxiv="http://arxiv.org/schemas/atom">{}</arxiv:announce_type>'
        '<arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom">{}</arxiv:primary_category></entry>'
    ).format(*odd)
    body = good.replace(b"</feed>", bad.encode() + b"</feed>")
    listing = SOURCE.read(Answer(SOURCE.past_addresses(DAY)[0], "application/atom+xml", body), DAY)
    assert listing.items[0].url == "https://arxiv.org/abs/2605.30407"


@pytest.mark.parametrize("categories", [(), ("CS.AI",), ("cs.AI+cs.CL",), ("cs/AI",)])
def test_categories_are_checked(categories: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        ArxivSource(id="a", name="a", categories=categories)


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded days are not here")
def test_a_recorded_extract_of_the_feed_is_read_and_leads_to_the_papers_pages() -> None:
    address = SOURCE.addresses(DAY)[0]
    with RECORDED.open("rb") as stream:
        bodies = [
            record.content_stream().read()
            for record in ArchiveIterator(stream)
            if record.rec_type == "response" and record.rec_headers.get_header("WARC-Target-URI") == address
        ]
    assert len(bodies) == 2
    for body in bodies:
        items = SOURCE.read(Answer(address, "application/atom+xml; charset=utf-8", body), DAY).items
        assert len(items) == body.count(b"<entry>")
        assert all(item.summary and item.published and len(item.authors) >= 1 for item in items)
        assert not any(item.complete for item in items)  # their abstracts are cut
