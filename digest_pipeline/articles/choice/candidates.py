"""The texts that others find in a page: trafilatura's default mode, and readability.

The two disagree on what surrounds an article, not on the article: where both keep a line, it belongs to it.
"""

from configparser import ConfigParser
from copy import deepcopy
from functools import cache
from typing import Any

from digest_pipeline.articles.choice.prepare import prepare


def from_trafilatura(tree: Any, *, prepared: bool) -> str:
    """Return trafilatura's text of the page; `tree` is only read.

    Prepared means that its layout tables, boxes and teasers are put right before.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415  0.45 s, only the workers pay it
    from trafilatura.settings import DEFAULT_CONFIG, Document  # noqa: PLC0415  the same

    tree = deepcopy(tree)
    if prepared:
        prepare(tree)
    configuration = _configuration() if prepared else DEFAULT_CONFIG
    document = bare_extraction(tree, include_comments=False, config=configuration)
    return (document.text or "") if isinstance(document, Document) else ""


def from_readability(tree: Any) -> str:
    """Return what readability keeps of the page, its lines run together; `tree` is only read."""
    from trafilatura.external import try_readability  # noqa: PLC0415  0.45 s, only the workers pay it

    return "".join(try_readability(deepcopy(tree)).itertext())


@cache
def _configuration() -> ConfigParser:
    from trafilatura.settings import use_config  # noqa: PLC0415  with trafilatura itself

    configuration = use_config()
    # Below this trafilatura reads the whole page again, boxes included. Its 250 are more than a short Chinese article
    # has; with 60, F1 rises by .02 on magic-html-article, .008 on chinese-handcrafted, .001 on scrapinghub-aeb.
    configuration.set("DEFAULT", "MIN_EXTRACTED_SIZE", "60")
    return configuration
