"""The outbound links of an article's main text, and what each leads to by its host and path.

What counts as main text is decided by the extraction; the canonical form of an address is `urls.canonical`.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from digest_pipeline.articles.flatten import Flat
from digest_pipeline.articles.text import one_line, squeezed
from digest_pipeline.model import Link, ResourceKind
from digest_pipeline.urls import canonical, host_of, trimmed

# (host and its subdomains, pattern of the path, kind); the first that fits decides.
_KINDS: tuple[tuple[str, str, ResourceKind], ...] = (
    ("arxiv.org", r"/(abs|pdf|html)/", "paper"),
    ("alphaxiv.org", r"/(abs|pdf|overview)/", "paper"),
    ("doi.org", r"/10\.", "paper"),
    ("openreview.net", r"/(forum|pdf)", "paper"),
    ("aclanthology.org", r"/.", "paper"),
    ("proceedings.mlr.press", r"/v\d", "paper"),
    ("papers.nips.cc", r"/paper", "paper"),
    ("proceedings.neurips.cc", r"/paper", "paper"),
    ("openaccess.thecvf.com", r"/content", "paper"),
    ("nature.com", r"/articles/", "paper"),
    ("science.org", r"/doi/", "paper"),
    ("dl.acm.org", r"/doi/", "paper"),
    ("ieeexplore.ieee.org", r"/(abstract/)?document/", "paper"),
    ("biorxiv.org", r"/content/", "paper"),
    ("medrxiv.org", r"/content/", "paper"),
    ("ssrn.com", r"/", "paper"),
    ("semanticscholar.org", r"/paper/", "paper"),
    ("huggingface.co", r"/papers/", "paper"),
    ("huggingface.co", r"/datasets/.", "dataset"),
    ("huggingface.co", r"/spaces/.", "demo"),
    ("huggingface.co", r"/(blog|posts)/", "post"),
    ("huggingface.co", r"/(docs|collections|models|tasks|learn|chat|pricing|organizations)(/|$)", "site"),
    ("huggingface.co", r"/[^/]+/[^/]+", "model"),
    ("hf.space", r"/", "demo"),
    ("modelscope.cn", r"/datasets/.", "dataset"),
    ("modelscope.cn", r"/studios/.", "demo"),
    ("modelscope.cn", r"/(models/)?[^/]+/[^/]+", "model"),
    ("ollama.com", r"/library/.", "model"),
    ("civitai.com", r"/models/", "model"),
    ("kaggle.com", r"/datasets/", "dataset"),
    ("kaggle.com", r"/models/", "model"),
    ("zenodo.org", r"/records?/", "dataset"),
    ("colab.research.google.com", r"/", "demo"),
    ("streamlit.app", r"/", "demo"),
    ("gradio.live", r"/", "demo"),
    ("gist.github.com", r"/.", "code"),
    ("github.com", r"/(about|blog|features|marketplace|orgs|pricing|sponsors|topics)(/|$)", "site"),
    ("github.com", r"/[^/]+/[^/]+", "code"),
    ("gitlab.com", r"/[^/]+/[^/]+", "code"),
    ("gitee.com", r"/[^/]+/[^/]+", "code"),
    ("gitcode.com", r"/[^/]+/[^/]+", "code"),
    ("bitbucket.org", r"/[^/]+/[^/]+", "code"),
    ("codeberg.org", r"/[^/]+/[^/]+", "code"),
    ("sr.ht", r"/~[^/]+/.", "code"),
    ("pypi.org", r"/project/", "code"),
    ("npmjs.com", r"/package/", "code"),
    ("crates.io", r"/crates/", "code"),
    ("youtube.com", r"/(watch|live|shorts|playlist|embed)", "video"),
    ("youtu.be", r"/.", "video"),
    ("vimeo.com", r"/\d", "video"),
    ("bilibili.com", r"/(video|bangumi)/", "video"),
    ("b23.tv", r"/.", "video"),
    ("x.com", r"/[^/]+/status/\d", "post"),
    ("twitter.com", r"/[^/]+/status/\d", "post"),
    ("bsky.app", r"/profile/[^/]+/post/", "post"),
    ("threads.net", r"/.*/post/", "post"),
    ("linkedin.com", r"/(posts|pulse|feed/update)/", "post"),
    ("reddit.com", r"/r/[^/]+/comments/", "post"),
    ("news.ycombinator.com", r"/item", "post"),
    ("lobste.rs", r"/s/", "post"),
    ("weibo.com", r"/\d+/.", "post"),
    ("zhihu.com", r"/(question|p|answer)/", "post"),
    ("mp.weixin.qq.com", r"/s", "post"),
    ("medium.com", r"/.+/.", "post"),
    ("substack.com", r"/p/", "post"),
    ("", r"/@[^/]+/\d{10,}$", "post"),  # Mastodon, on any host
    ("", r"/.*\.pdf$", "paper"),
)
_COMPILED = tuple((host, re.compile(path, re.IGNORECASE), kind) for host, path, kind in _KINDS)

# Buttons to share, subscribe or sign in, and advertisement servers: never what a text refers to.
_BUTTONS = re.compile(
    r"^(twitter|x)\.com/(intent|share|home)\b|facebook\.com/(sharer|share|dialog)|linkedin\.com/share"
    r"|reddit\.com/submit|^t\.me/share|(api\.)?whatsapp\.com/send|service\.weibo\.com/share|pinterest\.com/pin/create"
    r"|news\.ycombinator\.com/submit|^connect\.qq\.com/|/(login|signin|sign-in|signup|register|subscribe)/?$"
    r"|doubleclick\.net|googlesyndication\.com|googleadservices\.com|adsrvr\.org|taboola\.com|outbrain\.com",
    re.IGNORECASE,
)
# An address written out in the text (WeChat removes the links to other sites). Chinese ends it: behind a slash it is
# the sentence far more often than a path. European letters do not, because half a path leads elsewhere.
_WRITTEN = re.compile(r"https?://[\w.~:/?#\[\]@!$&'()*+,;=%\u00c0-\u052f-]+", re.ASCII)
# So many characters left and right of an anchor must stand beside it in the extracted text too.
_CONTEXT = 24


def kind_of(url: str) -> ResourceKind:
    """Return what `url` leads to, judged by host and path alone; `site` when nothing more special fits."""
    host, path = host_of(url), urlsplit(url).path or "/"
    for known, pattern, kind in _COMPILED:
        if (not known or host == known or host.endswith(f".{known}")) and pattern.match(path):
            return kind
    return "site"


def outbound(candidates: Iterable[tuple[str, str]], page_url: str, base: str = "") -> tuple[Link, ...]:
    """Return the links of `candidates` (address, anchor), in order, each target once, the page itself left out.

    Addresses are canonical; relative ones are resolved against the page's `base` element, itself relative to
    `page_url`. Where two lead to the same target, the first one's anchor is kept.
    """
    own, found = canonical(page_url), dict[str, Link]()
    base_url = canonical(base, page_url) or page_url
    for address, anchor in candidates:
        target = canonical(address, base_url)
        if not target or target == own or target in found or _is_button(target):
            continue
        found[target] = Link(url=target, anchor=one_line(anchor) or target, kind=kind_of(target))
    return tuple(found.values())


def written(text: str) -> Iterator[tuple[str, str]]:
    """Yield the addresses written out in `text`, each as its own anchor."""
    for match in _WRITTEN.finditer(text):
        url = trimmed(match[0])
        yield url, url


def in_main_text(page: Flat, text: str) -> Iterator[tuple[str, str]]:
    """Yield address and anchor of every link of the whole `page` that stands in its extracted `text`.

    Extracting with trafilatura's own `include_links` costs .02 to .05 of F1 (it then keeps link lists that it cuts
    otherwise), so text and links are taken apart and joined here: a link belongs to the main text when its anchor, with
    the words on both sides of it in its line, is found there.
    """
    haystack = squeezed(text)
    for anchor in page.anchors:
        words = squeezed(one_line(page.anchor_text(anchor)))
        before = page.text[page.text.rfind("\n", 0, anchor.start) + 1 : anchor.start]
        after = page.text[anchor.end :].partition("\n")[0]
        context = squeezed(one_line(before))[-_CONTEXT:], squeezed(one_line(after))[:_CONTEXT]
        if words and words.join(context) in haystack:
            yield anchor.address, page.anchor_text(anchor)


def _is_button(url: str) -> bool:
    return bool(_BUTTONS.search(url.partition("://")[2].removeprefix("www.")))
