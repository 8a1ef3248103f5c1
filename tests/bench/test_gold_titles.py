"""When two titles are the same, as they stand and to a reader."""

import pytest

from bench.gold import Sample, title_reads_right, title_right
from bench.gold.titles import site_names, without_site

PAGE = b'<html><head><meta property="og:site_name" content="Harbour Post"><title>-</title></head><body></body></html>'


def sample(title: str) -> Sample:
    return Sample(set="", name="", url="https://www.harbourpost.example/1", body=PAGE, title=title)


def test_as_they_stand_case_and_spaces_make_no_difference_and_a_site_does() -> None:
    assert title_right("Harbour  MASTER\n12", "harbour master 12")
    assert not title_right("Harbour master | Harbour Post", "Harbour master")


@pytest.mark.parametrize(
    "gold", ["Master of the harbour | Harbour Post", "Harbour Post :: Master of the harbour", "Master of the harbour"]
)
def test_to_a_reader_the_site_makes_none_in_whichever_title_it_stands(gold: str) -> None:
    assert title_reads_right("Master of the harbour", sample(gold))
    assert title_reads_right("Master of the harbour - harbourpost", sample(gold))


@pytest.mark.parametrize("gold", ["Master of the harbour | Ann Lee", "Master of the harbour | News", "A new master"])
def test_to_a_reader_an_author_a_section_and_another_wording_make_one(gold: str) -> None:
    assert not title_reads_right("Master of the harbour", sample(gold))


def test_a_title_that_is_the_name_of_the_site_stays_and_so_does_the_name_within_a_sentence() -> None:
    names = site_names(sample("-"))
    assert without_site("Harbour Post", names) == "Harbour Post"
    assert without_site("Why the Harbour Post was sold", names) == "Why the Harbour Post was sold"


def test_to_a_reader_marks_of_one_meaning_are_one() -> None:
    assert title_reads_right("“A\u00adnew” lamp – it’s R&amp;D…", sample('"Anew" lamp - it\'s R&D...'))
    assert title_reads_right("港の明かり（写真）", sample("港の明かり （写真）"))
    assert not title_reads_right("A new lamp", sample("Anew lamp"))
