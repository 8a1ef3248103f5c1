"""Addresses: which ones may be recorded and printed, and the canonical form that identity is computed from.

Fetching them is `capture/fetch.py`; what kind of resource an address is, is `articles/links.py`.
"""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import safe_url_string

_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|spm|yclid|_hsenc|_hsmi|ref_src)$")
_ARXIV = re.compile(r"^/(?:abs|pdf|html)/(\d{4}\.\d{4,5}|[a-z.-]+/\d{7})(?:v\d+)?(?:\.pdf)?/?$", re.IGNORECASE)
# They end an address in HTML or Markdown; an address that means them has them percent-encoded.
_UNSAFE = frozenset('<>"`\\')
_DEFAULT_PORTS = {"http": 80, "https": 443}


def is_web_address(url: str) -> bool:
    """Say whether `url` is an absolute http(s) address with a host and nothing a browser would stumble over."""
    if any(character in _UNSAFE or not character.isprintable() or character.isspace() for character in url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def canonical(url: str, base: str = "") -> str:
    """Return the canonical form of `url`, resolved against `base`; an empty string when it is no web address.

    Lower-case scheme and host, no default port, no fragment, no tracking parameters, and percent-encoded what a browser
    would encode; arXiv addresses in all their forms become `https://arxiv.org/abs/ID` without the version.
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        port = parts.port
    except ValueError:
        return ""
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in _DEFAULT_PORTS or not host:
        return ""
    if host in {"arxiv.org", "www.arxiv.org", "export.arxiv.org"} and (match := _ARXIV.match(parts.path)):
        return f"https://arxiv.org/abs/{match[1]}"
    netloc = f"[{host}]" if ":" in host else host
    if port and port != _DEFAULT_PORTS[scheme]:
        netloc = f"{netloc}:{port}"
    result = safe_url_string(urlunsplit((scheme, netloc, parts.path or "/", _without_tracking(parts.query), "")))
    return result if is_web_address(result) else ""


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
    return form.removeprefix("https://arxiv.org/abs/") if form.startswith("https://arxiv.org/abs/") else None


def _without_tracking(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if not _is_tracking(key, value)]
    # An untouched query keeps its own spelling: re-encoding could address another page.
    return query if len(kept) == len(pairs) else urlencode(kept)


def _is_tracking(key: str, value: str) -> bool:
    return bool(_TRACKING.match(key.lower())) or (key == "f" and value == "rss")
