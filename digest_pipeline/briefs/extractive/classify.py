"""Where a story belongs, by the words of its article: kind, category and organisations.

The words themselves are `lexicon`; tags are `tags.py`, what the story is worth is `scoring`.
"""

import re
from collections.abc import Mapping

from digest_pipeline.briefs import lexicon
from digest_pipeline.briefs.lexicon import Term
from digest_pipeline.model import Category, StoryKind
from digest_pipeline.urls import host_of

MOST_ORGANISATIONS = 5

# Fewer research words occur in any news about a study.
_PAPER_CUES = 3
# Who is named within so many characters is in the news, not in the background.
_BEGINNING = 160
_HOST_KINDS: Mapping[str, StoryKind] = {
    "arxiv.org": "paper",
    "openreview.net": "paper",
    "aclanthology.org": "paper",
    "producthunt.com": "tool",
    "github.com": "tool",
}


def kind_of(url: str, title: str, text: str) -> StoryKind:
    """Return what kind of story it is: what sells is an advertisement, whatever else it says."""
    host = host_of(url)
    head = text[:1500]
    cues = lexicon.KIND_CUES
    promotions = len(cues["advertisement"].findall(head)) + 2 * len(cues["advertisement"].findall(title))
    if promotions > 1:
        return "advertisement"
    if host in _HOST_KINDS:
        return _HOST_KINDS[host]
    return _kind_by_words(title, head)


def category_of(title: str, text: str, kind: StoryKind) -> Category:
    """Return the category whose words title and beginning name most; `industry` when they name none."""
    head = text[:1500]
    weights = {
        name: 3 * len(cue.findall(title)) + len(cue.findall(head)) for name, cue in lexicon.CATEGORY_CUES.items()
    }
    weights["research"] += 12 if kind == "paper" else 0
    best = max(weights.values())
    return next(name for name, weight in weights.items() if weight == best) if best else "industry"


def organisations_of(title: str, text: str) -> list[Term]:
    """Return the organisations of the title, then those that the text names twice or at its very beginning."""
    named = lexicon.organisations_in(text)
    central = [term for term, at in named.items() if len(at) > 1 or at[0] < _BEGINNING]
    central.sort(key=lambda term: (-len(named[term]), named[term][0]))
    return list(dict.fromkeys((*lexicon.organisations_in(title), *central)))[:MOST_ORGANISATIONS]


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
