"""The sets made to measure the extraction of texts: scrapinghub-aeb, magic-html-article and trafilatura-eval."""

from collections.abc import Iterator
from pathlib import Path

from bench.gold.loaders.reading import body_of, json_of
from bench.gold.sample import Sample

# The Japanese pages of magic-html-article that it calls Chinese (kana are a fifth and more of their characters).
_NOT_CHINESE = frozenset(
    {
        "452b8128babdcbc570f7b2a9e1f0c33fdafaf93f6bf07a3ed60b7aa3c2dd79cb",  # jp.theorychina.org.cn
        "e95f478204362affdd3b41ed598d95ff5a08596cf79048371e4a053c387784b2",  # news.livedoor.com
        "ae46e665b2bac91e8c575eabf6a9dc4f2fd33f470f0185c25dea8ddd826c976f",  # magazine.tabelog.com
        "f01449a294a0ef14d81ddaa7f7fc9a445054d0c2be1d18ff2c1ad19e05f6cacf",  # magazine.tabelog.com
        "0293c0b3ec71d0c7897d31e82ba46d9bf3bb505d1b5850a41052bbd974051b00",  # ameblo.jp
    }
)


def scrapinghub(data: Path) -> Iterator[Sample]:
    """Yield English pages with their whole texts."""
    folder = data / "html/scrapinghub-aeb"
    for name, gold in json_of(folder / "gold.json").items():
        yield Sample(
            set="scrapinghub-aeb",
            name=name,
            url=gold["url"],
            body=body_of(folder / gold["html"]),
            text=gold["articleBody"],
        )


def magic_html(data: Path) -> Iterator[Sample]:
    """Yield Chinese and other pages with their whole texts, and the language of the Chinese ones."""
    folder = data / "html/magic-html-article"
    for name, gold in json_of(folder / "gold.json.gz").items():
        if not gold["content"]:
            continue  # one page, of a list of articles: it has none
        yield Sample(
            set="magic-html-article",
            name=name,
            url=gold["url"],
            body=body_of(folder / gold["html"]),
            text=gold["content"],
            language="zh" if gold["lang"] == "zh" and name not in _NOT_CHINESE else None,
        )


def trafilatura(data: Path) -> Iterator[Sample]:
    """Yield pages with segments that must and must not be in the text."""
    folder = data / "html/trafilatura-eval"
    for name, gold in json_of(folder / "gold.json.gz").items():
        yield Sample(
            set="trafilatura-eval",
            name=name,
            url=gold["url"],
            body=body_of(folder / gold["html"]),
            with_=tuple(gold["with"]),
            without=tuple(gold["without"]),
        )
