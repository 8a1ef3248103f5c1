"""The title of an article, chosen among all that a page calls it, without the name of the site.

A title element, OpenGraph, JSON-LD and the headings often differ: search engines get one wording, readers another. A
catalogue's wording is taken first, then the share card's, then the one most others agree on; the headings decide how
much of a title element is the site's.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest_pipeline.articles.metadata.wording import folded, plain
from digest_pipeline.urls import host_of

# What each source's voice counts, found on pages with known titles. Catalogue tags name the work itself, a share card
# is worded to be read away from its page: each of these outvotes the rest. The heading is what readers see; the title
# element is written for search engines.
_VOICES = {
    "citation_title": 12.0,
    "dc.title": 12.0,
    "dc:title": 12.0,
    "dcterms.title": 12.0,
    "og:title": 8.0,
    "parsely-title": 1.0,
    "sailthru.title": 1.0,
    "itemprop:headline": 1.0,
    "headline": 1.0,
    "twitter:title": 0.6,
}
_HEADING = 3.0
_HEADLINE = 2.5
_TITLE = 1.6
# A card that shares no word with the rest is the site's, on all its pages the same, or a magazine's play on words.
_FOREIGN_CARD = 0.6
# A card that was cut short is no better than any other wording.
_CUT_CARD = 2.5
_CUT = ("…", "...")
# A heading that shares less than this with every other wording is a section's; alone it counts less than the title.
_LEAST_AGREEMENT = 0.25
_LONELY_HEADING = 1.5
_WIDER_HEADING = 1.0
# A wording within another speaks for it too.
_PART = 0.5

# Between a title and a site's name stands " - ", " | ", "｜", "_", "--"; in Chinese and Japanese also a bare hyphen.
_SEPARATOR = re.compile(
    r"\s*[|｜_丨ㅣ]+\s*|\s+[-–—·•~/:@»›«‹<>✩★⋆*⁄]{1,3}\s+|\s*-{2,3}\s*|\s*::\s*|:\s+|\s*[-–—:：](?=[^-–—:：]*$)"
)
# What stands behind these is no part of a sentence.
_STRONG = re.compile(r"\s*[|｜_丨ㅣ»›]+\s*|\s*-{2,3}\s*|\s*::\s*")
_WEAK = re.compile(r"\s+[-–—]\s+")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\W_]{3,}")
# "Harbour.com" is called Harbour too.
_HOST_NAME = re.compile(r"^([\w-]{3,})\.[a-z]{2,6}$", re.IGNORECASE)
_YEAR_NOTE = re.compile(r"\s*[(（](?:\w{1,20} ){0,2}(?:19|20)\d\d[)）]$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NOISE = re.compile(r"[\s¶#§]+$")
# So many words are a name or a section where nothing else is known, if at least so many stand before them.
_NAME_WORDS, _NAME_CHARACTERS = 3, 40
_WORDS_BEFORE_STRONG, _WORDS_BEFORE_WEAK = 2, 4
_SHORTEST_ANCHOR = 8
_LONGEST_EXTENSION = 12
_SHORTEST_TITLE = 4
_SHORTEST_EXTENDED = 4
_LONGEST_TITLE = 400
_MOST_SEPARATORS = 20
_QUOTES = str.maketrans(dict.fromkeys("‘’‚‛`´", "'") | dict.fromkeys("“”„‟«»", '"'))
# Labels of a host that name no site: second-level domains and usual subdomains.
_NO_NAME = frozenset({"www", "m", "amp", "blog", "blogs", "news", "com", "co", "org", "net", "gov", "edu", "ac"})


@dataclass(frozen=True, slots=True)
class Wordings:
    """All that a page calls its article: meta elements by lower-case name, JSON-LD, the title element, h1 elements."""

    meta: tuple[tuple[str, str], ...] = ()
    headlines: tuple[str, ...] = ()
    title: str = ""
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Voice:
    text: str
    weight: float

    @property
    def key(self) -> str:
        return folded(self.text)


def title_wordings(
    meta: Mapping[str, Sequence[str]], headlines: Iterable[str], title: str, headings: Iterable[str]
) -> Wordings:
    """Return the wordings of a page whose meta elements have the values `meta`."""
    return Wordings(
        meta=tuple((name, plain(meta[name][0])[:_LONGEST_TITLE]) for name in _VOICES if meta.get(name)),
        headlines=tuple(text[:_LONGEST_TITLE] for text in headlines),
        title=_NOISE.sub("", title[:_LONGEST_TITLE]),
        headings=tuple(_NOISE.sub("", text) for text in headings if len(text) <= _LONGEST_TITLE and folded(text)),
    )


def best_title(page: Wordings, site_names: Iterable[str]) -> str:
    """Return the title of an article on one line, empty where the page names none; `site_names` may be guesses."""
    names = _names(site_names, page)
    headings = [text for text in page.headings if folded(text) not in names]
    known = _Known(names, frozenset(map(folded, headings)), _parts(page) - names)
    voices = list(_from_meta(page, known, headings))
    voices.extend(_from_headlines(page, known))
    voices = [voice for voice in voices if voice.key and voice.key not in names]
    if title := known.without_site(page.title):
        voices.append(_Voice(title if voices else _guessed(title), _TITLE))
    voices.extend(_from_headings(headings, voices, is_title_alone=len(voices) == 1))
    return _elected([voice for voice in voices if voice.key and voice.key not in names], headings) or page.title


def names_of_host(url: str) -> tuple[str, ...]:
    """Return the host of `url` and those of its labels that may be a site's name."""
    host = host_of(url)
    return (host, *(label for label in host.split(".")[:-1] if label not in _NO_NAME))


