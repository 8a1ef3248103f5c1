"""The texts that others find in a page: trafilatura's default mode, and readability.

The two disagree on what surrounds an article, not on the article: where both keep a line, it belongs to it.
"""

from configparser import ConfigParser
from copy import deepcopy
from functools import cache
from typing import Any

from digest_pipeline.articles.choice.prepare import prepare


def copy_of(tree: Any, *, prepared: bool) -> Any:
    """Return a copy of the page to be read, prepared: its layout tables, boxes and teasers put right."""
    page = deepcopy(tree)
    if prepared:
        prepare(page)
    return page


def from_trafilatura(page: Any, *, prepared: bool, rescued: bool) -> str:
    """Return trafilatura's text of a page from `copy_of`, which is only read.

    Rescued means that readability and jusText have their say where its own rules find little. That takes a third of its
    time, and one page in ten wants it.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415  0.45 s, only the workers pay it
    from trafilatura.settings import DEFAULT_CONFIG, Document  # noqa: PLC0415  the same

    configuration = _configuration() if prepared else DEFAULT_CONFIG
    document = bare_extraction(page, include_comments=False, fast=not rescued, config=configuration)
    return (document.text or "") if isinstance(document, Document) else ""


def from_readability(page: Any) -> str:
    """Return what readability keeps of a page from `copy_of`, its lines run together; the copy is used up by it."""
    from trafilatura.external import try_readability  # noqa: PLC0415  0.45 s, only the workers pay it

    return "".join(try_readability(page).itertext())


@cache
def _configuration() -> ConfigParser:
    from trafilatura.settings import use_config  # noqa: PLC0415  with trafilatura itself

    configuration = use_config()
    # Below this trafilatura reads the whole page again, boxes included. Its 250 are more than a short Chinese article
    # has; with 60, F1 rises by .02 on magic-html-article, .008 on chinese-handcrafted, .001 on scrapinghub-aeb.
    configuration.set("DEFAULT", "MIN_EXTRACTED_SIZE", "60")
    return configuration
