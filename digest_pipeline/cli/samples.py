"""What the stages make of samples that a person names: a dictionary a result, with the keys of `digest try --json`."""

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from digest_pipeline.articles.extract import Extracted, Failure, Page, extract
from digest_pipeline.briefs.extractive import ExtractiveEngine, NothingToQuoteError
from digest_pipeline.capture.fetch import Request, Unreached, fetch_all
from digest_pipeline.capture.warc import Exchange, RecordError
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
    engine = ExtractiveEngine(settings.subject)
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


def _each(
    function: Callable[[tuple[str, Page, int]], Any], inputs: Sequence[str], settings: Settings, limit: int
) -> Iterator[tuple[str, Any]]:
    """Yield (name, outcome) for each input; a string says why there is none."""
    samples = _samples(inputs, settings, limit)
    readable = [(name, page, settings.limits.min_characters) for name, page in samples if isinstance(page, Page)]
    with Newsroom(settings) as newsroom:
        outcomes = newsroom.workers.each(function, readable, seconds=settings.limits.page_seconds)
        for name, page in samples:
            outcome = next(outcomes) if isinstance(page, Page) else page
            yield name, f"{outcome.reason}: {outcome.detail}" if isinstance(outcome, Failed) else outcome


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


def _samples(inputs: Sequence[str], settings: Settings, limit: int) -> list[tuple[str, Page | str]]:
    """Return what each input holds, in order, or the reason why it can't be read."""
    answers: dict[str, list[Exchange | Unreached]] = {name: [] for name in inputs if _is_address(name)}
    for name, given in answers.items():
        # One at a time: what belongs to which input is then plain, redirects included.
        fetch_all([Request(name)], settings.fetch, given.append)
    return [
        (name, _answer(answers[name][-1], limit) if name in answers else _content(Path(name), limit)) for name in inputs
    ]


def _is_address(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def _answer(answer: Exchange | Unreached, limit: int) -> Page | str:
    if isinstance(answer, Unreached):
        return f"{answer.reason}: {answer.detail}"
    try:
        return Page(answer.url, answer.status, answer.content_type, answer.content(limit))
    except RecordError as error:
        return f"unreadable: {error}"


def _content(path: Path, limit: int) -> Page | str:
    try:
        body = path.read_bytes()
        if body.startswith(b"\x1f\x8b"):
            body = gzip.decompress(body)
    except (OSError, EOFError, ValueError) as error:
        return f"unreadable: {getattr(error, 'strerror', None) or error}"
    if len(body) > limit:
        return f"too_large: {len(body)} bytes, the limit is {limit}"
    return Page("", 200, "", body)


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