@dataclass(frozen=True, slots=True)
class _Known:
    """What may be cut off a wording (`names` of the site) and what may not (`headings` and `parts`, all folded)."""

    names: frozenset[str]
    headings: frozenset[str]
    parts: frozenset[str]

    def without_site(self, text: str) -> str:
        """Return `text` without what stands around a known title, or behind or before a separator as a site's name."""
        kept, was_named = text, False
        while kept and folded(kept) not in self.headings:
            shorter = self._shortened(kept)
            if shorter == kept:
                break
            kept, was_named = shorter, True
        return _without_sections(kept) if was_named and folded(kept) not in self.headings | self.parts else kept

    def _shortened(self, text: str) -> str:
        cuts = _cuts(text)
        titles = [side for cut in cuts for side in self._titles_beside(cut)]
        if titles:
            return max(titles, key=lambda side: len(folded(side)))
        for cut in cuts:
            if self._is_name(cut.tail_key) and cut.head_key not in self.names:
                return cut.head
            if cut.head_key in self.names:
                return cut.tail
        return text

    def _titles_beside(self, cut: "_Cut") -> Iterator[str]:
        is_head, is_tail = self._is_title(cut.head_key), self._is_title(cut.tail_key)
        if is_head and not is_tail:
            yield cut.head
        # "Kenya: ..." is a title's own beginning.
        if is_tail and not is_head and not cut.separator.startswith(":"):
            yield cut.tail

    def _is_title(self, key: str) -> bool:
        return key in self.headings or key in self.parts

    def _is_name(self, key: str) -> bool:
        # "Quartz Africa", "AOL News": a name with one word more.
        return key in self.names or any(
            len(name) >= _SHORTEST_EXTENDED and key.startswith(name) and len(key) <= len(name) + _LONGEST_EXTENSION
            for name in self.names
        )


@dataclass(frozen=True, slots=True)
class _Cut:
    """A separator in a wording, and what stands before and behind it, as it stands and folded."""

    separator: str
    head: str
    head_key: str
    tail: str
    tail_key: str


def _cuts(text: str) -> list[_Cut]:
    """Return the cuts of `text` that leave words on both sides; none where there are more than a title has."""
    matches = list(_SEPARATOR.finditer(text))
    if len(matches) > _MOST_SEPARATORS:
        return []
    sides = ((match[0], text[: match.start()].strip(), text[match.end() :].strip()) for match in matches)
    cuts = (_Cut(separator, head, folded(head), tail, folded(tail)) for separator, head, tail in sides)
    return [cut for cut in cuts if cut.head_key and cut.tail_key]


def _names(site_names: Iterable[str], page: Wordings) -> frozenset[str]:
    """Return the folded names of the site: those given, and headings that stand beside the title in its element."""
    whole = folded(page.title)
    elsewhere = {folded(text) for text in (*(text for _, text in page.meta), *page.headlines)}
    named = [part for name in site_names for part in (name, *_HOST_NAME.findall(name))]
    given = {
        key
        for name in named
        if (key := folded(name)) and not (key in whole and len(whole) - len(key) < _SHORTEST_TITLE)
    }
    beside = set()
    for match in _SEPARATOR.finditer(page.title):
        head, tail = folded(page.title[: match.start()]), folded(page.title[match.end() :])
        beside |= {tail} if len(tail) < len(head) else {head} if tail in elsewhere else set()
    return frozenset(given | ({folded(heading) for heading in page.headings} & beside - elsewhere))


def _parts(page: Wordings) -> frozenset[str]:
    """Return the folded wordings that stand within another one: these are whole titles."""
    keys = {folded(text) for text in (*(text for _, text in page.meta), *page.headlines, page.title)}
    return frozenset(
        key for key in keys if len(key) >= _SHORTEST_ANCHOR and any(key != other and key in other for other in keys)
    )


