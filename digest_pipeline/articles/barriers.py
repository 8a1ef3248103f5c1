"""Pages that answer 200 without their article: bot checks, consent walls, empty application shells, removals.

Only short pages are judged, so that an article about captchas is not taken for one.
"""

import re
from typing import Literal

Barrier = Literal["blocked", "gone"]

# An article of this many characters is one, whatever phrases it uses.
SHORT_PAGE_CHARACTERS = 800
# A wall says so at once.
_OPENING_CHARACTERS = 400

_PHRASES: tuple[tuple[Barrier, str], ...] = (
    ("blocked", r"just a moment\.\.\.|checking your browser|cf-browser-verification|attention required! \| cloudflare"),
    (
        "blocked",
        r"(verify|confirm|prove|make sure) (that )?you('| a)re (a |not a )?(human|robot)|are you a (human|robot)",
    ),
    ("blocked", r"(complete|solve) the captcha|security (check|verification) to (access|continue)|unusual traffic"),
    (
        "blocked",
        r"(enable|turn on|requires?|need) (js|javascript)|javascript (is|must be|to be) (disabled|enabled|required)",
    ),
    ("blocked", r"access (to this page (has been )?)?denied|you don't have permission to access|request blocked"),
    ("blocked", r"before you continue to|(accept|manage) (all )?(our )?cookies to (continue|proceed|view)"),
    ("blocked", r"(log|sign) in to (continue|view|read)|subscribe to continue reading"),
    (
        "blocked",
        r"环境异常|完成(安全)?验证后|请完成(下列|以下)?(安全)?验证|安全验证|访问(过于|太)频繁|滑动验证|人机验证",
    ),
    ("blocked", r"请(开启|启用|打开|允许)\s*java ?script|浏览器不支持\s*java ?script|请先登录|登录后(查看|阅读)"),
    ("blocked", r"javascript\s*を有効に|ログインしてください"),
    ("gone", r"已被发布者删除|content has been deleted by the author|因违规无法查看|此内容(已)?(被删除|不存在)"),
    (
        "gone",
        (
            r"(page|article|post|content) ([\w' ]{1,40} )?((was |could |can )?(not|no longer|cannot)( be)? "
            r"(found|available|exists?))|\b404\b.{0,20}not found"
        ),
    ),
    ("gone", r"(页面|文章|内容|网页)(不存在|已删除|已被删除|走丢了|找不到)|找不到(该|您|你)?.{0,6}页面"),
    ("gone", r"(ページ|記事)が(見つかりません|存在しません)"),
)
_COMPILED = tuple((barrier, re.compile(phrase, re.IGNORECASE)) for barrier, phrase in _PHRASES)


def barrier_in(page_text: str) -> tuple[Barrier, str] | None:
    """Return what stands before the article, with the words that say so, or None when the page looks like one.

    `page_text` is what the page shows, title first; only its opening is read.
    """
    line = " ".join(page_text.replace("’", "'").split())[:_OPENING_CHARACTERS]
    for barrier, phrase in _COMPILED:
        if match := phrase.search(line):
            return barrier, match[0]
    return None
