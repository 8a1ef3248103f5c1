"""What kind of place an address leads to: a post, an account that re-publishes, a tracked page, a site's front door.

Told by the address alone. Which addresses are the same page, and which ids can't exist, is `digest_pipeline.urls`.
"""

import re
from urllib.parse import parse_qsl, urlsplit

from digest_pipeline.urls import canonical, host_of

# A post may be the news itself, when who made it speaks of his own doing.
_POSTS = frozenset(
    "x.com twitter.com mobile.twitter.com weibo.com weibo.cn m.weibo.cn reddit.com www.reddit.com old.reddit.com"
    " threads.net www.threads.net bsky.app t.me facebook.com www.facebook.com linkedin.com www.linkedin.com"
    " news.ycombinator.com lobste.rs xiaohongshu.com www.xiaohongshu.com jike.city m.okjike.com".split()
)
_MASTODON = re.compile(r"/@[^/]+/\d+")
# Accounts and sites that tell again what others reported.
_RETELLERS = frozenset(
    "mp.weixin.qq.com aibase.com www.aibase.com news.aibase.com toutiao.com www.toutiao.com m.toutiao.com"
    " baijiahao.baidu.com www.sohu.com m.sohu.com www.163.com news.google.com www.msn.com news.smol.ai"
    " www.techmeme.com flipboard.com".split()
)
# Each of their subdomains is a project's own page, or a document.
_PROJECT_HOSTS = (
    ".github.io .gitlab.io .gitee.io .pages.dev .workers.dev .vercel.app .netlify.app .hf.space .readthedocs.io"
    " .notion.site .substack.com .streamlit.app .web.app".split()
)
_ACTIVITY_HOST = re.compile(r"(?:mini)?act(?:ivity)?|huodong|hd|promo|campaign|marketing", re.IGNORECASE)
_ACTIVITY_PATH = re.compile(
    r"/(?:activity|activities|common-activity|huodong|campaigns?|promo|promotions?|lottery|coupons?)(?:/|$)",
    re.IGNORECASE,
)
# They say where on a page to begin or how to show it, not who sent the reader.
_VIEW = frozenset("t start end list index tab lang hl locale context theme page version plain raw".split())


def is_post(url: str) -> bool:
    """Say whether `url` leads to a network of posts."""
    return _host(url) in _POSTS or bool(_MASTODON.fullmatch(urlsplit(url).path))


def is_retold(url: str) -> bool:
    """Say whether `url` leads to an account or a site that tells again what others reported."""
    return _host(url) in _RETELLERS


def is_root(url: str) -> bool:
    """Say whether `url` is the front door of a site; a project that has a subdomain for itself is none."""
    parts = urlsplit(url)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        return False
    return not _host(url).endswith(tuple(_PROJECT_HOSTS))


def is_activity(url: str) -> bool:
    """Say whether `url` is a page of a promotion: an offer, a lottery, a sign-up campaign."""
    parts = urlsplit(url)
    return bool(_ACTIVITY_HOST.fullmatch(_host(url).partition(".")[0]) or _ACTIVITY_PATH.search(parts.path))


def trackers(url: str) -> list[str]:
    """Return the parameters of `url` that its canonical form does without."""
    query = urlsplit(url).query
    if not query or not (clean := canonical(url)):
        return []
    needed = {name for name, _ in parse_qsl(urlsplit(clean).query, keep_blank_values=True)}
    if host_of(clean) == "doi.org":
        return []
    given = dict.fromkeys(name for name, _ in parse_qsl(query, keep_blank_values=True))
    return [name for name in given if name not in needed and name.lower() not in _VIEW]


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
