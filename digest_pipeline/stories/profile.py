"""What an article is compared by: its words weighed by their rarity, its names, numbers and links.

A profile depends on its article alone, so it is made once, and two articles are alike or not whatever else the day
brought.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import log, sqrt

from digest_pipeline.articles.links import kind_of
from digest_pipeline.model import Article
from digest_pipeline.quantities import numbers
from digest_pipeline.stories.background import rarity
from digest_pipeline.stories.origins import WORKS
from digest_pipeline.stories.translation import Meanings, translated
from digest_pipeline.stories.words import codes, dates, folded, is_eastern, latin, names, quoted, terms, versions_of

Weights = dict[str, float]

# The event stands in the title and the first paragraphs; what follows is background that many stories share.
_HEAD_CHARACTERS = 2_000
_LEAD_CHARACTERS = 300
_TITLE_CHARACTERS = 300
_TITLE_WEIGHT = 3
_LONGEST_SPEAKER = 24
# A text with so much of its characters in Chinese or Japanese is compared with English ones by what its words mean.
_EASTERN_SHARE = 0.2
_LINKED_WORKS = WORKS | {"post", "video", "demo"}
_YEAR = re.compile(r"(?<![\d.])(?:199\d|20[0-3]\d)(?!\d)")
_FIRST_YEAR, _LAST_YEAR = 1990, 2039
_NO_LETTER = re.compile(r"\W")


@dataclass(frozen=True, slots=True)
class Profile:
    """One article as it is compared.

    `title`, `head` and `lead` weigh the terms of the title, of the beginning and of the first sentences, as vectors of
    length 1; `rare` those of the title by their rarity alone. `names` are those of title and beginning, `led` those of
    title and first sentences, `main` those named more than once, each with its rarity. `meanings` are the words of a
    Chinese title, `all_meanings` those of the beginning, each with its rarity and what it may mean in English.
    `figures` are numbers that hardly stand in two texts by chance, `codes` names such as H200, `quoted` names in
    quotation marks, `squeezed` is the beginning without anything between its letters. `work` is the article's address
    where it is a paper, repository, model or dataset itself, `works` are the addresses of such things, posts and videos
    that it links to.
    """

    id: str
    eastern: bool
    title: Weights
    head: Weights
    lead: Weights
    rare: Weights
    names: Weights
    led: Weights
    main: Weights
    meanings: tuple[tuple[float, Meanings], ...]
    all_meanings: tuple[tuple[float, Meanings], ...]
    versions: dict[str, frozenset[str]]
    figures: frozenset[Decimal]
    title_figures: frozenset[Decimal]
    dates: frozenset[str]
    years: frozenset[str]
    codes: frozenset[str]
    all_codes: frozenset[str]
    quoted: frozenset[str]
    squeezed: str
    speaker: str
    addresses: frozenset[str]
    links: frozenset[str]
    work: str
    works: frozenset[str]
    source: str
    published_at: datetime


def profile_of(article: Article) -> Profile:
    """Return the profile of an article; of its text no more than the first 2,000 characters are read."""
    title = article.title[:_TITLE_CHARACTERS]
    body = article.text[:_HEAD_CHARACTERS].removeprefix(title)
    lead, whole = f"{title}\n{body[:_LEAD_CHARACTERS]}", f"{title}\n{body}"
    in_title = Counter(terms(title))
    in_head = Counter(terms(body))
    for term, count in in_title.items():
        in_head[term] += _TITLE_WEIGHT * count
    named = names(whole)
    title_words = latin(title)
    eastern = is_eastern(whole, _EASTERN_SHARE)
    addresses = {article.url, article.canonical_url} - {""}
    links = {link.url for link in article.links} - addresses
    return Profile(
        id=article.id,
        eastern=eastern,
        title=_unit(in_title),
        head=_unit(in_head),
        lead=_unit(Counter(terms(lead))),
        rare=_weighed(in_title),
        names=_weighed(named),
        # A title in title case does not tell its names; the text does.
        led=_weighed((names(lead).keys() & named.keys()) | (named.keys() & title_words)),
        main=_weighed(name for name, count in named.items() if count + (name in title_words) > 1),
        meanings=tuple(_meanings(title)) if eastern else (),
        all_meanings=tuple(_meanings(whole)) if eastern else (),
        versions=versions_of(lead),
        figures=frozenset(_figures(whole)),
        title_figures=frozenset(_figures(title)),
        dates=frozenset(dates(whole)),
        years=frozenset(_YEAR.findall(whole)),
        codes=frozenset(codes(title)),
        all_codes=frozenset(codes(whole)),
        quoted=frozenset(quoted(title)),
        squeezed=_NO_LETTER.sub("", folded(whole)),
        speaker=_speaker(title),
        addresses=frozenset(addresses),
        links=frozenset(links),
        work=article.url if kind_of(article.url) in WORKS else "",
        works=frozenset(url for url in links if kind_of(url) in _LINKED_WORKS),
        source=article.source_id,
        published_at=article.published_at,
    )


def _unit(counts: Counter[str]) -> Weights:
    weights = {term: (1 + log(count)) * rarity(term) for term, count in counts.items()}
    length = sqrt(sum(weight * weight for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items()} if length else {}


def _weighed(found: Iterable[str]) -> Weights:
    return {term: rarity(term) for term in sorted(found)}


def _meanings(text: str) -> Iterator[tuple[float, Meanings]]:
    for word, stems in dict(translated(text)).items():
        yield rarity(word), stems


def _figures(text: str) -> Iterator[Decimal]:
    """Yield the numbers of two digits and more that are no years."""
    for number in numbers(text):
        value = number.value
        if (
            isinstance(value, Decimal)
            and len(value.normalize().as_tuple().digits) > 1
            and not _FIRST_YEAR <= value <= _LAST_YEAR
        ):
            yield value


def _speaker(title: str) -> str:
    """Return whom a title names before its colon, as in "Ministry of finance: ..."; else nothing."""
    before, colon, _ = title.replace("：", ":").partition(":")
    return folded(before).strip() if colon and len(before) <= _LONGEST_SPEAKER else ""
