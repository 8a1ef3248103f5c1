"""The engine that needs no model: a brief made of sentences of the lead article, each an exact slice of its text.

Sentences are ranked by how central they are (cosine with the tf-idf centroid of the article, after Radev et al. 2004),
how early they stand and how much of the title they repeat; points are then taken greedily, the next being the best one
that says little of what is chosen already (maximal marginal relevance, Carbonell and Goldstein 1998). Tokens are Latin
words and pairs of CJK characters. The words it looks for are in `lexicon.py`, rubric and stars in `scoring.py`.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from digest_pipeline.briefs import lexicon, scoring
from digest_pipeline.briefs.lexicon import Term
from digest_pipeline.briefs.sentences import Sentence, split
from digest_pipeline.model import (
    Article,
    Brief,
    Category,
    Evidence,
    Link,
    Point,
    Resource,
    ResourceKind,
    Statement,
    Story,
    StoryKind,
)
from digest_pipeline.settings import Subject
from digest_pipeline.urls import canonical

Section = Literal["technique", "findings", "insight", "limitations"]

HEADLINE_CHARACTERS = 60
SHORT_TITLE_CHARACTERS = 16
ONE_SENTENCE_CHARACTERS: Mapping[bool, int] = {True: 120, False: 240}
POINT_CHARACTERS: Mapping[bool, int] = {True: 200, False: 400}
FEWEST_POINTS, MOST_POINTS = 3, 6
_SHORTEST_NAME, _LONGEST_LEAD = 3, 32
# More book titles in a sentence make it a list of related articles.
_MOST_TITLES = 2
# Fewer research words occur in any news about a study.
_PAPER_CUES = 3
# Who is named within so many characters is in the news, not in the background.
_BEGINNING = 160
MOST_TAGS = MOST_ORGANISATIONS = MOST_RESOURCES = 5

# Beyond this many sentences a page adds comments and neighbours, and the pairwise comparison its square.
_MOST_SENTENCES = 160
_SAME = 0.6
_SHORTEST: Mapping[bool, int] = {True: 12, False: 40}

_CJK = "\u3040-\u30ff\u3400-\u9fff"
_CJK_RUN = re.compile(f"[{_CJK}]+")
_TOKEN = re.compile(rf"[a-z][a-z0-9+.'’-]*[a-z0-9+]|\d[\d.,]*|[{_CJK}]+")
_STOP = frozenset(
    re.findall(
        r"\S+",
        """
    the a an and or of to in on for with by from at as is are was were be been it its this that these those
    their his her we our you your they he she i not but can will has have had which who what when than then
    also more most into such about over between after before there here all any each other some one two new
    may while if so do does did
""",
    )
)
_COMPLETE = re.compile(r"[。！？.!?…][”’」』）)】》\"']*$")
_DANGLING = re.compile(
    r"(?:it|this|that|these|those|they|he|she|his|her|their|such|here|there|but|and|so|however|also|then|"
    r"meanwhile|instead|"
    r"another|the (?:latter|former|first|second|third|other|same)|in addition|moreover|furthermore|for example|"
    r"because|by doing so)\b|"
    r"他|她|它|其(?!中国)|这|该|此|但|而|因此|所以|同时|此外|另外|不过|然而|例如|比如|并且|随后|也就是|目前|"
    r"作为参考|值得|据悉",
    re.IGNORECASE,
)
_CONTRIBUTION = re.compile(
    r"\b(?:we|this (?:paper|work|study)|the authors) (?:propose|introduce|present|develop|report|release|show|"
    r"find|study|evaluate|investigate)s?\b|本文提出|研究(?:团队|人员)提出",
    re.IGNORECASE,
)
_ASKING = re.compile(r"[?？][”’」』）)\"']*$")
_CODE = re.compile(
    r"=>|\(\)|[{};]\s*$|^\s*[{}<>]|^(?:const|let|var|import|from \S+ import|def|return|npm|pip3?|curl|git|sudo|"
    r"export)\s.*[=/.({-]"
)
_TALK = re.compile(
    r"\b(?:I|me|my|I['’]\w+|you|your|you['’]\w+|let['’]s|thanks|hi everyone|welcome)\b|大家好|欢迎|小编|笔者|各位",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[，；。！？]|[,;:](?=\s)|\s[—–-]{1,2}\s|——|\.(?=\s)")
_DATELINE = re.compile(
    r"(?:发布时间[：:]\s*|(?:Published|Posted)(?: on)?:?\s*)?"
    r"(?:\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s+[+-]\d{4})?)\s+|(?:Abstract|"
    r"摘要)\s*[:：]\s*|TL;?DR:?\**\s*"
)
_LEAD_LABEL = re.compile(
    r"([^，。：:；,“”]{2,12})方面，|([A-Z][\w ./+-]{2,32}|[^\s，。：:；,“”（]{2,10})[：:]\**\s?(?=\S{4})"
)
_ATTRIBUTING = re.compile(r"(?:说|表示|称|道|写道|如下|指出|获悉|认为|said|says|wrote|added)$")
# Names only: several capitalised words, or one with inner capitals, a digit or a hyphen (`RefMem-Bench`, `GPT-5`).
_NAME = (
    r"[A-Z]?[a-z]+[A-Z][A-Za-z0-9.+-]*|[A-Z]{2,}[a-z]+[A-Za-z0-9.+-]*|[A-Z][A-Za-z]*-?\d[A-Za-z0-9.+-]*|"
    r"[A-Z][A-Za-z]+-[A-Z][A-Za-z0-9.+-]*"
)
_PROPER = re.compile(
    rf"(?<![A-Za-z0-9.“‘'’-])(?:[A-Z][A-Za-z0-9.+-]*(?: [A-Z0-9][A-Za-z0-9.+-]*){{1,3}}|{_NAME})(?![A-Za-z0-9'’-])"
)
_OPENING_WORDS = frozenset(
    re.findall(
        r"\S+",
        """
    although despite since because recent recently previously ultimately notably large our their unlike
    given using other while another meanwhile additionally furthermore moreover existing current modern many
    several most these those under through it
