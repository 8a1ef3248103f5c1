"""Bytes to text: declared, undeclared and falsely declared charsets."""

import codecs

import pytest

from digest_pipeline.articles.charset import decode
from tests.articles.conftest import CHINESE, JAPANESE, RUSSIAN, article_html

FRENCH = (
    "La société a présenté « Rivière », un modèle très économe ; les chercheurs en étaient étonnés, même à Orléans.",
)


@pytest.mark.parametrize(
    ("paragraphs", "encoding"),
    [
        (CHINESE, "gbk"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-8"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (FRENCH, "cp1252"),
    ],
)
def test_text_without_any_declaration_is_recognised(paragraphs: tuple[str, ...], encoding: str) -> None:
    html = article_html(paragraphs)
    assert decode(html.encode(encoding), "text/html") == html


@pytest.mark.parametrize("declared", ["gb2312", "gbk"])
def test_gb2312_is_read_as_the_gb18030_that_pages_mean(declared: str) -> None:
    html = article_html(("朱镕基与堃、㙍同在一页。" * 5,))
    assert decode(html.encode("gb18030"), f"text/html; charset={declared}") == html


def test_latin_1_is_read_as_windows_1252() -> None:
    assert decode("“quoted” – 5 €".encode("cp1252"), "text/html; charset=iso-8859-1") == "“quoted” – 5 €"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF8, "utf-8")],
)
def test_a_byte_order_mark_beats_every_declaration(mark: bytes, encoding: str) -> None:
    html = article_html(CHINESE)
    assert decode(mark + html.encode(encoding), "text/html; charset=iso-8859-1") == html


@pytest.mark.parametrize(
    ("paragraphs", "real", "declared"),
    [
        (CHINESE, "gb18030", "utf-8"),
        (CHINESE, "gb18030", "iso-8859-1"),
        (CHINESE, "utf-8", "gbk"),
        (CHINESE, "utf-8", "iso-8859-1"),
        (JAPANESE, "shift_jis", "utf-8"),
        (RUSSIAN, "cp1251", "utf-8"),
    ],
)
def test_a_header_that_plainly_lies_is_not_believed(paragraphs: tuple[str, ...], real: str, declared: str) -> None:
    html = article_html(paragraphs)
    assert decode(html.encode(real), f"text/html; charset={declared}") == html


def test_one_damaged_byte_does_not_change_the_charset() -> None:
    body = article_html(CHINESE).encode() + b"\xff"
    assert decode(body, "text/html; charset=utf-8") == article_html(CHINESE) + "\ufffd"


def test_what_cannot_be_stored_is_removed() -> None:
    assert decode(b"a\x00b", "text/html; charset=utf-8") == "ab"
    assert decode(b"", "") == ""
