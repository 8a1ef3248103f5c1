"""Sites whose addresses have a known grammar: one form for each paper, post, video and repository.

A form is a path with its query on the site's own host, by https. Whatever follows an id is cut off (text glued to a
link gets no further), and an id that can't exist gives no address. Sites without a grammar are `variants.py`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote, unquote_plus

from digest_pipeline.urls.tracking import without_tracking

# Of path and query: the whole address, an empty string for an id that can't exist, None where no grammar applies.
_Form = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Site:
    """A site: the host its pages are known by, the scheme that is folded too (empty: kept), and its grammar."""

    host: str
    form: _Form
    scheme: str = "https"


def site_of(host: str) -> Site | None:
    """Return what is known of the site at `host`, None when nothing is."""
    if host.startswith("nitter."):
        return Site(host, _mirrored_status, "")
    if host.endswith(".substack.com"):
        return Site(host, _substack_at(host), "")
    return _SITES.get(host)


# arXiv. https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV_PAPER = re.compile(r"/(?:abs|pdf|html|format)/(?:arxiv:)?(?P<id>[^/].*)", re.IGNORECASE | re.DOTALL)
_ARXIV_FIGURE = re.compile(r"/html/[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?/[^/]")
_ARXIV_NEW = re.compile(r"([0-9]{2})([0-9]{2})\.([0-9]+).*", re.DOTALL)
_ARXIV_OLD = re.compile(
    r"([a-z-]+)(?:\.[a-z]{2})?/([0-9]{2})([0-9]{2})([0-9]+).*", re.IGNORECASE | re.ASCII | re.DOTALL
)
_ARXIV_ARCHIVES = frozenset(
    "acc-phys adap-org alg-geom ao-sci astro-ph atom-ph bayes-an chao-dyn chem-ph cmp-lg comp-gas cond-mat cs dg-ga"
    " funct-an gr-qc hep-ex hep-lat hep-ph hep-th math math-ph mtrl-th nlin nucl-ex nucl-th patt-sol physics plasm-ph"
    " q-alg q-bio quant-ph solv-int supr-con".split()
)
_OLD_NUMBER = 7 - len("yymm")


def _arxiv(path: str, _query: str) -> str | None:
    match = _ARXIV_PAPER.fullmatch(unquote(path))
    if not match or _ARXIV_FIGURE.match(path):
        return None
    identifier = _arxiv_identifier(match["id"])
    return f"https://arxiv.org/abs/{identifier}" if identifier else ""


def _arxiv_identifier(text: str) -> str | None:
    """Return the id that `text` begins with, without version and subject class, or None when it can't exist."""
    if new := _ARXIV_NEW.fullmatch(text):
        year, month, number = new[1], new[2], new[3]
        # Numbers have five digits since 2015; another digit would be another paper, so it is not cut off.
        digits = 4 if year < "15" else 5
        possible = f"{year}{month}" >= "0704" and "01" <= month <= "12" and len(number) == digits
        return f"{year}{month}.{number}" if possible else None
    if old := _ARXIV_OLD.fullmatch(text):
        archive, year, month, number = old[1].lower(), old[2], old[3], old[4]
        possible = (year >= "91" or f"{year}{month}" <= "0703") and "01" <= month <= "12"
        if possible and archive in _ARXIV_ARCHIVES and len(number) == _OLD_NUMBER:
            return f"{archive}/{year}{month}{number}"
    return None


# DOI. Names ignore the case of ASCII letters (ISO 26324); Crossref and DataCite print small ones.
_DOI = re.compile(r"/+(?:doi:\s*)?(10\.[0-9]{4,9}(?:\.[0-9]+)*)/([!-~]+)", re.IGNORECASE | re.ASCII)
# A word in capital and small letters behind a number: the next heading of the page ("…250921Key points").
_GLUED_WORD = re.compile(r"(?<=[0-9])[A-Z][a-z]{2}[A-Za-z]*$")
_NUMBERED = 5
_DOI_ARXIV = re.compile(r"arxiv\.(.+)", re.IGNORECASE)
_DOI_BRACKETS = (("(", ")"), ("[", "]"), ("<", ">"), ("{", "}"))
# Recommended by the DOI Handbook, "DOI name encoding rules for URL presentation".
_DOI_PLAIN = "/:;()._-~!$&'*=,@"


def _doi(path: str, _query: str) -> str | None:
    match = _DOI.match(unquote(path))
    if not match:
        return None
    prefix, suffix = match[1], _doi_suffix(match[2])
    if prefix == "10.48550" and (paper := _DOI_ARXIV.fullmatch(suffix)):
        identifier = _arxiv_identifier(paper[1])
        return f"https://arxiv.org/abs/{identifier}" if identifier else ""
    return f"https://doi.org/{prefix}/{quote(suffix.lower(), safe=_DOI_PLAIN)}" if suffix else ""


