"""The versions of a page: the texts it had one after the other, and which of them is that of a day.

They follow from the record alone, so that a day that is made again, or before an earlier one, tells the same. What
changed from one to the next is put into words by `changes.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from digest_pipeline.articles.changes import change_between
from digest_pipeline.articles.extractions import Outcome
from digest_pipeline.articles.page import Extracted
from digest_pipeline.articles.pages import Sighting, Sightings
from digest_pipeline.articles.text import measures
from digest_pipeline.markdown import escape, link
from digest_pipeline.model import Article, content_id

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """A text that differs from the one before it: a row of `core.article_versions`.

    `number` counts from 1 the texts of the page that `pages.HISTORY` reaches back to; `captured_at` is when this one
    was first seen, and `change` what is new in it, empty for the first.
    """

    day: date
    article_id: str
    number: int
    captured_at: datetime
    capture_id: str
    text_digest: str
    title: str
    characters: int
    change: str


def version_of_day(seen: Sightings, outcomes: Mapping[str, Outcome]) -> tuple[Sighting, Outcome] | None:
    """Return what a day takes for its own of what was seen of a page, and what it says; None when nothing was seen.

    That is the last text seen while the day lasted; of a page that had none, the first that was seen later. So an issue
    that is made again after more captures keeps its text, and a wall or an error never replaces one. Without any text,
    it is the reason why there is none, in the same order.

    Args:
        seen: of the page.
        outcomes: what extraction made of each capture, by its id.
    """
    ranked = [(sighting, outcomes[sighting.capture.id]) for sighting in (*seen.of_day[::-1], *seen.later)]
    texts = (pair for pair in ranked if isinstance(pair[1], Extracted))
    return next(texts, ranked[0] if ranked else None)


def new_versions(
    article_id: str, day: date, chosen: Sighting, seen: Sightings, outcomes: Mapping[str, Outcome]
) -> list[ArticleVersion]:
    """Return the versions of a page that were new on `day`, up to the one that was `chosen` for it."""
    versions: list[ArticleVersion] = []
    before: Extracted | None = None
    number = 0
    for sighting in (*seen.earlier, *seen.of_day, *seen.later):
        now = outcomes[sighting.capture.id]
        if isinstance(now, Extracted) and (before is None or before.text != now.text):
            number += 1
            if sighting not in seen.earlier:
                change = change_between((before.title, now.title), (before.text, now.text)) if before else ""
                versions.append(_version(article_id, day, number, sighting, now, change))
            before = now
        if sighting == chosen:
            break
    return versions


def changes_table(changes: Sequence[tuple[Article, ArticleVersion]]) -> str:
    """Return the articles whose text is another than it was as a Markdown table, up to 20 of them."""
    if not changes:
        return "none"
    lines = ["| article | version | change |", "|---|---|---|"]
    for article, version in changes[:_SHOWN]:
        lines.append(f"| {link(article.title, article.url)} | {version.number} | {escape(version.change)} |")
    if len(changes) > _SHOWN:
        lines.append(f"| and {len(changes) - _SHOWN} more | | |")
    return "\n".join(lines)


def _version(  # noqa: PLR0913, PLR0917  the columns
    article_id: str, day: date, number: int, sighting: Sighting, found: Extracted, change: str
) -> ArticleVersion:
    return ArticleVersion(
        day=day,
        article_id=article_id,
        number=number,
        captured_at=sighting.seen_at,
        capture_id=sighting.capture.id,
        text_digest=content_id(found.text),
        title=found.title,
        characters=measures(found.text).characters,
        change=change,
    )
