"""What is run on a page: ours, trafilatura's modes, newspaper4k and readability-lxml, to a text and to a title.

Each is called in the way its own documentation shows, and with what it wants: bytes, or the text that our own decoder
makes of them. They run in worker processes, so each imports its library itself.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.util import find_spec
from typing import Any

from bench.gold.flat import html_text
from bench.gold.sample import Sample
from digest_pipeline.articles.charset import decode
from digest_pipeline.articles.extract import explain
from digest_pipeline.articles.page import Failure, Page
from digest_pipeline.workers import Failed, Workers

Tool = Callable[[Sample], str]

# A page takes 0.03 s; newspaper4k reads one of them for minutes.
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What we make of a page; `reason` says why there is no article, and is empty where there is one."""

    text: str = ""
    title: str = ""
    published: date | datetime | None = None
    language: str = ""
    reason: str = ""


def ours(sample: Sample) -> Outcome:
    """Return our own reading of the page, as an answer with status 200.

    What was found counts also where a page is refused as a teaser or a wall: some sets hold teasers as articles.
    """
    explained = explain(Page(sample.url, 200, sample.content_type, sample.body), min_characters=1)
    reason = explained.outcome.reason if isinstance(explained.outcome, Failure) else ""
    if explained.found is None:
        return Outcome(reason=reason)
    found = explained.found
    return Outcome(found.text, found.title, found.published_day, found.language, reason)


def read_ours(workers: Workers, samples: Iterable[Sample]) -> list[Outcome]:
    """Return our reading of each page, in order; a worker's death is a reason like any other."""
    read = workers.each(ours, samples, seconds=_SECONDS)
    return [Outcome(reason=f"{found.reason}: {found.detail}") if isinstance(found, Failed) else found for found in read]


def read_with(tool: Tool, workers: Workers, samples: Iterable[Sample]) -> list[str]:
    """Return what the tool finds in each page; nothing where it fails."""
    read = workers.each(tool, samples, seconds=_SECONDS)
    return ["" if isinstance(found, Failed) else found for found in read]


def trafilatura_default(sample: Sample) -> str:
    """Return what trafilatura finds by itself, without the readers' comments."""
    from trafilatura import extract as plain  # noqa: PLC0415  0.45 s, only the workers pay it

    return plain(sample.body, include_comments=False) or ""


def trafilatura_precision(sample: Sample) -> str:
    """Return what trafilatura finds when it is to be strict."""
    from trafilatura import extract as plain  # noqa: PLC0415  the same

    return plain(sample.body, include_comments=False, favor_precision=True) or ""


def trafilatura_recall(sample: Sample) -> str:
    """Return what trafilatura finds when it is to be generous."""
    from trafilatura import extract as plain  # noqa: PLC0415  the same

    return plain(sample.body, include_comments=False, favor_recall=True) or ""


def trafilatura_title(sample: Sample) -> str:
    """Return the title that trafilatura finds."""
    from trafilatura import extract_metadata  # noqa: PLC0415  the same

    found = extract_metadata(sample.body, default_url=sample.url or None)
    return (found.title or "") if found else ""


def newspaper(sample: Sample) -> str:
    """Return newspaper4k's text; without being told that a page is Chinese it takes most of them for empty."""
    return str(_newspaper_article(sample).text)


def newspaper_title(sample: Sample) -> str:
    """Return the title that newspaper4k finds."""
    return str(_newspaper_article(sample).title)


def _newspaper_article(sample: Sample) -> Any:
    from newspaper import Article  # type: ignore[import-not-found]  # noqa: PLC0415  may be absent

    logging.disable()  # it prints a traceback of each trouble with a page
    told = {"language": "zh"} if sample.language == "zh" else {}
    article = Article(sample.url or "https://example.org/", fetch_images=False, **told)
    article.download(input_html=decode(sample.body, sample.content_type))
    article.parse()
    return article


def readability(sample: Sample) -> str:
    """Return the text of readability-lxml's summary."""
    return html_text(_readability_document(sample).summary(html_partial=True))


def readability_title(sample: Sample) -> str:
    """Return the title that readability-lxml finds."""
    return str(_readability_document(sample).short_title())


def _readability_document(sample: Sample) -> Any:
    from readability import Document  # type: ignore[import-not-found]  # noqa: PLC0415  may be absent

    logging.disable()  # the same
    return Document(decode(sample.body, sample.content_type))


MODES: dict[str, Tool] = {
    "default": trafilatura_default,
    "precision": trafilatura_precision,
    "recall": trafilatura_recall,
}
"""trafilatura's modes, of which the oracle takes the best for each page."""

OTHERS: dict[str, tuple[Tool, str, str]] = {
    "newspaper4k": (newspaper, "newspaper", "newspaper4k[zh]==0.9.6"),
    "readability": (readability, "readability", "readability-lxml==0.9"),
}
"""The tools that the project does not depend on: function, module, and what to install."""

TOOLS: dict[str, Tool] = MODES | {name: tool for name, (tool, module, _) in OTHERS.items() if find_spec(module)}

TITLES: dict[str, Tool] = {
    "default": trafilatura_title,
    "newspaper4k": newspaper_title,
    "readability": readability_title,
}
"""The same tools, to a title; trafilatura's modes find the same one."""
