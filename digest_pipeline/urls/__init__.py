"""Addresses: which ones may be recorded and printed, and the canonical form that identity is computed from.

What other rooms call stands here. The forms of known sites are `sites.py`, other dresses of a page (AMP, mobile, a
redirector) are `variants.py`, which parameters are tracking is `tracking.py`, where an address in running text ends is
`written.py`. Fetching is `capture/fetch.py`; what kind of resource an address is, is `articles/links.py`.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

from digest_pipeline.urls.sites import site_of
from digest_pipeline.urls.tracking import names_page, without_session, without_tracking
from digest_pipeline.urls.variants import desktop, unwrapped, without_amp
from digest_pipeline.urls.written import trimmed

__all__ = ["arxiv_id", "canonical", "host_of", "is_web_address", "same_site", "status_id", "trimmed"]

_ARXIV = "https://arxiv.org/abs/"
_STATUS = re.compile(r"https://x\.com/[^/]+/status/([0-9]+)\Z")
_DOI_SCHEME = re.compile(r"^doi:\s*(?=10\.)", re.IGNORECASE)
# They end an address in HTML or Markdown, a space everywhere; an address that means them has them percent-encoded.
_UNSAFE = re.compile(r'[<>"`\\ ]')
_ESCAPED_AND = re.compile(r"&(?:amp;)+")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%([0-9a-f]{2})", re.IGNORECASE)
_UNRESERVED = re.compile(r"[0-9A-Za-z._~-]")
# A fragment that names a page of an application, and the path of a page that may be one.
_ROUTE = re.compile(r"(?:!/?|/)[^/!].*", re.DOTALL)
_APPLICATION = re.compile(r"(?:.*/)?(?:[^/]*\.x?html?)?", re.DOTALL | re.IGNORECASE)
# Letters that the older encoding of names (Python's own "idna") turns into others, and so into another site.
_OWN_LETTERS = re.compile("[ßẞς\u200c\u200d]")
# A redirector that leads to a redirector is known from AMP caches; more than that is made to confuse.
_WRAPPERS = 4
# Common servers refuse a longer request line.
_LONGEST = 8_192


def is_web_address(url: str) -> bool:
    """Say whether `url` is an absolute http(s) address with a host and nothing a browser would stumble over."""
    if not url.isprintable() or _UNSAFE.search(url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


@lru_cache(maxsize=5_000)
def canonical(url: str, base: str = "") -> str:
    """Return the canonical form of `url`, resolved against `base`; an empty string when it is no address of a page.

    It leads to the same resource. Lower-case scheme and host, no default port, no user name, no tracking or session
    parameters, no dot segments, and percent-encoded what a browser would encode and nothing else; no fragment, unless a
    program in the page shows by it what it is about (`/#/article/3`); AMP and mobile pages become the page itself,
    redirectors what they lead to, and papers, posts and videos of known sites have one form each, with whatever is
    glued to their id cut off. An id that can't exist (an arXiv month 13) is no address.

    Elsewhere http and https, a closing slash, `index.html` and the order of parameters are left as they are: whether
    they matter is known to the site alone.
    """
    url = url.strip()
    if len(url) > _LONGEST:
        return ""
    return _canonical(_DOI_SCHEME.sub("https://doi.org/", url), base, _WRAPPERS)


def host_of(url: str) -> str:
    """Return the host of an address without `www.`, or an empty string."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def same_site(url: str, other: str) -> bool:
    """Say whether two addresses belong to one site: the same host, or one a subdomain of the other."""
    one, two = host_of(url), host_of(other)
    return bool(one and two) and (one == two or one.endswith(f".{two}") or two.endswith(f".{one}"))


def arxiv_id(url: str) -> str | None:
    """Return the id of an arXiv address (`2605.30407`), else None."""
    form = canonical(url)
    return form.removeprefix(_ARXIV) if form.startswith(_ARXIV) else None


def status_id(url: str) -> int | None:
    """Return the number of a post on X (Twitter), in any of its addresses, mirrors included; else None."""
    match = _STATUS.match(canonical(url))
    return int(match[1]) if match else None


def _canonical(url: str, base: str, wrappers: int) -> str:
    place = _place(url, base)
    if not place:
        return ""
    scheme, host, port, path, query, route = place
    if port:
        # Another service than the site of that name, so nothing is known of it.
        netloc = f"{_bracketed(host)}:{port}"
        return _checked(scheme, netloc, path, without_tracking(host, path, query), route)
    if inner := unwrapped(host, path, query):
        return _canonical(inner, "", wrappers - 1) if wrappers else ""
    if site := site_of(host):
        form = site.form(path, query)
        if form is not None:
            return form and _safe(form)
        scheme, host = site.scheme or scheme, site.host
    else:
        path, query = without_amp(path, query)
        if moved := desktop(host, path):
            scheme, (host, path) = "https", moved
    result = _checked(scheme, _bracketed(host), path, without_tracking(host, path, query), route)
    # A name in another script may be written in several ways; the encoded form decides which site it is.
    return result if host.isascii() or not result else _canonical(result, "", wrappers)


def _place(url: str, base: str) -> tuple[str, str, int | None, str, str, str] | None:
    """Return scheme, host, port (None: the scheme's own), path, query and route, or None when it is no web address."""
    # Browsers take a backslash for a slash, and so end the host there.
    before, mark, after = url.partition("?")
    try:
        parts = urlsplit(urljoin(base, before.replace("\\", "/") + mark + after))
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in _DEFAULT_PORTS or not host:
        return None
    own_port = None if port == _DEFAULT_PORTS[scheme] else port
    path = _without_dots(without_session(_plainly_encoded(parts.path or "/")))
    query = _plainly_encoded(_ESCAPED_AND.sub("&", parts.query))
    is_route = _ROUTE.fullmatch(parts.fragment) and _APPLICATION.fullmatch(path) and not names_page(path)
    return scheme, _encoded(host), own_port, path, query, parts.fragment if is_route else ""


def _plainly_encoded(text: str) -> str:
    """Return `text` with its escapes in capital letters, and none where none is needed (RFC 3986, 6.2.2)."""

    def plain(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if _UNRESERVED.fullmatch(character) else match[0].upper()

    return _ESCAPE.sub(plain, text) if "%" in text else text


def _without_dots(path: str) -> str:
    """Return `path` without the segments `.` and `..`, as every browser asks for it (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept) + ("/" if segments[-1] in {".", ".."} else "")


def _encoded(host: str) -> str:
    """Return `host` with those names encoded that IDNA 2008 allows and IDNA 2003 changes (RFC 5894, 7.2)."""
    if host.isascii() or not _OWN_LETTERS.search(host):
        return host
    labels = unicodedata.normalize("NFC", host).replace("ẞ", "ß").split(".")
    return ".".join(label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}" for label in labels)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _checked(scheme: str, netloc: str, path: str, query: str, route: str) -> str:
    result = _safe(urlunsplit((scheme, netloc, path, query, route)))
    # A name that has no encoding can't be looked up: it is text glued to a host, mostly.
    return result if urlsplit(result).netloc.isascii() else ""


def _safe(url: str) -> str:
    from w3lib.url import safe_url_string  # noqa: PLC0415  0.08 s, and what only knows dates of addresses needs none

    try:
        result = safe_url_string(url)
    except ValueError:  # half a surrogate pair, which no encoding can write
        return ""
    return result if len(result) <= _LONGEST and is_web_address(result) else ""
