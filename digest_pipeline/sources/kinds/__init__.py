"""The kinds of sources, one a module: what each may be told in sources.yaml, what it asks, how it reads an answer."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Discriminator, Tag

from digest_pipeline.sources.kinds.arxiv import ArxivSource
from digest_pipeline.sources.kinds.feed import FeedSource
from digest_pipeline.sources.kinds.github import GitHubSource
from digest_pipeline.sources.kinds.hackernews import HackerNewsSource
from digest_pipeline.sources.kinds.huggingface import HuggingFaceSource
from digest_pipeline.sources.kinds.newsletter import NewsletterSource
from digest_pipeline.sources.kinds.posts import PostsSource
from digest_pipeline.sources.kinds.sitemap import SitemapSource
from digest_pipeline.sources.kinds.wechat import WechatSource
from digest_pipeline.sources.source import Source

KINDS: Mapping[str, type[Source]] = MappingProxyType(
    {
        "feed": FeedSource,
        "wechat": WechatSource,
        "arxiv": ArxivSource,
        "hackernews": HackerNewsSource,
        "github": GitHubSource,
        "huggingface": HuggingFaceSource,
        "sitemap": SitemapSource,
        "newsletter": NewsletterSource,
        "posts": PostsSource,
    }
)
"""Every kind by its name in sources.yaml."""


def _kind_of(value: Any) -> str | None:
    if isinstance(value, Source):
        return value.kind
    # What is no mapping at all is refused by the kind that stands for all.
    kind = value.get("kind", "feed") if isinstance(value, dict) else "feed"
    return kind if kind in KINDS else None


AnySource = Annotated[
    Annotated[FeedSource, Tag("feed")]
    | Annotated[WechatSource, Tag("wechat")]
    | Annotated[ArxivSource, Tag("arxiv")]
    | Annotated[HackerNewsSource, Tag("hackernews")]
    | Annotated[GitHubSource, Tag("github")]
    | Annotated[HuggingFaceSource, Tag("huggingface")]
    | Annotated[SitemapSource, Tag("sitemap")]
    | Annotated[NewsletterSource, Tag("newsletter")]
    | Annotated[PostsSource, Tag("posts")],
    Discriminator(
        _kind_of,
        custom_error_type="unknown_kind",
        custom_error_message=f"the kind must be one of: {', '.join(KINDS)}",
    ),
]
"""An entry of sources.yaml; without a `kind` it is a feed."""
