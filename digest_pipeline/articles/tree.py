"""From the text of a page to its element tree: the one parser of the package.

What is read of a tree is `blocks.py`, `metadata/`, `layouts/` and `choice/`.
"""

import re
from html import unescape
from typing import Any

from lxml.etree import (  # type: ignore[import-untyped]
    ElementDefaultClassLookup,
    ParserError,
    XMLSyntaxError,
)
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped]

# What no tree can hold: controls but for white space, and two noncharacters.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\f\r"))
_NONCHARACTERS = ("\ufffe", "\uffff")


def parse(html: str) -> Any | None:
    """Return the lxml tree of an HTML document or fragment, or None when it holds no element and no text.

    What is nested more than some 2,000 elements deep is not in the tree. Every element is a plain `HtmlElement`: to
    choose a class for each by its name, as lxml's own parser does, takes a call of Python each time one is touched.

    What was escaped twice is read twice, but for code: a page that shows `&amp;nbsp;` or `&amp;#8217;` in its prose
    went through two templates.
    """
    # Without `huge_tree` nothing behind the 255th level is read, which pages with unclosed elements reach.
    parser = HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
        huge_tree=True,
    )
    parser.set_element_class_lookup(ElementDefaultClassLookup(element=HtmlElement))
    for character in _NONCHARACTERS:
        html = html.replace(character, "")
    # Halves of surrogate pairs, which escapes of JSON can name, have no bytes.
    source = html.encode("utf-8", "ignore").translate(None, _CONTROLS)
    try:
        tree = document_fromstring(source, parser=parser)
    except (ParserError, XMLSyntaxError):
        return None
    if _ESCAPED_TWICE.search(html):
        _read_again(tree)
    return tree


_NAMES = "amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|hellip|[mn]dash|middot|bull|times|deg|copy|reg|trade|e[mn]sp|[lr]aquo"
_ENTITY = re.compile(rf"&(?:#[0-9]{{2,6}}|#[xX][0-9a-fA-F]{{2,5}}|{_NAMES});")
_ESCAPED_TWICE = re.compile(rf"&(?:amp|#38|#x26);(?:#[0-9]{{2,6}}|#[xX][0-9a-fA-F]{{2,5}}|{_NAMES});")
_PROSE = "//text()[contains(., '&')][not(ancestor::pre or ancestor::code or ancestor::script or ancestor::style)]"


def _read_again(tree: Any) -> None:
    for text in tree.xpath(_PROSE):
        read = _ENTITY.sub(lambda found: unescape(found[0]), text)
        if text.is_tail:
            text.getparent().tail = read
        else:
            text.getparent().text = read