""",
    )
)

_SEPARATOR = re.compile(r"\s*[|｜_丨]\s*|\s+[-–—·]\s+")
_FRAME = re.compile(
    r"^(?:\[\d{4}\.\d{4,5}(?:v\d+)?\]|Title:|Show HN:|Ask HN:|GitHub -|BREAKING(?: NEWS)?:|Breaking:|JUST IN:|"
    r"WATCH:|EXCLUSIVE:|"
    r"You won['’]t believe(?: how| what| why)?|(?:重磅|刚刚|突发|震惊|炸裂|炸了|官宣|独家|快讯|重大突破|太强了|"
    r"杀疯了|火爆全网|刷屏了|最新|速看|深夜)[！!：:，,|｜丨]+|"
    r"[【\[](?:重磅|独家|快讯|首发|突发|原创|官宣|早报|转载|推荐)[】\]]|(?:36氪)?(?:独家|首发|专访|快讯)\s*[|｜丨])\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[（(【\[](?:附|含|内附|建议收藏|值得收藏|深度|组图|视频|多图|万字长文)[^）)】\]]*[）)】\]]|"
    r"[！!？?，,]?(?:建议收藏|你怎么看|速看|太香了|赶紧收藏|网友[：:].{0,8})[！!？?]*|[！!]+)$"
)
_WEAK_END = re.compile(
    r"(?:\s+(?:a|an|the|of|for|to|in|on|at|by|and|or|with|from|as|is|are|that|its|via|into|but|how|why|than|using|"
    r"without|after|over|under|between))+$",
    re.IGNORECASE,
)
_UNCLOSED = re.compile(r"(?<=.{6})[“《「（(\[【][^”》」）)\]】]*$")
_SHARING = re.compile(
    r"/(?:share|sharer|intent|login|signin|signup|register|subscribe|newsletter|privacy|terms|about|contact|"
    r"advertise|tags?|author)\b|[?&](?:share|text)="
)
_EMPTY_ANCHOR = re.compile(
    r"(?:here|link|this|more|read more|source|click here|website|原文|链接|这里|点击|此处|查看|详情|阅读原文|"
    r"原文链接|传送门|\W*\d*\W*)",
    re.IGNORECASE,
)
_RESOURCE_ORDER: Mapping[ResourceKind, int] = {
    "paper": 0, "code": 1, "model": 2, "dataset": 3, "demo": 4, "post": 5, "video": 6, "site": 7
}  # fmt: skip
_HOST_KINDS: Mapping[str, StoryKind] = {
    "arxiv.org": "paper",
    "openreview.net": "paper",
    "aclanthology.org": "paper",
    "producthunt.com": "tool",
    "github.com": "tool",
}


class NothingToQuoteError(ValueError):
    """The lead article has no sentence fit to be quoted: it is furniture of the page, or orders to a machine."""


class ExtractiveEngine:
    """Writes briefs that quote and nothing else; the same story gives the same brief."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    def brief(self, story: Story) -> Brief:
        """Return the brief of `story`, quoted from its lead article.

        Raises:
            NothingToQuoteError: the article's text holds nothing but page furniture or orders to a machine.
        """
        lead = story.lead
        language = _language(lead)
        title = clean_title(lead.title, site=lead.site, url=lead.url)
        candidates = _candidates(lead, title)
        if not candidates:
            raise NothingToQuoteError(
                f"story {story.id}: {lead.url} has no sentence to quote; see the stored text of article {lead.id}"
            )
        first, points = _chosen(lead, candidates)
        text = lexicon.body(lead.text)
        kind = _kind(lead.url, title, text)
        organisations = _organisations(title, text)
        rubric = scoring.rubric_from_features(story, kind=kind, language=language)
        relevance = scoring.relevance(lead.text, self._subject.keywords, title=title)
        return Brief(
            story_id=story.id,
            day=story.day,
            engine="extractive",
            language=language,
            headline=_headline(title, organisations, language),
            short_title=_short_title(title),
            kind=kind,
            category=_category(title, text, kind),
            organisations=tuple(term.label(language) for term in organisations),
            tags=_tags(title, text, language),
            one_sentence=Statement(text=first.quote, evidence=(first,)),
            technique=points["technique"],
            findings=points["findings"],
            insight=points["insight"],
            limitations=points["limitations"],
            resources=_resources(lead),
            rubric=rubric,
            relevance=relevance,
            stars=scoring.stars(
                rubric,
                authority=scoring.best_authority(story),
                sources=scoring.independent_sources(story),
                kind=kind,
                relevance=relevance,
            ),
        )


