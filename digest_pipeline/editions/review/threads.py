"""Which threads of a window a review tells, and in which order.

A thread matters by its best story, by how often it moved, over how many days it ran and on how many sites.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from digest_pipeline.editions.frame import Frame
from digest_pipeline.editions.periods import Period
from digest_pipeline.editions.review.material import Head
from digest_pipeline.editions.share import within_share

# Points of value for each step that brings a thread on, each further day and each further site.
_MOVE, _DAY, _SITE = 1.0, 0.4, 0.4
_MOST = 4


@dataclass(frozen=True, slots=True)
class Thread:
    """The stories of a window that go on from each other, by day and id.

    `heads` are all of them, `steps` those that tell something: no repeats, no advertisements, nothing without a brief.
    """

    id: str
    heads: tuple[Head, ...]
    steps: tuple[Head, ...]

    @property
    def latest(self) -> Head:
        """The story that tells the state of things: of the last day that brought news, the best."""
        return max(self.steps, key=lambda head: (head.day, head.value, head.story_id))

    @property
    def stars(self) -> int:
        """Those of its best story."""
        return max(head.stars for head in self.steps)

    @property
    def on_subject(self) -> bool:
        """Whether one of its stories names the digest's subject."""
        return any(head.relevance > 0 for head in self.steps)

    @property
    def moved(self) -> bool:
        """Whether a story of the window brings it on."""
        return any(head.standing == "update" for head in self.steps)

    @property
    def weight(self) -> float:
        """What it is worth: the value of its best story, and points for moves, days and sites, four of each at most."""
        moves = sum(head.standing == "update" for head in self.steps)
        days = len({head.day for head in self.heads}) - 1
        sites = len({host for head in self.heads for host in head.hosts}) - 1
        further = _MOVE * min(moves, _MOST) + _DAY * min(days, _MOST) + _SITE * min(sites, _MOST)
        return max(head.value for head in self.steps) + further


@dataclass(frozen=True, slots=True)
class ChosenThreads:
    """The threads that are told, the weightiest first; `told_before` counts those that an earlier review told."""

    threads: tuple[Thread, ...]
    told_before: int


def choose_threads(frame: Frame, heads: Iterable[Head], printed: AbstractSet[str]) -> ChosenThreads:
    """Return the threads that a review tells.

    Those that other editions printed come before others, and off the subject is only what nothing else takes the place
    of. A thread that an earlier review told is told again if it moved since. No source has the latest word in more than
    its share of the items while others have something on the subject.

    Args:
        frame: whose window a story must have been published in, or before it and arrived late.
        heads: the stories of the window's days.
        printed: the ids of threads that other editions printed.
    """
    threads = [thread for thread in _threads(heads, frame.period) if thread.stars >= frame.minimum_stars]
    fresh = [thread for thread in threads if thread.id not in frame.told or thread.moved]

    def rank(thread: Thread) -> tuple[bool, bool, float, str]:
        return not thread.on_subject, thread.id not in printed, -round(thread.weight, 9), thread.id

    ranked = within_share(
        sorted(fresh, key=rank),
        frame.items,
        frame.edition.select.source_share,
        source=lambda thread: thread.latest.source_id,
        on_subject=lambda thread: thread.on_subject,
    )
    chosen = sorted(ranked[: frame.items], key=lambda one: (not one.on_subject, -round(one.weight, 9), one.id))
    return ChosenThreads(tuple(chosen), len(threads) - len(fresh))


def _threads(heads: Iterable[Head], period: Period) -> list[Thread]:
    members: dict[str, list[Head]] = {}
    for head in heads:
        if period.start <= head.published_at < period.end or (head.late and head.published_at < period.start):
            members.setdefault(head.thread_id, []).append(head)
    threads = (Thread(thread_id, tuple(told), tuple(filter(_tells, told))) for thread_id, told in members.items())
    return [thread for thread in threads if thread.steps]


def _tells(head: Head) -> bool:
    return head.standing != "repeat" and head.kind not in {None, "advertisement"}
