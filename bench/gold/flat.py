"""Gold that is written as HTML or Markdown, as the plain text that shingles are cut from."""

from lxml import etree, html  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

_INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q rp rt ruby s samp small span strong sub sup time"
    " tt u var wbr".split()
)


def html_text(source: str) -> str:
    """Return the text of a piece of HTML; what is not inline stands on lines of its own."""
    if not source.strip():
        return ""
    parts: list[str] = []
    for event, element in etree.iterwalk(
        html.fragment_fromstring(source, create_parent=True), events=("start", "end", "comment", "pi")
    ):
        if event in ("start", "end") and element.tag not in _INLINE:
            parts.append("\n")
        if event == "start":
            parts.append(element.text or "")
        else:
            parts.append(element.tail or "")
    return "".join(parts).strip()


def markdown_text(source: str) -> str:
    """Return the text of a Markdown document, without marks and link addresses."""
    return html_text(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source))
