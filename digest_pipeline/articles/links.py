"""The outbound links of an article: which of a page's links are references of its text, and what each leads to.

Where a link stands in the text is found by `render.py`; the canonical form of an address is `urls.canonical`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from digest_pipeline.model import Link, ResourceKind
from digest_pipeline.urls import canonical, host_of, same_site, trimmed

# (host and its subdomains, pattern of the path, kind); the first that fits the longest host decides.
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
    ("link.springer.com", r"/(article|chapter|content/pdf)/", "paper"),
    ("sciencedirect.com", r"/science/article/", "paper"),
    ("cell.com", r"/.*/(fulltext|pdf|abstract)", "paper"),
    ("pnas.org", r"/doi/", "paper"),
    ("onlinelibrary.wiley.com", r"/doi/", "paper"),
    ("tandfonline.com", r"/doi/", "paper"),
    ("journals.plos.org", r"/[^/]+/article", "paper"),
    ("pubmed.ncbi.nlm.nih.gov", r"/\d", "paper"),
    ("ncbi.nlm.nih.gov", r"/(pmc/articles|pubmed)/", "paper"),
    ("academic.oup.com", r"/.*/article", "paper"),
    ("bmj.com", r"/(content|lookup/doi)/", "paper"),
    ("pmc.ncbi.nlm.nih.gov", r"/articles/", "paper"),
    ("frontiersin.org", r"/(articles|journals/.*/articles)/", "paper"),
    ("jmlr.org", r"/papers/", "paper"),
    ("ojs.aaai.org", r"/.*/article/", "paper"),
    ("eprint.iacr.org", r"/\d{4}/\d", "paper"),
    ("chemrxiv.org", r"/engage/", "paper"),
    ("hub.baai.ac.cn", r"/paper/", "paper"),
    ("semanticscholar.org", r"/paper/", "paper"),
    ("discuss.huggingface.co", r"/t/", "post"),
    ("huggingface.co", r"/papers/", "paper"),
    ("huggingface.co", r"/datasets/.", "dataset"),
    ("huggingface.co", r"/spaces/.", "demo"),
    ("huggingface.co", r"/(blog|posts)/", "post"),
    (
        "huggingface.co",
        r"/(api|changelog|chat|collections|docs|enterprise|join|learn|login|models|new|organizations|pricing|settings|tasks)(/|$)",
        "site",
    ),
    ("huggingface.co", r"/[^/]+/[^/]+", "model"),
    ("hf.space", r"/", "demo"),
    ("modelscope.cn", r"/datasets/.", "dataset"),
    ("modelscope.cn", r"/studios/.", "demo"),
    ("modelscope.cn", r"/(models/)?[^/]+/[^/]+", "model"),
    ("ollama.com", r"/library/.", "model"),
    ("civitai.com", r"/models/", "model"),
    ("kaggle.com", r"/datasets/", "dataset"),
    ("kaggle.com", r"/models/", "model"),
    ("kaggle.com", r"/code/[^/]+/.", "code"),
    ("zenodo.org", r"/records?/", "dataset"),
    ("colab.research.google.com", r"/", "demo"),
    ("streamlit.app", r"/", "demo"),
    ("gradio.live", r"/", "demo"),
    ("gist.github.com", r"/.", "code"),
    (
        "github.com",
        r"/(about|apps|blog|collections|customer-stories|enterprise|explore|features|login|marketplace|orgs|pricing|readme|resources|search|security|settings|site|solutions|sponsors|topics|trending)(/|$)",
        "site",
    ),
    ("github.com", r"/[^/]+/[^/]+", "code"),
    ("raw.githubusercontent.com", r"/[^/]+/[^/]+", "code"),
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
    ("v.redd.it", r"/.", "video"),
    ("video.twimg.com", r"/.", "video"),
    ("loom.com", r"/share/", "video"),
    ("v.qq.com", r"/x/", "video"),
    ("bilibili.com", r"/(video|bangumi)/", "video"),
    ("b23.tv", r"/.", "video"),
    ("x.com", r"/[^/]+/(status|article)/\d", "post"),
    ("twitter.com", r"/[^/]+/status/\d", "post"),
    ("bsky.app", r"/profile/[^/]+/post/", "post"),
    ("threads.net", r"/.*/post/", "post"),
    ("linkedin.com", r"/(posts|pulse|feed/update)/", "post"),
    ("reddit.com", r"/(r/[^/]+/comments|gallery)/", "post"),
    ("news.ycombinator.com", r"/item", "post"),
    ("lobste.rs", r"/s/", "post"),
    ("weibo.com", r"/\d+/.", "post"),
    ("zhihu.com", r"/(question|p|answer)/", "post"),
    ("mp.weixin.qq.com", r"/s", "post"),
    ("medium.com", r"/.+/.", "post"),
    ("substack.com", r"/(pub/[^/]+/)?p/", "post"),
    ("openai.com", r"/index/.", "post"),
    ("anthropic.com", r"/(engineering|news|research)/.", "post"),
    ("mistral.ai", r"/news/.", "post"),
    ("blog.google", r"/.+/.", "post"),
    ("github.blog", r"/.+/.", "post"),
    ("qwen.ai", r"/blog", "post"),
    ("cdn.discordapp.com", r"/", "site"),  # what people attach, PDF or not
    ("", r"/@[^/]+/\d{10,}$", "post"),  # Mastodon, on any host
    ("", r"/t/[^/]+/\d+(/\d+)?$", "post"),  # Discourse, the same
    ("", r"/.*\.pdf$", "paper"),
    ("", r"/([^/]+/){0,3}blogs?/.", "post"),
)
_BY_HOST: dict[str, list[tuple[re.Pattern[str], ResourceKind]]] = {}
for _host, _path, _kind in _KINDS:
    _BY_HOST.setdefault(_host, []).append((re.compile(_path, re.IGNORECASE), _kind))

# Buttons to share, subscribe or sign in, and advertisement servers: never what a text refers to.
_BUTTONS = re.compile(
    r"^(twitter|x)\.com/(intent|share|home)\b|facebook\.com/(sharer|share|dialog)|linkedin\.com/share"
    r"|reddit\.com/submit|^t\.me/share|(api\.)?whatsapp\.com/send|service\.weibo\.com/share|pinterest\.com/pin/create"
    r"|news\.ycombinator\.com/submit|^connect\.qq\.com/|/(login|signin|sign-in|signup|register|subscribe)/?$"
    r"|doubleclick\.net|googlesyndication\.com|googleadservices\.com|adsrvr\.org|taboola\.com|outbrain\.com",
    re.IGNORECASE,
)
# A host that everybody may reach: a name of several parts. None is a machine that instructions mean (no dot, a reserved
# ending), a number in any spelling, which browsers take for an IP address, or text glued to a name.
_PUBLIC = re.compile(
    r"(?!(?:.*\.)?(?:home\.arpa|internal|invalid|lan|local|localdomain|localhost|test|\d+|0x[\da-f]*)\Z)"
    r"(?:[a-z\d_-]{1,63}\.)+[a-z\d_-]{1,63}",
    re.ASCII,
)
# Pictures, feeds, and on the page's own site its shelves: lists of articles by subject, by author, by date.
_FILES = re.compile(
    r"\.(avif|bmp|gif|ico|jpe?g|png|svg|tiff?|webp|css|js|rss)$|/(atom|feed|rss|index)\.xml$|/(feed|rss)/?$",
    re.IGNORECASE,
)
_SHELVES = re.compile(
    r"/(archives?|authors?|by|categor(y|ies)|channels?|comments?|contributors?|journalists?|keywords?|labels?|people"
    r"|profiles?|reporters?|search|sections?|staff|tags?|topics?|users?|writers?)(/|$|[-_]\w+$)|^/?$",
    re.IGNORECASE,
)
_PROFILES = re.compile(
    r"^(x|twitter|facebook|instagram|linkedin|threads|tiktok|pinterest|weibo|bsky|t|youtube|flipboard)\."
    r"(com|net|app|me)/(in/|company/|profile/|u/|channel/|c/|user/)?@?[^/]*/?$",
    re.IGNORECASE,
)
# An anchor that is nothing but one of these words, or begins with an order to the reader, is a button.
_BUTTON_WORDS = re.compile(
    r"\W*+((share|tweet|pin|e-?mail|print|copy link|whatsapp|facebook|twitter|linkedin|reddit|telegram|flipboard"
    r"|rss|instagram|pinterest|youtube|tiktok|google news|app store|google play|log ?in|sign ?in|sign ?up|register"
    r"|subscribe|join( us)?|follow( us)?|menu|home|search|top|reply|skip to content|edit|permalink|report|donate|next"
    r"|prev(ious)?|older|newer|(leave|add|post|write) an? (comment|reply)|(view|show|read|see) all( comments)?"
    r"|no comments|\d+ (comments?|replies)"
    r"|分享([到至].{1,8})?|微博|微信|qq空间|登录|注册|订阅|关注|关注我们|首页|返回|评论|发表评论|打印|上一篇|下一篇|上一页|下一页"
    r"|シェア|ツイート|コメント|ログイン|次の記事|前の記事)\W*+"
    r"|(share (this|on|via|to)|tweet this|follow (us|me|@|\w+ on)|subscribe (to|now|here|today)"
    r"|sign up (for|to|now|here|today)|sign in to|log ?in to|(next|previous) (article|post|page|story)"
    r"|download on the app store|get it on google play|下载.{0,12}(app|客户端)|扫码|点击(订阅|关注|下载)"
    r"|[上下]一篇)(?![a-z]).{0,80})",
    re.IGNORECASE,
)
# An anchor that names nothing: where a later link to the same target says more, its words are kept.
_EMPTY_WORDS = re.compile(
    r"\W*+(here|link|this|more|read more|learn more|see more|source|click here|website|via|details?|\d{0,3}"
    r"|https?://.*+|www\..*+|原文|链接|这里|此处|点击|点击这里|查看|详情|阅读原文|原文链接|传送门|こちら)\W*+",
    re.IGNORECASE,
)
# A line that only sends the reader on, to another article of the site: these words and a link.
_POINTER = re.compile(
    r"\W{0,4}(read (more|also|next|on)|also read|see also|more (from|on this|stories)|recommended( reading)?"
    r"|related( (articles?|stor(y|ies)|posts?|reading|news|content|topics?))?|don.t miss|further reading|trending"
    r"|you (may|might) (also )?(like|be interested)( in)?|most (read|popular)|tags?|topics?|filed under|categories"
    r"|相关(阅读|文章|新闻|推荐|报道|链接)|(推荐|延伸|更多|扩展)阅读|阅读(更多|推荐)|往期(推荐|回顾|文章)"
    r"|热门(推荐|文章)|猜你喜欢|另见|标签|关键词|関連(記事|リンク)|あわせて読みたい|こちらもおすすめ)"
    r"\s{0,4}([:：】\]>»|–-]|$)",
    re.IGNORECASE,
)
_POINTER_OWN_CHARACTERS = 40
_BYLINE_OWN_CHARACTERS = 40
# An address written out in the text (WeChat removes the links to other sites). Chinese ends it: behind a slash it is
# the sentence far more often than a path. European letters do not, because half a path leads elsewhere.
_WRITTEN = re.compile(r"https?://[\w.~:/?#\[\]@!$&'()*+,;=%\u00c0-\u052f-]+", re.ASCII)
# In a list that lost its line breaks, what the next address is called: `https://…/modelGitHub：https://…`.
_CALLED = re.compile(r"(?<=[0-9A-Za-z])(?:huggingface|modelscope|github|gitcode|gitee)$", re.IGNORECASE)
_NEXT = re.compile(r"：\s?https?://")
# So many characters left and right of an anchor must stand beside it in the extracted text too.
_CONTEXT = 24


def kind_of(url: str) -> ResourceKind:
    """Return what `url` leads to, judged by host and path alone; `site` when nothing more special fits."""
    host, path = host_of(url), urlsplit(url).path or "/"
    while True:
        for pattern, kind in _BY_HOST.get(host, ()):
            if pattern.match(path):
                return kind
        if not host:
            return "site"
        host = host.partition(".")[2]


class Candidate(NamedTuple):
    """A link that may be an article's: the canonical address it leads to, its words on one line, where these begin."""

    target: str
    anchor: str
    offset: int | None = None


