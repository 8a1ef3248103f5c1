"""Which of the wordings of a page is its title, and how much of it is the site's name."""

import pytest

from digest_pipeline.articles.metadata.titles import Wordings, best_title, names_of_host, title_wordings

SITES = ("The Harbour Post", *names_of_host("https://www.harbourpost.example.org/a"))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("A small model is out | The Harbour Post", "A small model is out"),
        ("A small model is out - The Harbour Post", "A small model is out"),
        ("The Harbour Post: A small model is out", "A small model is out"),
        ("A small model is out | Science | News | The Harbour Post", "A small model is out"),
        ("A small model is out – harbourpost", "A small model is out"),
        ("A small model is out - and it is free", "A small model is out - and it is free"),
        ("横山发布小模型_人工智能_横山新闻", "横山发布小模型"),
        ("横山发布小模型｜The Harbour Post", "横山发布小模型"),
        ("The Harbour Post", "The Harbour Post"),
    ],
)
def test_a_site_is_cut_off_a_title(title: str, expected: str) -> None:
    assert best_title(Wordings(title=title), SITES) == expected


def test_a_heading_says_how_much_of_a_title_is_the_sites() -> None:
    page = Wordings(title="Tides - how they work - Knowledge", headings=("Tides - how they work",))
    assert best_title(page, ()) == "Tides - how they work"


def test_a_heading_that_is_the_sites_name_is_no_title() -> None:
    page = Wordings(title="A small model is out | Harbour", headings=("Harbour",))
    assert best_title(page, ()) == "A small model is out"


def test_a_share_card_outvotes_the_rest() -> None:
    page = Wordings(
        meta=(("og:title", "Small model beats a large one | The Harbour Post"),),
        headlines=("A small model is out",),
        title="A small model is out | The Harbour Post",
        headings=("A small model is out",),
    )
    assert best_title(page, SITES) == "Small model beats a large one"


@pytest.mark.parametrize(
    "card", ["Harbour and more", "A small model is out and it is…", "A small model is out (Published 2026)"]
)
def test_a_card_of_the_site_a_cut_one_and_one_with_a_year_do_not(card: str) -> None:
    page = Wordings(meta=(("og:title", card),), headlines=("A small model is out",), title="A small model is out",
                    headings=("A small model is out",))  # fmt: skip
    assert best_title(page, ()) == "A small model is out"


def test_a_catalogues_wording_outvotes_the_card() -> None:
    page = Wordings(
        meta=(("citation_title", "On small models"), ("og:title", "Small models, explained")), title="Small models"
    )
    assert best_title(page, ()) == "On small models"


def test_the_wording_of_most_sources_wins_where_there_is_no_card() -> None:
    page = Wordings(
        meta=(("twitter:title", "You will not believe this model"),),
        headlines=("A small model is out",),
        title="A small model is out | The Harbour Post",
        headings=("A small model is out",),
    )
    assert best_title(page, SITES) == "A small model is out"


def test_the_longer_of_two_headings_in_a_title_is_kept() -> None:
    page = Wordings(title="Tides- how they work | Harbour", headings=("Tides- how they work", "Tides –"))
    assert best_title(page, ()) == "Tides- how they work"


def test_a_year_behind_a_bar_is_no_sites_name() -> None:
    assert best_title(Wordings(title="Models you can run | Updated 2026"), ()) == "Models you can run | Updated 2026"


def test_a_site_named_by_its_host_is_cut() -> None:
    assert best_title(Wordings(title="A small model is out | Harbour"), ("Harbour.com",)) == "A small model is out"


def test_a_title_of_separators_is_read_in_no_time() -> None:
    title = "a | " * 5_000
    assert title_wordings({}, (), title, ()).title
    assert best_title(title_wordings({}, (), title, ()), SITES)


def test_the_heading_agreeing_with_the_title_is_chosen_among_many() -> None:
    page = Wordings(title="A small model is out | X", headings=("Topics", "A small model is out", "More news"))
    assert best_title(page, ()) == "A small model is out"


def test_a_kicker_before_a_colon_belongs_to_the_title() -> None:
    page = Wordings(meta=(("og:title", "Kenya: Nairobi from below"),), title="Kenya: Nairobi from below, Daily",
                    headings=("Nairobi from below",))  # fmt: skip
    assert best_title(page, ()) == "Kenya: Nairobi from below"


def test_the_headings_quotation_marks_are_kept() -> None:
    page = Wordings(meta=(("og:title", "It's out"),), title="It's out", headings=("It’s out",))
    assert best_title(page, ()) == "It’s out"


def test_a_page_without_any_wording_has_no_title() -> None:
    assert best_title(Wordings(), SITES) == ""