def _doi_suffix(text: str) -> str:
    text = text.partition("](")[0]
    length = -1
    while length != len(text):
        length = len(text)
        text = text.rstrip(".,;:!?'\"*/\\")
        for opening, closing in _DOI_BRACKETS:
            unopened = text.count(closing) - text.count(opening)
            trailing = len(text) - len(text.rstrip(closing))
            text = text[: len(text) - max(0, min(unopened, trailing))]
        if sum(map(str.isdigit, text)) >= _NUMBERED:
            text = _GLUED_WORD.sub("", text)
    return text


# YouTube.
_VIDEO = re.compile(r"[0-9A-Za-z_-]{11}")
_VIDEO_PATH = re.compile(r"/(?:embed|shorts|live|v|e|watch)/(?P<id>[0-9A-Za-z_-]{11})")
# Eleven characters too, but no videos.
_PLAYERS = ("/embed/videoseries", "/embed/live_stream")
_LIST = re.compile(r"[0-9A-Za-z_-]+")
_YOUTUBE_DROP = frozenset("ab_channel app feature index pp si sub_confirmation t view_as".split())


def _youtube(path: str, query: str) -> str | None:
    values = _values(query)
    if path in {"/playlist", "/embed/videoseries"} and (match := _LIST.match(values.get("list", ""))):
        return f"https://www.youtube.com/playlist?list={match[0]}"
    if path in {"/watch", "/watch/"} and "v" in values:
        return _video(_VIDEO.match(values["v"]))
    if (match := _VIDEO_PATH.match(path)) and not path.startswith(_PLAYERS):
        return _video(_VIDEO.match(match["id"]))
    return _rest("www.youtube.com", path, query, _YOUTUBE_DROP)


def _music(path: str, query: str) -> str | None:
    # An album has no page on the other site.
    return _youtube(path, query) if path == "/watch" else None


def _short_video(path: str, _query: str) -> str | None:
    return None if path == "/" else _video(_VIDEO.match(path, 1))


def _video(match: re.Match[str] | None) -> str:
    return f"https://www.youtube.com/watch?v={match[0]}" if match else ""


# X. The number alone names the post; a signed 64-bit number has 19 digits at most.
_STATUS = re.compile(r"/(?:i/web|@?(?P<user>[0-9A-Za-z_]{1,15}))/status(?:es)?/(?P<id>[0-9]+)")
_STATUS_DIGITS = 19
_X_DROP = frozenset("cxt lang ref_src ref_url s t".split())


def _x(path: str, query: str) -> str | None:
    form = _mirrored_status(path, query)
    return _rest("x.com", path, query, _X_DROP) if form is None else form


def _mirrored_status(path: str, _query: str) -> str | None:
    match = _STATUS.match(path)
    if not match:
        return None
    # Names ignore case; where none is given, X itself writes `i`.
    user = (match["user"] or "i").lower()
    return f"https://x.com/{user}/status/{match['id']}" if len(match["id"]) <= _STATUS_DIGITS else ""


# WeChat. The four parameters name an article; the rest says who shared it and from where. `chksm` stays only where
# `sn` is missing: WeChat shows no article without one of them.
_WECHAT_ARTICLE = {
    "__biz": re.compile(r"[0-9A-Za-z+/_-]+={0,2}"),
    "mid": re.compile(r"[0-9]+"),
    "idx": re.compile(r"[0-9]{1,2}"),
    "sn": re.compile(r"[0-9a-f]{32}", re.IGNORECASE),
}
# 22 characters in each of 6,700 addresses seen; one that is shorter is left as it is.
_WECHAT_SHORT = re.compile(r"/s/([0-9A-Za-z_-]{22})")
_WECHAT_DROP = frozenset(
    "3rd abtest_cookie ascene clicktime devicetype enterid exportkey exptype from from_safari isappinstalled lang"
    " mpshare nettype pass_ticket poc_token platform scene sessionid sharer_shareid sharer_shareinfo"
    " sharer_shareinfo_first sharer_sharetime srcid subscene version winzoom wx_header xtrack".split()
)


def _wechat(path: str, query: str) -> str | None:
    if match := _WECHAT_SHORT.match(path):
        return f"https://mp.weixin.qq.com/s/{match[1]}"
    if path not in {"/s", "/s/"}:
        return None
    values = _values(query)
    found = {name: pattern.match(values.get(name, "")) for name, pattern in _WECHAT_ARTICLE.items()}
    named = [f"{name}={match[0]}" for name, match in found.items() if match]
    if len(named) == len(found):
        return f"https://mp.weixin.qq.com/s?{'&'.join(named)}"
    return _rest("mp.weixin.qq.com", path, query, _WECHAT_DROP)


# GitHub. Case is kept: it ignores it, but people read the names as they are written.
_REPOSITORY = re.compile(r"/(?P<owner>[0-9A-Za-z-]+)/(?P<name>[0-9A-Za-z._-]+)(?P<rest>.*)", re.DOTALL)
_THREAD = re.compile(r"(/(?:issues|pull|discussions)/[0-9]+)[^0-9/].*", re.DOTALL)
_NO_OWNERS = frozenset("about collections enterprise features marketplace orgs search sponsors topics trending".split())


