"""The text of a post as HTML: paragraphs, and links that lead where they say."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from digest_pipeline.urls import is_web_address

ANY_LINK = re.compile(r"https?://\S+|(?<![\w@])(?:t\.co|pic\.(?:twitter|x)\.com)/\w+")


@dataclass(frozen=True, slots=True)
class ShortLink:
    """A link of a post: the token that stands in the text, and where it leads (nowhere: the token is left out).

    `shown` is what X shows in its place, `title` the title of the page it leads to; both may be empty.
    """

    token: str
    target: str
    shown: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """What the link is printed on."""
        return self.shown or self.target.partition("://")[2]


def unescaped(text: str) -> str:
    """Return what was posted: the API escapes three characters of it, and no more."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def as_paragraphs(text: str, links: Iterable[ShortLink]) -> str:
    """Return the text as HTML: a paragraph where a line is left free, each token a link to its target."""
    known = {link.token: link for link in links if link.token}
    tokens = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))) or r"(?!)")
    paragraphs = []
    for raw in re.split(r"\n\s*\n", text):
        pieces, at = [], 0
        for match in tokens.finditer(raw):
            pieces += [html.escape(raw[at : match.start()]), _anchor(known[match[0]])]
            at = match.end()
        shown = "".join([*pieces, html.escape(raw[at:])]).strip()
        if shown:
            paragraphs.append(f"<p>{shown.replace(chr(10), '<br>')}</p>")
    return "".join(paragraphs)


def without_links(text: str) -> str:
    """Return the text of a post without its links, its lines kept."""
    return "\n".join(" ".join(ANY_LINK.sub(" ", line).split()) for line in text.splitlines())


def _anchor(link: ShortLink) -> str:
    if not is_web_address(link.target):
        return ""
    return f'<a href="{html.escape(link.target)}">{html.escape(link.name)}</a>'
