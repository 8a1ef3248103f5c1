"""Whether the article bears out the names of a statement, and the versions: names with a number behind them."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from digest_pipeline.briefs.grounding import dictionary
from digest_pipeline.briefs.grounding.amounts import Amount
from digest_pipeline.briefs.grounding.held import Detail, Held, failed
from digest_pipeline.briefs.grounding.instead import (
    CAPITALS,
    elsewhere_instead,
    of_series_instead,
    sibling_instead,
    stands_in_lead,
    unknown_instead,
    version_instead,
)
from digest_pipeline.briefs.grounding.names import Name
from digest_pipeline.briefs.grounding.naming import another_country, is_country, name_places
from digest_pipeline.briefs.grounding.passages import Span
from digest_pipeline.briefs.grounding.reading import Version

if TYPE_CHECKING:
    from digest_pipeline.model import ClaimKind


class Names:
    """Judges the names and versions of one statement."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def version(self, version: Version) -> Detail | None:
        """Judge a name with its number: the article has them side by side, wherever.

        None for a series (4.x) where the article names none so.
        """
        ground = self._held.ground
        if version.surface.endswith(_SERIES) and not (
            ground.words.get(version.name + version.number) or _IN_SERIES.search(ground.lower)
        ):
            return None
        places = ground.words.get(version.name + version.number) or ground.words.get(f"{version.name}v{version.number}")
        if not places and version.number.endswith(_PLURAL):
            places = ground.words.get(version.name + version.number.removesuffix(_PLURAL))
        near = self._held.first_near(places)
        is_at_hand = near is not None or stands_in_lead(places, self._held)
        if instead := version_instead(version, self._held, is_at_hand=is_at_hand):
            return failed("identifier", version, f"the article names “{instead}” here, not “{version.surface}”")
        if places:
            return self._held.grounded("identifier", version, near or places[0])
        if ground.is_han and not self._held.eastern:
            spelled = dictionary.numbered_in_pinyin(version.name, version.number, ground.plain)
            if spelled:
                return self._held.grounded("identifier", version, spelled)
        named = ground.words.get(version.name)
        in_versions = ground.words.get(f"{version.name}v")
        numbers = ground.words.get(version.number)
        telling = len(version.number) >= _TELLING_DIGITS
        # A name in the other script that no table knows says nothing against the number, which may be written out.
        unnamed = (
            not in_versions
            and (not named or self._held.eastern != ground.is_han)
            and self._is_unknown(version, named=bool(named))
            and not CAPITALS.match(version.surface)
        )
        if unnamed and not numbers and self._held.eastern != ground.is_han and version.number.isdecimal():
            value = Decimal(version.number).normalize()
            counted = ground.equal(Amount(version.start, version.end, version.number, ((value, None),)))
            numbers = [(one.start, one.end) for one in counted]
        for start, end in numbers:
            if unnamed or (named and telling) or any(self._side_by_side((start, end), other) for other in named):
                return self._held.grounded("identifier", version, (start, end))
        return failed("identifier", version, f"the article names no “{version.surface}”")

    def name(self, name: Name) -> Detail | None:
        """Judge a name: near the quotations, or of somebody the article tells about throughout, if as "the company".

        None for one in the other script that no table knows: nothing can be said of it.
        """
        kind: ClaimKind = "identifier" if any(map(str.isdigit, name.surface)) else "name"
        places = name_places(name, self._held.ground, eastern=self._held.eastern)
        if places is None:
            return self._unknown(kind, name)
        near = self._held.first_near(places)
        elsewhere = elsewhere_instead(name, places, self._held) if places and not near else ""
        if instead := sibling_instead(name, self._held) or of_series_instead(name, self._held) or elsewhere:
            return failed(kind, name, f"the article names “{instead}” here, not “{name.surface}”")
        company = places and _COMPANY.search(self._held.quoted_text)
        if near or len(places) > 1 or company or stands_in_lead(places, self._held):
            return self._held.grounded(kind, name, near or min(places))
        if is_country(name) and self._follows(name):
            return None
        where = f"“{name.surface}” is not named where the quotations stand"
        return failed(kind, name, where if places else f"the article does not name “{name.surface}”")

    def _unknown(self, kind: "ClaimKind", name: Name) -> Detail | None:
        """Judge a name of which no table knows what it is in the article's language."""
        if _CODE.search(name.surface):
            return failed(kind, name, f"the article names no “{name.surface}”")
        instead = unknown_instead(name, self._held)
        return failed(kind, name, f"the article names “{instead}” here, not “{name.surface}”") if instead else None

    def _follows(self, name: Name) -> bool:
        """Say whether a country may follow from what the quotations name, as that of an institution: 美国 FDA."""
        if self._held.eastern == self._held.ground.is_han:
            return _INSTITUTION.match(self._held.said, name.end) is not None
        return not another_country(self._held.said, self._held.quoted_text)

    def _is_unknown(self, version: Version, *, named: bool) -> bool:
        """Say whether nothing is known of a name, or the article has it in the other script."""
        if not version.name or dictionary.is_common(version.name):
            return not named
        end = version.start + len(version.name)
        surface = version.surface[: len(version.name)]
        name = Name(version.start, end, surface, "latin", (surface,))
        places = name_places(name, self._held.ground, eastern=self._held.eastern)
        if places is None or not named:
            return places != []
        return any(not self._held.ground.plain[start:stop].isascii() for start, stop in places)

    def _side_by_side(self, number: Span, name: Span) -> bool:
        """Say whether a number belongs to a name in a list: `Claude 4.5 Opus`, `iOS 18 and 19`."""
        if number < name:
            return _BEFORE_NAME.fullmatch(self._held.ground.plain, number[1], name[0]) is not None
        return _BEHIND_NAME.fullmatch(self._held.ground.plain, name[1], number[0]) is not None


# A number of so many characters is told from all others without the name beside it.
_TELLING_DIGITS = 4
# A name that is written alike in all languages.
_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]+\d+-[A-Z]")
_SERIES, _PLURAL = ".x", "s"
_IN_SERIES = re.compile(r"\d\.x\b")
_BEHIND_NAME = re.compile(r"(?: [A-Z][A-Za-z]*){0,2}(?:[ /,、&+-]|v|and|or|to|和|至|到|与|\d+(?:\.\d+)*){0,9}")
_INSTITUTION = re.compile(r"\s?[A-Z]{2,}(?![a-z])")
_COMPANY = re.compile(
    r"\b(?:[Tt]he|[Tt]his|its) (?:company|firm|automaker|carmaker|startup|group|maker)\b|公司|该企业|该集团"
)
_BEFORE_NAME = re.compile(r"[ -]")
