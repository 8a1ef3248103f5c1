"""Page kinds whose article generic extraction gets wrong, each a module of its own, all behind one registry.

A layout decides by host and path, or by its own container, whether a page is of its kind, and says what it knows. A
page that is of no kind here, or whose site has changed its mark-up, is left to `choice/`.
"""

from collections.abc import Callable
from typing import Any

from digest_pipeline.articles.layouts import (
    arxiv,
    github,
    hackernews,
    huggingface,
    posts,
    producthunt,
    wechat,
    youtube,
)
from digest_pipeline.articles.page import Failure, Reading

# Of a page's lxml tree (whole, and only read) and its address: the article, why there is none, or None for other pages.
Layout = Callable[[Any, str], Reading | Failure | None]

LAYOUTS: tuple[Layout, ...] = (
    arxiv.read,
    github.read,
    hackernews.read,
    huggingface.read,
    posts.read,
    producthunt.read,
    wechat.read,
    youtube.read,
)
"""All layouts. At most one knows a page, so their order does not matter."""


def read_layout(tree: Any, url: str) -> Reading | Failure | None:
    """Return what the layout that knows this page makes of it, or None when none does."""
    found = (layout(tree, url) for layout in LAYOUTS)
    return next((reading for reading in found if reading is not None), None)