class Destinations:
    """Where the addresses of one page lead: relative ones are resolved against its `base` element, if it has one."""

    def __init__(self, page_url: str, base: str = "") -> None:
        self._own = canonical(page_url)
        self._base = canonical(base, page_url) or page_url
        self._known: dict[str, str] = {}

    def of(self, address: str) -> str:
        """Return the canonical address of what `address` leads to; empty for the page itself and for no public page."""
        target = self._known.get(address)
        if target is None:
            target = canonical(address, self._base)
            is_kept = target != self._own and _PUBLIC.fullmatch(host_of(target))
            target = self._known[address] = target if is_kept else ""
        return target

    def reference(self, address: str, anchor: str, *, own_characters: int, is_pointed: bool = False) -> str:
        """Return where a link of the text leads, empty when it belongs to the page's furniture.

        Furniture are buttons (share, subscribe, sign in), pictures and feeds, the site's lists by subject or author,
        its home page, the neighbours of the article, what else of the site is listed for further reading
        (`is_pointed`), and profiles in a byline: in a line with few characters that are not linked (`own_characters`).
        """
        target = self.of(address)
        if not target or _is_button(target):
            return ""
        path, is_own = urlsplit(target).path, same_site(target, self._own)
        # "Twitter" may be the words of a link to what somebody said there.
        if (is_own or kind_of(target) == "site") and _BUTTON_WORDS.fullmatch(anchor):
            return ""
        if _FILES.search(path) or (is_own and (is_pointed or _SHELVES.search(path))):
            return ""
        is_profile = own_characters < _BYLINE_OWN_CHARACTERS and _PROFILES.match(_without_scheme(target))
        return "" if is_profile else target


