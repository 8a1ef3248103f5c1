"""What speaks of each item of a kind, in a statement and in its quotations; what a part is, is `regions.py`."""

from collections.abc import Sequence
from dataclasses import dataclass

from digest_pipeline.briefs.grounding.amounts import Amount, is_small_count
from digest_pipeline.briefs.grounding.article import Ground
from digest_pipeline.briefs.grounding.comparing.items import COUNT, DATE, RANK, SMALL_COUNT, Item, Kind, kind_of
from digest_pipeline.briefs.grounding.comparing.opposites import poles_of
from digest_pipeline.briefs.grounding.comparing.regions import Regions
from digest_pipeline.briefs.grounding.passages import Near, Span


@dataclass(frozen=True, slots=True)
class Parts:
    """What speaks of each item of a kind (`like`) in the statement (`said`), and in the quoted sentences (`given`)."""

    like: Sequence[Item]
    said: Regions
    given: Regions

    @classmethod
    def of(  # noqa: PLR0913, PLR0917  a kind, and both texts with what they hold
        cls, kind: Kind, like: Sequence[Item], said: str, ground: Ground, given: Sequence[Amount], near: Near
    ) -> "Parts":
        """Return the parts of the items of a kind: those of the statement are `like`, `given` the article's figures."""
        counts, dates = kind in {COUNT, SMALL_COUNT}, kind == DATE
        told = [place for place in _places(kind, like, ground, given, near) if place[1] <= len(ground.text)]
        return cls(
            like,
            Regions(said, [item.at for item in like], counts=counts, dates=dates),
            Regions(ground.whole, told, counts=counts, dates=dates),
        )


def _places(kind: Kind, like: Sequence[Item], ground: Ground, given: Sequence[Amount], near: Near) -> list[Span]:
    """Return where the quotations have anything of a kind."""
    if kind == RANK:
        return [(one.start, one.end) for one in ground.ranks if near.holds(one.start, one.end)]
    if kind == DATE:
        return [(one.start, one.end) for one in ground.days if near.holds(one.start, one.end)]
    if kind.sort == "word":
        return [one.at for one in poles_of(int(kind.of), ground.lower, near.spans)]
    told = [one for one in given if kind_of(one) == kind or (kind == SMALL_COUNT and is_small_count(one))]
    return [(one.start, one.end) for one in told] + [place for item in like for place in item.places]
