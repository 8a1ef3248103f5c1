"""Which links of a page are references of its text, and what each leads to."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest_pipeline.articles.links import Candidate, Destinations, is_pointer, kept, kind_of, written_spans
from digest_pipeline.capture.address import checked_url
from digest_pipeline.model import Link, ResourceKind

PAGE = "https://news.example.org/2026/small-model"


def reference(address: str, anchor: str = "a report", own_characters: int = 200, *, is_pointed: bool = False) -> str:
    return Destinations(PAGE).reference(address, anchor, own_characters=own_characters, is_pointed=is_pointed)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://arxiv.org/abs/2606.00001", "paper"),
        ("https://link.springer.com/article/10.1007/s1", "paper"),
        ("https://pubmed.ncbi.nlm.nih.gov/12761461/", "paper"),
        ("https://lab.example.org/reports/relay.pdf", "paper"),
        ("https://cdn.discordapp.com/attachments/1/2/x.pdf", "site"),
        ("https://huggingface.co/papers/2606.00001", "paper"),
        ("https://huggingface.co/datasets/a/b", "dataset"),
        ("https://huggingface.co/spaces/a/b", "demo"),
        ("https://huggingface.co/a/b", "model"),
        ("https://huggingface.co/docs/hub", "site"),
        ("https://huggingface.co/blog/a", "post"),
        ("https://discuss.huggingface.co/t/adapter/88195/1", "post"),
        ("https://github.com/a/b", "code"),
        ("https://github.com/features/actions", "site"),
        ("https://github.com/someone", "site"),
        ("https://notgithub.com/a/b", "site"),
        ("https://kaggle.com/code/a/b", "code"),
        ("https://www.youtube.com/watch?v=1", "video"),
        ("https://www.youtube.com/@someone", "site"),
        ("https://v.redd.it/pezng1ndccih1", "video"),
        ("https://x.com/someone/status/123", "post"),
        ("https://x.com/someone", "site"),
        ("https://mastodon.example/@someone/112233445566778899", "post"),
        ("https://forum.example.org/t/quantised/123", "post"),
        ("https://openai.com/index/new-model/", "post"),
        ("https://lab.example.org/en/blog/new-model", "post"),
        ("https://lab.example.org/blog/", "site"),
        ("https://news.example.org/2026/new-model", "site"),
    ],
)
def test_a_links_kind_is_told_by_host_and_path(url: str, kind: ResourceKind) -> None:
    assert kind_of(url) == kind


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://arxiv.org/pdf/2606.00001v2", "https://arxiv.org/abs/2606.00001"),
        ("/2025/first", "https://news.example.org/2025/first"),
        ("https://lab.example.com/", "https://lab.example.com/"),
        ("https://lab.example.com/tag/models", "https://lab.example.com/tag/models"),
    ],
)
def test_a_reference_leads_to_its_canonical_address(address: str, target: str) -> None:
    assert reference(address) == target


@pytest.mark.parametrize(
    "address",
    [
        *("#tests", "?utm_source=x", PAGE, "mailto:post@example.org", "javascript:void(0)", "tel:123", "", "http://["),
        *("/", "/tag/models", "/author/lin", "/topics/ai/", "/category/news/2", "/comments", "/people/jane-doe"),
        *("/img/harbour.jpg", "https://cdn.example.com/a.png", "/feed", "/rss/", "/atom.xml", "/news.rss"),
        *("https://x.com/intent/post?url=y", "https://www.facebook.com/sharer.php?u=y", "/login", "/subscribe/"),
        *("https://ad.doubleclick.net/x", "http://localhost:8000/docs", "http://nas.local/x", "http://api.test/v1"),
    ],
)
def test_furniture_of_a_page_is_no_reference(address: str) -> None:
    assert not reference(address)


@pytest.mark.parametrize(
    "host",
    [
        *("192.168.1.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "8.8.8.8", "relay.0x7f", "[::1]", "[fd00::1]"),
        *("localhost", "nas.lan", "nas.localdomain", "router.home.arpa", "www.home.arpa", "metadata.google.internal"),
        *("news.example,org", "news..example.org", "{host}.example.org", f"{'a' * 64}.example.org"),
    ],
)
def test_no_link_leads_to_a_host_that_not_everybody_reaches(host: str) -> None:
    assert not Destinations(PAGE).of(f"http://{host}/x")


@given(st.text(alphabet="ax019.-_~,:[]{}$%é。", min_size=1, max_size=12))
@example("home.arpa")
@example("0x7f.0.0.1")
def test_what_is_kept_passes_the_check_of_the_day(host: str) -> None:
    if target := Destinations(PAGE).of(f"http://{host}/x"):
        assert checked_url(target, frozenset()).raw_host


@pytest.mark.parametrize("host", ["xn--bcher-kva.example", "a_b.example.org", "1.2.example.org", "0x7f.example.org"])
def test_a_name_of_letters_and_numbers_is_one_that_everybody_reaches(host: str) -> None:
    assert Destinations(PAGE).of(f"http://{host}/x") == f"http://{host}/x"


@pytest.mark.parametrize(
    "anchor",
    [
        *(
            "Share",
            "Tweet this",
            "Subscribe now",
            "Sign up for our newsletter",
            "Follow us on X",
            "12 comments",
            "Next",
        ),
        *(
            "Leave a comment",
            "Download on the App Store",
            "订阅",
            "上一篇：港口",
            "分享到微信",
            "次の記事",
            "« Previous post",
        ),
    ],
)
def test_the_words_of_a_button_are_no_reference(anchor: str) -> None:
    assert not reference("https://other.example.com/x", anchor)


@pytest.mark.parametrize(
    "anchor", ["Next-generation models", "Shares fell", "the following study", "Topography", "订阅制的未来"]
)
def test_words_that_begin_like_a_button_are_a_reference(anchor: str) -> None:
    assert reference("https://other.example.com/x", anchor)


def test_the_name_of_a_network_may_lead_to_what_was_said_there() -> None:
    assert reference("https://x.com/lin/status/1", "Twitter")
    assert not reference("https://x.com/lin", "Twitter")


def test_a_profile_is_a_reference_in_a_sentence_and_not_in_a_byline() -> None:
    assert reference("https://x.com/lin", "@lin", own_characters=120)
    assert not reference("https://x.com/lin", "@lin", own_characters=12)


def test_a_list_of_what_else_to_read_keeps_only_links_to_others() -> None:
    assert not reference("/2025/first", is_pointed=True)
    assert reference("https://github.com/a/b", is_pointed=True)


@pytest.mark.parametrize(
    ("line", "own_characters", "expected"),
    [
        ("Read more: Tides of the spring", 11, True),
        ("相关阅读：港口的潮汐", 5, True),
        ("Related", 7, True),
        ("Related work: many have tried this before, and few have come as far as they", 60, False),
        ("Readers want more: tides", 24, False),
    ],
)
def test_a_line_that_sends_the_reader_on_is_known(line: str, own_characters: int, *, expected: bool) -> None:
    assert is_pointer(line, own_characters) is expected


def test_of_two_links_to_one_target_the_first_that_names_it_is_kept() -> None:
    first, second = "https://arxiv.org/abs/2606.00001", "https://github.com/a/b"
    candidates = [Candidate(first, "here", 4), Candidate(second, "code", 20), Candidate(first, "the paper", 30)]

    assert kept([*candidates, Candidate(second, "again", 40)]) == (
        Link(second, "code", "code", 20),
        Link(first, "the paper", "paper", 30),
    )


def test_the_first_is_kept_where_none_names_its_target() -> None:
    target = "https://lab.example.com/x"

    assert [link.anchor for link in kept([Candidate(target, "here", 1), Candidate(target, "[2]", 9)])] == ["here"]


def test_addresses_are_resolved_against_the_base_and_the_page_itself_is_left_out() -> None:
    destinations = Destinations(PAGE, "/2025/")
    named = [("first", "a report"), (PAGE, "this"), ("first", "again")]
    found = kept(Candidate(target, words) for address, words in named if (target := destinations.of(address)))

    assert found == (Link("https://news.example.org/2025/first", "a report", "site"),)


def test_what_the_next_address_of_a_list_is_called_is_no_part_of_the_one_before() -> None:
    text = "Hugging Face：https://hf.example/org/heron-2Modelscope：https://ms.example/org/GitHub：https://gh.example/heron"
    assert [text[start:end] for start, end in written_spans(text)] == [
        "https://hf.example/org/heron-2",
        "https://ms.example/org/GitHub",
        "https://gh.example/heron",
    ]


def test_addresses_written_out_in_the_text_are_found_where_they_end() -> None:
    text = "代码：https://github.com/a/b。See (https://example.org/x_(y)), http://a.example/?a=1&amp;b=2"

    assert [text[start:end] for start, end in written_spans(text)] == [
        "https://github.com/a/b",
        "https://example.org/x_(y)",
        "http://a.example/?a=1&amp;b=2",
    ]


@pytest.mark.parametrize("anchor", ["-" * 200_000 + "x", "https://" * 40_000, "1" * 200_000, "share " * 50_000])
def test_a_long_anchor_costs_no_more_than_its_length(anchor: str) -> None:
    assert reference("https://other.example.com/x", anchor)
    assert len(kept([Candidate("https://other.example.com/x", anchor, 0)])) == 1
    is_pointer(anchor, 0)
