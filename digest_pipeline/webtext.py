"""Text and addresses from the web, made fit to print: what may not reach any output, whatever its format.

Escaping belongs to the formats: `markdown` here, Jinja2's autoescape for pages.
"""

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

from digest_pipeline.urls import host_of, is_web_address

# Joiners shape emoji and several scripts; every other format character (direction overrides, zero-width spaces, tags)
# only hides or reorders what the reader sees.
_JOINERS = "\u200c\u200d"
_INVISIBLE = {"Cc", "Cf", "Cs"}
# Code points that never are characters; XML takes no U+FFFE and U+FFFF at all.
_LAST_OF_PLANES = "".join(chr(plane | last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
_NO_CHARACTER = re.compile(f"[\ufdd0-\ufdef{_LAST_OF_PLANES}]")
_LOOKS_LIKE_ADDRESS = re.compile(r"(?:https?:/+|www\.)\S*", re.IGNORECASE)

# Brackets, quotes and backslashes are legal in no printed address; "%" stays, what is encoded is encoded already.
_PLAIN_IN_ADDRESS = ":/?#@!$&*+,;=~%-._"


def clean(text: str) -> str:
    """Return `text` on one line, without control, direction and other invisible characters."""
    if text.isprintable():
        return " ".join(text.split())
    kept = (
        character
        for character in text
        if character in _JOINERS or character.isspace() or unicodedata.category(character) not in _INVISIBLE
    )
    return " ".join(_NO_CHARACTER.sub("", "".join(kept)).split())


def printable_address(url: str) -> str | None:
    """Return `url` with everything encoded that could end a link early; None when it may not be linked at all.

    Only absolute http(s) addresses are linked, and none with a user name, which serves to fake a host.
    """
    encoded = quote(url, safe=_PLAIN_IN_ADDRESS, errors="replace")
    if re.search(r"\s", url) or not is_web_address(encoded) or urlsplit(encoded).username is not None:
        return None
    return encoded


def link_text(title: str, url: str, fallback: str) -> str:
    """Return what to print for a link to `url`: its title, or `name · host` when the title is none but an address.

    The name is the last part of the path (`ring-3 · github.com`), or `fallback` when there is none.
    """
    shown = clean(title)
    bare = re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/")
    is_address = _LOOKS_LIKE_ADDRESS.fullmatch(shown) or shown.removeprefix("www.").rstrip("/") == bare
    if shown and not is_address:
        return shown
    name = clean(unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2]))
    return f"{name or fallback} · {host_of(url)}"
