"""The gold sets as they lie in the folder of real data, each read by a function of its own into `Sample`s.

Nothing is judged here. What a set does not say is left out, and so is what it says wrongly beyond dispute: the few
named exceptions stand beside their loaders with the reason.
"""

import gzip
import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bench.gold.flat import html_text, markdown_text
from bench.gold.sample import Sample

_CANONICAL = re.compile(
    rb"<link\b[^<>]{0,200}\bcanonical\b[^<>]{0,600}>|<link\b[^<>]{0,600}\bcanonical\b", re.IGNORECASE
)
_OPEN_GRAPH = re.compile(rb"<meta\b[^<>]{0,200}\bog:url\b[^<>]{0,600}>", re.IGNORECASE)
_ADDRESS = re.compile(rb"""(?:href|content)\s*=\s*["']?(https?://[^"'\s>]+)""", re.IGNORECASE)
_HEAD_BYTES = 200_000
_BEIJING, _NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")

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

# Dummy text in Latin that its page calls English.
_NOT_ENGLISH = frozenset({"data-url-image", "hidden-nodes"})

# The language of the country; publishers who write in another one, and countries with several, by name.
_ZONES = {
    zone: ZoneInfo(place)
    for place, zones in {
        "Europe/Berlin": "de at ch fr it es nl be se no dk pl cz",
        "Europe/London": "uk",
        "Asia/Tokyo": "jp kr",
        "Asia/Shanghai": "cn",
        "Asia/Dubai": "ae",
        "Asia/Kolkata": "in",
        "Australia/Sydney": "au",
    }.items()
    for zone in zones.split()
}
"""By the end of the host name."""

# What some golds leave of the site's name in a title, which is to go. Only what the page itself, or its address, calls
# the site is named here: sections, authors and other wordings of the title stay misses.
_SITE_IN_TITLE = {
    "mozilla-readability/breitbart": " - Breitbart",
    "mozilla-readability/ebb-org": " - Bradley M. Kuhn ( Brad ) ( bkuhn )",
    "mozilla-readability/iab-1": " | IAB",
    "mozilla-readability/keep-tabular-data": " | Factorio",
    "mozilla-readability/mercurial": " — evolve extension for Mercurial",
    "mozilla-readability/pixnet": " @ 史蒂文的家_藍天 :: 痞客邦 PIXNET ::",
    "mozilla-readability/wikipedia": " - Wikipedia",
    "mozilla-readability/yahoo-4": " - Yahoo!ニュース",
    "defuddle/general--lesswrong.com-s-N7nDePaNabJdnbXeE-p-vJFdjigzmcXMhNTsx": " — LessWrong",
    "defuddle/general--obsidian-publish-cjk": " - Obsidian 中文帮助",
    "defuddle/general--scp-wiki.wikidot.com-scp-9935": " - SCP Foundation",
    "newspaper4k/japanese_article": " ：日本経済新聞",
}

# Days that are not of publication: htmldate's are the page's own `dateModified` beside another `datePublished`, and of
# KlasseGegenKlasse day and month are exchanged (its pictures are of the earlier one).
_WRONG_DAYS = frozenset(
    {
        "fundus/de/KlasseGegenKlasse",
        "htmldate/https://www.channelpartner.de/a/sieben-berufe-die-zukunft-haben,3050673",
        "htmldate/http://columbus-entdeckt.de/ski-fahren-auf-den-spuren-des-trolls/",
        "htmldate/https://angelmagazin.de/fische-schmerzen/",
        "htmldate/https://hellogiggles.com/beauty/dead-skin-cells-build-up/",
        "htmldate/https://www.rtl.de/cms/bericht-bund-und-laender-wollen-lockdown-verlaengern-um-weitere-vier-wochen-4723862.html",
    }
)

_FUNDUS_COUNTRY = {
    "at": "de", "cn": "zh", "de": "de", "dk": "da", "es": "es", "fr": "fr", "id": "id", "isl": "is", "it": "it",
    "jp": "ja", "kr": "ko", "lt": "lt", "ls": "en", "mx": "en", "my": "en", "no": "no", "pl": "pl", "pt": "en",
    "se": "sv", "tr": "tr", "uk": "en", "us": "en",
}  # fmt: skip
_FUNDUS_PUBLISHER = {
    "be/Nieuwsblad": "nl", "be/PoliticoEu": "en", "ca/CanadaCom": "en", "ca/FinancialPost": "en",
    "ch/TagesAnzeiger": "de", "ch/ZwanzigMinuten": "de", "es/MallorcaMagazin": "de", "es/MallorcaZeitung": "de",
    "il/IsraelNachrichten": "de", "jp/TheJapanNews": "en", "lb/LBCGroup": "ar", "lu/LuxemburgerWort": "de",
    "lu/Tageblatt": "de", "py/Wochenblatt": "de", "tz/HabariLeo": "sw", "ua/Pravda": "ru", "za/EyethuNews": "zu",
    "za/Isolezwe": "zu", "za/TheCitizen": "en", "za/TimesLive": "en",
}  # fmt: skip


