"""The details of a statement (numbers, dates, names, identifiers, links, quoted speech), each held against the article.

A statement that carries quotations is held against these, the sentences around them, and what lies beside the text; one
without, such as a headline, against all of it. Details that are true each for itself but were exchanged are `swaps.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from digest_pipeline.briefs.grounding import amounts as amounts_
from digest_pipeline.briefs.grounding import days as days_
from digest_pipeline.briefs.grounding import dictionary, senses, translation
from digest_pipeline.briefs.grounding.amounts import Amount, is_small_count
from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.days import Day
from digest_pipeline.briefs.grounding.derived import worked_out
from digest_pipeline.briefs.grounding.letters import lowered
from digest_pipeline.briefs.grounding.links import same_link
from digest_pipeline.briefs.grounding.names import Name, is_eastern
from digest_pipeline.briefs.grounding.naming import another_country, instead_of, is_country, name_places
from digest_pipeline.briefs.grounding.passages import Near, Span
from digest_pipeline.briefs.grounding.quotations import locate
from digest_pipeline.briefs.grounding.ranks import Rank
from digest_pipeline.briefs.grounding.reading import Passage, Reading, Version, read
from digest_pipeline.briefs.grounding.relative import relative_days
from digest_pipeline.briefs.grounding.swaps import exchanged
from digest_pipeline.model import ClaimKind, Evidence, Statement, Verdict
from digest_pipeline.quantities import half_width
from digest_pipeline.stories.words import stem


@dataclass(frozen=True, slots=True)
class Detail:
    """Something that a statement names, between two offsets of its text, and where the article bears it out.

    `place` are offsets of the article's text; None for what failed and for what lies beside the text (title, dates).
    """

    kind: ClaimKind
    surface: str
    start: int
    end: int
    verdict: Verdict
    place: Span | None = None
    reason: str = ""


def details(statement: Statement, ground: Ground) -> list[Detail]:
    """Return the details of `statement` in the order in which they stand, each with its verdict."""
    reading = read(statement.text)
    near, quoted = ground.near(statement.evidence), ground.near(statement.evidence, around=0)
    judge = _Judge(reading.text, ground, near, quoted, eastern=reading.eastern)
    found = [
        *map(judge.link, reading.links),
        *(detail for speech in reading.speech if (detail := judge.speech(speech))),
        *map(judge.day, reading.days),
        *(detail for name in reading.names if (detail := judge.name(name))),
        *(detail for version in reading.versions if (detail := judge.version(version))),
        *map(judge.amount, reading.amounts),
        *(detail for count in reading.counts if (detail := judge.count(count))),
        *(detail for rank in reading.ranks if (detail := judge.rank(rank))),
        *judge.relative(reading),
    ]
    moved = {item.at: instead for item, instead in exchanged(reading, ground, quoted)}
    places = {(one.start, one.end) for one in found}
    small = [one for one in (*reading.counts, *reading.ranks) if (one.start, one.end) not in places]
    found += [judge.passed(one) for one in small if (one.start, one.end) in moved]
    checked = (_moved(one, moved.get((one.start, one.end), "")) for one in found)
    return sorted(checked, key=lambda one: (one.start, one.end))


def stands_in(value: str, unit: str, ground: Ground, evidence: Sequence[Evidence]) -> bool:
    """Say whether the quotations give a measured value with its unit, in whatever form."""
    spans = [(one.start, one.end) for one in evidence]
    written = half_width(value).strip()
    joint = "" if half_width(unit).startswith("%") else " "
    claimed = amounts_.amounts(half_width(f"{value}{joint}{unit}").strip())
    if not any(character.isdigit() for character in written) and not claimed:
        return bool(written) and any(locate(value, ground.text[start:end]) for start, end in spans)
    given = [one for one in ground.amounts if any(start <= one.start < end for start, end in spans)]
    return bool(claimed) and all(any(amounts_.bears_out(one, amount) for one in given) for amount in claimed)


# --- Judging ---------------------------------------------------------------------------------------------------------

# Of so many words of speech said in the other language so many must have a word of the quotations that may mean them.
_FEWEST_WORDS, _TRANSLATED_SHARE = 3, 0.5
# A number of so many characters is told from all others without the name beside it.
_TELLING_DIGITS = 4
_SERIES = "x"
_IN_SERIES = re.compile(r"\d\.x\b")
_BEHIND_NAME = re.compile(r"(?: [A-Z][A-Za-z]*){0,2}(?:[ /,、&+-]|v|and|or|to|和|至|到|与|\d+(?:\.\d+)*){0,9}")
# What is left out of a quotation, or put into it.
_ELLIPSIS = re.compile(r"\s*(?:…+|\.{3,}|[\[(](?:…|\.{3})[\])]|\[[^\]]{1,40}\])\s*")
_MARKS = " ,.;:!?，。；：！？、"
_INSTITUTION = re.compile(r"\s?[A-Z]{2,}(?![a-z])")
_COMPANY = re.compile(
    r"\b(?:[Tt]he|[Tt]his|its) (?:company|firm|automaker|carmaker|startup|group|maker)\b|公司|该企业|该集团"
)
_BEFORE_NAME = re.compile(r"[ -]")
# Whom an article names in its first lines, or more than once, it tells about throughout.
_LEAD = 250


# A year that is compared with need not be named.
_COMPARED = re.compile(r"同比|环比|同期|上年|year-on-year|year-over-year|yoy|earlier|prior|previous|than", re.IGNORECASE)
# What two named ones are called together.
_BOTH = frozenset(("两", "both", "two"))
_CLASSIFIER = re.compile(r"[多余]?(?P<han>[名位家款项轮台艘座])|[ -](?P<word>[a-z]{3,}s)\b")


class _Judge:
    """Holds the details of one statement against the article."""

    def __init__(self, said: str, ground: Ground, near: Near, quoted: Near, *, eastern: bool) -> None:
        self._said = said
        self._said_plain = half_width(said)
        self._ground = ground
        self._near = near
        self._eastern = eastern
        self._quoted = quoted

    @cached_property
    def _amounts_near(self) -> list[Amount]:
        return [one for one in self._ground.amounts if self._near.holds(one.start, one.end)]

    @cached_property
    def _figures_quoted(self) -> list[Amount]:
        return [one for one in (*self._ground.figures, *self._ground.small_counts) if self._is_quoted(one)]

    @cached_property
    def _quoted_text(self) -> str:
        return "\n".join(self._ground.plain[start:end] for start, end in self._quoted.spans)

    @cached_property
    def _quoted_days(self) -> bool:
        """Whether the quotations themselves name a day: then that of the publication is another one."""
        return any(one.day and self._quoted.holds(one.start, one.end) for one in self._ground.days)

    def _is_quoted(self, one: Amount) -> bool:
        """Say whether a number stands in the quotations themselves, and not in a title that may leave out its hedge."""
        return one.end <= len(self._ground.text) and self._quoted.holds(one.start, one.end)

    def link(self, link: Passage) -> Detail:
        """Judge an address or a catalogue number: it is one that the article links to or spells."""
        for start, end in self._ground.written_links:
            if same_link(link.surface, self._ground.plain[start:end]):
                return self._grounded("link", link, (start, end))
        if any(same_link(link.surface, other) for other in self._ground.links):
            return self._grounded("link", link, None)
        return _failed("link", link, f"the article has no link or number “{link.surface}”")

    def speech(self, speech: Passage) -> Detail | None:
        """Return None for a few words in the other script, which may be anybody's."""
        said = half_width(speech.surface[1:-1]).strip(f"{_MARKS}…")
        if place := self._spoken(said):
            return self._grounded("quotation", speech, place)
        if is_eastern(said) != self._ground.is_han:
            words, known = translation.known(said, self._quoted_text)
            if words < _FEWEST_WORDS:
                return None
            if known >= _TRANSLATED_SHARE * words:
                return self._grounded("quotation", speech, None)
        return _failed("quotation", speech, f"{speech.surface} is no quotation of the article")

    def _spoken(self, said: str) -> Span | None:
        """Return where the article says what is quoted: its capitals and what an ellipsis leaves out do not matter."""
        places = [locate(lowered(part), self._ground.lower) for part in _ELLIPSIS.split(said) if part.strip(_MARKS)]
        found = [place for place in places if place]
        if not found or len(found) < len(places) or found != sorted(found):
            return None
        return found[0][0], found[-1][1]

    def day(self, day: Day) -> Detail:
        """Judge a date: one near the quotations, or that of the publication; a mere year may be a number."""
        ground = self._ground
        years = ground.years
        given = [(one.start, one.end) for one in self._dates_for(day) if days_.bears_out(one, day, years)]
        if place := self._first_near(given):
            return self._grounded("date", day, place)
        if day.surface.isdecimal():
            number = Amount(day.start, day.end, day.surface, ((Decimal(day.surface).normalize(), None),))
            if (detail := self.amount(number)).verdict == "grounded":
                return detail
        for number in amounts_.amounts(day.surface, hedges=False):
            # 前四个月 is a time of four months, too.
            if number.readings[-1][1] == "month" and (detail := self.amount(number)).verdict == "grounded":
                return replace(detail, kind="date", surface=day.surface, start=day.start, end=day.end)
        if day.part or (day.day and self._quoted_days):
            return _failed("date", day, f"the article does not give the date “{day.surface}”")
        for published in ground.dates:
            dated = Day(0, 0, "", published.year, published.month, published.day, weekday=published.isoweekday())
            if days_.bears_out(dated, day, years):
                return self._grounded("date", day, None)
        return _failed("date", day, f"the article does not give the date “{day.surface}”")

    def relative(self, reading: Reading) -> Iterator[Detail]:
        """Object to a relative year or month (next year, 上月) where the quotations name others only."""
        ground = self._ground
        if not ground.published:
            return
        quoted = [one for one in ground.days if one.end <= len(ground.text) and self._quoted.holds(one.start, one.end)]
        for day in relative_days(self._said_plain, (), ground.published):
            told = [one for one in quoted if one.year and (one.month or not day.month)]
            if day.day or not told or len(told) < len(quoted) or _COMPARED.search(self._quoted_text):
                continue
            if all((one.year, one.month if day.month else 0) != (day.year, day.month) for one in told):
                yield _failed("date", day, f"the article has “{told[0].surface}” here, not “{day.surface}”")

    def _dates_for(self, day: Day) -> Sequence[Day]:
        """Return the dates that a claimed one may be: where the quotations name a weekday or quarter, those of the kind.

        A month lies in some quarter, and a date without a year was some weekday.
        """
        days = self._ground.days
        quoted = [one for one in days if one.end <= len(self._ground.text) and self._quoted.holds(one.start, one.end)]
        if day.weekday and not day.day and any(one.weekday for one in quoted):
            return [one for one in days if one.weekday or (one.year and one.day)]
        if day.part[:1] in {"Q", "H"} and any(one.part[:1] == day.part[:1] for one in quoted):
            return [one for one in days if one.part[:1] == day.part[:1]]
        return days

    def amount(self, amount: Amount) -> Detail:
        """Judge a number: one near the quotations, or a fair rounding of one."""
        given = self._ground.equal(amount)
        near = [one for one in given if self._near.holds(one.start, one.end)]
        if near:
            quoted = [(one.start, one.end) for one in near if self._is_quoted(one)]
            if turned := senses.turned(self._said_plain, (amount.start, amount.end), self._ground.plain, quoted):
                return _failed(
                    "number", amount, f"the article says the opposite of “{amount.surface}”: its {turned} is another"
                )
            return self._grounded("number", amount, (near[0].start, near[0].end))
        rounded = [one for one in self._amounts_near if amounts_.rounds_to(one, amount)]
        if rounded:
            return self._grounded("number", amount, (rounded[0].start, rounded[0].end))
        if place := worked_out(self._said_plain, amount, self._figures_quoted):
            return self._grounded("number", amount, place)
        if given:
            return _failed("number", amount, f"“{amount.surface}” is not said where the quotations stand")
        return _failed("number", amount, f"the article does not give “{amount.surface}”")

    def count(self, count: Amount) -> Detail | None:
        """Judge a small written-out number: the quotations may not count the same with another. Else None."""
        counted = self._counted(self._said_plain, count)
        given = [one for one in self._amounts_near if is_small_count(one)]
        if not counted or any(amounts_.bears_out(one, count) for one in self._amounts_near):
            return None
        like = [one for one in given if self._is_quoted(one) and self._counted(self._ground.plain, one) == counted]
        if not like or count.surface in _BOTH or worked_out(self._said_plain, count, self._figures_quoted):
            return None
        return _failed("number", count, f"the article counts “{like[0].surface}” here, not “{count.surface}”")

    @staticmethod
    def _counted(text: str, amount: Amount) -> str:
        found = _CLASSIFIER.match(text, amount.end)
        return (found["han"] or stem(found["word"])) if found else ""

    def rank(self, rank: Rank) -> Detail | None:
        """Judge a place of an order: the quotations may not name others only. None where they name none."""
        given = [one for one in self._ground.ranks if self._near.holds(one.start, one.end)]
        equal = [one for one in given if one.value == rank.value]
        if equal:
            return self._grounded("number", rank, (equal[0].start, equal[0].end))
        others = [one for one in given if self._quoted.holds(one.start, one.end) and one.end <= len(self._ground.text)]
        if not others or (rank.value == 1 and not any(one.surface[0] in "第0123456789" for one in others)):
            return None
        return _failed("number", rank, f"the article has “{others[0].surface}” here, not “{rank.surface}”")

    def passed(self, one: Amount | Rank) -> Detail:
        """Return a small number as one that the article has."""
        return self._grounded("number", one, None)

    def version(self, version: Version) -> Detail | None:
        """Judge a name with its number: the article has them side by side, wherever.

        None for a series (4.x) where the article names none so.
        """
        ground = self._ground
        if version.number.endswith(_SERIES) and not (
            ground.words.get(version.name + version.number) or _IN_SERIES.search(ground.lower)
        ):
            return None
        places = ground.words.get(version.name + version.number) or ground.words.get(f"{version.name}v{version.number}")
        if places:
            return self._grounded("identifier", version, self._first_near(places) or places[0])
        named = ground.words.get(version.name)
        numbers = ground.words.get(version.number)
        telling = len(version.number) >= _TELLING_DIGITS
        # A name in the other script that no table knows says nothing against the number, which may be written out.
        unnamed = (not named or self._eastern != ground.is_han) and self._is_unknown(version, named=bool(named))
        if unnamed and not numbers and self._eastern != ground.is_han and version.number.isdecimal():
            value = Decimal(version.number).normalize()
            counted = ground.equal(Amount(version.start, version.end, version.number, ((value, None),)))
            numbers = [(one.start, one.end) for one in counted]
        for start, end in numbers:
            if unnamed or (named and telling) or any(self._side_by_side((start, end), other) for other in named):
                return self._grounded("identifier", version, (start, end))
        return _failed("identifier", version, f"the article names no “{version.surface}”")

    def name(self, name: Name) -> Detail | None:
        """Judge a name: near the quotations, or of somebody the article tells about throughout, if as "the company".

        None for one in the other script that no table knows: nothing can be said of it.
        """
        kind: ClaimKind = "identifier" if any(map(str.isdigit, name.surface)) else "name"
        places = name_places(name, self._ground, eastern=self._eastern)
        if places is None:
            instead = "" if self._eastern else instead_of(name, self._said, self._quoted_text)
            return _failed(kind, name, f"the article names “{instead}” here, not “{name.surface}”") if instead else None
        if place := self._first_near(places):
            return self._grounded(kind, name, place)
        if len(places) > 1 or any(start < _LEAD or _COMPANY.search(self._quoted_text) for start, _ in places):
            return self._grounded(kind, name, min(places))
        if is_country(name) and self._follows(name):
            return None
        where = f"“{name.surface}” is not named where the quotations stand"
        return _failed(kind, name, where if places else f"the article does not name “{name.surface}”")

    def _follows(self, name: Name) -> bool:
        """Say whether a country may follow from what the quotations name, as that of an institution: 美国 FDA."""
        if self._eastern == self._ground.is_han:
            return _INSTITUTION.match(self._said, name.end) is not None
        return not another_country(self._said, self._quoted_text)

    def _is_unknown(self, version: Version, *, named: bool) -> bool:
        """Say whether nothing is known of a name, or the article has it in the other script."""
        if not version.name or dictionary.is_common(version.name):
            return not named
        end = version.start + len(version.name)
        surface = version.surface[: len(version.name)]
        name = Name(version.start, end, surface, "latin", (surface,))
        places = name_places(name, self._ground, eastern=self._eastern)
        if places is None or not named:
            return places != []
        return any(not self._ground.plain[start:stop].isascii() for start, stop in places)

    def _side_by_side(self, number: Span, name: Span) -> bool:
        """Say whether a number belongs to a name in a list: `Claude 4.5 Opus`, `iOS 18 and 19`."""
        if number < name:
            return _BEFORE_NAME.fullmatch(self._ground.plain, number[1], name[0]) is not None
        return _BEHIND_NAME.fullmatch(self._ground.plain, name[1], number[0]) is not None

    def _first_near(self, places: list[Span]) -> Span | None:
        return next((place for place in places if self._near.holds(*place)), None)

    def _grounded(self, kind: ClaimKind, one: "Passage | Day | Version | Name | Amount | Rank", place: Span | None) -> Detail:
        return Detail(kind, one.surface, one.start, one.end, "grounded", self._ground.place(place) if place else None)


def _moved(detail: Detail, instead: str) -> Detail:
    """Return a detail as failed if the article gives another one in its place."""
    if not instead or detail.verdict == "failed":
        return detail
    reason = f"“{detail.surface}” is said of something else; the article has “{instead}” here"
    return replace(detail, verdict="failed", place=None, reason=reason)


def _failed(kind: ClaimKind, one: "Passage | Day | Version | Name | Amount | Rank", reason: str) -> Detail:
    return Detail(kind, one.surface, one.start, one.end, "failed", None, reason)
