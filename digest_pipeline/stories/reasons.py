"""Why two articles are of one story, in sentences for people: a likeness told by what the articles print.

How much each part is worth is `likeness.py`; what a further source adds is `additions.py`.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from digest_pipeline.model import Article, Bond
from digest_pipeline.quantities import numbers
from digest_pipeline.stories.background import rarity
from digest_pipeline.stories.likeness import Likeness, likeness, probability
from digest_pipeline.stories.origins import as_written
from digest_pipeline.stories.parts import named_across
from digest_pipeline.stories.printed import phrases, printed_names, whole_text
from digest_pipeline.stories.profile import Profile, profile_of
from digest_pipeline.stories.translation import translated
from digest_pipeline.stories.words import terms

ProfileOf = Callable[[Article], Profile]

MOST_REASONS = 5
# A part that moves the log-odds less is no reason.
_LEAST = 0.1
# What a reader takes in at a glance.
_SHOWN = 4
_LONGEST = 32
_HEAD_CHARACTERS, _LEAD_CHARACTERS = 2_000, 300
# Rarity, as `background.py` counts it, of a passage that two texts hardly share by chance.
_SAYS_SOMETHING = 3.0

# What each part of a likeness is about. Parts about the same are told together, by their sum; one about nothing is the
# share of the model that all pairs have.
SUBJECTS: dict[str, str] = {
    part: subject
    for subject, parts in {
        "": ("same", "no names"),
        "links": ("address", "links to it", "shared work"),
        "names": (
            *("names", "names led", "names told", "names told, either", "rare name", "rare name led", "many names"),
            *("main names told", "main names told, either", "rare main", "head * names"),
        ),
        "own names": ("own names", "own names, either", "own main"),
        "titles": (
            *("title", "title told", "title told, either", "rarest told", "rarest told, either", "latin title"),
            "across: latin title",
        ),
        "own words": ("own words", "own words, either"),
        "text": ("head", "lead", "lead * head"),
        "translation": (
            *("across: title", "across: title told", "across: title told, either", "across: head told"),
            *("across: western head", "across: western lead"),
        ),
        "figures": ("figures", "title figures"),
        "other figures": ("other title figures",),
        "dates": ("same date",),
        "other dates": ("other dates", "other years"),
        "versions": ("same version",),
        "other versions": ("other version",),
        "codes": ("same code", "codes told"),
        "other codes": ("other codes",),
        "quoted": ("quoted told",),
        "other quoted": ("other quoted",),
        "speaker": ("same speaker",),
        "other speaker": ("other speaker",),
        "works": ("one work",),
        "source": ("same source",),
        "time": ("days apart",),
    }.items()
    for part in parts
}


def reasons(found: Likeness, one: Article, other: Article, profile: ProfileOf = profile_of) -> tuple[str, ...]:
    """Return what speaks for a likeness of two articles, and against it, the weightiest first, five at most.

    Args:
        found: the likeness of the two.
        one: an article; what both have is told in its words.
        other: the other article.
        profile: gives the profile of an article, for who has it already.
    """
    pair = _Pair(one, other, *named_across(profile(one), profile(other)))
    weights: dict[str, float] = {}
    for part, weight in found.parts.items():
        subject = SUBJECTS.get(part, part)
        weights[subject] = weights.get(subject, 0.0) + weight
    weighty = (subject for subject, weight in weights.items() if abs(weight) >= _LEAST)
    in_order = sorted(weighty, key=lambda subject: (-round(abs(weights[subject]), 9), subject))
    told = (_sentence(subject, pair, is_for=weights[subject] > 0) for subject in in_order)
    return tuple(filter(None, told))[:MOST_REASONS]


def bonds_of(articles: Sequence[Article], profile: ProfileOf = profile_of) -> tuple[Bond, ...]:
    """Return for each article but the lead the bond that ties it to the story, in the order of `articles`.

    Together they are the maximum spanning tree of the likenesses, grown from the lead (R. C. Prim, Shortest connection
    networks and some generalizations, Bell System Technical Journal 36, 1957): each article is tied to the one it is
    most alike to among those nearer to the lead.

    Args:
        articles: those of a story, the lead first.
        profile: gives the profile of an article, for who has it already.
    """
    if len(articles) < 2:  # noqa: PLR2004  nothing to tie
        return ()
    profiles = {article.id: profile(article) for article in articles}
    lead, *left = articles
    nearest = {article.id: (probability(profiles[article.id], profiles[lead.id]), lead) for article in left}
    tied: dict[str, Article] = {}
    while left:
        # The first of equals: `left` keeps the order of the articles.
        nearer = max(left, key=lambda article: nearest[article.id][0])
        left.remove(nearer)
        tied[nearer.id] = nearest[nearer.id][1]
        for article in left:
            alike = probability(profiles[article.id], profiles[nearer.id])
            if alike > nearest[article.id][0]:
                nearest[article.id] = alike, nearer
    return tuple(_bond(article, tied[article.id], profiles) for article in articles[1:])


def _bond(article: Article, other: Article, profiles: dict[str, Profile]) -> Bond:
    found = likeness(profiles[article.id], profiles[other.id])
    return Bond(article.id, other.id, found.probability, reasons(found, article, other, lambda one: profiles[one.id]))


# --- The wordings ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pair:
    one: Article
    other: Article
    mine: Profile
    its: Profile


def _sentence(subject: str, pair: _Pair, *, is_for: bool) -> str:
    """Return what is said of a subject, empty for nothing; of one without a wording its own name.

    That a sign against is missing speaks for a pair as well, and is not told: nobody misses it.
    """
    if not subject:
        return ""
    if subject not in WORDINGS:
        return subject if is_for else f"against: {subject}"
    speaks_for, speaks_against = WORDINGS[subject]
    if is_for:
        return speaks_for(pair)
    sentence = speaks_against(pair)
    return f"against: {sentence}" if sentence else ""


def _nothing(_: _Pair) -> str:
    return ""


def _links(pair: _Pair) -> str:
    if same := pair.mine.addresses & pair.its.addresses:
        return f"one address: {as_written(min(same))}"
    if pair.mine.links & pair.its.addresses or pair.its.links & pair.mine.addresses:
        return "one links to the other"
    shared = pair.mine.links & pair.its.links
    works = (link for link in pair.one.links if link.url in shared and link.kind != "site")
    return _listed("both link to", (as_written(link.url) for link in works))


def _names(pair: _Pair) -> str:
    common = {name for name in pair.mine.names.keys() & pair.its.names.keys() if len(name) > 1}
    wanted = {name: rarity(name) * (2 if name in pair.mine.led and name in pair.its.led else 1) for name in common}
    # What one says in Chinese alone is printed by the other.
    text = f"{whole_text(pair.one)}\n{whole_text(pair.other)}"
    return _listed("names in common:", printed_names(text, wanted))


def _few_names(pair: _Pair) -> str:
    return "few names in common" if pair.mine.led and pair.its.led else ""


def _own_names(pair: _Pair) -> str:
    mine = {name: rarity(name) for name in pair.mine.led.keys() - pair.its.names.keys()}
    its = {name: rarity(name) for name in pair.its.led.keys() - pair.mine.names.keys()}
    told = (
        next(printed_names(whole_text(pair.one), mine), ""),
        next(printed_names(whole_text(pair.other), its), ""),
    )
    return _listed("named by one alone:", filter(None, told))


def _titles(pair: _Pair) -> str:
    agreed = _telling(pair.one.title, pair.mine.rare.keys() & pair.its.rare.keys())
    if agreed:
        return _listed("titles agree on:", agreed)
    return _listed("of one title the other text tells:", _telling(pair.one.title, pair.its.head.keys())) or _listed(
        "of one title the other text tells:", _telling(pair.other.title, pair.mine.head.keys())
    )


def _own_words(pair: _Pair) -> str:
    told = (
        _rarest(pair.mine.rare.keys() - pair.its.head.keys(), pair.one.title),
        _rarest(pair.its.rare.keys() - pair.mine.head.keys(), pair.other.title),
    )
    return _listed("in one title alone:", filter(None, told))


def _text(pair: _Pair) -> str:
    titles = pair.mine.rare.keys() & pair.its.rare.keys()
    common = pair.mine.head.keys() & pair.its.head.keys()
    text = pair.one.text.removeprefix(pair.one.title)[:_HEAD_CHARACTERS]
    return _listed("texts share:", _telling(text, common, besides=titles))


def _translation(pair: _Pair) -> str:
    eastern, western = (pair.one, pair.other) if pair.mine.eastern else (pair.other, pair.one)
    english = western.text[:_HEAD_CHARACTERS]
    known = (pair.its if pair.mine.eastern else pair.mine).head.keys()
    words = {word: stems & known for word, stems in translated(f"{eastern.title}\n{eastern.text[:_LEAD_CHARACTERS]}")}
    rarest = sorted((word for word in words if words[word]), key=lambda word: (-rarity(word), word))
    printed = ((word, next(phrases(english, words[word]), "")) for word in rarest)
    return _listed("the same in two languages:", (f"{word} ({english})" for word, english in printed if english))


def _figures(pair: _Pair) -> str:
    common = pair.mine.figures & pair.its.figures
    found = [one for one in numbers(whole_text(pair.one)) if one.value in common]
    # A unit makes a number a statement.
    return _listed("numbers in common:", (one.surface for one in sorted(found, key=lambda one: one.unit is None)))


def _other_figures(pair: _Pair) -> str:
    mine, its = pair.mine.title_figures, pair.its.title_figures
    if mine & pair.its.figures or its & pair.mine.figures:
        return ""
    return _contrast(
        "other numbers",
        (one.surface for one in numbers(pair.one.title) if one.value in mine),
        (one.surface for one in numbers(pair.other.title) if one.value in its),
    )


def _versions(pair: _Pair) -> str:
    both = sorted(pair.mine.versions.keys() & pair.its.versions.keys())
    same = [
        f"{name} {number}" for name in both for number in sorted(pair.mine.versions[name] & pair.its.versions[name])
    ]
    return _listed("the same version:", same)


def _other_versions(pair: _Pair) -> str:
    both = sorted(pair.mine.versions.keys() & pair.its.versions.keys())
    apart = [name for name in both if not pair.mine.versions[name] & pair.its.versions[name]]
    return _contrast(
        "other version",
        (f"{name} {number}" for name in apart for number in sorted(pair.mine.versions[name])),
        (f"{name} {number}" for name in apart for number in sorted(pair.its.versions[name])),
    )


def _codes(pair: _Pair) -> str:
    common = (pair.mine.codes & pair.its.all_codes) | (pair.its.codes & pair.mine.all_codes)
    return _listed("model numbers in common:", (code.upper() for code in sorted(common)))


def _other_codes(pair: _Pair) -> str:
    mine, its = pair.mine.codes, pair.its.codes
    if mine & pair.its.all_codes or its & pair.mine.all_codes:
        return ""
    return _contrast("other model numbers", map(str.upper, sorted(mine)), map(str.upper, sorted(its)))


def _quoted(pair: _Pair) -> str:
    common = {name for name in pair.mine.quoted if name in pair.its.squeezed}
    common |= {name for name in pair.its.quoted if name in pair.mine.squeezed}
    return _listed("quoted by both:", sorted(common))


def _other_quoted(pair: _Pair) -> str:
    if _quoted(pair):
        return ""
    return _contrast("other names in quotation marks", sorted(pair.mine.quoted), sorted(pair.its.quoted))


def _dates(pair: _Pair) -> str:
    return "the same date is named" if pair.mine.dates & pair.its.dates else ""


def _other_dates(pair: _Pair) -> str:
    both = ((pair.mine.dates, pair.its.dates), (pair.mine.years, pair.its.years))
    return "other dates are named" if any(one and other and not one & other for one, other in both) else ""


def _speaker(pair: _Pair) -> str:
    return f"the same speaker: {pair.mine.speaker}" if pair.mine.speaker == pair.its.speaker != "" else ""


def _other_speaker(pair: _Pair) -> str:
    mine, its = pair.mine.speaker, pair.its.speaker
    return _contrast("other speaker", [mine], [its]) if mine != its else ""


def _work(pair: _Pair) -> str:
    return "one is a work's own page" if bool(pair.mine.work) != bool(pair.its.work) else ""


def _one_source(pair: _Pair) -> str:
    return f"one source: {pair.one.site or pair.one.source_id}" if pair.mine.source == pair.its.source else ""


def _apart(pair: _Pair) -> str:
    hours = ceil(abs((pair.one.published_at - pair.other.published_at).total_seconds()) / 3600)
    return f"published {hours} hour{'s' if hours > 1 else ''} apart" if hours else ""


# What is said of a subject of SUBJECTS when it speaks for a pair, and when it speaks against: an empty text when there
# is nothing to show for it.
_Wording = Callable[[_Pair], str]
WORDINGS: dict[str, tuple[_Wording, _Wording]] = {
    "links": (_links, _nothing),
    "names": (_names, _few_names),
    "own names": (_nothing, _own_names),
    "titles": (_titles, lambda _: "titles with little in common"),
    "own words": (_nothing, _own_words),
    "text": (_text, lambda _: "texts with little in common"),
    "translation": (_translation, lambda _: "little said in both languages"),
    "figures": (_figures, _nothing),
    "other figures": (_nothing, _other_figures),
    "dates": (_dates, _nothing),
    "other dates": (_nothing, _other_dates),
    "versions": (_versions, _nothing),
    "other versions": (_nothing, _other_versions),
    "codes": (_codes, _nothing),
    "other codes": (_nothing, _other_codes),
    "quoted": (_quoted, _nothing),
    "other quoted": (_nothing, _other_quoted),
    "speaker": (_speaker, _nothing),
    "other speaker": (_nothing, _other_speaker),
    "works": (_nothing, _work),
    "source": (_nothing, _one_source),
    "time": (_nothing, _apart),
}


def _listed(before: str, things: Iterable[str]) -> str:
    """Return the first few different `things` behind the words before them; empty without any."""
    different = [thing for thing in dict.fromkeys(things) if thing]
    return f"{before} {', '.join(different[:_SHOWN])}" if different else ""


def _telling(text: str, wanted: Collection[str], besides: Collection[str] = ()) -> list[str]:
    """Return the passages of wanted terms that weigh most, terms told elsewhere (`besides`) aside, in reading order."""
    found = list(phrases(text, wanted))
    weight = {one: sum(rarity(term) for term in sorted(set(terms(one)).difference(besides))) for one in found}
    chosen = sorted((one for one in found if weight[one] >= _SAYS_SOMETHING), key=lambda one: (-weight[one], one))
    return [one if len(one) <= _LONGEST else f"{one[:_LONGEST]}…" for one in found if one in chosen[:_SHOWN]]


def _contrast(what: str, mine: Iterable[str], its: Iterable[str]) -> str:
    """Return what stands on either side, two things of each; empty where a side has nothing."""
    sides = [", ".join([thing for thing in dict.fromkeys(side) if thing][:2]) for side in (mine, its)]
    return f"{what} ({sides[0]}; {sides[1]})" if all(sides) else ""


def _rarest(among: Collection[str], text: str) -> str:
    rarest = min(among, key=lambda term: (-rarity(term), term), default="")
    return next(phrases(text, {rarest}), "")
