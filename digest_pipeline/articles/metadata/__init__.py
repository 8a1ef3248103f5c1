"""What a page says about its article: title, authors, site, dates, address, picture, language and description.

`metadata_of` reads a parsed page before anything is cut from it. Every part has a room: `page.py` collects what the
page declares, `jsonld.py` its structured data, and `titles.py`, `people.py`, `moments.py` and `addresses.py` choose.
What text the article has is not decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from digest_pipeline.articles.metadata.addresses import (
    canonical_url,
    lead_image,
    name_of_site,
    named_sites,
    sites_in_titles,
)
from digest_pipeline.articles.metadata.jsonld import described
from digest_pipeline.articles.metadata.moments import NamedDate, moments_of
from digest_pipeline.articles.metadata.page import PageHead, read_head, text_of
from digest_pipeline.articles.metadata.people import authors_of
from digest_pipeline.articles.metadata.titles import best_title, names_of_host, title_wordings
from digest_pipeline.articles.metadata.wording import folded, plain

__all__ = [
    "Metadata",
    "NamedDate",
    "metadata_of",
]

_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description", "itemprop:description")
_LANGUAGES = ("og:locale", "http:content-language", "language", "dc.language", "itemprop:inlanguage")
_LONGEST_DESCRIPTION = 2_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article; a field is empty, or None, where the page says nothing.

    `published` and `modified` are moments in UTC, or dates where the page names no zone; `published_day` is the day of
    publication in the page's own zone; `dates` holds every candidate with its source. `declared_language` is the tag
    that the page declares (BCP 47, "zh-CN"), `article_body` the text in JSON-LD, not normalised.
    """

    title: str
    authors: tuple[str, ...]
    site: str
    canonical_url: str
    lead_image: str
    published: date | datetime | None
    published_day: date | None
    modified: date | datetime | None
    dates: tuple[NamedDate, ...]
    declared_language: str
    description: str
    article_body: str


def metadata_of(tree: Any, url: str) -> Metadata:
    """Return what the page `tree` (an lxml document, only read) at the address `url` says about its article."""
    head = read_head(tree, url)
    headings = _headings(head)
    data = described(head.scripts, url, [head.title, head.first("og:title"), *headings.values()])
    named = list(named_sites(head, data))
    sites = [*named, *names_of_host(url)]
    wordings = title_wordings(head.meta, data.headlines, head.title, headings.values())
    title = best_title(wordings, sites_in_titles(head, sites))
    moments = moments_of(head, data, _heading_of(title, headings))
    descriptions = (*head.values(*_DESCRIPTIONS), *data.descriptions)
    return Metadata(
        title=title,
        authors=authors_of(head, data, sites),
        site=name_of_site(head, named, title),
        canonical_url=canonical_url(head),
        lead_image=lead_image(head, data),
        published=moments.published,
        published_day=moments.published_day,
        modified=moments.modified,
        dates=moments.candidates,
        declared_language=next((tag for tag in (head.language, *head.values(*_LANGUAGES), *data.languages) if tag), ""),
        description=next((text for value in descriptions if (text := plain(value, _LONGEST_DESCRIPTION))), ""),
        article_body=next(iter(data.bodies), ""),
    )


def _headings(head: PageHead) -> dict[Any, str]:
    """Return the headings with their words: those of the first rank, else of the second what the title mostly is."""
    first = {element: text_of(element, _LONGEST_DESCRIPTION) for element in head.headings}
    if any(map(folded, first.values())):
        return first
    key = folded(head.title)
    second = {element: text_of(element, _LONGEST_DESCRIPTION) for element in head.subheadings}
    return {element: text for element, text in second.items() if _is_most_of(folded(text), key)}


def _is_most_of(part: str, whole: str) -> bool:
    return part in whole and 2 * len(part) >= len(whole) > 0


def _heading_of(title: str, headings: Mapping[Any, str]) -> Any:
    """Return the element of the heading that says the title, else the only one, else None."""
    key = folded(title)
    for element, text in headings.items():
        heading = folded(text)
        if heading and (heading in key or key in heading):
            return element
    return next(iter(headings)) if len(headings) == 1 else None