def _from_meta(page: Wordings, known: _Known, headings: Sequence[str]) -> Iterator[_Voice]:
    said = {word for text in (page.title, *page.headlines, *page.headings) for word in _words(text)}
    for name, text in page.meta:
        own = _without_year(known.without_site(text), headings)
        weight, words = _VOICES[name], _words(own)
        if said and words and said.isdisjoint(words):
            weight = min(weight, _FOREIGN_CARD)
        elif own.endswith(_CUT):
            weight = min(weight, _CUT_CARD)
        yield _Voice(own, weight)


def _without_year(text: str, headings: Iterable[str]) -> str:
    """Return `text` as a heading says it, where it only adds a year in brackets: "(Published 2016)"."""
    rest = _YEAR_NOTE.sub("", text)
    return rest if rest != text and folded(rest) in map(folded, headings) else text


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _from_headlines(page: Wordings, known: _Known) -> Iterator[_Voice]:
    texts = [text for headline in page.headlines if (text := known.without_site(headline))]
    whole = folded(page.title)
    # A headline may be a subtitle where the name is the title, and the other way round.
    in_heading = (text for text in texts if folded(text) in known.headings)
    in_title = (text for text in texts if folded(text) in whole)
    if chosen := next(in_heading, next(in_title, next(iter(texts), ""))):
        yield _Voice(chosen, _HEADLINE)


def _from_headings(headings: Sequence[str], voices: Sequence[_Voice], *, is_title_alone: bool) -> Iterator[_Voice]:
    """Yield the heading that agrees best with what the page says elsewhere, else the only one there is."""
    if not headings:
        return
    keys = {voice.key for voice in voices}
    agreement, _, text = max((_agreement(folded(text), keys), -place, text) for place, text in enumerate(headings))
    key = folded(text)
    if agreement >= _LEAST_AGREEMENT:
        # What a page's title says beyond its heading, or lacks of it, was meant so.
        if is_title_alone and key not in keys:
            yield _Voice(text, _WIDER_HEADING)
        else:
            yield _Voice(text, _HEADING * agreement)
    elif len({folded(heading) for heading in headings}) == 1 or not voices:
        yield _Voice(headings[0], _LONELY_HEADING)


def _agreement(key: str, others: Iterable[str]) -> float:
    """Return the share of the longer that `key` has in common with the nearest of `others`, one within the other."""
    shares = (min(len(key), len(other)) / max(len(key), len(other)) for other in others if key in other or other in key)
    return max(shares, default=0.0)


def _elected(voices: Sequence[_Voice], headings: Sequence[str]) -> str:
    """Return the wording with the most voices, as the heading writes it, else as most others do."""
    scores: dict[str, float] = {}
    for voice in voices:
        scores[voice.key] = scores.get(voice.key, 0.0) + voice.weight
    if not scores:
        return ""
    shared = {
        key: score
        + _PART * sum(more for other, more in scores.items() if other != key and (key in other or other in key))
        for key, score in scores.items()
    }
    best = max(shared, key=lambda key: shared[key])
    commonest = Counter(voice.text for voice in voices if voice.key == best).most_common(1)[0][0]
    # Its quotation marks are the better ones; its spaces are not where it is made of several boxes.
    own = (text for text in headings if text.translate(_QUOTES) == commonest.translate(_QUOTES))
    return next(own, commonest)


def _guessed(title: str) -> str:
    """Return `title` without its last part where that looks like a name and nothing else is known."""
    for separator, words_before in ((_STRONG, _WORDS_BEFORE_STRONG), (_WEAK, _WORDS_BEFORE_WEAK)):
        matches = list(separator.finditer(title))
        if matches:
            head, tail = title[: matches[0 if separator is _STRONG else -1].start()], title[matches[-1].end() :]
            return head.strip() if _is_long_enough(head, words_before, tail) and _is_short(tail) else title
    return title


def _without_sections(title: str) -> str:
    while matches := list(_STRONG.finditer(title)):
        head, tail = title[: matches[-1].start()].strip(), title[matches[-1].end() :]
        if not _is_short(tail) or not _is_long_enough(head, _WORDS_BEFORE_WEAK, tail):
            break
        title = head
    return title


def _is_short(tail: str) -> bool:
    return 0 < len(tail.split()) <= _NAME_WORDS and len(tail) <= _NAME_CHARACTERS and not _YEAR.search(tail)


def _is_long_enough(head: str, words: int, tail: str) -> bool:
    return len(head) > len(tail) and (len(head.split()) >= words or not head.isascii())
