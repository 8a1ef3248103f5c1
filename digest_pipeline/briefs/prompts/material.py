"""What of a story may be shown to a model and quoted by it: its lead article without orders to machines.

Blanked passages keep their length, so that an offset in `Material.text` is one in `Article.text`. The blank is a
character that no page, no model and no folding of white space produces: a quotation can't reach across one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest_pipeline.briefs.lexicon import is_order
from digest_pipeline.briefs.sentences import split
from digest_pipeline.model import Article, Link, Story, content_id

BLANK = "\ufffc"
ELLIPSIS = "[…]"
MOST_LINKS = 40


@dataclass(frozen=True, slots=True)
class Material:
    """What of a story's lead article is shown and may be quoted; offsets of `text` are those of `Article.text`.

    `talks_to_model` says that something was blanked: the page has no say in what is judged about it.
    """

    article: Article
    title: str
    text: str
    links: tuple[Link, ...]
    talks_to_model: bool

    def limited_to(self, spans: Sequence[tuple[int, int]]) -> "Material":
        """Return the material of somebody who saw only `spans` of the text (in order); none means all of it."""
        if not spans:
            return self
        pieces, done = [], 0
        for start, end in spans:
            pieces += [BLANK * (start - done), self.text[start:end]]
            done = end
        return replace(self, text="".join((*pieces, BLANK * (len(self.text) - done))))


def material(story: Story) -> Material:
    """Return the lead article of `story` with everything blanked that is addressed to a model."""
    article = story.lead
    title, text = plain(article.title), without_orders(article.text)
    links = tuple(replace(link, anchor=plain(link.anchor)) for link in article.links[:MOST_LINKS])
    suspect = (
        text != article.text
        or is_order(article.title)
        or any(is_order(link.anchor) for link in article.links[:MOST_LINKS])
    )
    return Material(article=article, title=title, text=text, links=links, talks_to_model=suspect)


def without_orders(text: str) -> str:
    """Return `text`, of the same length, with every sentence that gives orders to a model blanked."""
    pieces, done = [], 0
    for sentence in split(text):
        if is_order(sentence.text):
            pieces += [text[done : sentence.start], BLANK * (sentence.end - sentence.start)]
            done = sentence.end
    return "".join((*pieces, text[done:]))


def readable(text: str) -> str:
    """Return `text` as a model reads it: an ellipsis for whatever is blanked."""
    return re.sub(f"{BLANK}+", ELLIPSIS, text)


def plain(text: str) -> str:
    """Return a title or a name on one line, without the sentences that give orders to a model."""
    return " ".join(without_orders(text).replace(BLANK, " ").split())


def fenced(name: str, body: str) -> str:
    """Return `body` between marks that carry its hash: no text can contain the mark that would close it."""
    mark = f"{name}-{content_id(body)}"
    return f"<{mark}>\n{body}\n</{mark}>"
