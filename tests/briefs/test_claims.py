"""How the trace of a brief is laid open."""

from datetime import date

from digest_pipeline.briefs.claims import claims
from digest_pipeline.model import Brief, Evidence, Point, Rubric, RubricScore, Statement


def brief() -> Brief:
    part = RubricScore(score=3, reason="as given")
    first = Evidence(article_id="a", start=0, end=9, quote="It opens.")
    second = Evidence(article_id="a", start=10, end=20, quote="It closes.")
    return Brief(
        story_id="s", day=date(2026, 3, 4), engine="llm", language="en", headline="h", short_title="t", kind="news",
        category="industry", organisations=(), tags=(), one_sentence=Statement(text="It opens.", evidence=(first,)),
        findings=(
            Point(text="It closes.", evidence=(second,)),
            Point(text="It opens and closes.", evidence=(first, second)),
        ),
        rubric=Rubric(novelty=part, depth=part, evidence=part, impact=part, reach=part), relevance=1, stars=3,
    )  # fmt: skip


def test_every_statement_has_a_row_for_each_place_it_rests_on() -> None:
    rows = claims(brief())
    assert [(row.field, row.position, row.start) for row in rows] == [
        ("one_sentence", 0, 0),
        ("findings", 0, 10),
        ("findings", 1, 0),
        ("findings", 1, 10),
    ]


def test_a_statement_in_the_words_of_the_record_is_verbatim_and_any_other_grounded() -> None:
    assert [row.verdict for row in claims(brief())] == ["verbatim", "verbatim", "grounded", "grounded"]
    assert {(row.story_id, row.day, row.article_id) for row in claims(brief())} == {("s", date(2026, 3, 4), "a")}