def sets(data: Path) -> dict[str, list[Sample]]:
    """Return every set under `data` (the folder of real data), in the order of `SETS`.

    Raises:
        FileNotFoundError: a set is not there.
    """
    return {name: load(name, data) for name in SETS}


def load(name: str, data: Path) -> list[Sample]:
    """Return the pages of one set of `SETS`, in the set's own order.

    Raises:
        FileNotFoundError: the set is not under `data`.
    """
    return list(read(name, data))


def read(name: str, data: Path) -> Iterator[Sample]:
    """Yield the pages of one set, each read from its file when its turn comes; raises what `load` does."""
    return map(_corrected, SETS[name](data))


def _scrapinghub(data: Path) -> Iterator[Sample]:
    folder = data / "html/scrapinghub-aeb"
    for name, gold in _json(folder / "gold.json").items():
        yield Sample(
            set="scrapinghub-aeb",
            name=name,
            url=gold["url"],
            body=_body(folder / gold["html"]),
            text=gold["articleBody"],
        )


def _chinese(data: Path) -> Iterator[Sample]:
    folder = data / "html/chinese-handcrafted"
    for name, gold in _json(folder / "gold.json").items():
        body = _body(folder / gold["html"])
        yield Sample(
            set="chinese-handcrafted",
            name=name,
            url=_own_address(body),
            body=body,
            text=gold["content"],
            published=_chinese_day(gold["date"]),
            zone=_BEIJING,
            language="zh",
        )


def _magic_html(data: Path) -> Iterator[Sample]:
    folder = data / "html/magic-html-article"
    for name, gold in _json(folder / "gold.json.gz").items():
        if not gold["content"]:
            continue  # one page, of a list of articles: it has none
        yield Sample(
            set="magic-html-article",
            name=name,
            url=gold["url"],
            body=_body(folder / gold["html"]),
            text=gold["content"],
            language="zh" if gold["lang"] == "zh" and name not in _NOT_CHINESE else None,
        )


def _trafilatura(data: Path) -> Iterator[Sample]:
    folder = data / "html/trafilatura-eval"
    for name, gold in _json(folder / "gold.json.gz").items():
        yield Sample(
            set="trafilatura-eval",
            name=name,
            url=gold["url"],
            body=_body(folder / gold["html"]),
            with_=tuple(gold["with"]),
            without=tuple(gold["without"]),
        )


