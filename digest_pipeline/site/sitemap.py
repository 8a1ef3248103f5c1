"""The sitemap (https://www.sitemaps.org/protocol.html): an index, and a part for each month, so that old ones stay."""

from collections.abc import Iterable, Sequence
from datetime import date
from xml.sax.saxutils import escape

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_url(month: str) -> str:
    """Return the address of a month's part. It stands at the root: a part may only name what lies below it."""
    return f"sitemap-{month}.xml"


def render_sitemap(base: str, pages: Iterable[tuple[str, date]]) -> str:
    """Return the part that names `pages`, each an address relative to the site at `base` and the day it is of."""
    return _document("urlset", "url", ((f"{base}{url}", day) for url, day in pages))


def render_sitemap_index(base: str, months: Sequence[tuple[str, date]]) -> str:
    """Return the index of the parts: each month, and the newest day in it."""
    return _document("sitemapindex", "sitemap", ((f"{base}{sitemap_url(month)}", day) for month, day in months))


def _document(root: str, element: str, places: Iterable[tuple[str, date]]) -> str:
    lines = (
        f"<{element}><loc>{escape(place)}</loc><lastmod>{day.isoformat()}</lastmod></{element}>"
        for place, day in places
    )
    body = "\n".join(lines)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{body}\n</{root}>\n'