def _github(path: str, query: str) -> str | None:
    if (match := _REPOSITORY.fullmatch(path)) and match["owner"] not in _NO_OWNERS:
        name, rest = match["name"], match["rest"]
        if rest and not rest.startswith("/"):
            # No such character is allowed in a name.
            rest = ""
        rest = _THREAD.sub(r"\1", rest)
        if rest in {"", "/"}:
            name, rest = name.removesuffix(".git") or name, ""
        path = f"/{match['owner']}/{name}{rest}"
    kept = [piece for piece in query.split("&") if piece != "tab=readme-ov-file"]
    return _rest("github.com", path.rstrip("/") or "/", "&".join(kept))


# Substack. A post is named by its path; the rest says who shared it and what to show around it.
_POST = re.compile(r"(?:/pub/[0-9A-Za-z_-]+)?/p/[0-9A-Za-z_-]+/?")
_SUBSTACK_DROP = frozenset(
    "action from_post_id initial_medium isfreemail post_id publication_id r s selection showwelcome showwelcomeonshare"
    " triedredirect".split()
)


def _substack_at(host: str) -> _Form:
    """Return the grammar of the publication at `host`."""

    def form(path: str, query: str) -> str | None:
        kept = without_tracking(host, path, query, _SUBSTACK_DROP)
        return f"https://{host}{path}{'?' if kept else ''}{kept}" if _POST.fullmatch(path) else None

    return form


# Reddit. Feeds stay where they were asked for: the hosts treat programs differently.
_REDDIT_THREAD = re.compile(
    r"/((?:r|u|user)/[0-9A-Za-z_-]+/comments/[0-9a-z]+)(/[^/]*)?(/[0-9a-z]+)?/?", re.IGNORECASE | re.ASCII
)


def _reddit(path: str, _query: str) -> str | None:
    match = _REDDIT_THREAD.fullmatch(path)
    if not match or path.endswith((".rss", ".json")):
        return None
    parts = "".join(part for part in match.groups() if part)
    return f"https://www.reddit.com/{parts.rstrip('/')}/"


def _named_by(host: str, path: str, names: tuple[str, ...]) -> _Form:
    """Return the grammar of a page that these parameters name and no others."""

    def form(at: str, query: str) -> str | None:
        kept = [piece for piece in query.split("&") if piece.partition("=")[0] in names]
        return f"https://{host}{path}?{'&'.join(kept)}" if at == path and len(kept) == len(names) else None

    return form


def _plain(_path: str, _query: str) -> None:
    return None


def _rest(host: str, path: str, query: str, drop: frozenset[str] = frozenset()) -> str:
    kept = without_tracking(host, path, query, drop)
    return f"https://{host}{path}{'?' if kept else ''}{kept}"


def _values(query: str) -> dict[str, str]:
    pairs = (piece.partition("=") for piece in reversed(query.split("&")))
    return {unquote_plus(name): unquote(value) for name, _, value in pairs}


_SITES: dict[str, Site] = {
    "arxiv.org": Site("arxiv.org", _arxiv),
    "www.arxiv.org": Site("arxiv.org", _arxiv),
    **{
        host: Site(host, _arxiv, "")
        for host in (
            "export.arxiv.org",
            "cn.arxiv.org",
            "de.arxiv.org",
            "lanl.arxiv.org",
            "browse.arxiv.org",
            "xxx.lanl.gov",
            "xxx.itp.ac.cn",
            "ar5iv.org",
            "www.ar5iv.org",
            "ar5iv.labs.arxiv.org",
        )
    },
    **{host: Site("doi.org", _doi) for host in ("doi.org", "www.doi.org", "dx.doi.org")},
    **{
        host: Site("www.youtube.com", _youtube)
        for host in ("youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com")
    },
    "youtu.be": Site("youtu.be", _short_video),
    "music.youtube.com": Site("music.youtube.com", _music),
    **{
        host: Site("x.com", _x)
        for host in ("x.com", "www.x.com", "mobile.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com")
    },
    **{
        host: Site(host, _mirrored_status, "")
        for host in (
            "xcancel.com",
            "fxtwitter.com",
            "vxtwitter.com",
            "fixupx.com",
            "fixvx.com",
            "twittpr.com",
            "www.fxtwitter.com",
            "www.vxtwitter.com",
        )
    },
    "mp.weixin.qq.com": Site("mp.weixin.qq.com", _wechat),
    **{host: Site("github.com", _github) for host in ("github.com", "www.github.com")},
    **{
        host: Site(host, _reddit, "")
        for host in (
            "reddit.com",
            "www.reddit.com",
            "old.reddit.com",
            "np.reddit.com",
            "new.reddit.com",
            "m.reddit.com",
        )
    },
    **{host: Site("huggingface.co", _plain) for host in ("huggingface.co", "www.huggingface.co", "hf.co")},
    "news.ycombinator.com": Site("news.ycombinator.com", _named_by("news.ycombinator.com", "/item", ("id",))),
    "openreview.net": Site("openreview.net", _named_by("openreview.net", "/forum", ("id",))),
    "baijiahao.baidu.com": Site("baijiahao.baidu.com", _named_by("baijiahao.baidu.com", "/s", ("id",))),
}
