"""What the tests of the sources share: feeds written for them, and the loopback APIs with the world they tell of."""

from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

import pytest

from tests.doubles.apis import Apis, World


@pytest.fixture
def world() -> World:
    """Return what the APIs know: nothing, until the test adds to it."""
    return World()


@pytest.fixture
def apis(world: World) -> Iterator[Apis]:
    """Return the APIs, answering."""
    with Apis(world) as server:
        yield server


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