def kept(candidates: Iterable[Candidate]) -> tuple[Link, ...]:
    """Return the links of `candidates`, each target once, in the order of the text; those outside the text come last.

    The first anchor of a target is kept, unless it names nothing ("here", an address) and a later one does.
    """
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        known = found.get(candidate.target)
        if known is None or (_names_nothing(known.anchor) and not _names_nothing(candidate.anchor)):
            found[candidate.target] = candidate
    in_order = sorted(found.values(), key=lambda one: (one.offset is None, one.offset or 0))
    return tuple([Link(one.target, one.anchor or one.target, kind_of(one.target), one.offset) for one in in_order])


def is_pointer(line: str, own_characters: int) -> bool:
    """Say whether a line only sends the reader on ("Read more: …"); `own_characters` of it are not linked."""
    return own_characters <= _POINTER_OWN_CHARACTERS and bool(_POINTER.match(line))


def written_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the addresses written out in `text` begin and end."""
    for match in _WRITTEN.finditer(text) if "://" in text else ():
        url = trimmed(_CALLED.sub("", match[0]) if _NEXT.match(text, match.end()) else match[0])
        # `trimmed` reads "&amp;" as "&"; what stands in the text is that much longer.
        yield match.start(), match.start() + len(url) if text.startswith(url, match.start()) else match.end()


def _is_button(url: str) -> bool:
    return bool(_BUTTONS.search(_without_scheme(url)))


def _without_scheme(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.")


def _names_nothing(anchor: str) -> bool:
    return bool(_EMPTY_WORDS.fullmatch(anchor))
