"""Where to read on: the article's own links that are worth following, each under a readable title.

Which links an article has, and what kind each is, is `articles/links.py`.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from digest_pipeline.briefs import lexicon
from digest_pipeline.briefs.extractive.titles import shortened
from digest_pipeline.briefs.schema import HEADLINE_CHARACTERS, SHORT_TITLE_CHARACTERS
from digest_pipeline.model import Article, Link, Resource, ResourceKind
from digest_pipeline.urls import canonical, host_of

MOST_RESOURCES = 5
_SHORTEST_NAME = 3
_READ_CHARACTERS = 40_000
_SHARING = re.compile(
    r"/(?:share|sharer|intent|login|signin|signup|register|subscribe|newsletter|privacy|terms|about|contact|"
    r"advertise|tags?|author)\b|[?&](?:share|text)="
)
_EMPTY_ANCHOR = re.compile(
    r"(?:here|link|this|more|read more|source|click here|website|原文|链接|这里|点击|此处|查看|详情|阅读原文|"
    r"原文链接|传送门|\W*\d*\W*)",
    re.IGNORECASE,
)
_RESOURCE_ORDER: Mapping[ResourceKind, int] = {
    "paper": 0, "code": 1, "model": 2, "dataset": 3, "demo": 4, "post": 5, "video": 6, "site": 7
}  # fmt: skip


def resources_of(article: Article) -> tuple[Resource, ...]:
    """Return the article's own links worth following, primary material first: no navigation, sharing or site roots."""
    own, host = canonical(article.url), urlsplit(article.url).hostname
    furniture = "\n".join(
        line for line in article.text[:_READ_CHARACTERS].splitlines() if lexicon.is_furniture(line.strip())
    )
    links: dict[str, Link] = {}
    for link in article.links:
        url = canonical(link.url)
        parts = urlsplit(url)
        inside = link.kind == "site" and parts.hostname == host
        beside = len(link.anchor) > _SHORTEST_NAME and link.anchor in furniture
        if not url or url == own or inside or beside or parts.path.strip("/") == "" or _SHARING.search(url):
            continue
        links.setdefault(url, link)
    ranked = sorted(links.items(), key=lambda item: _RESOURCE_ORDER[item[1].kind])
    return tuple(
        Resource(url=url, title=_link_title(link.anchor, url), kind=link.kind) for url, link in ranked[:MOST_RESOURCES]
    )


def _link_title(anchor: str, url: str) -> str:
    title = " ".join(anchor.split()).strip(" []()（）【】→»>")
    readable = not _EMPTY_ANCHOR.fullmatch(title) and not re.match(r"(?:https?://|www\.)", title)
    if readable and not lexicon.is_order(title):
        return shortened(title, HEADLINE_CHARACTERS + SHORT_TITLE_CHARACTERS)
    parts = urlsplit(url)
    host = host_of(url)
    steps = [unquote(step) for step in parts.path.split("/") if step]
    last = re.sub(r"\.(?:html?|php|aspx?)$", "", steps[-1]) if steps else ""
    name = f"{host}: {last}" if host != "github.com" or len(steps) == 1 else f"{host}: {'/'.join(steps[:2])}"
    return shortened(name, HEADLINE_CHARACTERS + SHORT_TITLE_CHARACTERS)
