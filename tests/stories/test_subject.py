"""The topic gate: which articles are on the subject that the settings describe."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from digest_pipeline.model import Article
from digest_pipeline.settings import CHECKOUT, ConfigurationError, Subject, load
from digest_pipeline.spellings import count, folded, folded_keywords, length, share
from digest_pipeline.stories.subject.examples import Examples
from digest_pipeline.stories.subject.gate import SubjectGate

BREAD = Subject(
    keywords=("sourdough", "bakery", "面包"),
    about=("A slow rye loaf with a dark crust", "Flour, water and patience", "全麦吐司的发酵技巧"),
    other=("Election results come in late", "A new phone with two screens", "新能源汽车销量公布"),
)


@pytest.fixture(scope="module")
def shipped() -> Subject:
    """Return the subject of the digest.yaml that ships: the folder of the tests has none of its own."""
    return load(CHECKOUT / "tests").subject


def article(title: str, text: str = "", *, source_id: str = "general") -> Article:
    """Return an article of a general source."""
    return Article(
        id=title,
        day=date(2026, 5, 1),
        url="https://example.org/a",
        title=title,
        authors=(),
        site="Example",
        source_id=source_id,
        authority=3,
        language="en",
        published_at=datetime(2026, 5, 1, tzinfo=UTC),
        date_origin="feed",
        late=False,
        text=text,
        text_origin="page",
        capture_id="",
    )


# --- The gate --------------------------------------------------------------------------------------------------------


def test_an_article_that_names_the_subject_in_title_and_text_is_on_it() -> None:
    judgement = SubjectGate(BREAD).judge(article("The sourdough question", "A bakery answers, loaf by loaf."))

    assert judgement.is_on_subject
    assert judgement.probability > 0.9


def test_an_article_about_other_things_is_off_it() -> None:
    judgement = SubjectGate(BREAD).judge(article("Phone with a new screen", "Two screens, one battery."))

    assert not judgement.is_on_subject
    assert judgement.probability < 0.1


def test_one_mention_in_a_long_text_is_not_enough() -> None:
    text = "The election results were counted all night. " * 30 + "Somebody brought bread from a bakery."

    assert not SubjectGate(BREAD).judge(article("Election results are in", text)).is_on_subject


def test_the_reasons_say_which_keywords_stand_where_and_what_the_examples_say() -> None:
    judgement = SubjectGate(BREAD).judge(article("A bakery and its flour", "Sourdough, sourdough and rye."))

    assert judgement.reasons == (
        "the title names bakery",
        "the text names sourdough (2 times)",
        "it reads like the examples about the subject (flour, rye)",
    )


def test_the_same_words_lead_to_another_verdict_under_another_subject() -> None:
    phones = Subject(keywords=("phone",), about=BREAD.other, other=BREAD.about)
    told = article("Phone with a new screen", "Two screens, one battery.")

    assert SubjectGate(phones).judge(told).is_on_subject
    assert not SubjectGate(BREAD).judge(told).is_on_subject


def test_sources_that_are_not_gated_are_taken_whole() -> None:
    judgement = SubjectGate(BREAD, {"mill"}).judge(article("Election results come in late", source_id="mill"))

    assert judgement.is_on_subject
    assert judgement.reasons == ("the source mill is not gated",)


def test_without_any_description_everything_is_on_the_subject() -> None:
    judgement = SubjectGate(Subject()).judge(article("Election results come in late"))

    assert judgement.is_on_subject
    assert judgement.reasons == ("no subject is configured",)


@pytest.mark.parametrize(
    "subject",
    [Subject(keywords=BREAD.keywords), Subject(about=BREAD.about, other=BREAD.other)],
    ids=["keywords", "examples"],
)
def test_keywords_or_examples_decide_alone_where_the_others_are_missing(subject: Subject) -> None:
    gate = SubjectGate(subject)

    assert gate.judge(article("Sourdough: flour, water and patience", "A rye loaf from the bakery.")).is_on_subject
    assert not gate.judge(article("Election results come in late", "Phone lines were busy.")).is_on_subject


def test_an_article_without_words_is_judged_too() -> None:
    assert not SubjectGate(BREAD).judge(article("", "")).is_on_subject


def test_a_text_that_begins_with_its_title_is_not_counted_twice() -> None:
    gate = SubjectGate(BREAD)
    title, rest = "The bakery opens", "Doors open at six."

    assert gate.judge(article(title, f"{title}\n{rest}")) == gate.judge(article(title, rest))


def test_the_order_of_keywords_and_examples_changes_nothing() -> None:
    shuffled = Subject(
        keywords=BREAD.keywords[::-1],
        about=BREAD.about[1:] + BREAD.about[:1],
        other=BREAD.other[::-1],
    )
    told = article("A bakery and its flour", "Sourdough, sourdough and rye.")

    assert SubjectGate(shuffled).judge(told) == SubjectGate(BREAD).judge(told)


def test_what_was_judged_before_changes_no_verdict() -> None:
    gate, told = SubjectGate(BREAD), article("A bakery and its flour")
    before = gate.judge(told)
    for title in BREAD.other:
        gate.judge(article(title))

    assert gate.judge(replace(told, id="another")) == before


# --- Settings --------------------------------------------------------------------------------------------------------


def test_examples_of_one_side_alone_are_refused() -> None:
    with pytest.raises(ValidationError, match="examples of both"):
        Subject(about=("Flour, water and patience",))


def test_a_message_about_many_examples_stays_short(tmp_path: Path) -> None:
    headlines = "\n".join(f"    - Headline number {number} about bread" for number in range(100))
    (tmp_path / "digest.yaml").write_text(f"subject:\n  about:\n{headlines}\n", "utf-8")

    with pytest.raises(ConfigurationError, match="subject: about and other: give examples of both") as caught:
        load(tmp_path)
    assert len(str(caught.value)) < 500 + len(str(tmp_path))


def test_examples_without_a_word_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="no word to learn from"):
        Examples(["!"], ["?"])


@pytest.mark.parametrize(
    "title",
    [
        "New language model answers in forty languages",
        "国产大模型开源，支持长文本推理",
        "Chip startup raises money for an AI accelerator",
        "人形机器人走进工厂流水线",
    ],
)
def test_the_subject_that_ships_takes_news_about_ai(shipped: Subject, title: str) -> None:
    assert SubjectGate(shipped).judge(article(title, title)).is_on_subject


@pytest.mark.parametrize(
    "title",
    [
        "Foldable phone gets a bigger battery",
        "纯电轿车上市，续航六百公里",
        "The film that everybody walked out of",
        "股东拟减持不超过百分之一",
        "Football club sells its captain",
    ],
)
def test_the_subject_that_ships_leaves_other_news_out(shipped: Subject, title: str) -> None:
    assert not SubjectGate(shipped).judge(article(title, title)).is_on_subject


def test_the_examples_that_ship_are_there_once(shipped: Subject) -> None:
    headlines = [*shipped.about, *shipped.other]

    assert 100 <= len(shipped.about) <= 250
    assert 100 <= len(shipped.other) <= 250
    assert len(set(headlines)) == len(headlines)


# --- Spellings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [("ai模型", 1), ("chain", 0), ("ai, ai and ais", 3), ("aiming", 0), ("ai4 and ai-first", 2), ("openai", 0)],
)
def test_latin_spellings_are_found_on_word_borders(text: str, found: int) -> None:
    assert count(text, ["ai"]) == found


def test_chinese_spellings_are_found_anywhere() -> None:
    assert count("大语言模型与语言模型", ["语言模型"]) == 2


def test_keywords_are_folded_and_a_plural_is_not_counted_beside_its_singular() -> None:
    assert folded_keywords(["Agent", "agents", " ＡＩ ", "ai", ""]) == ("agent", "ai")


def test_folding_leaves_out_what_cannot_be_seen() -> None:
    assert folded("A\u200bI\n模\u00ad型") == "ai\n模型"


def test_a_chinese_character_counts_less_than_a_word() -> None:
    assert length("two words") == 2
    assert length("模型") == pytest.approx(1.2)


def test_the_share_grows_with_density_and_a_short_text_counts_as_a_hundred_words() -> None:
    assert share(0, 500) == 0
    assert share(1, 10) == share(1, 100) == 0.5
    assert share(1, 100) > share(1, 300)
    assert share(50, 100) < 1
