"""The same page in another dress: behind a redirector, as AMP, or on a host for telephones.

Only what is known to be right is folded. There is no rule for `m.` hosts in general, because many of them name their
pages differently (m.cnbeta.com.tw leaves out the section), are a site of their own (m.signalvnoise.com), or have no
other (m.weibo.cn); nor for `/amp/` at the beginning of a path, behind which publishers cut the path in their own ways.
"""

import re
from urllib.parse import unquote

from digest_pipeline.urls.tracking import names_page

# (host, path) of pages that only lead on, and the parameter that says where to.
_REDIRECTORS = {
    ("link.zhihu.com", "/"): "target",
    ("link.juejin.cn", "/"): "target",
    ("link.csdn.net", "/"): "target",
    ("sspai.com", "/link"): "target",
    ("www.douban.com", "/link2/"): "url",
    ("links.jianshu.com", "/go"): "to",
    ("gitee.com", "/link"): "target",
    ("xie.infoq.cn", "/link"): "target",
    ("www.oschina.net", "/action/GoToLink"): "url",
    ("cloud.tencent.com", "/developer/tools/blog-entry"): "target",
    ("weibo.cn", "/sinaurl"): "u",
    ("www.bing.com", "/news/apiclick.aspx"): "url",
    ("cn.bing.com", "/news/apiclick.aspx"): "url",
    ("www.youtube.com", "/redirect"): "q",
    ("slack-redir.net", "/link"): "url",
    ("l.facebook.com", "/l.php"): "u",
    ("lm.facebook.com", "/l.php"): "u",
}
_GOOGLE = re.compile(r"www\.google\.(?:[a-z]{2,3}|com?\.[a-z]{2})")
# https://developers.google.com/amp/cache/overview: /c/ a document, /s/ fetched by https.
_AMP_CACHE = re.compile(r"/[acv]/(?:wp/)?(s/)?(?P<inner>[^/]+\.[^/]+.*)", re.DOTALL)
_AMP_VIEWER = re.compile(r"/amp/(s/)?(?P<inner>[^/]+\.[^/]+.*)", re.DOTALL)
_AMP_ENDING = re.compile(r"(?P<page>/.+?)/amp(?P<slash>/?)")
_AMP_FORMATS = frozenset({"format", "layout", "output", "outputtype", "service"})
# Where "amp" may be the subject: mixed precision, a package, an interface.
_NO_AMP = re.compile(r"/(?:api|blob|docs?|documentation|package|project|reference|tree|wiki)/", re.IGNORECASE)

_SAME = r"\g<0>"
# Host for telephones or AMP -> (paths known to be the same page elsewhere, host there, path there).
_DESKTOP: dict[str, tuple[re.Pattern[str], str, str]] = {
    host: (re.compile(paths), other, path)
    for host, paths, other, path in (
        ("m.ithome.com", r"/html/([0-9]{3})([0-9]{3})\.htm", "www.ithome.com", r"/0/\1/\2.htm"),
        ("m.36kr.com", r"/(p|newsflashes)/[0-9]+", "36kr.com", _SAME),
        ("www.36kr.com", r"/(p|newsflashes)/[0-9]+", "36kr.com", _SAME),
        ("m.thepaper.cn", r"/newsDetail_forward_[0-9]+", "www.thepaper.cn", _SAME),
        ("m.huxiu.com", r"/article/[0-9]+\.html", "www.huxiu.com", _SAME),
        ("m.sohu.com", r"/a/[0-9]+_[0-9]+", "www.sohu.com", _SAME),
        ("m.163.com", r"/dy/article/[0-9A-Z]+\.html", "www.163.com", _SAME),
        ("3g.163.com", r"/dy/article/[0-9A-Z]+\.html", "www.163.com", _SAME),
        ("m.toutiao.com", r"/article/[0-9]+/?", "www.toutiao.com", _SAME),
        ("m.jiemian.com", r"/article/[0-9]+\.html", "www.jiemian.com", _SAME),
        ("m.tmtpost.com", r"/[0-9]+\.html", "www.tmtpost.com", _SAME),
        ("m.yicai.com", r"/news/[0-9]+\.html", "www.yicai.com", _SAME),
        ("m.bilibili.com", r"/video/(BV[0-9A-Za-z]{10}|av[0-9]+)/?", "www.bilibili.com", _SAME),
        ("m.weibo.cn", r"/status/([0-9A-Za-z]+)", "m.weibo.cn", r"/detail/\1"),
        ("m.facebook.com", r"/.+", "www.facebook.com", _SAME),
        ("mobile.nytimes.com", r"/[0-9]{4}/.+\.html", "www.nytimes.com", _SAME),
        ("m.dw.com", r"/[a-z]{2}/.+/a-[0-9]+", "www.dw.com", _SAME),
        ("amp.dw.com", r"/[a-z]{2}/.+/a-[0-9]+", "www.dw.com", _SAME),
        ("amp.theguardian.com", r"/.+", "www.theguardian.com", _SAME),
        ("amp.scmp.com", r"/.+", "www.scmp.com", _SAME),
    )
}
_MOBILE_WIKI = re.compile(
    r"([a-z-]+)\.m\.((?:wikipedia|wiktionary|wikibooks|wikinews|wikiquote|wikisource|wikiversity|wikivoyage)\.org)"
)


def unwrapped(host: str, path: str, query: str) -> str | None:
    """Return the address that a redirector or an AMP cache stands in front of, or None when this is none of them."""
    parameter = _REDIRECTORS.get((host, path))
    if parameter:
        return _parameter(query, parameter)
    if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        return _inner(_AMP_CACHE.fullmatch(path), query)
    if host.startswith("www.google.") and _GOOGLE.fullmatch(host):
        if path == "/url":
            return _parameter(query, "url") or _parameter(query, "q")
        return _inner(_AMP_VIEWER.fullmatch(path), query)
    return None


def without_amp(path: str, query: str) -> tuple[str, str]:
    """Return path and query of the page itself, of which `.../a-long-name/amp/` and `?outputType=amp` are the AMP form.

    `/amp` goes only behind a part that names a page by itself, so that a page about AMP stays what it is.
    """
    while path.endswith(("/amp", "/amp/")):
        match = _AMP_ENDING.fullmatch(path)
        if not match or not names_page(match["page"]) or _NO_AMP.search(path):
            break
        path = match["page"] + match["slash"]
    if "amp" in query:
        query = "&".join(piece for piece in query.split("&") if not _asks_for_amp(piece))
    return path, query


def desktop(host: str, path: str) -> tuple[str, str] | None:
    """Return host and path of the same page for every screen, or None when none is known."""
    if host in _DESKTOP:
        paths, other, template = _DESKTOP[host]
        match = paths.fullmatch(path)
        return (other, match.expand(template)) if match else None
    if ".m.wiki" in host and (wiki := _MOBILE_WIKI.fullmatch(host)):
        return f"{wiki[1]}.{wiki[2]}", path
    return None


def _inner(match: re.Match[str] | None, query: str) -> str | None:
    if not match:
        return None
    return f"http{'s' if match[1] else ''}://{match['inner']}{'?' if query else ''}{query}"


def _parameter(query: str, name: str) -> str | None:
    for piece in query.split("&"):
        key, _, value = piece.partition("=")
        address = unquote(value)
        if key == name and address.startswith(("http://", "https://")):
            return address
    return None


def _asks_for_amp(piece: str) -> bool:
    name, _, value = piece.lower().partition("=")
    return (name == "amp" and value in {"", "1", "true"}) or (name in _AMP_FORMATS and value == "amp")
