"""Which sentences of an article may be quoted, and how well each stands for the whole.

Furniture, orders to a machine, code and fragments are left out. Each of the others has a score: how central it is, how
early it stands, how much of the title it repeats, less what is held against it. Which are taken is `selection.py`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from digest_pipeline.briefs import lexicon
from digest_pipeline.briefs.extractive.clauses import is_balanced
from digest_pipeline.briefs.extractive.openings import opening_of
from digest_pipeline.briefs.extractive.ranking import centrality
from digest_pipeline.briefs.extractive.words import is_cjk, tokens
from digest_pipeline.briefs.sentences import Sentence, split
from digest_pipeline.spellings import folded

Section = Literal["technique", "findings", "insight", "limitations"]
POINT_CHARACTERS: Mapping[bool, int] = {True: 200, False: 400}

# Beyond this many sentences a page adds comments and neighbours, and the pairwise comparison its square.
_MOST_SENTENCES = 160
# A run without an end is no sentence; what is read of it is enough to quote its beginning.
_LONGEST_RUN = 1_000
_SHORTEST_NAME = 3
_SHORTEST: Mapping[bool, int] = {True: 12, False: 40}
# More book titles in a sentence make it a list of related articles.
_MOST_TITLES = 2
_POSITION, _TITLE = 0.7, 0.5

_COMPLETE = re.compile(r"[。！？.!?…][”’」』）)】》\"']*$")
_ASKING = re.compile(r"[?？][”’」』）)\"']*$")
_DANGLING = re.compile(
    r"(?:it|this|that|these|those|they|he|she|his|her|their|its|such|here|there|but|and|so|however|also|then|or|"
    r"meanwhile|instead|yet|still|both|(?:first|second|third|fourth|fifth|sixth)(?:ly)?(?=,)|"
    r"another|the (?:latter|former|first|second|third|other|same|two|company|model|post)|in addition|moreover|"
    r"furthermore|specifically|in particular|finally|lastly|"
    r"consequently|thus|hence|therefore|additionally|similarly|on the other hand|beyond (?:this|that)|"
    r"for example|for instance|because|by doing so|as a result|in other words|of course|to (?:this end|address|fill|"
    r"bridge|overcome|tackle|mitigate))\b|"
    r"他|她|它|其(?!中国)|这|该|此(?!前)|但|而|因此|所以|不过|然而|例如|比如|并且|随后|也就是|换句话说|也|还|则|对此|"
    r"与此前|"
    r"作为参考|值得|(?:官方|报道|文章|公告|报告|博文)(?:还|也)?(?:称|表示|指出|显示|介绍)|第[二三四五]|[(（](?:[ivx]+|[a-e]|\d)[)）]",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"=>|\(\)|[{};]\s*$|^\s*[{}<>]|^(?:const|let|var|import|from \S+ import|def|return|npm|pip3?|curl|git|sudo|"
    r"export)\s.*[=/.({-]|[A-Za-z0-9+/]{60,}"
)
_TALK = re.compile(
    r"\b(?:I|me|my|I['’]\w+|you|your|you['’]\w+|let['’]s|thanks|hi everyone|welcome)\b|大家好|欢迎|小编|笔者|各位",
    re.IGNORECASE,
)
# It says where to look, not what there is; what it leads to stands among the resources.
_POINTING = re.compile(
    r"(?:详?见|参见|[在到从])[^，。；]{0,16}?"
    r"(?:(?:官网|官方网站|仓库|主页|模型页|数据页|页面|网站|论文|附录|文档|文末|链接)[中上里]?|(?=查看|下载|获取|查阅|找到|领取))"
    r"(?:查看|下载|获取|查阅|找到|领取)?[。！]?$|"
    r"\b(?:see|read|visit|check out|download|find|found|available|hosted)\b[^.]{0,60}\b(?:pages?|papers?|website|site|"
    r"repo(?:sitory)?|github|hugging ?face|docs|documentation|blog|here|appendix|links?)\W*$",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"[▲△▼]|图源|图片来源")
# What an issue can't print as it stands: addresses, left-over Markdown and TeX, letters that were lost on the way.
_UNPRINTABLE = re.compile(
    r"https?://|\*\*|\$[A-Za-z\\][^$]*\$|\\(?:frac|mathcal|text|times|alpha)\b|(?:^|\s)\\[a-z]{3,}|^%\s|\ufffd"
)
_ADDRESS_AT_END = re.compile(r"\s*[(（]?https?://\S+\s*\Z")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted, `article.text[start:end]`, with its tokens and its standing among the others."""

    start: int
    end: int
    text: str
    tokens: Counter[str]
    score: float
    section: Section
    dangling: bool


