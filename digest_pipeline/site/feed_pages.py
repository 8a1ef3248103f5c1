"""Which issues stand in the feeds of an edition, and their contents, which are made from the published Markdown."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.publications import Publication
from digest_pipeline.settings import Site
from digest_pipeline.site.addresses import issue_url
from digest_pipeline.site.feeds import (
    Feed,
    FeedEntry,
    atom,
    atom_url,
    base_of,
    contents_of,
    entry_html,
    json_feed,
    json_feed_url,
    title_of,
)
from digest_pipeline.site.plan import Page
from digest_pipeline.site.state import key_of

NEWEST = 30
"""So many issues stand in a feed."""


def feed_pages(  # noqa: PLR0913  each decides about a part of the feed
    site: Path, edition: EditionSpec, issues: Sequence[Publication], web: Site, maker: str, *, reuse: bool
) -> Iterator[Page]:
    """Yield both feeds of an edition.

    Args:
        site: the folder of the site, where the Markdown of the newest issues stands.
        edition: the edition.
        issues: its issues, oldest first, at least one.
        web: where the site will stand.
        maker: names the code that makes contents.
        reuse: whether the feed that stands there is as it was made, so that contents need not be made again.
    """
    newest = issues[: -NEWEST - 1 : -1]
    key = key_of([(head.key, head.digest) for head in newest])

    @cache
    def feed() -> Feed:
        language = newest[0].language
        known = contents_of(site / json_feed_url(edition.name)) if reuse else {}
        return Feed(
            edition=edition.name,
            title=title_of(edition, language),
            about=edition.said(edition.about, language),
            language=language,
            entries=tuple(_entry(site, head, web, key_of(head.digest, maker), known) for head in newest),
        )

    yield Page(atom_url(edition.name), key, lambda: atom(feed(), web))
    yield Page(json_feed_url(edition.name), key, lambda: json_feed(feed(), web))


def _entry(site: Path, head: Publication, web: Site, made_from: str, known: dict[str, str]) -> FeedEntry:
    html = known.get(made_from)
    if html is None:
        page = issue_url(head.edition, head.key)
        markdown = (site / page).with_suffix(".md").read_text("utf-8")
        html = entry_html(markdown, f"{base_of(web)}{page}" if web.url else "")
    return FeedEntry(head.key, head.title, head.language, head.window_end, html, made_from)
