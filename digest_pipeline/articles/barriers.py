"""Pages that answer 200 without their article: bot checks, consent and pay walls, shells of applications, errors.

An article may be about any of these, so words alone never decide: a page is a wall when it names one and says little
that a wall would not say. What walls say is `wallwords.py`. Pages of one site's own kind are told by their layout.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from digest_pipeline.articles.layouts.reading import first, json_in, meta, objects_with
from digest_pipeline.articles.page import Failure, Reason
from digest_pipeline.articles.text import normalise
from digest_pipeline.articles.wallwords import CERTAIN, OPENING, PAYING, SUBJECTS, WHOLE

# Lengths are in Latin letters; an ideograph, kana or hangul says about as much as two.
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]")
LONGEST_WALL = 3_000
"""A longer text is never judged by its words."""
_LONGEST_TEASER = 1_500
_LITTLE = 400
"""What an empty application or a check shows at most."""
# Less is no article, whatever it says.
_LEAST = 80
_LONGEST_LINE = 300
_LONGEST_TITLE = 600
_MOST_LINES = 80
# A wall says so at once: in the first lines of its text, and of the page, behind its menu.
_FIRST_LINES = 6
_SEEN = 25
# The letters of a line of prose, and those of any line that counts in an extracted text, which has no menus; how much
# prose may stand on a wall: on one that says so in its title too, there are other articles' teasers beside it.
_PROSE = 60
_ANY = 15
_MOST_PROSE = 120
_MOST_PROSE_IF_TITLED = 900
_MOST_PROSE_IF_CERTAIN = 1_500
# A teaser ends with these lines, or they stand directly below it.
_LAST_LINES = 10
_NEXT_LINES = 8
_LONGEST_OFFER = 140

_TITLE_PARTS = re.compile(r" [-–—|·:•»]{1,3} | ?[|_] ?")
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])")
_LEADING = re.compile(r"[^\w]+")

# Nothing but a check has these.
_CHALLENGES = (
    "boolean(//script[contains(text(), '_cf_chl_opt')]"
    " | //*[@id='challenge-form' or @id='cf-challenge-running' or @id='challenge-error-text' or @id='cf-wrapper']"
    " | //*[@id='px-captcha' or @id='anubis_challenge' or @id='sec-if-cpt-container'"
    " or @id='aliyunCaptcha-window-popup']"
    " | //script[contains(@src, 'captcha-delivery.com') or contains(@src, 'awswaf.com') or contains(@src, '/aws-waf')]"
    " | //iframe[contains(@src, '_Incapsula_Resource') or contains(@src, 'captcha-delivery.com')])"
)
# Comment forms have these too.
_CAPTCHAS = (
    "boolean(//iframe[contains(@src, 'captcha')]"
    " | //*[contains(@class, 'g-recaptcha') or contains(@class, 'h-captcha') or contains(@class, 'cf-turnstile')]"
    " | //*[contains(@class, 'geetest') or contains(@id, 'nc_1_wrapper')])"
)
_PASSWORD = "boolean(//input[@type='password'])"  # noqa: S105  an XPath
_SHELL = (
    "boolean(//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or @id='___gatsby' or @id='main-app']"
    " | //app-root | //script)"
)
_REFRESH = (
    "//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh' and contains(translate(@content, 'URL', 'url'), 'url')]"
    "/@content"
)
_SCHEMA = "//script[@type='application/ld+json' and contains(text(), 'isAccessibleForFree')]/text()"


def barrier_of(tree: Any, *, title: str, shown: str, text: str) -> Failure | None:
    """Return what stands before the article of a page, or None when nothing seems to.

    `tree` is the page's lxml tree with its scripts, only read. `title` is that of the `title` element, `shown` all that
    the page shows, line by line (`read_blocks`), `text` what was extracted as the article, empty where nothing was; all
    normalised. A text longer than a wall or a teaser is never judged by its words.
    """
    length = _length(text, LONGEST_WALL)
    if length >= LONGEST_WALL:
        return None
    shown_length = _length(shown, LONGEST_WALL)
    if shown_length < _LONGEST_TEASER and tree.xpath(_CHALLENGES):
        return Failure("blocked", "the page is a check whether a human asks for it")
    has_text = length >= _LEAST
    wall = _wall(title, text if has_text else "", shown)
    if wall or has_text:
        return wall or _paywall(tree, text, shown)
    return _empty(tree, shown, shown_length) or _paywall(tree, "", shown)


def _wall(title: str, text: str, shown: str) -> Failure | None:
    """Return the wall that the title or one of the first lines names, if `text` (else the page) says little else."""
    head = dict.fromkeys([*_lines(text, _FIRST_LINES), *_lines(shown, _SEEN)])
    titled = next(_named(_TITLE_PARTS.split(title[:_LONGEST_TITLE]), in_title=True), None)
    within = list(_named(head))
    named = titled or next(iter(within), None)
    if not named:
        return None
    most = _MOST_PROSE
    if CERTAIN.match(_plain(named[1])):
        most = _MOST_PROSE_IF_CERTAIN
    elif titled and any(reason == titled[0] for reason, _ in within):
        most = _MOST_PROSE_IF_TITLED
    said = _prose(text, _ANY) if text else _prose(shown, _PROSE)
    return None if said > most else Failure(named[0], f"the page says “{named[1]}” instead of an article")


def _named(lines: Iterable[str], *, in_title: bool = False) -> Iterator[tuple[Reason, str]]:
    """Yield reason and words of each line that names a wall."""
    for line in lines:
        start = _LEADING.match(line)
        bare = line[start.end() if start else 0 :][:_LONGEST_LINE]
        small = _plain(bare)
        for reason, pattern in (*WHOLE.items(), *OPENING.items()):
            # Every page has a link with these words.
            if pattern is WHOLE["login"] and not in_title:
                continue
            if match := pattern.match(small):
                yield reason, bare[: match.end()].strip()


def _prose(text: str, least: int) -> int:
    """Return how much the lines of at least so many letters say that no wall would say."""
    lengths = (_length(line, LONGEST_WALL) for line in _lines(text, _MOST_LINES) if not _is_explained(line))
    return sum(length for length in lengths if length >= least)


def _is_explained(line: str) -> bool:
    """Say whether at least half of a line's sentences speak of what walls speak of."""
    sentences = _SENTENCES.split(line)
    return sum(bool(SUBJECTS.search(_plain(sentence))) for sentence in sentences) * 2 >= len(sentences)


