"""What the stages make of samples that a person names: a dictionary a result, with the keys of `digest try --json`.

What may be named, and how it is read, is `inputs.py`; how an article is shown to a person, `shown.py`.
"""

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from digest_pipeline.articles.extract import explain, extract
from digest_pipeline.articles.page import Explanation, Extracted, Failure, Page
from digest_pipeline.briefs.extractive import ExtractiveEngine, NothingToQuoteError
from digest_pipeline.cli.inputs import read_inputs
from digest_pipeline.dates import parse
from digest_pipeline.model import Article, Story, content_id
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import Settings
from digest_pipeline.sources.feeds import parse_feed, plain
from digest_pipeline.sources.source import Listing, UnreadableAnswerError
from digest_pipeline.stories.join import join
from digest_pipeline.workers import Failed

Line = dict[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SampleError(Exception):
    """A sample can't be read; `reason` is one sentence."""


def feed_lines(inputs: Sequence[str], settings: Settings) -> Iterator[Line]:
    """Yield the items of each feed, or the reason why there are none."""
    for name, outcome in _each(_feed, inputs, settings, settings.limits.feed_bytes):
        if not isinstance(outcome, Listing):
            yield {"file": name, "reason": outcome}
            continue
        for item in outcome.items:
            published = parse(item.published, settings.zone)
            yield {
                "file": name,
                "id": content_id(name, item.guid or item.url, item.url),
                "url": item.url,
                "title": item.title,
                "published": published.isoformat() if published else None,
                "summary": plain(item.summary or item.content),
            }


def article_lines(inputs: Sequence[str], settings: Settings) -> Iterator[Line]:
    """Yield the article of each page, or the reason why there is none."""
    for name, outcome in _each(_article, inputs, settings, settings.limits.page_bytes):
        if isinstance(outcome, str):
            yield {"file": name, "reason": outcome}
            continue
        url, found = outcome
        yield {
            "file": name,
            "url": url,
            "title": found.title,
            "authors": list(found.authors),
            "published": found.published.isoformat() if found.published else None,
            "language": found.language,
            "text": found.text,
            "links": [asdict(link) for link in found.links],
        }


def story_lines(file: Path) -> Iterator[Line]:
    """Yield the story of each article in a file of JSON lines, in their order; of a line that is no article, why."""
    articles: list[Article] = []
    for number, line in enumerate(_lines(file), start=1):
        try:
            articles.append(_stored(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield {
                "line": number,
                "reason": f"is no article ({type(error).__name__}: {error}); wanted: id, url, title, text, published",
            }
    story_of = {article.id: story.id for story in join(date(1970, 1, 1), articles) for article in story.articles}
    for article in articles:
        yield {"id": article.id, "story_id": story_of[article.id]}


def brief_lines(inputs: Sequence[str], settings: Settings) -> Iterator[Line]:
    """Yield the extractive brief of each page, or the reason why there is none."""
    engine = ExtractiveEngine(settings.subject, settings.scoring)
    for name, outcome in _each(_article, inputs, settings, settings.limits.page_bytes):
        if isinstance(outcome, str):
            yield {"file": name, "reason": outcome}
            continue
        article = _from_page(name, *outcome)
        try:
            brief = engine.brief(Story(content_id(article.id), article.day, (article,)))
        except NothingToQuoteError as error:
            yield {"file": name, "reason": str(error)}
        else:
            yield {"file": name, "brief": brief.model_dump(mode="json")}


def explained_articles(inputs: Sequence[str], settings: Settings) -> Iterator[tuple[str, Explanation | str]]:
    """Yield for each input its name and what is made of its page, with all lines of it; or why it can't be read."""
    yield from _each(_explained, inputs, settings, settings.limits.page_bytes)


def _each(
    function: Callable[[tuple[str, Page, int]], Any], inputs: Sequence[str], settings: Settings, limit: int
) -> Iterator[tuple[str, Any]]:
    """Yield (name, outcome) for each sample; a string says why there is none."""
    unanswered = deque[tuple[str, str]]()  # the name, and the reason of a sample that no worker is given

    def jobs() -> Iterator[tuple[str, Page, int]]:
        for name, content in read_inputs(inputs, settings.fetch, limit):
            if isinstance(content, str):
                unanswered.append((name, content))
            else:
                unanswered.append((name, ""))
                yield name, content, settings.limits.min_characters

    with Newsroom(settings) as newsroom:
        for outcome in newsroom.workers.each(function, jobs(), seconds=settings.limits.page_seconds):
            while unanswered[0][1]:
                yield unanswered.popleft()
            name, _ = unanswered.popleft()
            yield name, f"{outcome.reason}: {outcome.detail}" if isinstance(outcome, Failed) else outcome
    yield from unanswered


def _feed(job: tuple[str, Page, int]) -> Listing | str:
    name, page, _ = job
    try:
        return parse_feed(page.body, page.content_type, page.url or name)
    except UnreadableAnswerError as error:
        return f"{error.reason}: {error.detail}"


def _article(job: tuple[str, Page, int]) -> tuple[str, Extracted] | str:
    _, page, min_characters = job
    outcome = extract(page, min_characters=min_characters)
    return f"{outcome.reason}: {outcome.detail}" if isinstance(outcome, Failure) else (page.url, outcome)


def _explained(job: tuple[str, Page, int]) -> Explanation:
    _, page, min_characters = job
    return explain(page, min_characters=min_characters)


def _lines(file: Path) -> list[str]:
    try:
        return [line for line in file.read_text("utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise SampleError(f"{file}: can't be read: {getattr(error, 'strerror', None) or error}") from None


def _stored(line: Line) -> Article:
    published = parse(str(line.get("published") or ""), UTC)
    return _article_of(str(line["id"]), str(line.get("url") or ""), str(line["title"]), str(line["text"]), published)


def _from_page(name: str, url: str, found: Extracted) -> Article:
    moment = found.published
    if moment is not None and not isinstance(moment, datetime):
        moment = datetime.combine(moment, datetime.min.time(), UTC)
    article = _article_of(content_id(url or name), url, found.title, found.text, moment)
    return replace(article, site=found.site, authors=found.authors, language=found.language, links=found.links)


def _article_of(identity: str, url: str, title: str, text: str, published: datetime | None) -> Article:
    moment = published or _EPOCH
    return Article(
        id=identity,
        day=moment.date(),
        url=url,
        title=title,
        authors=(),
        site="",
        source_id="sample",
        authority=3,
        language="",
        published_at=moment,
        date_origin="page",
        late=False,
        text=text,
        text_origin="page",
        capture_id="",
    )
