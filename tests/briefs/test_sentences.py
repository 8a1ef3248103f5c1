"""How stored texts are split into sentences."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_pipeline.briefs.sentences import split


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("模型今天开源。参数为 3.5 亿！好用吗？", ["模型今天开源。", "参数为 3.5 亿！", "好用吗？"]),
        (
            "It shipped. Prices fell by 4.5% in v1.5. Why now?",
            ["It shipped.", "Prices fell by 4.5% in v1.5.", "Why now?"],
        ),
        ("新しいモデルです。軽量です。", ["新しいモデルです。", "軽量です。"]),
        ("它叫 Qwen3.5。Try it now. 很快。", ["它叫 Qwen3.5。", "Try it now.", "很快。"]),
    ],
)
def test_each_language_ends_its_sentences_in_its_own_way(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. J. Smith of Acme Inc. said e.g. 3.14 is close to pi.",
        "See Fig. 2 and Sec. 4 of Lee et al. (2025) for U.S. figures.",
        "The ruling in Smith v. Jones stands.",
        "No. 5 of the list, arXiv.org, was fetched with Node.js today.",
        "The makers of vLLM, Inc. and xAI met.",
    ],
)
def test_abbreviations_initials_and_names_end_nothing(sentence: str) -> None:
    assert texts(sentence) == [sentence]


def test_a_company_form_ends_a_sentence_before_an_unmistakable_opener() -> None:
    assert texts("They bought Acme Inc. The price is secret.") == ["They bought Acme Inc.", "The price is secret."]


def test_a_brand_in_lower_case_opens_a_sentence() -> None:
    assert texts("The round closed. xAI was first.") == ["The round closed.", "xAI was first."]


def test_quotations_are_kept_whole_with_their_attribution() -> None:
    assert texts("他说：“先发布。再改进。”随后离开。") == ["他说：“先发布。再改进。”", "随后离开。"]
    assert texts("“我们会继续。”他说。会议结束。") == ["“我们会继续。”他说。", "会议结束。"]
    assert texts("“We tried. We failed,” she said. Then it rained.") == [
        "“We tried. We failed,” she said.",
        "Then it rained.",
    ]


def test_an_unclosed_quotation_does_not_swallow_the_paragraph() -> None:
    assert texts("他说：“先发布。再改进。然后休息。") == ["他说：“先发布。", "再改进。", "然后休息。"]


def test_a_quotation_that_a_newline_ends_leaves_its_mark_outside() -> None:
    assert texts("他说：“先发布。\n”流明称供货紧张。") == ["他说：“先发布。", "流明称供货紧张。"]


def test_a_newline_ends_a_sentence_and_marks_stay_outside() -> None:
    sentences = split("# Heading\n\n- first item\n2. second item\n**Bold claim.** Rest of it.")
    assert [s.text for s in sentences] == ["Heading", "first item", "second item", "Bold claim.", "Rest of it."]
    assert [s.paragraph for s in sentences] == [0, 1, 2, 3, 3]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("（1）首先安装驱动。", ["首先安装驱动。"]),
        ("①首先安装驱动。", ["首先安装驱动。"]),
        ("一、首先安装驱动。", ["首先安装驱动。"]),
        ("3、首先安装驱动。", ["首先安装驱动。"]),
        ("(2) Install the driver first.", ["Install the driver first."]),
        ("• Install the driver first.", ["Install the driver first."]),
        ("3.5 GB are enough.", ["3.5 GB are enough."]),
    ],
)
def test_the_number_of_a_list_item_is_left_outside(line: str, expected: list[str]) -> None:
    assert texts(line) == expected


def test_quotations_inside_quotations_are_kept_whole() -> None:
    assert texts("他说：「她讲『先发布。再改进。』这是对的。」众人点头。") == [
        "他说：「她讲『先发布。再改进。』这是对的。」",
        "众人点头。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Revenue rose to $1.5B. in Q2 of the year.",
        "It runs at 3.2 GHz vs. 2.9 GHz before.",
        "Version v2.0.1 needs approx. 4.5 GB of memory.",
        "参数量为 3.5 亿，约合 1.2 GB 显存。",
    ],
)
def test_numbers_units_and_versions_end_nothing(text: str) -> None:
    assert texts(text) == [text]


# Half a second where each place is looked at a few times; many minutes where it is from every other.
@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "piece", ["a", "字", "word ", "Dr. ", "“a. b”", "（", "a. b ", "1.", "J. ", '"x. ', "。”", "* "], ids=repr
)
def test_a_long_text_costs_time_in_proportion_to_its_length(piece: str) -> None:
    split(piece * (300_000 // len(piece)))


def test_a_space_that_the_page_lost_is_made_up_for() -> None:
    assert texts("It beats the baselines.On the other task it loses.") == [
        "It beats the baselines.",
        "On the other task it loses.",
    ]


def test_the_credit_of_the_sentence_before_is_left_outside() -> None:
    assert texts("公司宣布扩产。（界面）另一家公司跟进。") == ["公司宣布扩产。", "另一家公司跟进。"]


@given(st.text(alphabet="ab .A。！？!?\n“”\"'（）()1.5中文…-*#|、Inc", max_size=120))
def test_slices_are_exact_ordered_and_lose_no_letter(text: str) -> None:
    sentences = split(text)
    assert all(text[s.start : s.end] == s.text and s.text.strip() for s in sentences)
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    kept = {i for s in sentences for i in range(s.start, s.end)}
    assert not [i for i, c in enumerate(text) if c in "abA中文Inc" and c != "文" and i not in kept and "（" not in text]
