"""The gold sets as they lie in the folder of real data, each read by a function of its own into `Sample`s.

Here is which sets there are and how one is asked for; a module beside this one reads a set or a family of them. Nothing
is judged. What a set does not say is left out, and so is what it says wrongly beyond dispute (`corrections.py`).
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from bench.gold.loaders import chinese, fundus, htmldate, parsers, texts
from bench.gold.loaders.corrections import corrected
from bench.gold.sample import Sample

SETS: dict[str, Callable[[Path], Iterator[Sample]]] = {
    "scrapinghub-aeb": texts.scrapinghub,
    "chinese-handcrafted": chinese.chinese,
    "magic-html-article": texts.magic_html,
    "trafilatura-eval": texts.trafilatura,
    "fundus": fundus.fundus,
    "mozilla-readability": parsers.mozilla,
    "defuddle": parsers.defuddle,
    "newspaper4k": parsers.newspaper4k,
    "gne-chinese": chinese.gne,
    "wechat-exporter": chinese.wechat,
    "postlight-parser": parsers.postlight,
    "htmldate": htmldate.htmldate,
}


def sets(data: Path) -> dict[str, list[Sample]]:
    """Return every set under `data` (the folder of real data), in the order of `SETS`.

    Raises:
        FileNotFoundError: a set is not there.
    """
    return {name: load(name, data) for name in SETS}


def load(name: str, data: Path) -> list[Sample]:
    """Return the pages of one set of `SETS`, in the set's own order.

    Raises:
        FileNotFoundError: the set is not under `data`.
    """
    return list(read(name, data))


def read(name: str, data: Path) -> Iterator[Sample]:
    """Yield the pages of one set, each read from its file when its turn comes; raises what `load` does."""
    return map(corrected, SETS[name](data))