def _fundus(data: Path) -> Iterator[Sample]:
    folder = data / "html/fundus"
    for path in sorted(folder.glob("*/*.json")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        gold = list(_json(path).values())[-1]
        (page,) = path.parent.glob(f"{path.stem}_[0-9]*.html.gz")
        body = _body(page)
        parts = gold["body"]["summary"] + [
            line for section in gold["body"]["sections"] for line in section["headline"] + section["paragraphs"]
        ]
        yield Sample(
            set="fundus",
            name=name,
            url=_own_address(body),
            body=body,
            text="\n\n".join(parts),
            title=gold.get("title") or None,
            authors=tuple(gold.get("authors", ())),
            published=_when(gold["publishing_date"]),
            language=_FUNDUS_PUBLISHER.get(name) or _FUNDUS_COUNTRY[path.parent.name],
        )


def _mozilla(data: Path) -> Iterator[Sample]:
    for folder in sorted((data / "html/mozilla-readability").iterdir()):
        gold = _json(folder / "expected-metadata.json")
        body = _body(folder / "source.html.gz")
        yield Sample(
            set="mozilla-readability",
            name=folder.name,
            url=_own_address(body) or "http://fakehost/test/page.html",  # the address its own tests give every page
            body=body,
            text=html_text(_body(folder / "expected.html.gz").decode()),
            title=gold.get("title") or None,
            authors=(gold["byline"],) if gold.get("byline") else (),
            published=_when(gold.get("publishedTime")),
            language=(gold.get("lang") or "")[:2] or None if folder.name not in _NOT_ENGLISH else None,
        )


def _defuddle(data: Path) -> Iterator[Sample]:
    folder = data / "html/defuddle"
    for path in sorted((folder / "expected").glob("*.md")):
        _, metadata, markdown = path.read_text("utf-8").split("```", 2)
        gold = json.loads(metadata.removeprefix("json"))
        body = _body(folder / "html" / f"{path.stem}.html.gz")
        told = re.match(rb'\s*<!--\s*\{"url":\s*"([^"]+)"', body)
        yield Sample(
            set="defuddle",
            name=path.stem,
            url=told[1].decode() if told else _own_address(body),
            body=body,
            text=markdown_text(markdown),
            title=gold.get("title") or None,
            authors=(gold["author"],) if gold.get("author") else (),
            published=_when(gold.get("published")),
        )


def _newspaper4k(data: Path) -> Iterator[Sample]:
    folder = data / "html/newspaper4k"
    for path in sorted((folder / "html").glob("*.html.gz")):
        name = path.name.removesuffix(".html.gz")
        text, metadata = folder / "txt" / f"{name}.txt", folder / "metadata" / f"{name}.json"
        gold = _json(metadata) if metadata.exists() else {}
        body = _body(path)
        yield Sample(
            set="newspaper4k",
            name=name,
            url=gold.get("url") or _own_address(body),
            body=body,
            text=(text.read_text("utf-8").strip() or None) if text.exists() else None,
            title=gold.get("title") or None,
            authors=tuple(gold.get("authors", ())),
            published=_when(gold.get("publish_date")),
            language=gold.get("language"),
        )


def _gne(data: Path) -> Iterator[Sample]:
    for path in sorted((data / "html/gne-chinese/html").glob("*.html.gz")):
        name, body = path.name.removesuffix(".html.gz"), _body(path)
        yield Sample(
            set="gne-chinese", name=name, url=_own_address(body), body=body, language="zh", kind=name.partition("__")[0]
        )


def _wechat(data: Path) -> Iterator[Sample]:
    folder = data / "html/wechat-exporter"
    for name, gold in _json(folder / "gold.json").items():
        yield Sample(
            set="wechat-exporter",
            name=name,
            url=f"https://mp.weixin.qq.com/s/{name}",
            body=_body(folder / gold["html"]),
            kind=gold["page_kind"],
        )


def _postlight(data: Path) -> Iterator[Sample]:
    # Its first words of the content are left out: of a page in four they are a photograph's caption or credit.
    folder = data / "html/postlight-parser"
    for name, gold in _json(folder / "gold.json").items():
        body = _body(folder / gold["html"])
        yield Sample(
            set="postlight-parser",
            name=name,
            url=gold["url"] or _own_address(body),
            body=body,
            title=gold.get("title") or None,
            authors=(gold["author"],) if gold.get("author") else (),
            published=_when(gold.get("date_published")),
            zone=_zone(f"//{name.partition('--')[0]}", elsewhere=_NEW_YORK),  # the other publishers are American
        )


def _htmldate(data: Path) -> Iterator[Sample]:
    places = {"1_html_gold/dev": data / "html", "6_dates/dev": data / "dates"}
    for url, gold in _json(data / "dates/htmldate/gold.json").items():
        place = next(place for place in places if gold["html"].startswith(place))
        yield Sample(
            set="htmldate",
            name=url,
            url=url,
            body=_body(places[place] / gold["html"].removeprefix(f"{place}/")),
            published=_when(gold["date"]),
            zone=_zone(url),
        )


SETS: dict[str, Callable[[Path], Iterator[Sample]]] = {
    "scrapinghub-aeb": _scrapinghub,
    "chinese-handcrafted": _chinese,
    "magic-html-article": _magic_html,
    "trafilatura-eval": _trafilatura,
    "fundus": _fundus,
    "mozilla-readability": _mozilla,
    "defuddle": _defuddle,
    "newspaper4k": _newspaper4k,
    "gne-chinese": _gne,
    "wechat-exporter": _wechat,
    "postlight-parser": _postlight,
    "htmldate": _htmldate,
}


def _when(written: str | None) -> date | datetime | None:
    """Return a moment where `written` names one with its zone, else its day; midnight is a day without a time."""
    if not written:
        return None
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo and moment.time() != time() else moment.date()


def _own_address(body: bytes) -> str:
    """Return the canonical address that a page gives itself, or nothing."""
    for pattern in (_CANONICAL, _OPEN_GRAPH):
        for element in pattern.findall(body[:_HEAD_BYTES]):
            if found := _ADDRESS.search(element):
                return html.unescape(found[1].decode("utf-8", "replace"))
    return ""


def _corrected(sample: Sample) -> Sample:
    """Return the sample without what its set says wrongly."""
    place = f"{sample.set}/{sample.name}"
    title = sample.title.removesuffix(_SITE_IN_TITLE.get(place, "")) if sample.title else None
    return replace(sample, title=title, published=None if place in _WRONG_DAYS else sample.published)


def _zone(url: str, elsewhere: tzinfo = UTC) -> tzinfo:
    """Return the zone of the country whose name the host ends with."""
    return _ZONES.get((urlsplit(url).hostname or "").rpartition(".")[2], elsewhere)


def _chinese_day(written: str) -> date | datetime | None:
    """Return the day the people who made the set wrote down, or None where they wrote none or only a month."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d\d)(?::\d\d)?)?", written)
    if not match:
        return None
    year, month, day, hour, minute = (int(part) if part else -1 for part in match.groups())
    return date(year, month, day) if hour < 0 else datetime(year, month, day, hour, minute, tzinfo=_BEIJING)


def _body(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def _json(path: Path) -> Any:
    content = path.read_bytes()
    return json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
