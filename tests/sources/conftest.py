"""Feeds written for the tests of the sources package."""

from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest


@pytest.fixture
def rss() -> Callable[..., bytes]:
    """Return a maker of RSS: each item is a path of the harbour's site and a date, which may be empty."""

    def make(*items: tuple[str, str], language: str = "en") -> bytes:
        written = "".join(
            f"<item><title>About {escape(path)}</title>"
            + (f"<link>{escape(path if ':' in path else 'https://harbour.example.org/' + path)}</link>" if path else "")
            + (f"<pubDate>{published}</pubDate>" if published else "")
            + "</item>"
            for path, published in items
        )
        head = f"<title>Harbour wire</title><language>{language}</language>"
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{written}</channel></rss>'.encode()

    return make
