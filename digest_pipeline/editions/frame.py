"""What an issue is before a story stands in it: its edition, window and language, and what is known around them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from digest_pipeline.editions.periods import Period
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.issues import ToldBefore
from digest_pipeline.model import Issue, IssueItem, Revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every issue of a window is made by, whether it tells days or reviews threads.

    Attributes:
        edition: which one.
        period: the window.
        language: of the issue.
        timezone: of the times it prints.
        items: at most so many.
        minimum_stars: that a story must have.
        counts: what the earlier stages counted, by name.
        notes: lines under the issue.
        told: what this edition's earlier issues told last of each thread, by the thread's id.
        revisions: the last change of articles whose page had another text before, by the article's id.
    """

    edition: EditionSpec
    period: Period
    language: str
    timezone: str
    items: int
    minimum_stars: int = 1
    counts: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    told: Mapping[str, ToldBefore] = field(default_factory=dict)
    revisions: Mapping[str, Revision] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the times that the issue prints."""
        return ZoneInfo(self.timezone)

    def issue(self, items: Iterable[IssueItem], counts: Mapping[str, int], **parts: Any) -> Issue:
        """Return the issue with these items; `counts` are added to the frame's, `parts` are what only some have."""
        return Issue(
            edition=self.edition.name,
            day=self.period.last,
            key=self.period.key,
            title=self.edition.title_of(self.period, self.language, self.zone),
            language=self.language,
            timezone=self.timezone,
            window_start=self.period.start,
            window_end=self.period.end,
            items=tuple(items),
            counts=dict(sorted({**self.counts, **counts}.items())),
            notes=self.notes,
            **parts,
        )
