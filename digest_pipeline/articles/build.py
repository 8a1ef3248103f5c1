"""From an entry and what its page gave to the stored article; from the entry alone where the page gave nothing.

Extraction is `extract.py`. Here it is decided whose text, title, authors, language and date the article carries.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

from digest_pipeline import dates
from digest_pipeline.articles.blocks import blocks_of_html
from digest_pipeline.articles.language import language_of
from digest_pipeline.articles.links import kind_of
from digest_pipeline.articles.page import Extracted
from digest_pipeline.articles.render import Rendered, render
from digest_pipeline.articles.text import TEXT_VERSION, one_line, substance
from digest_pipeline.model import Article, DateOrigin, Entry, Link
from digest_pipeline.urls import host_of, same_site

# A feed that carries the whole article is taken instead of its page when its text is this much longer: the page was
# then a teaser or badly extracted.
FEED_WINS_FACTOR = 1.5

_LONGEST_SITE_NAME = 40
# Mark-up of a Markdown source that its writer pasted into the field for the title: a heading's, or the front matter's.
_PASTED = re.compile(r"\A(?:#{1,6}\s+|title:\s+)+(?=\S)", re.IGNORECASE)
# What is known of a page that gave nothing.
_NOTHING = Extracted(
    title="",
    authors=(),
    site="",
    language="",
    published=None,
    published_day=None,
    modified=None,
    dates=(),
    canonical_url="",
    lead_image="",
    method="",
    text="",
    markdown="",
    links=(),
)
# There an account is what a site is elsewhere.
_PLATFORMS = frozenset({"bsky.app", "mp.weixin.qq.com", "weibo.com", "x.com"})


def build_article(entry: Entry, capture_id: str, extracted: Extracted) -> Article:
    """Return the article of `entry` whose page, recorded as `capture_id`, gave `extracted`.

    The feed's own full content wins over the page's text when it is longer by `FEED_WINS_FACTOR`; title and authors are
    the feed's where it names them; the language is the page's. The page's date counts only for an entry without one
    (`first_seen`).
    """
    article = _from_page(entry, capture_id, extracted)
    feed = render(blocks_of_html(entry.content), entry.url)
    if len(feed.text) > FEED_WINS_FACTOR * len(extracted.text):
        article = _with_feed_text(article, entry, feed)
    return _with_via(entry, article)


def from_entry(entry: Entry, *, min_characters: int) -> Article | None:
    """Return an article made of the entry's own content, else its summary; None when both are too short to be one.

    `min_characters` counts as `text.substance` does.
    """
    for html in (entry.content, entry.summary):
        feed = render(blocks_of_html(html), entry.url)
        if substance(feed.text) >= min_characters:
            return _with_via(entry, _with_feed_text(_from_page(entry, "", _NOTHING), entry, feed))
    return None


def _with_feed_text(article: Article, entry: Entry, feed: Rendered) -> Article:
    return replace(
        article,
        text=feed.text,
        markdown=feed.markdown,
        links=feed.links,
        text_origin="feed",
        method="feed",
        language=language_of(feed.text, entry.language) or entry.language,
        capture_id=entry.capture_id,
    )


def _with_via(entry: Entry, article: Article) -> Article:
    """Return the article with the address that led to it (a round-up, a discussion, a repost) as its last link."""
    if not entry.via or entry.via == article.url or entry.via in {link.url for link in article.links}:
        return article
    link = Link(url=entry.via, anchor=entry.source_name, kind=kind_of(entry.via))
    return replace(article, links=(*article.links, link))


def _from_page(entry: Entry, capture_id: str, extracted: Extracted) -> Article:
    published_at, date_origin, late = _published(entry, extracted)
    return Article(
        id=entry.article_id,
        day=entry.day,
        url=entry.url,
        title=_PASTED.sub("", one_line(entry.title) or extracted.title) or entry.url,
        authors=entry.authors or extracted.authors,
        site=_site(entry, extracted.site),
        source_id=entry.source_id,
        authority=entry.authority,
        language=extracted.language or entry.language,
        published_at=published_at,
        date_origin=date_origin,
        late=late,
        modified_at=_moment(extracted.modified, first_seen=entry.published_at) if extracted.modified else None,
        text=extracted.text,
        markdown=extracted.markdown,
        text_origin="page",
        text_version=TEXT_VERSION,
        method=extracted.method,
        capture_id=capture_id,
        canonical_url=extracted.canonical_url,
        lead_image=extracted.lead_image,
        links=extracted.links,
        dates=extracted.dates,
    )


def _published(entry: Entry, page: Extracted) -> tuple[datetime, DateOrigin, bool]:
    """Return when an article was published, who says so, and whether it is late: the page is asked only for want."""
    if entry.date_origin == "first_seen" and page.published is not None and page.published_day is not None:
        published = _moment(page.published, first_seen=entry.published_at)
        if not dates.distrust(published, entry.published_at, entry.url):
            return published, "page", entry.late or page.published_day < entry.day
    return entry.published_at, entry.date_origin, entry.late


def _site(entry: Entry, named: str) -> str:
    """Return the name the page gives its site, else the account's, the source's on its own host, or the host."""
    # A host says less than the source's name, and some pages give their title for their name.
    name = "" if len(named) > _LONGEST_SITE_NAME or named in entry.title else named
    if name and "." not in name:
        return name
    host = host_of(entry.url)
    if host in _PLATFORMS and entry.authors:
        return entry.authors[0]
    return entry.source_name if same_site(entry.url, entry.source_url) else name or host


def _moment(published: date | datetime, *, first_seen: datetime) -> datetime:
    """Return the moment a page's date stands for.

    A date without a time is noon in UTC, which lies on that date in every zone from -12 to +11, but not after the
    moment the entry was first seen if that was on the same date.
    """
    if isinstance(published, datetime):
        return published
    noon = datetime.combine(published, time(12), UTC)
    return min(noon, first_seen) if abs((noon - first_seen).days) <= 1 and noon.date() <= first_seen.date() else noon
