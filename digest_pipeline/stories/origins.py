"""What an address says of where a page comes from: who publishes there, and whether it is a work's own page or talk.

Judged by the address alone, with no list of organisations: `openai.com` is OpenAI's, `blog.google` Google's, and on a
platform the account's (`github.com/QwenLM/...` is QwenLM's). What kind of resource a page is, is `articles/links.py`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from urllib.parse import urlsplit

from digest_pipeline.articles.links import kind_of
from digest_pipeline.model import ResourceKind
from digest_pipeline.stories.translation import translated
from digest_pipeline.stories.words import han_runs, stem
from digest_pipeline.urls import host_of

WORKS: frozenset[ResourceKind] = frozenset({"paper", "code", "model", "dataset"})

# Sites where others publish, with the pattern of the account in the path; empty where the path names nobody.
_PLATFORMS: dict[str, str] = {
    "github.com": r"/([^/]+)",
    "raw.githubusercontent.com": r"/([^/]+)",
    "gist.github.com": r"/([^/]+)/",
    "gitlab.com": r"/([^/]+)",
    "gitee.com": r"/([^/]+)",
    "gitcode.com": r"/([^/]+)",
    "codeberg.org": r"/([^/]+)",
    "bitbucket.org": r"/([^/]+)",
    "huggingface.co": r"/(?:blog/|datasets/|spaces/)?([^/]+)/",
    "modelscope.cn": r"/(?:models/|datasets/|studios/)?([^/]+)/",
    "x.com": r"/([^/]+)",
    "twitter.com": r"/([^/]+)",
    "weibo.com": r"/([^/]+)",
    "bsky.app": r"/profile/([^/.]+)",
    "threads.net": r"/@?([^/]+)",
    "linkedin.com": r"/(?:company|in|posts)/([^/_]+)",
    "facebook.com": r"/([^/]+)",
    "youtube.com": r"/@([^/]+)",
    "medium.com": r"/@?([^/]+)",
    "dev.to": r"/([^/]+)",
    "kaggle.com": r"/(?:datasets/|models/|code/)?([^/]+)/",
    "pypi.org": r"/project/([^/]+)",
    "youtu.be": "",
    "arxiv.org": "",
    "doi.org": "",
    "openreview.net": "",
    "reddit.com": "",
    "news.ycombinator.com": "",
    "lobste.rs": "",
    "producthunt.com": "",
    "mp.weixin.qq.com": "",
    "bilibili.com": "",
    "zhihu.com": "",
    "web.archive.org": "",
}
# Labels of hosts that name a department or a registry, not an owner.
_NAMELESS = frozenset(
    """
    www com org net gov edu mil int info biz dev app blog blogs news newsroom press media research engineering
    developer developers docs documentation about investor investors support help status static assets cdn
    storage files download downloads cloud api platform careers labs home shop store learn community forum forums
    discuss github githubusercontent gitlab substack medium wordpress blogspot ghost vercel netlify pages readthedocs
    tumblr hatenablog bearblog xyz tech online site website page
    """.split()
)
_SHORTEST = 3

# Where people talk about what others wrote, and shop windows: host with its subdomains, pattern of the path.
_SECONDARY: dict[str, str] = {
    "news.ycombinator.com": r"/item",
    "reddit.com": r"/",
    "lobste.rs": r"/s/",
    "tildes.net": r"/~",
    "v2ex.com": r"/t/",
    "slashdot.org": r"/story/",
    "producthunt.com": r"/",
    "alternativeto.net": r"/",
    "g2.com": r"/",
    "betalist.com": r"/",
    "saashub.com": r"/",
    "theresanaiforthat.com": r"/",
    "futurepedia.io": r"/",
    "toolify.ai": r"/",
    "aitoolnet.com": r"/",
    "uneed.best": r"/",
    "apps.apple.com": r"/",
    "play.google.com": r"/store",
    "chromewebstore.google.com": r"/",
    "marketplace.visualstudio.com": r"/",
}

_WORD = re.compile(r"[^\W_]+(?:['’.&+-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s\b|[\W_]")
_LONGEST_NAME = 3
_READ_CHARACTERS = 6_000
_LONGEST_SHOWN = 60


@lru_cache(maxsize=20_000)
def owners(url: str) -> frozenset[str]:
    """Return the names, lower case without blanks, under which a text may know who publishes at `url`."""
    host = host_of(url)
    platform = _site_in(host, _PLATFORMS)
    if platform:
        account = _PLATFORMS[platform]
        found = re.match(account, urlsplit(url).path) if account else None
        return frozenset({_squeezed(found[1])} - {""}) if found else frozenset()
    labels = {_squeezed(label) for label in host.split(".") if label not in _NAMELESS and len(label) >= _SHORTEST}
    # `x.ai` has no other name than the whole.
    return frozenset(labels or {_squeezed(host)} - {""})


@lru_cache(maxsize=2_000)
def told_names(text: str) -> frozenset[str]:
    """Return what in the first 6,000 characters of `text` may be a name, lower case without blanks.

    That is every run of one to three words that begins with a capital or a digit, every Latin word among Chinese ones,
    and what the Chinese words may mean in English, as stems.
    """
    read = unicodedata.normalize("NFKC", text[:_READ_CHARACTERS])
    meant = (stem_ for _, stems in translated(read) for stem_ in stems) if han_runs(read) else ()
    return frozenset(_runs(read)).union(meant)


def names_owner(names: frozenset[str], url: str) -> bool:
    """Say whether `names`, those of a text by `told_names`, have the owner of `url` among them."""
    return any(owner in names or stem(owner) in names for owner in owners(url))


def names_one(text: str, name: str) -> bool:
    """Say whether `text` has a name of a site or a person in it, whatever blanks stand there."""
    if han_runs(name):
        return _squeezed(name) in _squeezed(text)
    return _squeezed(name) in told_names(text)


def is_work(url: str) -> bool:
    """Say whether `url` is a paper, repository, model or dataset in its own place; a mere PDF may be anything."""
    kind = kind_of(url)
    return kind in WORKS and not (kind == "paper" and urlsplit(url).path.lower().endswith(".pdf"))


def is_talk(url: str) -> bool:
    """Say whether `url` is a discussion of what stands elsewhere, or an entry of a directory or shop."""
    site = _site_in(host_of(url), _SECONDARY)
    return bool(site) and bool(re.match(_SECONDARY[site], urlsplit(url).path or "/"))


def as_written(url: str) -> str:
    """Return an address as people write it, without scheme and `www.`, the end of a long one left out."""
    shown = url.partition("://")[2].removeprefix("www.").rstrip("/")
    return shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…"


def _site_in(host: str, sites: dict[str, str]) -> str:
    """Return the site of `sites` that a host belongs to, the longest name first; empty for none."""
    while host and host not in sites:
        host = host.partition(".")[2]
    return host


def _runs(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        words = _WORD.findall(line)
        is_eastern = bool(han_runs(line))
        for place, word in enumerate(words):
            if word[0].isupper() or word[0].isdigit() or (is_eastern and word.isascii()):
                yield from accumulate(map(_squeezed, words[place : place + _LONGEST_NAME]))


def _squeezed(name: str) -> str:
    return _POSSESSIVE.sub("", unicodedata.normalize("NFKC", name)).lower()
