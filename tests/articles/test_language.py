"""The language of a text, with and without the page's hint."""

import pytest

from digest_pipeline.articles.language import language_of
from tests.articles.conftest import CHINESE, JAPANESE, PARAGRAPHS, RUSSIAN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n".join(PARAGRAPHS), "en"),
        ("\n".join(CHINESE), "zh"),
        ("\n".join(JAPANESE), "ja"),
        ("\n".join(RUSSIAN), "ru"),
        ("微軟宣布推出新的人工智慧助理，支援繁體中文與語音輸入", "zh"),
        ("삼성전자 HBM4 양산 시작", "ko"),
        ("日本経済新聞社説 東京証券取引所", "ja"),
        ("OpenAI 发布 GPT-6：支持 1M context window", "zh"),
        ("How 小米 built its own chip", "en"),
        ("Judge Circuits", "en"),
        ("Universal Quantum Transformer", "en"),
        ("Il governo approva la manovra", "it"),
        ("Warum Mangos und Papayas jetzt teurer sind", "de"),
        ("12:05 — 2026", ""),
        ("", ""),
    ],
)
def test_a_text_is_told_by_its_script_or_its_words(text: str, expected: str) -> None:
    assert language_of(text) == expected


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("東京都知事選", "ja", "ja"),
        ("東京都知事選", "zh-Hant", "zh"),
        ("Hugging Face Transformers v5 发布", "zh-CN", "zh"),
        ("RaPD: Resolution-Agnostic Pixel Diffusion", "en_US", "en"),
        ("Ny teknologi til skolerne", "da-DK", "da"),
        ("\n".join(CHINESE), "en", "zh"),
        ("\n".join(PARAGRAPHS), "zh-CN", "en"),
        ("\n".join(JAPANESE), "en-US", "ja"),
        ("Judge Circuits", "x-default", "en"),
    ],
)
def test_a_hint_decides_short_texts_and_never_contradicts_plain_ones(text: str, declared: str, expected: str) -> None:
    assert language_of(text, declared) == expected