def candidates_of(text: str, title: str) -> list[Candidate]:
    """Return the sentences of `text` that are fit to be quoted, in its order."""
    chinese = is_cjk(text)
    sentences = [_without_address(_limited(sentence)) for sentence in split(text)[:_MOST_SENTENCES]]
    quotable = [sentence for sentence in _without_openings(sentences, title) if _quotable(sentence.text, title)]
    whole = [s for s in quotable if _COMPLETE.search(s.text) and len(s.text) >= _SHORTEST[chinese]]
    # Some pages have no full stops at all (lists, product cards): then fragments must serve.
    kept = [s for s in whole if not _POINTING.search(s.text)] or whole or quotable
    counted = [Counter(tokens(sentence.text)) for sentence in kept]
    heading = set(tokens(title))
    return [
        Candidate(
            sentence.start,
            sentence.end,
            sentence.text,
            counts,
            central
            + _POSITION / (1 + position)
            + _TITLE * (len(heading & counts.keys()) / len(heading) if heading else 0.0)
            - _unfitness(sentence.text, chinese=chinese),
            _section(sentence.text),
            _DANGLING.match(sentence.text) is not None,
        )
        for position, (sentence, counts, central) in enumerate(zip(kept, counted, centrality(counted), strict=True))
    ]


def overlap(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """Return which share of the shorter sentence's tokens the other one has too, 0 to 1."""
    shorter = min(len(one), len(other))
    return len(one.keys() & other.keys()) / shorter if shorter else 0.0


def _without_address(sentence: Sentence) -> Sentence:
    """Return a sentence without the address that it ends with, as posts do."""
    address = _ADDRESS_AT_END.search(sentence.text)
    if not address or address.start() == 0:
        return sentence
    end = address.start()
    return Sentence(sentence.start, sentence.start + end, sentence.text[:end], sentence.paragraph)


def _limited(sentence: Sentence) -> Sentence:
    if len(sentence.text) <= _LONGEST_RUN:
        return sentence
    return Sentence(sentence.start, sentence.start + _LONGEST_RUN, sentence.text[:_LONGEST_RUN], sentence.paragraph)


def _without_openings(sentences: Sequence[Sentence], title: str) -> Iterator[Sentence]:
    for sentence in sentences:
        skipped = opening_of(sentence.text, title)
        yield Sentence(sentence.start + skipped, sentence.end, sentence.text[skipped:], sentence.paragraph)


def _quotable(text: str, title: str) -> bool:
    if lexicon.is_furniture(text) or lexicon.is_order(text) or _CODE.search(text) or _CAPTION.search(text):
        return False
    if _UNPRINTABLE.search(text):
        return False
    bare = folded(re.sub(r"\W+", "", text))
    return len(bare) > _SHORTEST_NAME and bare not in folded(re.sub(r"\W+", "", title)) and "|" not in text


def _unfitness(text: str, *, chinese: bool) -> float:
    """Return what is held against a sentence: it hangs on its neighbours, asks, chats, is too long or a fragment."""
    limit = POINT_CHARACTERS[chinese]
    return (
        0.15 * bool(_DANGLING.match(text))
        + 0.5 * bool(_ASKING.search(text))
        + 0.25 * bool(_TALK.search(text))
        + 0.3 * (text.endswith((":", "：")) or not _COMPLETE.search(text))
        + 0.3 * max(0.0, len(text) / limit - 1)
        + 0.3 * (len(text) < 2 * _SHORTEST[chinese])
        + 0.3 * ("](" in text or "```" in text or "**" in text)
        + 0.4 * (text.count("《") > _MOST_TITLES)
        + 0.6 * (not is_balanced(text))
    )


def _section(text: str) -> Section:
    """Return what a sentence is about; what no word tells is said to be found rather than to be how a thing works."""
    if lexicon.LIMITATION.search(text):
        return "limitations"
    insight, finding = lexicon.INSIGHT.search(text), lexicon.FINDING.search(text)
    if finding and not (insight and ("“" in text or '"' in text)):
        return "findings"
    technique = lexicon.TECHNIQUE.search(text)
    if insight and ("“" in text or not technique):
        return "insight"
    return "technique" if technique else "findings"
