"""`feed`: RSS, Atom or JSON Feed at an address, or a site's page that names its feed.

The formats are read in `sources/feeds.py`, what single hosts make of them in `sources/dialects.py`, and a page is
searched in `sources/discovery.py`. A feed tells what is in it now: a day that is over is read from captures.
"""

from typing import Literal

from pydantic import Field, HttpUrl

from digest_pipeline.sources.discovery import read_feed
from digest_pipeline.sources.source import Answer, Day, Listing, Source
from digest_pipeline.urls import canonical


class FeedSource(Source):
    """A feed, also one of a bridge: RSSHub, a WeChat bridge, YouTube, Reddit, GitHub releases, Mastodon, Bluesky."""

    kind: Literal["feed"] = "feed"
    url: HttpUrl = Field(description="the feed, or a page of the site that names it")

    def addresses(self, day: Day) -> tuple[str, ...]:  # noqa: ARG002  a feed is the same on every day
        """Return the feed's own address."""
        return (canonical(str(self.url)),)

    def read(self, answer: Answer, day: Day) -> Listing:  # noqa: ARG002  the same
        """Return the items of the feed; of a page, the address of the feed it names."""
        return read_feed(answer)