def _paywall(tree: Any, text: str, shown: str) -> Failure | None:
    if _length(text, _LONGEST_TEASER) < _LONGEST_TEASER:
        for line in _behind(text, shown) if text else _lines(shown, _MOST_LINES):
            if _length(line, _LONGEST_OFFER) < _LONGEST_OFFER and (match := PAYING.search(_plain(line))):
                return Failure("paywall", f"the text is a teaser: “{match[0].strip()}”")
    if _is_cut(text) and _is_announced(tree):
        return Failure("paywall", "the page announces an article for those who pay, and its text breaks off")
    return None


def _behind(text: str, shown: str) -> list[str]:
    """Return the last lines of the text and the next ones that the page shows below it."""
    lines, page = text.split("\n"), shown.split("\n")
    last = lines[-1]
    place = next((at for at in range(len(page) - 1, -1, -1) if page[at].endswith(last)), None)
    following = [] if place is None else page[place + 1 : place + 1 + _NEXT_LINES]
    return lines[1:][-_LAST_LINES:] + following


def _is_announced(tree: Any) -> bool:
    """Say whether the page's metadata call the article one for those who pay; sites that count visits do so too.

    Source: Google Search Central, "structured data for subscription and paywalled content".
    """
    for script in tree.xpath(_SCHEMA):
        for thing in objects_with(json_in(script), "isAccessibleForFree"):
            return str(thing["isAccessibleForFree"]).lower() == "false"
    return meta(tree, "article:content_tier") == "locked"


def _is_cut(text: str) -> bool:
    """Say whether the last sentence of a text is left open."""
    lines = text.split("\n")
    last = next((at for at in range(len(lines) - 1, -1, -1) if _length(lines[at], _PROSE) >= _PROSE), 0)
    return any(line.endswith(("...", "…")) for line in lines[last:])


def _empty(tree: Any, shown: str, length: int) -> Failure | None:
    """Return why a page has no text at all, judged by what it is built of."""
    if length >= _LITTLE:
        return None
    aside = [line for text in tree.xpath("//noscript//text()")[:_MOST_LINES] if (line := normalise(text))]
    refresh = first(tree, _REFRESH)
    if found := next((words for reason, words in _named(aside) if reason == "script"), ""):
        failure = Failure("script", f"the page says “{found}” instead of an article")
    elif tree.xpath(_CAPTCHAS):
        failure = Failure("blocked", "the page is a check whether a human asks for it")
    elif tree.xpath(_PASSWORD):
        failure = Failure("login", "the page is a form to log in")
    elif refresh:
        failure = Failure("script", f"the page only leads on: “{normalise(refresh)[:80]}”")
    elif length < _PROSE and tree.xpath(_SHELL):
        shows = f"shows only “{shown}”" if shown else "shows nothing"
        failure = Failure("script", f"the page {shows} before its scripts run")
    else:
        return None
    return failure


def _lines(text: str, most: int) -> list[str]:
    return text.split("\n", most)[:most]


def _plain(line: str) -> str:
    """Return a line as the patterns want it."""
    return line.replace("’", "'").lower()


def _length(text: str, most: int) -> int:
    """Return the length of `text` in Latin letters, wide ones counted twice; what is over `most` is not counted."""
    return len(text) if len(text) >= most else len(text) + len(_WIDE.findall(text))
