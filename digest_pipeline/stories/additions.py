"""What a further source adds to a story: names, numbers and links that the sources before it do not have.

As one short phrase of the article's own words, the same in every language: nothing is translated and nothing said about
them. What two articles have in common is `reasons.py`.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from digest_pipeline.articles.links import kind_of
from digest_pipeline.model import Article
from digest_pipeline.quantities import Value, numbers
from digest_pipeline.stories.background import rarity
from digest_pipeline.stories.origins import as_written, is_talk
from digest_pipeline.stories.printed import printed_names, whole_text
from digest_pipeline.stories.words import latin, names
from digest_pipeline.urls import same_site

# What a reader takes in at a glance.
_NAMES, _NUMBERS, _LINKS = 3, 2, 1
# Commoner names than this are no news: months, nationalities.
_RARE = 5.0
_YEARS = range(1990, 2036)


def adds(article: Article, before: Sequence[Article]) -> str:
    """Return what `article` has that none of `before` has, as in `Warby Parker · 1.2 million · github.com/…`.

    The weightiest names come first, then numbers, then a link to a work or a post; empty when there is nothing of the
    kind, or nothing before.
    """
    if not before:
        return ""
    told = [whole_text(one) for one in before]
    names_ = _first(_new_names(article, frozenset().union(*map(_tokens, told))), _NAMES)
    numbers_ = _first(_new_numbers(article, frozenset().union(*map(_values, told))), _NUMBERS)
    links = _first(_new_links(article, before), _LINKS)
    return " · ".join(", ".join(found) for found in (names_, numbers_, links) if found)


# Asked again for each source after them.
@lru_cache(maxsize=512)
def _tokens(text: str) -> frozenset[str]:
    return frozenset(latin(text))


@lru_cache(maxsize=512)
def _values(text: str) -> frozenset[Value]:
    return frozenset(number.value for number in numbers(text))


def _new_names(article: Article, told: frozenset[str]) -> Iterator[str]:
    """Yield names as the article writes them, words that stand together in one, the most told and rarest first."""
    text = whole_text(article)
    counts = names(text)
    # The plural of a name is no other name.
    new = {name for name in counts if not {name, name.removesuffix("s")} & told and rarity(name) > _RARE}
    return printed_names(text, {name: counts[name] * rarity(name) for name in new}, counts)


def _new_numbers(article: Article, told: frozenset[Value]) -> Iterator[str]:
    """Yield numbers as the article writes them: of a unit or of several digits, and no years."""
    for number in numbers(whole_text(article)):
        value = number.value
        if isinstance(value, Decimal) and value not in told and _states(value, number.unit):
            yield number.surface


def _states(value: Decimal, unit: str | None) -> bool:
    digits = len(value.normalize().as_tuple().digits)
    return value not in _YEARS and (digits > 1 if unit else digits > 2)  # noqa: PLR2004  as in a profile's figures


def _new_links(article: Article, before: Sequence[Article]) -> Iterator[str]:
    known = {url for one in before for url in (one.url, one.canonical_url, *(link.url for link in one.links))}
    for link in article.links:
        is_own = same_site(link.url, article.url)
        if link.url not in known and kind_of(link.url) != "site" and not is_own and not is_talk(link.url):
            yield as_written(link.url)


def _first(found: Iterator[str], count: int) -> list[str]:
    return list(islice(dict.fromkeys(found), count))
