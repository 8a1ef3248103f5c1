"""Parameters of an address that do not say which page it is: tracking marks and session ids.

Which names track is courlan's list (it merges AdGuard's, ClearURLs' and Mozilla's) and a few that it lacks, most of
them Chinese. That list is made for crawlers, to whom a page more or less is nothing, and holds words such as `source`,
`cid` and `ref` that name the page on many sites (`article.php?cid=7`, `contents/setup.py?ref=v2`). So a name that
stands for nothing but tracking goes everywhere; a doubtful one goes only where the path names the page by itself.
What a whole site needs is `sites.py`.
"""

import re
from functools import cache, lru_cache
from typing import Literal
from urllib.parse import unquote_plus

_Use = Literal["page", "doubtful", "tracking"]

# Click ids and namespaces of mail and advertising tools: courlan knows them, and no site names its pages so.
_CERTAIN = re.compile(
    r"(?:utm|mtm|itm|mkt|mc|ga|oly|pk|vero)_|(?:dc|fbc|gc|twc|yc|ysc)lid$|(?:gbra|igsh|msclk|wbra)id$|xtor$"
)
# They answer a search or choose an edition, so a page without them is another one.
_IDENTIFYING = frozenset({"gl", "keyword", "keywords", "kwd", "session"})
# What courlan lacks, first where names are exact, then by their beginning.
_OWN = frozenset(
    "_ga _gl _hsenc _hsmi _hsfp __hssc __hstc hsctatracking gclsrc gad_source gad_campaignid srsltid ref_src usqp"
    " wt_mc wt_zmc s_kwcid ttclid li_fat_id mibextid guccounter guce_referrer guce_referrer_sig"
    " spm scm spm_id_from vd_source isappinstalled wfr share_token share_source share_medium share_plat share_tag"
    " share_session_id share_times share_from sharer_shareid sharer_shareinfo sharer_shareinfo_first sharer_sharetime"
    " adchannelid bd_vid hmsr hmpl hmcu hmkw hmci phpsessid jsessionid".split()
)
_OWN_BEGINNINGS = ("aspsessionid", "amp_")
# Campaign marks of single publishers, and WeChat's and Baidu's; short enough to mean something else elsewhere.
_OWN_DOUBTFUL = frozenset(
    "cmp cmpid icid intcid intcmp ito mpshare ncid ocid reflink sharetype smid smtyp sref srcid srnd".split()
)

# Words for where a reader comes from; `from` may as well be a date or a city, so the value decides.
_ORIGIN = frozenset({"f", "from", "src", "via"})
_ORIGINS = frozenset(
    "app email feed feedburner friend groupmessage hackernews newsletter qq qzone rss singlemessage timeline"
    " twitter wechat weibo weixin".split()
)
_WECHAT_SHARE = frozenset({"groupmessage", "singlemessage", "timeline"})
# Branches, tags and commits, which `ref` names in the addresses of source code.
_REVISION = re.compile(
    r"v?[0-9]+(?:\.[0-9]+)+|v[0-9]+|dev|develop|head|main|master|trunk|refs/.+|[0-9a-f]{40}", re.IGNORECASE
)
# Not `s`: image servers sign addresses with it.
_SESSION = frozenset({"sid", "session", "sessionid", "session_id"})
_SESSION_TOKEN = re.compile(r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)

# A program, whose parameters say what it shall show, or a feed or another answer to a program.
_PROGRAM = re.compile(r"\.(?:action|ashx|aspx?|atom|cfm|f?cgi|dll|do|json|jspx?|php[0-9]?|pl|rss|xml)$", re.IGNORECASE)
_API = re.compile(r"/(?:api|v[0-9]|rest|rss|feeds?|graphql|search)(?:/|$)", re.IGNORECASE)
# The last part of a path that names one page: a long number, three words joined, or `a123.html`.
_PAGE_NAME = re.compile(
    r"[0-9]{5}|[^-_]{2}[-_][^-_]+[-_][^-_]|[0-9].*\.s?html?$|^(?=.*[0-9])[0-9a-z]{10,}$", re.IGNORECASE
)
_NAME_CHARACTERS = 200
_DATED = re.compile(r"/(?:19|20)[0-9]{2}/[01]?[0-9]/.*[^/]")


def without_tracking(host: str, path: str, query: str, drop: frozenset[str] = frozenset()) -> str:
    """Return `query` without the parameters that do not name the page at `host` and `path`, the rest spelled as it was.

    `drop` holds names in lower case that this site is known not to need.
    """
    if not query:
        return query
    pieces = query.split("&")
    page = names_page(path) and not host.startswith("api.")
    # Taken out whole and never encoded anew, because another spelling could address another page.
    kept = [piece for piece in pieces if not _tracks(piece, drop, page=page)]
    return query if len(kept) == len(pieces) else "&".join(kept)


def without_session(path: str) -> str:
    """Return `path` without a session id that Java or PHP has put there."""
    return _SESSION_IN_PATH.sub("", path) if ";" in path else path


def names_page(path: str) -> bool:
    """Say whether `path` by itself names one page, rather than a program or a list that parameters choose from."""
    text = unquote_plus(path).rstrip("/")
    # A name is found within so much, and a hostile address may be long.
    last = text.rpartition("/")[2][-_NAME_CHARACTERS:]
    if _PROGRAM.search(last) or _API.search(text):
        return False
    return bool(_PAGE_NAME.search(last) or _DATED.match(text))


def _tracks(piece: str, drop: frozenset[str], *, page: bool) -> bool:
    raw_name, _, value = piece.partition("=")
    # An address that was escaped for HTML once too often separates its parameters with `&amp;`.
    name = unquote_plus(raw_name).lower().removeprefix("amp;")
    if name in drop:
        return True
    if name in _SESSION and _SESSION_TOKEN.fullmatch(value):
        return True
    if name in _ORIGIN and value.lower() in _ORIGINS:
        return page or value.lower() in _WECHAT_SHARE
    if name == "ref" and _REVISION.fullmatch(unquote_plus(value)):
        return False
    if name == "rss":
        return page and value == "1"
    use = _use(name[:_NAME_CHARACTERS])
    return use == "tracking" or (page and use == "doubtful")


@lru_cache(maxsize=10_000)
def _use(name: str) -> _Use:
    if name in _OWN or name.startswith(_OWN_BEGINNINGS):
        return "tracking"
    if name in _IDENTIFYING:
        return "page"
    if name in _OWN_DOUBTFUL:
        return "doubtful"
    listed = _listed()
    if not listed.search(name):
        return "page"
    if _CERTAIN.match(name):
        return "tracking"
    # Whole words only: the list would take `ga` for the beginning of `game` and `ref` for that of `refresh`.
    words = re.split(r"[-_.]", name)
    return "doubtful" if any(listed.fullmatch(word) for word in words if word not in _IDENTIFYING) else "page"


@cache
def _listed() -> re.Pattern[str]:
    from courlan.clean import TRACKERS_RE  # noqa: PLC0415  0.06 s, and most commands never see a parameter

    return TRACKERS_RE