def clean_title(title: str, *, site: str, url: str) -> str:
    """Return `title` without the site's name at either end and without click-bait frames."""
    cleaned = " ".join(title.split())
    names = lexicon.SITE_NAMES | {lexicon.folded(site), (urlsplit(url).hostname or "").removeprefix("www.")}
    while parts := list(_SEPARATOR.finditer(cleaned)):
        if lexicon.folded(cleaned[parts[-1].end() :]).strip() in names:
            cleaned = cleaned[: parts[-1].start()].strip()
        elif lexicon.folded(cleaned[: parts[0].start()]).strip() in names:
            cleaned = cleaned[parts[0].end() :].strip()
        else:
            break
    while (shorter := _TAIL.sub("", _FRAME.sub("", cleaned)).strip()) != cleaned and shorter:
        cleaned = shorter
    return cleaned or " ".join(title.split())


# --- which sentences ---


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may be quoted, with its tokens and its standing among the others."""

    start: int
    end: int
    text: str
    tokens: Counter[str]
    score: float
    section: Section


def _candidates(article: Article, title: str) -> list[_Candidate]:
    """Return the sentences fit to be quoted, in the order of the text."""
    chinese = _is_cjk(article.text)
    quotable = [s for s in _without_openings(split(article.text)[:_MOST_SENTENCES], title) if _quotable(s.text, title)]
    whole = [s for s in quotable if _COMPLETE.search(s.text) and len(s.text) >= _SHORTEST[chinese]]
    # Some pages have no full stops at all (lists, product cards): then fragments must serve.
    kept = whole or quotable
    vectors = [Counter(_tokens(sentence.text)) for sentence in kept]
    frequency = Counter(token for vector in vectors for token in vector)
    weights = {token: math.log(1 + len(vectors) / n) for token, n in frequency.items()}
    centroid: Counter[str] = Counter()
    for vector in vectors:
        centroid.update(vector)
    centrality = [_cosine(vector, centroid, weights) for vector in vectors]
    top = max(centrality, default=0.0) or 1.0
    heading = set(_tokens(title))
    return [
        _Candidate(
            sentence.start,
            sentence.end,
            sentence.text,
            vector,
            central / top
            + 0.7 / (1 + position)
            + 0.5 * (len(heading & vector.keys()) / len(heading) if heading else 0.0)
            - _unfitness(sentence.text, chinese=chinese),
            _section(sentence.text),
        )
        for position, (sentence, vector, central) in enumerate(zip(kept, vectors, centrality, strict=True))
    ]


def _without_openings(sentences: Sequence[Sentence], title: str) -> Iterator[Sentence]:
    """Leave a repeated title and a date line at the beginning of a sentence outside its slice."""
    for sentence in sentences:
        skipped = 0
        if title and sentence.text.startswith(title) and len(sentence.text) > len(title):
            rest = sentence.text[len(title) :]
            opening = rest.lstrip(" \t\u3000|")
            # `Typeahead is an assistant` has the title as its subject: nothing is repeated there.
            if opening and opening != rest and not opening[0].islower():
                skipped = len(title) + len(rest) - len(opening)
        if match := _DATELINE.match(sentence.text, skipped):
            skipped = match.end()
        yield Sentence(sentence.start + skipped, sentence.end, sentence.text[skipped:], sentence.paragraph)


def _quotable(text: str, title: str) -> bool:
    if lexicon.is_furniture(text) or lexicon.is_order(text) or _CODE.search(text):
        return False
    bare = lexicon.folded(re.sub(r"\W+", "", text))
    return len(bare) > _SHORTEST_NAME and bare not in lexicon.folded(re.sub(r"\W+", "", title)) and "|" not in text


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
    )


def _section(text: str) -> Section:
    if lexicon.LIMITATION.search(text):
        return "limitations"
    insight, finding = lexicon.INSIGHT.search(text), lexicon.FINDING.search(text)
    if finding and not (insight and ("“" in text or '"' in text)):
        return "findings"
    if insight and not lexicon.TECHNIQUE.search(text):
        return "insight"
    return "insight" if insight and "“" in text else "technique"


def _chosen(article: Article, candidates: Sequence[_Candidate]) -> tuple[Evidence, dict[Section, tuple[Point, ...]]]:
    chinese = _is_cjk(article.text)
    limit = ONE_SENTENCE_CHARACTERS[chinese]
    # The one sentence should stand whole and alone, and near the top.
    first = max(
        candidates,
        key=lambda c: (
            c.score
            - 0.5 * (_cut(c.text, limit) < len(c.text))
            - 0.5 * bool(_DANGLING.match(c.text))
            - 0.3 * (c.section == "limitations")
            - 0.4 * c.text.startswith(("“", '"', "「"))
            + 0.4 * bool(_CONTRIBUTION.search(c.text)),
            -c.start,
        ),
    )
    one = _evidence(article, first.start, first.start + _cut(first.text, limit))
    rest = [c for c in candidates if c is not first and not _same(c.tokens, first.tokens)]
    picked = _spread(rest, first, max(FEWEST_POINTS, min(MOST_POINTS, len(candidates) // 2)))
    points: dict[Section, tuple[Point, ...]] = {"technique": (), "findings": (), "insight": (), "limitations": ()}
    used: set[str] = set()
    for candidate in sorted(picked, key=lambda c: c.start):
        point = _point(article, candidate, POINT_CHARACTERS[chinese], used)
        points[candidate.section] += (point,)
    return one, points


def _spread(candidates: Sequence[_Candidate], first: _Candidate, wanted: int) -> list[_Candidate]:
    picked: list[_Candidate] = []
    left = list(candidates)
    while left and len(picked) < wanted:
        filled = {c.section for c in picked}
        chosen = max(
            left,
            key=lambda c: (
                c.score
                - 0.7 * max(_overlap(c.tokens, other.tokens) for other in (first, *picked))
                + 0.3 * (c.section not in filled),
                -c.start,
            ),
        )
        picked.append(chosen)
        left = [c for c in left if c is not chosen and not _same(c.tokens, chosen.tokens)]
    return picked


def _point(article: Article, candidate: _Candidate, limit: int, used: set[str]) -> Point:
    start, text = candidate.start, candidate.text
    label = _LEAD_LABEL.match(text)
    lead = ""
    if (
        label
        and not _ATTRIBUTING.search(name := (label[1] or label[2]))
        and len(text) - label.end() >= FEWEST_POINTS * 4
    ):
        lead = name.strip()
        if label[2]:
            start, text = start + label.end(), text[label.end() :]
    evidence = _evidence(article, start, start + _cut(text, limit))
    lead = lead or _key_phrase(evidence.quote, article.title, used)
    used.add(lexicon.folded(lead))
    return Point(text=evidence.quote, evidence=(evidence,), lead=lead)


def _key_phrase(text: str, title: str, used: set[str]) -> str:
    """Return a name of the sentence's first half that the title lacks, else nothing."""
    known = lexicon.folded(title)
    for match in _PROPER.finditer(text, 0, max(24, len(text) // 2)):
        name = match[0].strip(" .,-")
        first, _, rest = name.partition(" ")
        if first.casefold() in _STOP | _OPENING_WORDS or (not match.start() and rest[:1].isdigit()):
            name = rest if _PROPER.fullmatch(rest) else ""
        if (
            _SHORTEST_NAME < len(name) <= _LONGEST_LEAD
            and lexicon.folded(name) not in used
            and lexicon.folded(name) not in known
        ):
            return name
    return ""


def _evidence(article: Article, start: int, end: int) -> Evidence:
    return Evidence(article_id=article.id, start=start, end=end, quote=article.text[start:end])


def _cut(text: str, limit: int) -> int:
    """Return where `text` may end within `limit`: whole, else at the last clause border, else at a word's end."""
    if len(text) <= limit:
        return len(text)
    borders = [m.start() for m in _CLAUSE.finditer(text, 0, limit + 1) if m.start() >= limit // 4]
    if borders:
        return borders[-1]
    space = text.rfind(" ", 0, limit + 1)
    return space if space > limit // 2 else limit


def _tokens(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(text.casefold()):
        if _CJK_RUN.match(token):
            yield from (token[i : i + 2] for i in range(max(1, len(token) - 1)))
        elif token not in _STOP:
            yield token


def _cosine(vector: Mapping[str, int], other: Mapping[str, int], weights: Mapping[str, float]) -> float:
    product = sum(n * other[token] * weights[token] ** 2 for token, n in vector.items())
    norms = _norm(vector, weights) * _norm(other, weights)
    return product / norms if norms else 0.0


def _norm(vector: Mapping[str, int], weights: Mapping[str, float]) -> float:
    return math.sqrt(sum((n * weights[token]) ** 2 for token, n in vector.items()))


def _overlap(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    shorter = min(len(one), len(other))
    return len(one.keys() & other.keys()) / shorter if shorter else 0.0


def _same(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    return _overlap(one, other) >= _SAME


# --- what it is called and where it belongs ---


def _language(article: Article) -> str:
    declared = article.language.lower().replace("_", "-").split("-")[0]
    return declared or ("zh" if _is_cjk(article.text) else "en")


def _is_cjk(text: str) -> bool:
    head = text[:2000]
    return 3 * sum(map(len, _CJK_RUN.findall(head))) > len(head)


def _headline(title: str, organisations: Sequence[Term], language: str) -> str:
    frame, named = "", lexicon.organisations_in(title)
    for term in organisations:
        places = named.get(term)
        # Further inside the title stands what the story is done with, not who does it.
        if places and (
            min(places) <= (8 if _is_cjk(title) else 20) or any(re.search(r"，\s?$|, $", title[:at]) for at in places)
        ):
            frame = f"[{term.label(language)}] " if min(places) > 1 else ""
            break
    # A Latin letter is half as wide as a Chinese character, and says less.
    limit = HEADLINE_CHARACTERS if _is_cjk(title) else 2 * HEADLINE_CHARACTERS
    return frame + _shortened(title, limit - len(frame))


def _short_title(title: str) -> str:
    head = re.split(r"[：:｜|]|\s[—–-]\s|——", title, maxsplit=1)[0].strip()
    if 1 < len(head) <= SHORT_TITLE_CHARACTERS:
        return head
    if _is_cjk(head):
        return _shortened(head, SHORT_TITLE_CHARACTERS, mark="")
    return max(_phrases(title), key=len, default="") or _shortened(title, SHORT_TITLE_CHARACTERS, mark="")


def _phrases(title: str) -> Iterator[str]:
    """Yield the runs of content words that fit a short title; no run crosses a function word or a punctuation mark."""
    for clause in re.split(r"[,;:.!?]+(?:\s+|$)|[()“”\"]|\s[—–-]\s", title):
        words = clause.split()
        for start, word in enumerate(words):
            run = ""
            for following in words[start:]:
                if (
                    following.casefold() in _STOP
                    or not following[-1].isalnum()
                    or len(f"{run} {following}".strip()) > SHORT_TITLE_CHARACTERS
                ):
                    break
                run = f"{run} {following}".strip()
            if run and word.casefold() not in _STOP:
                yield run


def _shortened(text: str, limit: int, *, mark: str = "…") -> str:
    """Return `text` within `limit` characters, ended at a clause if that keeps more than half, else at a word."""
    if len(text) <= limit:
        return text
    borders = [m.start() for m in re.finditer(r"[，。；：！？、,;:!?|｜]|\s[—–-]\s", text[: limit + 1])]
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


def _inside_word(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at : at + 1]
    return all(c.isascii() and (c.isalnum() or c in "-.'_+") for c in (before, after) if c) and bool(after)


def _kind(url: str, title: str, text: str) -> StoryKind:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    head = text[:1500]
    cues = lexicon.KIND_CUES
    promotions = len(cues["advertisement"].findall(head)) + 2 * len(cues["advertisement"].findall(title))
    if promotions > 1:
        return "advertisement"
    if host in _HOST_KINDS:
        return _HOST_KINDS[host]
    return _kind_by_words(title, head)


def _kind_by_words(title: str, head: str) -> StoryKind:
    cues = lexicon.KIND_CUES
    if cues["paper"].search(title) or len(cues["paper"].findall(head)) >= _PAPER_CUES:
        return "paper"
    if cues["tool"].search(title):
        return "tool"
    if cues["opinion"].search(title):
        return "opinion"
    if cues["release"].search(title) and not re.search(
        r"消息称|传|曝|爆料|有望|将于|或将|\b(?:may|could|rumou?r\w*|reportedly)\b", title
    ):
        return "release"
    return "news"


def _category(title: str, text: str, kind: StoryKind) -> Category:
    head = text[:1500]
    weights = {
        name: 3 * len(cue.findall(title)) + len(cue.findall(head)) for name, cue in lexicon.CATEGORY_CUES.items()
    }
    weights["research"] += 12 if kind == "paper" else 0
    best = max(weights.values())
    return next(name for name, weight in weights.items() if weight == best) if best else "industry"


def _organisations(title: str, text: str) -> list[Term]:
    """Return the organisations of the title, then those that the text names twice or at its very beginning."""
    named = lexicon.organisations_in(text)
    central = [term for term, at in named.items() if len(at) > 1 or at[0] < _BEGINNING]
    central.sort(key=lambda term: (-len(named[term]), named[term][0]))
    return list(dict.fromkeys((*lexicon.organisations_in(title), *central)))[:MOST_ORGANISATIONS]


def _tags(title: str, text: str, language: str) -> tuple[str, ...]:
    titled, head = title.casefold(), text[:3000].casefold()
    weights: dict[Term, int] = {}
    for term, spellings in _FOLDED_TAGS:
        in_title, in_text = lexicon.count(titled, spellings), lexicon.count(head, spellings)
        # A term named once in passing is no tag.
        if in_title or in_text > 1:
            weights[term] = 4 * in_title + min(in_text, 6)
    best = sorted(weights, key=lambda term: (-weights[term], term.en))[:MOST_TAGS]
    return tuple(term.label(language) for term in best)


_FOLDED_TAGS = tuple((term, tuple(dict.fromkeys(s.casefold() for s in term))) for term in lexicon.TAGS)


# --- where to read on ---


def _resources(article: Article) -> tuple[Resource, ...]:
    """Return the article's own links worth following, primary material first: no navigation, sharing or site roots."""
    own, host = canonical(article.url), urlsplit(article.url).hostname
    furniture = "\n".join(line for line in article.text.splitlines() if lexicon.is_furniture(line.strip()))
    links: dict[str, Link] = {}
    for link in article.links:
        url = canonical(link.url)
        parts = urlsplit(url)
        inside = link.kind == "site" and parts.hostname == host
        beside = len(link.anchor) > _SHORTEST_NAME and link.anchor in furniture
        if not url or url == own or inside or beside or parts.path.strip("/") == "" or _SHARING.search(url):
            continue
        links.setdefault(url, link)
    ranked = sorted(links.items(), key=lambda item: _RESOURCE_ORDER[item[1].kind])
    return tuple(
        Resource(url=url, title=_link_title(link.anchor, url), kind=link.kind) for url, link in ranked[:MOST_RESOURCES]
    )


def _link_title(anchor: str, url: str) -> str:
    title = " ".join(anchor.split()).strip(" []()（）【】→»>")
    readable = not _EMPTY_ANCHOR.fullmatch(title) and not re.match(r"(?:https?://|www\.)", title)
    if readable and not lexicon.is_order(title):
        return _shortened(title, HEADLINE_CHARACTERS + SHORT_TITLE_CHARACTERS)
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    steps = [unquote(step) for step in parts.path.split("/") if step]
    last = re.sub(r"\.(?:html?|php|aspx?)$", "", steps[-1]) if steps else ""
    name = f"{host}: {last}" if host != "github.com" or len(steps) == 1 else f"{host}: {'/'.join(steps[:2])}"
    return _shortened(name, HEADLINE_CHARACTERS + SHORT_TITLE_CHARACTERS)
