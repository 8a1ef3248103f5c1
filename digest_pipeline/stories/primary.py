"""The primary source of a story: what its articles go back to, when it is none of them.

Found among the articles' own links, never guessed. Which of the articles leads is `lead.py`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from digest_pipeline.model import Article, Link, ResourceKind
from digest_pipeline.stories.background import rarity
from digest_pipeline.stories.origins import is_talk, is_work, names_owner, owners, told_names
from digest_pipeline.stories.words import terms
from digest_pipeline.urls import host_of, same_site

# What marks a link as the primary source. A report's one link to a paper under a title about research is enough, and so
# is one at the beginning to a page of whom the title names.
_KIND_WORTH: dict[ResourceKind, float] = {"paper": 2.0, "code": 2.0, "model": 2.0, "dataset": 1.5, "post": 1.0}
_NAMED, _FITTING, _SAID, _SAME_WORDS, _EARLY, _LATE, _AGAIN = 2.5, 1.0, 1.0, 1.5, 0.5, -1.0, 2.0
_ENOUGH = 3.0
# Code points of the text.
_BEGINNING = 1_500

# Titles of what has a paper, and of what has a repository or a model card.
_RESEARCH = (
    r"\b(study|studies|research(ers)?|scientists?|paper|physicists?|biologists?|astronomers?|discover\w*|theorem)\b"
    r"|研究|科学家|论文|团队|发现|证实|提出|学者"
)
_RELEASE = r"\b(open[- ]?sourc\w+|releas\w+|launch\w*|unveil\w*|introduc\w+|open weights?)\b|开源|发布|推出|上线"
_FITTING_TITLES: dict[ResourceKind, re.Pattern[str]] = {
    "paper": re.compile(f"{_RESEARCH}|{_RELEASE}", re.IGNORECASE),
    "code": re.compile(_RELEASE, re.IGNORECASE),
    "model": re.compile(_RELEASE, re.IGNORECASE),
    "dataset": re.compile(_RELEASE, re.IGNORECASE),
}
# Words of an anchor that say what it leads to, or where a report has it from.
_SAYS_SO = re.compile(
    r"\b(paper|preprint|arxiv|announce[ds]?|announcement|announcing|blog ?post|press release|news release|statement"
    r"|said|says|wrote|posted|published|released?|unveiled|introduc\w+|report|research|study|model card|system card"
    r"|weights|github|repo(sitory)?|source code|code|filing|complaint|lawsuit|letter|hugging ?face)\b"
    r"|论文|公告|官方|博客|原文|报告|声明|新闻稿|开源|代码|仓库|模型|项目地址|通知|发布",
    re.IGNORECASE,
)
# A headline has so many terms; of one that belongs to the article, more than this share by rarity stands there.
_HEADLINE_TERMS = 5
_STRAY = 0.2
# Commoner terms than this say nothing of what an address is about.
_COMMON = 3.0


def primary_source(articles: Sequence[Article]) -> Link | None:
    """Return what the articles of a story go back to: a paper, a repository, an announcement, an original post.

    It is a page that several sites of the story link to, or one that a link marks: by its kind, by an owner whom the
    titles name, by words of the titles in its address, by the anchor, by its place in the text. None when one of the
    articles is the origin itself, or no link is marked enough.

    Args:
        articles: those of a story, the lead first; its words for the link are kept where it has it.
    """
    titles = _Titles.of(articles)
    if any((is_work(one.url) or names_owner(titles.names, one.url)) and not is_talk(one.url) for one in articles):
        return None
    own = {url for article in articles for url in (article.url, article.canonical_url)}
    found: dict[str, list[tuple[Article, Link]]] = {}
    for article in articles:
        for link in article.links:
            if link.url in own or _may_be_primary(link, article):
                found.setdefault(link.url, []).append((article, link))
    worth = {url: _worth(links, titles) for url, links in found.items()}
    best = min(worth, key=lambda url: (-worth[url], url), default="")
    return found[best][0][1] if best and best not in own and worth[best] >= _ENOUGH else None


@dataclass(frozen=True, slots=True)
class _Titles:
    names: frozenset[str]
    terms: frozenset[str]

    @classmethod
    def of(cls, articles: Sequence[Article]) -> "_Titles":
        return cls(
            frozenset(name for article in articles for name in told_names(article.title)),
            frozenset(term for article in articles for term in terms(article.title)),
        )


def _may_be_primary(link: Link, article: Article) -> bool:
    host, path = host_of(link.url), urlsplit(link.url).path.strip("/")
    # A home page is nobody's announcement, and a DOI has two parts: texts are cut.
    if link.kind in {"demo", "video"} or not path or (host == "doi.org" and "/" not in path):
        return False
    # A site's links to itself are its background, unless it is a platform and the page another's.
    is_own = same_site(link.url, article.url) and owners(link.url) == owners(article.url)
    return not is_own and not is_talk(link.url) and not _is_stray(link, article)


def _is_stray(link: Link, article: Article) -> bool:
    """Say whether the words of a link are a headline that has nothing to do with the article: further reading."""
    told = set(terms(link.anchor))
    if link.anchor.startswith("http") or len(told) < _HEADLINE_TERMS:
        return False
    rest = set(terms(f"{article.title}\n{article.text.replace(link.anchor, ' ')}"))
    return _share(told, rest, least=0.0) < _STRAY


def _worth(links: Sequence[tuple[Article, Link]], titles: _Titles) -> float:
    sites = {host_of(article.url) for article, _ in links}
    return round(max(_marked(link, article, titles) for article, link in links) + _AGAIN * (len(sites) - 1), 6)


def _marked(link: Link, article: Article, titles: _Titles) -> float:
    # Of many links of a kind or to one place none is the source: a round-up, a guide, an advertisement have them.
    of_kind = sum(one.kind == link.kind for one in article.links)
    of_host = Counter(host_of(one.url) for one in article.links)[host_of(link.url)]
    worth = _KIND_WORTH.get(link.kind, 0.0) / max(1, of_kind - 1)
    if names_owner(titles.names, link.url):
        worth += _NAMED / max(1, of_host - 1)
    if link.kind in _FITTING_TITLES and _FITTING_TITLES[link.kind].search(article.title):
        worth += _FITTING
    if not link.anchor.startswith("http") and _SAYS_SO.search(link.anchor):
        worth += _SAID
    worth += _SAME_WORDS * _share(set(_words_of(link)), titles.terms, least=_COMMON)
    return worth + _by_place(link.offset, len(article.text))


def _by_place(offset: int | None, length: int) -> float:
    """Return what the place of a link is worth: the event stands at the beginning, its background at the end."""
    if offset is None:
        return _LATE
    if offset < _BEGINNING:
        return _EARLY
    return _LATE if offset > length / 2 else 0.0


def _share(told: set[str], by: frozenset[str] | set[str], *, least: float) -> float:
    """Return which share of the terms, by how much rarer they are than `least`, stands elsewhere; 0 to 1."""
    weights = {term: max(0.0, rarity(term) - least) for term in sorted(told)}
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in by) / total if total else 0.0


def _words_of(link: Link) -> Iterator[str]:
    """Yield the terms of address and anchor; ids and dates in a path say nothing."""
    parts = re.split(r"[\W_]+", urlsplit(link.url).path)
    yield from terms(" ".join(part for part in parts if not re.fullmatch(r"\d+|[0-9a-f]{8,}", part)))
    if not link.anchor.startswith("http"):
        yield from terms(link.anchor)
