"""A story as `digest show` prints it: for people as lines, for programs as a JSON object.

What is printed comes from the web: nothing of it may move the cursor or be taken for mark-up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import tzinfo

from rich.text import Text

from digest_pipeline.articles.text import visible
from digest_pipeline.model import Article, Bond, Story
from digest_pipeline.record import ThreadStory
from digest_pipeline.stories.additions import adds

Document = dict[str, object]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A story, the stories of its thread in the order of days, and the zone that times are told in."""

    story: Story
    thread: Sequence[ThreadStory]
    zone: tzinfo

    def document(self) -> Document:
        """Return everything as one JSON object."""
        story, step = self.story, self.story.step
        thread = (
            asdict(step) | {"stories": [asdict(one) | {"day": str(one.day)} for one in self.thread]} if step else None
        )
        return {
            "id": story.id,
            "day": str(story.day),
            "sources": [self._source(article, added) for article, added in self._added()],
            "primary": asdict(story.primary) if story.primary else None,
            "bonds": [asdict(bond) | {"reasons": list(bond.reasons)} for bond in story.bonds],
            "thread": thread,
        }

    def lines(self) -> Iterator[Text]:
        """Yield the lines for people."""
        yield _line(self.story.lead.title, "bold")
        yield _line(f"story {self.story.id} of {self.story.day}, {_counted(len(self.story.articles), 'source')}")
        yield from self._source_lines()
        if primary := self.story.primary:
            yield _line("primary source", "bold")
            anchor = f" ({primary.anchor})" if primary.anchor != primary.url else ""
            yield _line(f"  {primary.kind}: {primary.url}{anchor}")
        if self.story.bonds:
            yield _line("why they are one story", "bold")
        for bond in self.story.bonds:
            yield from self._bond_lines(bond)
        yield from self._thread_lines()

    def _added(self) -> Iterator[tuple[Article, str]]:
        articles = self.story.articles
        for place, article in enumerate(articles):
            yield article, adds(article, articles[:place])

    def _source(self, article: Article, added: str) -> Document:
        return {
            "id": article.id,
            "title": article.title,
            "url": article.url,
            "site": article.site,
            "source_id": article.source_id,
            "authority": article.authority,
            "published": article.published_at.astimezone(self.zone).isoformat(),
            "date_origin": article.date_origin,
            "characters": len(article.text),
            "adds": added,
        }

    def _source_lines(self) -> Iterator[Text]:
        yield _line("sources, the lead first", "bold")
        for number, (article, added) in enumerate(self._added(), start=1):
            seen = "first seen " if article.date_origin == "first_seen" else ""
            moment = f"{seen}{article.published_at.astimezone(self.zone):%Y-%m-%d %H:%M}"
            yield _line(f"{number:>3}  {article.title}")
            yield _line(
                f"     {article.site}, authority {article.authority}, {moment}, {len(article.text)} characters", "dim"
            )
            yield _line(f"     {article.url}", "dim")
            if added:
                yield _line(f"     adds: {added}")

    def _bond_lines(self, bond: Bond) -> Iterator[Text]:
        numbers = {article.id: number for number, article in enumerate(self.story.articles, start=1)}
        yield _line(f"  {numbers[bond.article_id]} with {numbers[bond.other_id]}: probability {bond.probability:.2f}")
        for reason in bond.reasons:
            yield _line(f"     {reason}")

    def _thread_lines(self) -> Iterator[Text]:
        step = self.story.step
        if step is None:
            yield _line("not yet compared with the stories of other days", "dim")
            return
        yield _line(f"thread {step.thread_id}: {step.standing}", "bold")
        if step.follows:
            yield _line(f"  continues story {step.follows}")
        for reason in step.reasons:
            yield _line(f"     {reason}")
        for one in self.thread:
            mark = "*" if one.story_id == self.story.id else " "
            yield _line(f"  {mark} {one.day}  {one.story_id}  {one.standing:<6}  {one.title}")


def listed(story: Story) -> Text:
    """Return a story as one line for people: id, sources, standing, title and site of the lead."""
    standing = story.step.standing if story.step else ""
    return _line(f"{story.id}  {len(story.articles):>3}  {standing:<6}  {story.lead.title} ({story.lead.site})")


def listed_document(story: Story) -> Document:
    """Return a story as one JSON object of a list."""
    lead = story.lead
    return {
        "id": story.id,
        "day": str(story.day),
        "sources": len(story.articles),
        "standing": story.step.standing if story.step else None,
        "thread": story.step.thread_id if story.step else None,
        "title": lead.title,
        "site": lead.site,
        "url": lead.url,
    }


def _line(text: str, style: str = "") -> Text:
    return Text(visible(text).replace("\n", " "), style)


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
