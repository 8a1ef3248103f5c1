"""How the trace of a brief is laid open."""

from datetime import date

from digest_pipeline.briefs.claims import claims
from digest_pipeline.briefs.grounding import Failure, Ground
from digest_pipeline.model import Brief, Evidence, Figure, Point, Rubric, RubricScore, Statement

TEXT = "It opens. It closes. Corvane sold 41 cranes in May."


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
    assert {(row.kind, row.printed, row.reason) for row in rows} == {("statement", True, "")}


def test_a_statement_in_the_words_of_the_record_is_verbatim_and_any_other_grounded() -> None:
    assert [row.verdict for row in claims(brief())] == ["verbatim", "verbatim", "grounded", "grounded"]
    assert {(row.story_id, row.day, row.language, row.article_id) for row in claims(brief())} == {
        ("s", date(2026, 3, 4), "en", "a")
    }


def test_a_summary_and_figures_are_statements_too() -> None:
    evidence = Evidence(article_id="a", start=21, end=50, quote=TEXT[21:50])
    made = brief().model_copy(
        update={
            "summary": Statement(text="It opens and closes.", evidence=(evidence,)),
            "figures": (Figure(metric="cranes sold", value="41", setting="in May", evidence=(evidence,)),),
        }
    )
    rows = {row.field: row for row in claims(made)}
    assert rows["summary"].text == "It opens and closes."
    assert (rows["figures"].text, rows["figures"].start) == ("cranes sold · 41 · in May", 21)


def test_with_the_article_the_details_of_each_statement_are_listed_with_their_places() -> None:
    evidence = Evidence(article_id="a", start=21, end=len(TEXT), quote=TEXT[21:])
    sold = Statement(text="5 月，Corvane 售出 41 台。", evidence=(evidence,))
    made = brief().model_copy(update={"one_sentence": sold, "findings": (), "headline": "Corvane: 41 cranes"})
    rows = claims(made, Ground(TEXT))
    assert [(row.field, row.kind, row.text, row.verdict) for row in rows] == [
        ("headline", "name", "Corvane", "grounded"),
        ("headline", "number", "41", "grounded"),
        ("one_sentence", "statement", sold.text, "grounded"),
        ("one_sentence", "date", "5 月", "grounded"),
        ("one_sentence", "name", "Corvane", "grounded"),
        ("one_sentence", "number", "41", "grounded"),
    ]
    assert [TEXT[row.start : row.end] for row in rows[3:]] == ["May", "Corvane", "41"]


def test_what_failed_is_kept_with_its_reason_and_no_place() -> None:
    failures = (
        Failure("findings", 2, "It sold 99 cranes.", "number", "the article does not give “99”"),
        Failure("organisations", 0, "Zorvex", "name", "the article does not name it so"),
    )
    failed = [row for row in claims(brief(), None, failures) if row.verdict == "failed"]
    assert [(row.field, row.position, row.kind, row.text) for row in failed] == [
        ("findings", 2, "statement", "It sold 99 cranes."),
        ("organisations", 0, "name", "Zorvex"),
    ]
    assert failed[0].reason == "number: the article does not give “99”"
    assert {(row.printed, row.start, row.end) for row in failed} == {(False, None, None)}
