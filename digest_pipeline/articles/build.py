"""From an entry and what its page gave to the stored article; from the entry alone where the page gave nothing.

Extraction is `extract.py`. Here it is decided whose text, title, authors, language and date the article carries.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from digest_pipeline import dates
from digest_pipeline.articles.extract import Extracted
from digest_pipeline.articles.flatten import Flat, flatten_html
from digest_pipeline.articles.language import language_of
from digest_pipeline.articles.links import kind_of, outbound, written
from digest_pipeline.articles.text import normalise, one_line
from digest_pipeline.model import Article, Entry, Link
from digest_pipeline.urls import host_of, same_site

# A feed that carries the whole article is taken instead of its page when its text is this much longer: the page was
# then a teaser or badly extracted.
FEED_WINS_FACTOR = 1.5

_LONGEST_SITE_NAME = 40
# There an account is what a site is elsewhere.
_PLATFORMS = frozenset({"bsky.app", "mp.weixin.qq.com", "weibo.com", "x.com"})


def build_article(entry: Entry, capture_id: str, extracted: Extracted) -> Article:
    """Return the article of `entry` whose page, recorded as `capture_id`, gave `extracted`.

    The feed's own full content wins over the page's text when it is longer by `FEED_WINS_FACTOR`; title and authors are
    the feed's where it names them; the language is the page's. The page's date counts only for an
    entry without one (`first_seen`).
    """
    page_text = _with_via(entry, _article(entry, capture_id, extracted))
    feed_text = _feed_text(entry.content, entry.url)
    if feed_text and len(feed_text[0]) > FEED_WINS_FACTOR * len(extracted.text):
        text, links = feed_text
        feed_article = replace(
            page_text,
            text=text,
            links=links,
            text_origin="feed",
            language=language_of(text),
            capture_id=entry.capture_id,
        )
        return _with_via(entry, feed_article)
    return page_text


def from_entry(entry: Entry, *, min_characters: int) -> Article | None:
    """Return an article made of the entry's own content, else its summary; None when both are too short to be one.

    `min_characters` counts code points of the normalised text.
    """
    for html in (entry.content, entry.summary):
        text, links = _feed_text(html, entry.url)
        if len(text) >= min_characters:
            article = Article(
                id=entry.article_id,
                day=entry.day,
                url=entry.url,
                title=one_line(entry.title) or entry.url,
                authors=entry.authors,
                site=_site(entry, ""),
                source_id=entry.source_id,
                authority=entry.authority,
                language=language_of(text) or entry.language,
                published_at=entry.published_at,
                date_origin=entry.date_origin,
                late=entry.late,
                text=text,
                text_origin="feed",
                capture_id=entry.capture_id,
                links=links,
            )
            return _with_via(entry, article)
    return None


def _with_via(entry: Entry, article: Article) -> Article:
    """Return the article with the address that led to it (a round-up, a discussion, a repost) as its last link."""
    if not entry.via or entry.via == article.url or entry.via in {link.url for link in article.links}:
        return article
    link = Link(url=entry.via, anchor=entry.source_name, kind=kind_of(entry.via))
    return replace(article, links=(*article.links, link))


def _article(entry: Entry, capture_id: str, extracted: Extracted) -> Article:
    article = Article(
        id=entry.article_id,
        day=entry.day,
        url=entry.url,
        title=one_line(entry.title) or extracted.title or entry.url,
        authors=entry.authors or extracted.authors,
        site=_site(entry, extracted.site),
        source_id=entry.source_id,
        authority=entry.authority,
        language=extracted.language or entry.language,
        published_at=entry.published_at,
        date_origin=entry.date_origin,
        late=entry.late,
        text=extracted.text,
        text_origin="page",
        capture_id=capture_id,
        links=extracted.links,
    )
    if entry.date_origin != "first_seen" or extracted.published is None:
        return article
    published = _moment(extracted.published, first_seen=entry.published_at)
    if dates.distrust(published, entry.published_at, entry.url):
        return article
    return replace(
        article,
        published_at=published,
        date_origin="page",
        late=entry.late or _calendar_day(extracted.published) < entry.day,
    )


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


def _calendar_day(published: date | datetime) -> date:
    return published.date() if isinstance(published, datetime) else published


def _feed_text(html: str, url: str) -> tuple[str, tuple[Link, ...]]:
    flat: Flat = flatten_html(html)
    text = normalise(flat.text)
    candidates = [(anchor.address, flat.anchor_text(anchor)) for anchor in flat.anchors]
    return text, outbound([*candidates, *written(text)], url)
