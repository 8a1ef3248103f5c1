"""An article made ready for checking: its text in comparable forms, with what it names and where.

What lies beside the text (title, site, authors, dates, links) bears a statement out as well, but has no place in it.
Reading a statement, and judging it, is `details.py`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from digest_pipeline.briefs.grounding.amounts import Amount, amounts, bears_out, is_small_count, keys
from digest_pipeline.briefs.grounding.days import Day, days
from digest_pipeline.briefs.grounding.letters import lowered
from digest_pipeline.briefs.grounding.links import links
from digest_pipeline.briefs.grounding.passages import SENTENCE_END, Distances, Near, Span, Words
from digest_pipeline.briefs.grounding.ranks import Rank, ranks
from digest_pipeline.briefs.grounding.relative import relative_days
from digest_pipeline.briefs.grounding.vague import Vague, vague
from digest_pipeline.model import Article, Evidence
from digest_pipeline.quantities import Value, half_width
from digest_pipeline.urls import host_of

_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_SHARE = 0.15
# A longer ending of a host is a name: .google, .microsoft.
_LONGEST_SUFFIX = 5
# A part of a name, a version.
_GLUED = re.compile(r"[A-Za-z][-.]?\Z")
# A name, and no word that begins a sentence.
_BEHIND_NAME = re.compile(
    r"(?<![A-Za-z])(?!(?:Of|In|On|At|To|By|For|From|With|Over|About|Some|Only|All|The|These|Those|Its|And|Nearly) )"
    r"[A-Z][A-Za-z]+ \Z"
)
_LONGEST_WORD = 24
_AROUND = 1
_LONGEST_SENTENCE = 600


class Ground:
    """What a statement is checked against. `text` is the article's own; offsets behind its end lie beside it.

    `published` is the day of publication, from which relative dates are told; `dates` are all that the record gives.
    """

    def __init__(
        self, text: str, *, beside: Sequence[str] = (), links: Iterable[str] = (), dates: Sequence[date] = ()
    ) -> None:
        self.text = text
        self.published = dates[0] if dates else None
        self.dates = tuple(dict.fromkeys(dates))
        self.links = tuple(links)
        self.whole = "\n".join((text, *beside))
        self.plain = half_width(self.whole)
        self.lower = lowered(self.plain)
        self.is_han = len(_HAN.findall(self.plain[: max(len(text), 1)])) > _HAN_SHARE * len(text)

    @classmethod
    def of(cls, article: Article, *, text: str | None = None, title: str | None = None) -> "Ground":
        """Return the ground of `article`, of which only `text` and `title` were shown to whoever writes about it."""
        return cls(
            article.text if text is None else text,
            beside=(article.title if title is None else title, article.site, _publisher(article.url), *article.authors),
            links=(article.url, article.canonical_url, *(link.url for link in article.links)),
            dates=(article.published_at.date(), article.day),
        )

    def prepare(self) -> None:
        """Read all that statements are held against, which else is read when the first of them asks for it."""
        _ = self.words, self.years, self._amounts_by_key, self._ends

    @cached_property
    def marked(self) -> str:
        """The text in lower case with its marks as they are written: a comma between clauses is none of a list."""
        return lowered(self.whole)

    @cached_property
    def amounts(self) -> list[Amount]:
        """The numbers of the article, in order."""
        return amounts(self.plain, hedges=False)

    @cached_property
    def figures(self) -> list[Amount]:
        """The numbers of the article that state something and are no part of a date or a name."""
        dated = {place for day in self.days for place in range(day.start, day.end)}
        return [
            one
            for one in self.amounts
            if one.stated
            and one.start not in dated
            and not _GLUED.search(self.plain, max(0, one.start - 2), one.start)
            and not (
                one.readings[-1][1] is None
                and _BEHIND_NAME.search(self.plain, max(0, one.start - _LONGEST_WORD), one.start)
            )
        ]

    @cached_property
    def small_counts(self) -> list[Amount]:
        """The written-out numbers that state nothing themselves and may be reckoned with: three movies for $33."""
        return [one for one in self.amounts if not one.stated and is_small_count(one)]

    @cached_property
    def vague(self) -> list[Vague]:
        """The amounts of which only the order or the unit is said."""
        return list(vague(self.plain))

    @cached_property
    def ranks(self) -> list[Rank]:
        """The places of an order that the article names, none of which is a date."""
        return list(ranks(self.plain))

    @cached_property
    def written_links(self) -> list[Span]:
        """The addresses and catalogue numbers that the text spells, in order."""
        return links(self.plain)

    @cached_property
    def distances(self) -> "Distances":
        """How far apart its passages stand."""
        return Distances(self.plain)

    def equal(self, claimed: Amount) -> list[Amount]:
        """Return the amounts of the article that bear out a claimed one, in order."""
        found = {id(one): one for key in keys(claimed) for one in self._amounts_by_key.get(key, ())}
        return sorted((one for one in found.values() if bears_out(one, claimed)), key=lambda one: one.start)

    @cached_property
    def _amounts_by_key(self) -> dict[Value, list[Amount]]:
        found: dict[Value, list[Amount]] = {}
        for one in self.amounts:
            for key in keys(one):
                found.setdefault(key, []).append(one)
        return found

    @cached_property
    def days(self) -> list[Day]:
        """The dates of the article, in order, and what it tells from the day of its publication."""
        found = days(self.plain)
        if self.published:
            found += list(relative_days(self.plain, found, self.published))
        return sorted(found, key=lambda one: one.start)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that a date without one may be of: those the article names, and that of its publication."""
        named = {one.year for one in self.days if one.year}
        if self.published:
            near = self.published.year
            named |= {near, near - 1} if self.published.month <= 6 else {near, near + 1}  # noqa: PLR2004
        return frozenset(named)

    @cached_property
    def words(self) -> "Words":
        """The Latin words and numbers of the article, by what they are when written as one."""
        return Words(self.lower)

    def near(self, evidence: Sequence[Evidence], *, around: int = _AROUND) -> Near:
        """Return the sentences of the quotations with as many `around` each, and what lies beside the text.

        Without evidence that is everything.
        """
        if not evidence:
            return Near(((0, len(self.whole)),))
        spans = [self._widened(one.start, one.end, around) for one in evidence]
        return Near((*_merged(spans), (len(self.text), len(self.whole))))

    def sentence(self, start: int, end: int) -> Span:
        """Return the sentence, or sentences, in which a passage lies."""
        return self._widened(start, end, 0)

    def place(self, span: Span) -> Span | None:
        """Return a passage if it lies in the article's text, None for one beside it."""
        return span if span[1] <= len(self.text) else None

    @cached_property
    def _ends(self) -> list[int]:
        return [match.end() for match in SENTENCE_END.finditer(self.whole)]

    def _widened(self, start: int, end: int, around: int) -> Span:
        first = bisect_right(self._ends, start) - 1 - around
        last = bisect_left(self._ends, end) + around
        begin = self._ends[first] if first >= 0 else 0
        finish = self._ends[last] if last < len(self._ends) else len(self.whole)
        if around:
            begin, finish = max(begin, start - _LONGEST_SENTENCE), min(finish, end + _LONGEST_SENTENCE)
        return begin, min(finish, len(self.text)) if end <= len(self.text) else finish


def _publisher(url: str) -> str:
    """Return the words of an address's host: what is told at deepmind.google is told by Google."""
    *names, last = host_of(url).split(".")
    return " ".join((*names, last) if len(last) > _LONGEST_SUFFIX else names)


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return merged
