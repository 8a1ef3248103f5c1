"""What a story is about, in a few words for an index: topics of the vocabulary, then the article's own key phrases.

A key phrase is a name that the article repeats: one written as a name or set in quotation marks, or, in Chinese, a run
of characters that title and text share. Only what the title says too, or the text says often, is one (statistics in the
manner of RAKE, Rose et al. 2010, with names in the place of its runs of content words).
"""

import re
from collections import Counter
from collections.abc import Iterator

from digest_pipeline.briefs import lexicon
from digest_pipeline.briefs.extractive.names import marked_in, names_in
from digest_pipeline.briefs.extractive.words import CJK_RUN
from digest_pipeline.briefs.lexicon import SHIPPED, Term, Vocabulary
from digest_pipeline.spellings import count, folded, positions

MOST_TAGS = 5
_MOST_TOPICS = 4
_HEAD_CHARACTERS = 3_000
_LONGEST_PHRASE = 24
_OFTEN = 4
_SHORTEST_RUN, _LONGEST_RUN = 3, 8
_REPEATED = 3

_ORGANISATIONS = frozenset(folded(spelling) for term in lexicon.ORGANISATIONS for spelling in term)
# Runs with these are clauses, not names.
_NO_NAME_ZH = re.compile(
    r"[的了在是和与及将为被把等这那其已也都就还又或但并从向以由让使给再最更很不没有个了着过吗呢吧么你我他她它们所可能会要该此每各于至达超]|"
    r"称|说|表示|宣布|推出|发布|上线|开启|首次|首个|首款|今年|明年|去年|目前|正式|官方|消息|宣|获|完成|支持|采用|"
    r"全新|最新|全球|中国|美国|公司|用户|"
    r"报道|曝光|预计|计划|实现|进行|通过|成为|提升|增长|下降|突破|开售|起售|售价|万|亿|元|年|月|日"
)


def tags_of(title: str, text: str, language: str, vocabulary: Vocabulary = SHIPPED) -> tuple[str, ...]:
    """Return up to five tags: terms of the vocabulary in `language`, then key phrases as the article spells them."""
    topics = _topics(title, text, vocabulary)
    phrases = _phrases(title, text)
    # A name of its own tells more than a fifth topic.
    room = MOST_TAGS - min(len(phrases), MOST_TAGS - _MOST_TOPICS)
    labels = [term.label(language) for term in topics[:room]] + [
        vocabulary.fold(phrase, language) for phrase in phrases
    ]
    return tuple(
        {folded(label): label for label in reversed(labels)}[key] for key in dict.fromkeys(map(folded, labels))
    )[:MOST_TAGS]


def _topics(title: str, text: str, vocabulary: Vocabulary) -> list[Term]:
    titled, head = title.casefold(), text[:_HEAD_CHARACTERS].casefold()
    weights: dict[Term, int] = {}
    for term, spellings in vocabulary.spellings:
        in_title, in_text = count(titled, spellings), count(head, spellings)
        # A term named once in passing is no tag.
        if in_title or in_text > 1:
            weights[term] = 4 * in_title + min(in_text, 6)
    return sorted(weights, key=lambda term: (-weights[term], term.en))


def _phrases(title: str, text: str) -> list[str]:
    head = text[:_HEAD_CHARACTERS]
    named = Counter(_names(f"{title}\n{head}"))
    weights: dict[str, int] = {}
    for name in named:
        in_title, in_text = len(positions(title, name)), len(positions(head, name))
        if (in_title and in_text > 1) or in_text >= _OFTEN:
            weights[name] = 4 * min(in_title, 1) + min(in_text, 6)
    for run in _shared_runs(title, head):
        weights.setdefault(run, 3 + min(head.count(run), 6))
    ranked = sorted(weights, key=lambda name: (-weights[name], head.find(name), name))
    kept: list[str] = []
    for name in ranked:
        # Of `Gemini` and `Gemini Spark` only the better one.
        if not any(folded(name) in folded(other) or folded(other) in folded(name) for other in kept):
            kept.append(name)
    return kept


def _names(text: str) -> Iterator[str]:
    for name in (*names_in(text), *marked_in(text)):
        if len(name) <= _LONGEST_PHRASE and folded(name) not in _ORGANISATIONS and not _numeric(name):
            yield name


def _numeric(name: str) -> bool:
    return sum(character.isdigit() for character in name) > len(name) // 2


def _shared_runs(title: str, text: str) -> Iterator[str]:
    """Yield the runs of Chinese characters of the title that the text repeats as a whole and that look like a name."""
    for found in CJK_RUN.finditer(title):
        run, at = found[0], 0
        while at <= len(run) - _SHORTEST_RUN:
            sizes = range(min(_LONGEST_RUN, len(run) - at), _SHORTEST_RUN - 1, -1)
            size = next((size for size in sizes if _is_name(run, at, at + size, text)), 0)
            if size:
                yield run[at : at + size]
            at += size or 1


def _is_name(run: str, start: int, end: int, text: str) -> bool:
    part = run[start:end]
    often = text.count(part)
    if often < _REPEATED or _NO_NAME_ZH.search(part) or folded(part) in _ORGANISATIONS:
        return False
    # What nearly always stands beside the same character is a piece of a longer word.
    beside = (run[max(0, start - 1) : end], run[start : end + 1])
    return not any(len(longer) > len(part) and 2 * text.count(longer) > often for longer in beside)
