"""Short posts: the page of a post on X or one of its mirrors, on a Mastodon server, or on Bluesky.

Each site's mark-up is a module of its own; what they share is `thread.py`.
"""

from typing import Any

from digest_pipeline.articles.layouts import bluesky, mastodon, nitter, x
from digest_pipeline.articles.page import Failure, Reading


def read(tree: Any, url: str) -> Reading | Failure | None:
    """Return the post that the page shows, with what its author wrote below it; None for a page of another kind."""
    return x.read(tree, url) or nitter.read(tree, url) or bluesky.read(tree, url) or mastodon.read(tree, url)
