"""What Chinese words of the news mean in English where the dictionary lacks them or knows another sense.

Names of companies, brands, authorities, people, works and places as newspapers write them, and words of technology,
business and law, an entry a line of `glossary.txt`: two to eight Chinese characters, then the lower-case English words
that it may stand for, of which any one counts. An entry takes the place of what CC-CEDICT says, so it repeats other
senses that the news uses; a word that the dictionary explains as English media would is left out. How a text is looked
up is `translation.py`.
"""

from collections.abc import Mapping
from importlib.resources import files

_LINES = files(__package__).joinpath("glossary.txt").read_text("utf-8").splitlines()
_ENTRIES = (line.partition(" ") for line in _LINES if not line.startswith("#"))
GLOSSARY: Mapping[str, str] = {word: meanings for word, _, meanings in _ENTRIES}
