"""Which tags and leads a story gets: the vocabulary's, then names that the article repeats."""

import pytest

from digest_pipeline.briefs.extractive.leads import label_of, lead_of
from digest_pipeline.briefs.extractive.tags import MOST_TAGS, tags_of
from digest_pipeline.briefs.lexicon import vocabulary_of
from digest_pipeline.settings import Subject, Topic

TEXT = """Heron Spark runs on phones. The weights of Heron Spark are free, and Heron Spark needs no network.
It is a language model; the language model was trained on dialogues.
"""


def test_topics_of_the_users_own_are_found_in_the_text() -> None:
    own = vocabulary_of(Subject(topics=(Topic(zh="苍鹭系列", en="herons", also=("Heron Spark",)),)))

    assert tags_of("Heron Spark, a language model for phones", TEXT, "zh", own)[:2] == ("苍鹭系列", "大模型")


def test_terms_of_the_vocabulary_come_first_then_names_that_the_article_repeats() -> None:
    assert tags_of("Heron Spark, a language model for phones", TEXT, "en") == ("LLM", "Heron Spark")
    assert tags_of("Heron Spark, a language model for phones", TEXT, "zh") == ("大模型", "Heron Spark")


def test_a_name_in_chinese_marks_is_a_tag_when_title_and_text_share_it() -> None:
    text = "「苍鹭计划」今日启动。「苍鹭计划」由三家机构发起，参与「苍鹭计划」的还有学校。"
    assert "苍鹭计划" in tags_of("「苍鹭计划」启动", text, "zh")


def test_a_piece_of_a_longer_word_is_no_tag() -> None:
    text = "自助终端很方便。自助终端很多。自助终端到处都有。"
    assert not {"助终端", "自助终"} & set(tags_of("自助终端管理规范", text, "zh"))


def test_no_name_stands_beside_a_longer_form_of_itself_and_there_are_five_tags_at_most() -> None:
    text = (
        "Gemini Spark met Gemini Spark. " * 3 + "GPU chips, RAG, MCP, LoRA and MoE; GPU chips, RAG, MCP, LoRA and MoE. "
    )
    tags = tags_of("Gemini Spark: GPU chips, RAG, MCP, LoRA, MoE", text, "en")
    assert len(tags) == MOST_TAGS
    assert sum("Gemini" in tag for tag in tags) == 1


@pytest.mark.parametrize(
    ("sentence", "lead", "rest"),
    [
        ("续航：一次充电可以使用大约二十个小时左右。", "续航", "一次充电可以使用大约二十个小时左右。"),
        ("在隐私方面，所有数据都只保存在手机本地设备上。", "隐私", "在隐私方面，所有数据都只保存在手机本地设备上。"),
        ("他说：今天的天气真的非常好，可以出门走走。", "", "他说：今天的天气真的非常好，可以出门走走。"),
    ],
)
def test_a_label_of_the_sentence_is_its_lead(sentence: str, lead: str, rest: str) -> None:
    found, skipped = label_of(sentence)
    assert (found, sentence[skipped:]) == (lead, rest)


@pytest.mark.parametrize(
    ("sentence", "lead"),
    [
        ("The code of RefMem-Bench was published on Monday.", "RefMem-Bench"),
        ("The weights are published under a free licence.", ""),
        ("本轮融资由两家芯片公司的产业投资方共同出资。", "融资"),
        ("魏明同时强调，公司并不害怕任何竞争者。", "魏明"),
        ("It does nothing of the kind that was asked.", ""),
    ],
)
def test_else_the_lead_is_a_name_or_the_subject(sentence: str, lead: str) -> None:
    assert lead_of(sentence, "A title", set()) == lead


def test_no_lead_is_used_twice() -> None:
    sentence = "The code of RefMem-Bench was published on Monday."
    assert lead_of(sentence, "", {"refmem-bench"}) != "RefMem-Bench"
