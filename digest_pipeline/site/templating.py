"""How every page is made from its template: the environment, the policy of its head, and the way back to the root.

Which pages there are is `issue_page`, `story_page`, `list_pages` and `figure_pages`.
"""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from digest_pipeline.editions.render import amount, linkable, stamp
from digest_pipeline.site import addresses
from digest_pipeline.site.evidence import quotation_address
from digest_pipeline.site.labels import site_labels
from digest_pipeline.urls import host_of
from digest_pipeline.webtext import clean, link_text, printable_address

_HAN = re.compile(r"[\u3400-\u9fff]")

FOLDER = Path(__file__).parent

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
# The search index is read by a WebAssembly module.
_SEARCH_POLICY = _POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")


def render(template: str, url: str, *, language: str, **values: object) -> str:
    """Return the page that stands at `url`, an address relative to the root of the site, in `language`.

    `values` may say by `root` where its links begin, when that is not the way back from `url`.
    """
    around: dict[str, object] = {
        "url": url,
        "root": "../" * url.count("/"),
        "language": language,
        "words": site_labels(language),
        "policy": _SEARCH_POLICY if url == addresses.SEARCH else _POLICY,
    }
    text = _environment().get_template(template).render(around | values)
    return text.rstrip("\n") + "\n"


def language_tag(language: str) -> str:
    """Return the BCP 47 tag of `language`: which Chinese it is decides about fonts and line breaks."""
    return "zh-Hans" if language == "zh" else language


def language_of(text: str) -> str:
    """Return the language that `text` is most likely in, of those that editions speak: Chinese where it has Chinese."""
    return "zh" if _HAN.search(text) else "en"


def title_parts(title: str) -> tuple[str, str]:
    """Split an issue's title into its name and what tells it from others: `AI Weekly | 2026-W07`, `Report (… to …)`."""
    name, _, rest = title.partition(" | ")
    if not rest:
        name, bracket, rest = title.partition(" (")
        rest = bracket.strip() + rest
    return name, rest


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Autoescape makes text harmless; `clean` also takes out what hides or reorders it.
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    environment.filters |= {"amount": amount, "stamp": stamp, "tag": language_tag}
    environment.globals |= {
        "address": printable_address,
        "at": addresses,
        "host": host_of,
        "language_of": language_of,
        "link_text": link_text,
        "linkable": linkable,
        "quotation_address": quotation_address,
        "title_parts": title_parts,
    }
    return environment
