"""Which article of a story leads it, judged by the story's articles alone.

Which articles are a story is `join.py`; a page that they go back to and that is none of them is `primary.py`; what a
further source adds, `additions.py`.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from math import log

from digest_pipeline.articles.text import measures
from digest_pipeline.model import Article
from digest_pipeline.stories.background import rarity
from digest_pipeline.stories.origins import is_talk, is_work, names_one, names_owner, told_names
from digest_pipeline.stories.words import terms
from digest_pipeline.urls import same_site

# What a lead is worth, in steps of authority (1 to 5).
_ORIGIN, _LINKED, _CREDITED, _FIRST = 2.0, 1.5, 1.0, 0.5
_MOST_ORIGINALITY = 3.5
_COMPLETE = 3.0
_TYPICAL = 1.5
_TEASER = 1.0
# More than can be added up.
_BEHIND_ALL = 100.0

# So many words say nothing yet; more than so many say no more. A Chinese character counts as a word.
_FEWEST_WORDS, _ENOUGH_WORDS = 25, 600
_TEASER_WORDS = 120
# A text of fewer words of its own only sends the reader on.
_POINTER_WORDS = 30
_ADDRESS = re.compile(r"https?://\S+|\b[\w-]+(?:\.[\w-]+)+/\S*")
_BEGINNING_CHARACTERS = 600
# Feeds are read, and clocks are set, to some minutes.
_AHEAD = timedelta(minutes=15)
# A shorter name of an author is that of many.
_FULL_NAME = 3


def ranked(articles: Sequence[Article]) -> tuple[Article, ...]:
    """Return the articles of a story, the lead first, the others in the order of their worth as a lead.

    Authority counts in its own steps, and to it are added: originality (a work's own page, the page of whom the others
    tell of, one that they link to or name as their source, the first of a known time), completeness (length, up to 600
    words, rather than a feed's teaser), and how far article and others begin alike. A discussion, a product directory
    or a post that only links comes behind every real article. The order of `articles` changes nothing.
    """
    ordered = sorted(articles, key=lambda article: article.id)
    if len(ordered) == 1:
        return tuple(ordered)
    story = _Story(ordered)
    return tuple(sorted(ordered, key=lambda one: (-_worth(one, story), one.published_at, one.id)))


class _Story:
    """What is asked of every article of a story for each of them, worked out once."""

    def __init__(self, articles: Sequence[Article]) -> None:
        beginnings = {article.id: f"{article.title}\n{article.text[:_BEGINNING_CHARACTERS]}" for article in articles}
        self.articles = articles
        self.titles = {
            article.id: {term: rarity(term) for term in sorted(set(terms(article.title)))} for article in articles
        }
        self.told = {identity: frozenset(terms(text)) for identity, text in beginnings.items()}
        self.subjects = {identity: told_names(text) for identity, text in beginnings.items()}
        self.names = {article.id: told_names(article.text) for article in articles}
        times = sorted(article.published_at for article in articles if _is_timed(article))
        self.first = times[0] if len(times) > 1 and times[1] - times[0] >= _AHEAD else None

    def others(self, article: Article) -> list[Article]:
        return [other for other in self.articles if other.id != article.id]


def _worth(article: Article, story: _Story) -> float:
    words = measures(article.text).words
    worth = article.authority + _originality(article, story) + _COMPLETE * _completeness(words)
    worth += _TYPICAL * _typicality(article, story)
    if article.text_origin == "feed" and words < _TEASER_WORDS:
        worth -= _TEASER
    if _only_points(article):
        worth -= _BEHIND_ALL
    return round(worth, 6)


def _originality(article: Article, story: _Story) -> float:
    others, own = story.others(article), {article.url, article.canonical_url}
    elsewhere = [other for other in others if not same_site(other.url, article.url)]
    worth = _LINKED * sum(any(link.url in own for link in other.links) for other in others)
    if is_work(article.url) or any(names_owner(story.subjects[other.id], article.url) for other in elsewhere):
        worth += _ORIGIN
    elif any(_credits(other, article, story) for other in elsewhere):
        worth += _CREDITED
    if _is_timed(article) and article.published_at == story.first:
        worth += _FIRST
    return min(worth, _MOST_ORIGINALITY)


def _credits(other: Article, article: Article, story: _Story) -> bool:
    """Say whether an article names another's site or author: "as Harbour Post first reported"."""
    signed = (article.site, *(author for author in article.authors if len(author) >= _FULL_NAME))
    return names_owner(story.names[other.id], article.url) or any(
        names_one(other.text, name) for name in signed if name
    )


def _completeness(words: int) -> float:
    return min(1.0, max(0.0, log(max(words, 1) / _FEWEST_WORDS) / log(_ENOUGH_WORDS / _FEWEST_WORDS)))


def _typicality(article: Article, story: _Story) -> float:
    """Return how far the others begin with what its title says, and it with what their titles say; 0 to 1."""
    others = story.others(article)
    told = sum(_share(story.titles[article.id], story.told[other.id]) for other in others)
    tells = sum(_share(story.titles[other.id], story.told[article.id]) for other in others)
    return (told + tells) / (2 * len(others))


def _share(title: dict[str, float], told: frozenset[str]) -> float:
    """Return which share of the terms of a title, by rarity, is told."""
    total = sum(title.values())
    return sum([weight for term, weight in title.items() if term in told]) / total if total else 0.0


def _is_timed(article: Article) -> bool:
    """Say whether the moment of publication is known: not a mere first sight, nor a page's date without a time."""
    if article.date_origin == "page":
        return any(date.role == "published" and date.value == article.published_at for date in article.dates)
    return article.date_origin == "feed"


def _only_points(article: Article) -> bool:
    """Say whether an article only sends the reader to another: talk, a directory, a few words and a link."""
    own = _ADDRESS.sub(" ", article.text)
    is_pointer = (bool(article.links) or own != article.text) and measures(own).words < _POINTER_WORDS
    return is_talk(article.url) or is_pointer
