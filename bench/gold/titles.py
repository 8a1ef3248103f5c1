"""When two titles are the same: as they stand, and to a reader who does not mind the name of the site.

As they stand means but for case and spaces. To a reader entities are what they name, quotation marks, dashes and dots
of any kind are one, what nobody sees is not there, and beside a full-width character a space makes no difference. From
both titles the name of the site is cut, at either end where a separator parts it from the rest: only what the page's
address and its meta elements call the site. A section, an author or another wording stays a difference.
"""

import re
from html import unescape
from urllib.parse import urlsplit

from bench.gold.sample import Sample
from digest_pipeline.articles.charset import decode
from digest_pipeline.articles.text import one_line
from digest_pipeline.articles.tree import parse

_NAMING = ("og:site_name", "application-name", "apple-mobile-web-app-title", "al:ios:app_name", "twitter:site")
_NAMES = "//meta[@property = $name or @name = $name]/@content"
_SEPARATOR = re.compile(r"\s+[-–—|·•:@/»«]+\s+|\s*(?:[|｜：»—]|--|::)+\s*")
_NO_LETTER = re.compile(r"[\W_]+")
_SHORTEST_LABEL = 3
_MARKS = str.maketrans(
    dict.fromkeys("‘’‚‛`´′", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "..."}
)
_WIDE = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_BLANK_BESIDE_WIDE = re.compile(rf"(?<=[{_WIDE}])\s+|\s+(?=[{_WIDE}])")


def title_right(found: str, gold: str) -> bool:
    """Say whether two titles are the same as they stand."""
    return _spaced(found) == _spaced(gold)


def title_reads_right(found: str, sample: Sample) -> bool:
    """Say whether a reader would call `found` the gold's title, the name of the site left aside in both."""
    names = site_names(sample)
    return _read(without_site(found, names)) == _read(without_site(sample.title or "", names))


def site_names(sample: Sample) -> frozenset[str]:
    """Return the letters and digits of what the page's address and meta elements call its site."""
    host = (urlsplit(sample.url).hostname or "").removeprefix("www.")
    names = [host, *(label for label in host.split(".")[:-1] if len(label) >= _SHORTEST_LABEL)]
    tree = parse(decode(sample.body, sample.content_type))
    if tree is not None:
        names += (name.removeprefix("@") for naming in _NAMING for name in tree.xpath(_NAMES, name=naming))
    return frozenset(key for name in names if (key := _key(name)))


def without_site(title: str, names: frozenset[str]) -> str:
    """Return `title` without the `names` of its site at the ends; a title that is nothing else stays."""
    for part in _SEPARATOR.finditer(title):
        head, tail = title[: part.start()], title[part.end() :]
        if _key(head) and _key(tail) in names:
            return without_site(head, names)
        if _key(tail) and _key(head) in names:
            return without_site(tail, names)
    return title


def _key(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


def _spaced(title: str) -> str:
    return " ".join(title.casefold().split())


def _read(title: str) -> str:
    return _BLANK_BESIDE_WIDE.sub("", one_line(unescape(title))).translate(_MARKS).casefold().strip()
