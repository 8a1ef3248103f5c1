"""From the text of a page to its element tree: the one parser of the package.

What is read of a tree is `blocks.py`, `metadata/`, `layouts/` and `choice/`.
"""

from typing import Any

from lxml.etree import (  # type: ignore[import-untyped]
    ElementDefaultClassLookup,
    ParserError,
    XMLSyntaxError,
)
from lxml.html import HtmlElement, HTMLParser, document_fromstring  # type: ignore[import-untyped]

# What no tree can hold: controls but for white space, and two noncharacters.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\f\r"))
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())


def parse(html: str) -> Any | None:
    """Return the lxml tree of an HTML document or fragment, or None when it holds no element and no text.

    What is nested more than some 2,000 elements deep is not in the tree. Every element is a plain `HtmlElement`: to
    choose a class for each by its name, as lxml's own parser does, takes a call of Python each time one is touched.
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
    # Halves of surrogate pairs, which escapes of JSON can name, have no bytes.
    source = html.encode("utf-8", "ignore").translate(None, _CONTROLS)
    for bytes_ in _NONCHARACTERS:
        source = source.replace(bytes_, b"")
    try:
        return document_fromstring(source, parser=parser)
    except (ParserError, XMLSyntaxError):
        return None
