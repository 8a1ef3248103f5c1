"""The threads of stories over days: which story continues which, under which name, and whether it tells anything new.

Which of the earlier stories it is, is found by `match.py`; what is new, by `news.py`. Here are the rules of
identity: a thread is named after the story that opened it and keeps that name however often and in whatever order days
are run. What a story continues is read from the stories alone, never from the names of threads: so days that were run
in disorder stand in the end, run again, as if they had been run in order, though a thread may have kept two names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from digest_pipeline.model import Article, Step, Story, content_id
from digest_pipeline.stories.threads.match import BELONGS, Candidate, Finder, Match, nearness
from digest_pipeline.stories.threads.news import Told, judge

# A text that comes a day later must be that much (log-odds) more alike to be the same news again.
_FADES = 0.4
_SHOWN_TITLE = 80


@dataclass(frozen=True, slots=True)
class Past:
    """What is kept at hand of another day's story: its articles, the lead first, their texts cut short.

    `follows` is the story that it continues, empty for the first of its thread.
    """

    id: str
    day: date
    thread_id: str
    follows: str
    articles: tuple[Article, ...]


def place(
    stories: Sequence[Story],
    earlier: Sequence[Past],
    later: Sequence[Past],
    known: Mapping[str, str],
    *,
    days: int,
) -> list[Story]:
    """Return the stories of one day in their order, each with its step in a thread.

    A story joins the thread of the story it continues. One that continues none, but is what a later day's thread goes
    back to, takes that thread's name; else it opens a thread of its own. A story that was placed before keeps the name.

    Args:
        stories: those of the day; several of them may belong to one thread.
        earlier: the stories of so many `days` before.
        later: the stories of so many `days` after, where they were made already.
        known: the thread of each article that led a story when the day was placed before, by the article's id.
        days: how far back a story may continue another.
    """
    placing = _Placing(stories, earlier, later, days)
    placed = {story.id: replace(story, step=placing.step(story, _kept(story, known))) for story in stories}
    return [placed[story.id] for story in stories]


def is_repeat(story: Story) -> bool:
    """Say whether a story tells nothing that its thread had not told on an earlier day."""
    return story.step is not None and story.step.standing == "repeat"


class _Placing:
    """The stories around one day, and where a story of that day stands among them."""

    def __init__(self, stories: Sequence[Story], earlier: Sequence[Past], later: Sequence[Past], days: int) -> None:
        self._window = timedelta(days)
        self._earlier = {past.id: past for past in earlier}
        self._later = {past.id: past for past in later}
        around = [(past.id, past.day, past.articles[0]) for past in (*earlier, *later)]
        self._finder = Finder(Candidate(*one) for one in (*around, *((s.id, s.day, s.lead) for s in stories)))
        self._threads = _by_opening(self._earlier)
        self._openings = _openings(stories, earlier, later)

    def step(self, story: Story, kept: str) -> Step:
        """Return the place of a story whose thread is named already, or is not (`kept` is empty)."""
        one = self._finder[story.id]
        for match in self._finder.continued_by(one, story.day - self._window, story.day):
            opening = self._opening_of(match.id)
            if match.id == opening or nearness(one, self._finder[opening]) >= BELONGS:
                return self._continuing(story, match, self._threads[opening], kept)
        goes_on = self._continuation(one)
        own = content_id("thread", story.id)
        if goes_on is None:
            return Step(kept or own, "new", "", ())
        reason = f"goes on on {goes_on.day} with story {goes_on.id}: {_quoted(goes_on.articles[0])}"
        # A thread that other stories stand in keeps its name as the story does.
        return Step(kept or goes_on.thread_id, "new", "", (reason,))

    def _continuing(self, story: Story, match: Match, thread: Sequence[Past], kept: str) -> Step:
        past = self._earlier[match.id]
        told = Told([article for one in thread for article in one.articles])
        odds = match.odds - _FADES * ((story.day - past.day).days - 1)
        judged = judge(story.lead, told, odds)
        if judged.standing == "repeat":
            first = f"told on {past.day} by story {past.id}: {judged.reason}"
        else:
            first = judged.reason
        second = f"continues story {past.id} of {past.day}: {_quoted(past.articles[0])}"
        return Step(kept or past.thread_id, judged.standing, past.id, (first, second), judged.news)

    def _opening_of(self, story_id: str) -> str:
        return _opening(story_id, self._earlier)

    def _continuation(self, one: Candidate) -> Past | None:
        """Return the later story that opens a thread and would continue `one` rather than any other story."""
        for other in self._finder.continuing(one, one.day, one.day + self._window):
            if other.id in self._openings:
                nearest = self._finder.continued_by(other, other.day - self._window, other.day)
                if nearest and nearest[0].id == one.id:
                    return self._later[other.id]
        return None


def _kept(story: Story, known: Mapping[str, str]) -> str:
    """Return the name of the thread that the story stood in; its articles' order decides where it stood in two."""
    return next((known[article.id] for article in story.articles if article.id in known), "")


def _opening(story_id: str, pasts: Mapping[str, Past]) -> str:
    """Return the first story, of those at hand, of the thread that leads to a story."""
    while (follows := pasts[story_id].follows) in pasts:
        story_id = follows
    return story_id


def _by_opening(pasts: Mapping[str, Past]) -> dict[str, list[Past]]:
    """Return the stories that continue each other, by the first of them."""
    threads: dict[str, list[Past]] = {}
    for past in sorted(pasts.values(), key=lambda past: (past.day, past.id)):
        threads.setdefault(_opening(past.id, pasts), []).append(past)
    return threads


def _openings(stories: Iterable[Story], earlier: Sequence[Past], later: Sequence[Past]) -> set[str]:
    """Return the later stories that continue none, with which their threads begin."""
    standing = {*(story.id for story in stories), *(past.id for past in (*earlier, *later))}
    begun = {past.thread_id for past in earlier}
    first: dict[str, date] = {}
    for past in later:
        first[past.thread_id] = min(past.day, first.get(past.thread_id, past.day))
    return {
        past.id
        for past in later
        if past.follows not in standing and past.thread_id not in begun and past.day == first[past.thread_id]
    }


def _quoted(article: Article) -> str:
    title = " ".join(article.title.split())
    return f"“{title if len(title) <= _SHOWN_TITLE else title[: _SHOWN_TITLE - 1] + '…'}”"
