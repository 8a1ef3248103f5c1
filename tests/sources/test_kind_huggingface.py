"""`huggingface`: the papers featured on a day and the models made on it, for any day."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import HttpUrl, ValidationError

from digest_pipeline.sources.kinds.huggingface import HuggingFaceSource
from digest_pipeline.sources.source import Answer, Day, Item, Listing, UnreadableAnswerError
from tests.doubles.apis import ODD_JSON, Apis, World, every, featured, listings, model

DAY = Day.of(date(2026, 5, 28), ZoneInfo("Asia/Shanghai"))
NOON = datetime(2026, 5, 28, 4, tzinfo=UTC)
BEFORE = datetime(2026, 5, 26, tzinfo=UTC)
SOURCE = HuggingFaceSource(id="hub", name="Hugging Face", papers=True, organisations=("Quay",))
PAPERS, MODELS = SOURCE.addresses(DAY)
MIDNIGHT = "2026-05-28T00:00:00.000Z"


def source_at(apis: Apis, **options: Any) -> HuggingFaceSource:
    return HuggingFaceSource(id="hub", name="Hugging Face", api=HttpUrl(f"{apis.base}/huggingface"), **options)


def read(document: object, url: str, *headers: tuple[str, str]) -> Listing:
    return SOURCE.read(Answer(url, "application/json", json.dumps(document).encode(), headers), DAY)


def test_a_featured_paper_leads_to_arxiv_and_keeps_the_page_that_features_it() -> None:
    (paper,) = read([featured("2605.30407", BEFORE, MIDNIGHT)], PAPERS).items
    assert paper == Item(
        guid="https://arxiv.org/abs/2605.30407",
        url="https://arxiv.org/abs/2605.30407",
        link="https://arxiv.org/abs/2605.30407",
        via="https://huggingface.co/papers/2605.30407",
        title="Featured 2605.30407",
        content="We measure how attention ebbs when $a &lt; b$.",
        complete=True,
        authors=("Ada Tidewater", "Bo Quay"),
        published="2026-05-28",
    )


def test_a_paper_that_is_not_on_arxiv_leads_to_its_own_page() -> None:
    (paper,) = read([featured("quay-report", BEFORE, MIDNIGHT)], PAPERS).items
    assert (paper.url, paper.via) == ("https://huggingface.co/papers/quay-report", "")


@pytest.mark.parametrize(
    ("listed", "published"),
    [
        (MIDNIGHT, "2026-05-28"),
        ("2026-05-28T02:51:00.207Z", "2026-05-28"),
        (None, "2026-05-28"),
        ("soon", "2026-05-28"),
    ],
)
def test_the_list_that_features_a_paper_dates_it(listed: str | None, published: str) -> None:
    (paper,) = read([featured("2605.30407", BEFORE, listed)], PAPERS).items
    assert paper.published == published


def test_a_paper_without_an_abstract_is_read_from_its_page() -> None:
    entry = featured("2605.30407", BEFORE, MIDNIGHT, summary=None) | {"summary": None}
    assert not read([entry], PAPERS).items[0].complete


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "America/New_York"])
def test_the_list_of_the_day_is_that_of_its_date(zone: str) -> None:
    assert SOURCE.past_addresses(Day.of(date(2026, 5, 28), ZoneInfo(zone)))[0] == PAPERS
    assert PAPERS == "https://huggingface.co/api/daily_papers?date=2026-05-28&limit=100&p=0"


def test_a_long_list_is_paged(world: World, apis: Apis) -> None:
    world.featured = {"2026-05-28": [featured(f"2605.{index:05}", BEFORE, MIDNIGHT) for index in range(130)]}
    source = source_at(apis, papers=True)
    assert [len(one.items) for one in listings(source, DAY, source.past_addresses(DAY))] == [100, 30]


def test_a_day_without_papers_is_no_error(world: World, apis: Apis) -> None:
    world.featured = {"2026-05-28": []}
    source = source_at(apis, papers=True)
    assert [one.items for one in listings(source, DAY, source.addresses(DAY))] == [()]


def test_a_model_is_told_by_what_it_does() -> None:
    (made,) = read(
        [model("Quay/Moor-8B", NOON, gated="manual", tags=["moe", "arxiv:2605.1", "region:us"])], MODELS
    ).items
    assert made == Item(
        guid="https://huggingface.co/Quay/Moor-8B",
        url="https://huggingface.co/Quay/Moor-8B",
        link="https://huggingface.co/Quay/Moor-8B",
        title="Quay/Moor-8B",
        summary="text-generation · moe · gated: access is granted on request",
        authors=("Quay",),
        published="2026-05-28T04:00:00.000Z",
    )


@pytest.mark.parametrize("flag", ["private", "disabled"])
def test_a_model_that_readers_cannot_see_is_left_out(flag: str) -> None:
    assert read([model("Quay/Moor-8B", NOON, **{flag: True})], MODELS).items == ()


def test_models_are_paged_until_they_are_older_than_the_day(world: World, apis: Apis) -> None:
    moments = list(every(timedelta(hours=1), DAY.start - timedelta(days=30), DAY.end + timedelta(days=5)))
    world.models = [model(f"Quay/m{index}", moment) for index, moment in enumerate(moments)]
    world.models += [model("Other/m", NOON)]
    source = source_at(apis, organisations=("Quay",))

    found = [item.title for one in listings(source, DAY, source.past_addresses(DAY)) for item in one.items]

    inside = {f"Quay/m{index}" for index, moment in enumerate(moments) if DAY.start <= moment < DAY.end}
    assert len(inside) == 24
    assert inside <= set(found)
    assert "Other/m" not in found
    assert len(apis.asked) == 2


def test_the_next_page_is_asked_of_the_api_itself() -> None:
    link = '<https://elsewhere.example.org/api/models?author=Other&cursor=abc%3D>; rel="next"'
    listing = read([model("Quay/m", NOON)], MODELS, ("Link", link))
    assert listing.further == (f"{MODELS}&cursor=abc%3D",)
    assert read([model("Quay/m", DAY.start - timedelta(seconds=1))], MODELS, ("Link", link)).further == ()
    assert read([model("Quay/m", NOON)], MODELS, ("Link", '<x>; rel="prev"')).further == ()


def test_what_the_hub_says_against_a_question_is_passed_on() -> None:
    with pytest.raises(UnreadableAnswerError, match="Invalid date") as caught:
        read({"error": "Invalid date"}, PAPERS)
    assert caught.value.reason == "refused"


@pytest.mark.parametrize(("body", "reason"), [(b"", "empty"), (b"<html>busy</html>", "html"), (b"[", "malformed")])
def test_answers_that_are_no_json_are_named(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableAnswerError) as caught:
        SOURCE.read(Answer(PAPERS, "application/json", body), DAY)
    assert caught.value.reason == reason


@pytest.mark.parametrize("options", [{}, {"organisations": ("a/b",)}])
def test_there_must_be_something_to_ask(options: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        HuggingFaceSource(id="hub", name="Hugging Face", **options)


PAPER, MODEL = featured("2605.30407", BEFORE, MIDNIGHT), model("Quay/Moor-8B", NOON)


@given(odd=st.fixed_dictionaries({}, optional=dict.fromkeys(PAPER["paper"], ODD_JSON)), other=ODD_JSON)
def test_odd_fields_cost_their_own_paper_at_most(odd: dict[str, Any], other: object) -> None:
    items = read(
        [{"paper": odd}, PAPER | {"paper": PAPER["paper"] | odd}, {"paper": other}, other, PAPER], PAPERS
    ).items
    assert items[-1].title == "Featured 2605.30407"
    "".join(item.title + item.content + item.link + item.via for item in items).encode()


@given(odd=st.fixed_dictionaries({}, optional=dict.fromkeys(MODEL, ODD_JSON)), other=ODD_JSON, link=st.text())
def test_odd_fields_cost_their_own_model_at_most(odd: dict[str, Any], other: object, link: str) -> None:
    items = read([odd, MODEL | odd, other, MODEL], MODELS, ("Link", f'<{link}>; rel="next"')).items
    assert items[-1].title == "Quay/Moor-8B"
    "".join(item.title + item.summary + item.link for item in items).encode()


@given(ODD_JSON)
def test_no_answer_does_worse_than_being_unreadable(document: object) -> None:
    with suppress(UnreadableAnswerError):
        assert isinstance(read(document, PAPERS), Listing)
    with suppress(UnreadableAnswerError):
        assert isinstance(read(document, MODELS), Listing)
