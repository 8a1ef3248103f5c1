"""From evidence to the place in the source: the right article, and a link that marks the sentence."""

from urllib.parse import unquote

import pytest

from digest_pipeline.model import content_id
from digest_pipeline.site.evidence import Origin, origins_of, quotation_address
from tests.editions.sample import sample_issue


def test_evidence_leads_to_the_source_of_its_article() -> None:
    item = sample_issue().items[0]
    second = item.sources[1]

    assert origins_of([item])[second.article_id] == Origin(second.name, second.title, second.url)


def test_a_review_knows_the_articles_of_earlier_days_by_their_moments() -> None:
    item = next(item for item in sample_issue(edition="weekly").items if item.moments)
    earlier = item.moments[0]

    origins = origins_of([item])

    assert origins[content_id(earlier.url)] == Origin(earlier.source, earlier.headline, earlier.url)


def test_a_short_quotation_is_named_whole_with_its_syntax_characters_encoded() -> None:
    address = quotation_address("https://example.org/a", "well-known, 5 % & “more”")

    assert address == "https://example.org/a#:~:text=well%2Dknown%2C%205%20%25%20%26%20%E2%80%9Cmore%E2%80%9D"


def test_an_address_with_a_fragment_keeps_it() -> None:
    assert quotation_address("https://example.org/a#b", "x") == "https://example.org/a#b:~:text=x"


@pytest.mark.parametrize(
    ("quotation", "first", "last"),
    [
        ("First block of text\n\n\nmiddle\nlast block", "First block of text", "last block"),
        (
            f"{'alpha beta ' * 20}omega",
            "alpha beta alpha beta alpha beta alpha",
            "alpha beta alpha beta alpha beta omega",
        ),
        (f"{'模型很大，' * 30}结束了。", "模型很大，" * 8, "模型很大，" * 7 + "结束了。"),
    ],
)
def test_a_long_quotation_is_named_by_its_two_ends_cut_between_words(quotation: str, first: str, last: str) -> None:
    address = quotation_address("https://example.org/a", quotation)

    assert address is not None
    directive = address.partition("#:~:text=")[2]
    assert [unquote(part) for part in directive.split(",")] == [first, last]


def test_an_address_that_may_not_be_linked_has_no_place_to_look_at() -> None:
    assert quotation_address("javascript:alert(1)", "x") is None
