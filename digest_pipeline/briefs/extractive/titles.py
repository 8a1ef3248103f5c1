"""What a story is called: its title without site names and click-bait, cut to a headline and a short title.

What kind of story it is and whom it is about is `classify.py`.
"""

import re
from collections.abc import Iterator

from digest_pipeline.briefs import lexicon
from digest_pipeline.briefs.extractive.words import CJK_RUN, STOP_WORDS, is_cjk
from digest_pipeline.briefs.schema import HEADLINE_CHARACTERS, SHORT_TITLE_CHARACTERS
from digest_pipeline.spellings import folded
from digest_pipeline.urls import host_of

_SHORTEST_HEAD_ZH = 3
_SEPARATOR = re.compile(r"\s*[|｜_丨]\s*|\s+[-–—·]\s+")
_FRAME = re.compile(
    r"^(?:\[\d{4}\.\d{4,5}(?:v\d+)?\]|Title:|Show HN:|Ask HN:|GitHub -|BREAKING(?: NEWS)?:|Breaking:|JUST IN:|"
    r"WATCH:|EXCLUSIVE:|"
    r"You won['’]t believe(?: how| what| why)?|(?:重磅|刚刚|突发|震惊|炸裂|炸了|官宣|独家|快讯|重大突破|太强了|"
    r"杀疯了|火爆全网|刷屏了|最新|速看|深夜)[！!：:，,|｜丨]+|"
    r"[【\[](?:重磅|独家|快讯|首发|突发|原创|官宣|早报|转载|推荐)[】\]]|[\u4e00-\u9fff\dA-Za-z]{0,4}(?:独家|首发|"
    r"专访|快讯|观察|深度)\s*[|｜丨])\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[（(【\[](?:附|含|内附|建议收藏|值得收藏|深度|组图|视频|多图|万字长文)[^）)】\]]*[）)】\]]|"
    r"[！!？?，,]?(?:建议收藏|你怎么看|速看|太香了|赶紧收藏|网友[：:].{0,8})[！!？?]*|[！!]+|"
    r"\s*[|｜丨]\s*[\u4e00-\u9fff\dA-Za-z]{0,5}(?:独家|首发|专访|快讯|最前线|观察))$"
)
_WEAK_END = re.compile(
    r"(?:\s+(?:a|an|the|of|for|to|in|on|at|by|and|or|with|from|as|is|are|that|its|via|into|but|how|why|than|using|"
    r"without|after|over|under|between))+$",
    re.IGNORECASE,
)
_BORDER = re.compile(r"[，。；：！？、,;:!?|｜]|\s[—–-]\s")
# Who says what would be left out.
_SPEAKER = re.compile(r"[，。；！？][^，。；：！？]{1,8}：\Z")
_UNCLOSED = re.compile(r"(?<=.{6})[“《「（(\[【][^”》」）)\]】]*$")


def clean_title(title: str, *, site: str, url: str) -> str:
    """Return `title` without the site's name at either end and without click-bait frames."""
    cleaned = " ".join(title.split())
    names = lexicon.SITE_NAMES | {folded(site), host_of(url)}
    while parts := list(_SEPARATOR.finditer(cleaned)):
        if folded(cleaned[parts[-1].end() :]).strip() in names:
            cleaned = cleaned[: parts[-1].start()].strip()
        elif folded(cleaned[: parts[0].start()]).strip() in names:
            cleaned = cleaned[parts[0].end() :].strip()
        else:
            break
    while (shorter := _TAIL.sub("", _FRAME.sub("", cleaned)).strip()) != cleaned and shorter:
        cleaned = shorter
    return cleaned or " ".join(title.split())


def headline(title: str) -> str:
    """Return the title cut to a headline. Whom it is about it names or not: who acts can't be told by rule."""
    # A Latin letter is half as wide as a Chinese character, and says less.
    return shortened(title, HEADLINE_CHARACTERS if is_cjk(title) else 2 * HEADLINE_CHARACTERS)


def short_title(title: str) -> str:
    """Return the title's subject in at most `SHORT_TITLE_CHARACTERS` characters."""
    head = re.split(r"[：:｜|]|\s[—–-]\s|——", title, maxsplit=1)[0].strip()
    chinese = CJK_RUN.search(title) is not None
    # Who speaks (`工信部：`), or a cry (`秒空：`), is no subject.
    if (_SHORTEST_HEAD_ZH if chinese else 1) < len(head) <= SHORT_TITLE_CHARACTERS:
        return head
    if chinese:
        whole = head if len(head) > _SHORTEST_HEAD_ZH else title
        return shortened(whole, SHORT_TITLE_CHARACTERS, mark="")
    return max(_phrases(title), key=len, default="") or shortened(title, SHORT_TITLE_CHARACTERS, mark="")


def shortened(text: str, limit: int, *, mark: str = "…") -> str:
    """Return `text` within `limit` characters, ended at a clause if that keeps more than half, else at a word."""
    if len(text) <= limit:
        return text
    borders = [m.start() for m in _BORDER.finditer(text[: limit + 1]) if not _SPEAKER.search(text, 0, m.end())]
    if borders and borders[-1] > 3 * limit // 5:
        return text[: borders[-1]].rstrip()
    end = limit - len(mark)
    # Neither a Latin word nor a number may be cut in two.
    while end > limit // 3 and _inside_word(text, end):
        end -= 1
    if _inside_word(text, end):
        end = limit - len(mark)
    kept = _UNCLOSED.sub("", text[:end])
    return _WEAK_END.sub("", kept.rstrip(" ，,、：:;；-–—（([“《")).rstrip() + mark


def _phrases(title: str) -> Iterator[str]:
    """Yield the runs of content words that fit a short title; no run crosses a function word or a punctuation mark."""
    for clause in re.split(r"[,;:.!?]+(?:\s+|$)|[()“”\"]|\s[—–-]\s", title):
        words = clause.split()
        for start, word in enumerate(words):
            run = ""
            for following in words[start:]:
                if (
                    following.casefold() in STOP_WORDS
                    or not following[-1].isalnum()
                    or len(f"{run} {following}".strip()) > SHORT_TITLE_CHARACTERS
                ):
                    break
                run = f"{run} {following}".strip()
            if run and word.casefold() not in STOP_WORDS:
                yield run


def _inside_word(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at : at + 1]
    return all(c.isascii() and (c.isalnum() or c in "-.'_+") for c in (before, after) if c) and bool(after)
