"""The address an article is known by, its lead picture, and the name of its site."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from digest_pipeline.articles.metadata.jsonld import Described
from digest_pipeline.articles.metadata.page import PageHead
from digest_pipeline.articles.metadata.titles import names_of_host
from digest_pipeline.articles.metadata.wording import folded, plain
from digest_pipeline.urls import canonical, same_site

_IMAGES = (
    "og:image:secure_url og:image og:image:url twitter:image twitter:image:src itemprop:image sailthru.image.full"
    " parsely-image-url thumbnail image"
).split()
_SITES = (
    "og:site_name application-name citation_journal_title dc.publisher dc:publisher dcterms.publisher sailthru.site"
    " apple-mobile-web-app-title al:ios:app_name publisher"
).split()
# Pictures that stand for the site or nobody.
_NO_PICTURE = re.compile(
    r"(?:^|[/_.-])(?:logos?|favicon|placeholder|default|blank|spacer|avatar|gravatar)(?:[/_.-]|$)", re.IGNORECASE
)
_SITE_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([\w.-]+\.[a-z]{2,})/?$", re.IGNORECASE)
_LONGEST_SITE_NAME = 60
_BEHIND_TITLE = re.compile(r"\s*[-–—|｜_·•»:]+\s*([^|｜_»]{2,40})")
_SHORTEST_SHARED = 5
_SHARED_WORDS = 2
_WORD = re.compile(r"[^\W_]{3,}")


def canonical_url(head: PageHead) -> str:
    """Return the canonical form of the address the page names for itself, else of the one it was asked for.

    A link to the site's root is refused, and so is one to another site, unless the two addresses share what names the
    article: many sites send all their pages' canonical links to one place, and a page must not be able to take over
    another's identity.
    """
    own = canonical(head.url)
    for named in (*head.links.get("canonical", ()), *head.values("og:url")):
        address = canonical(named, head.url)
        if address and _names_the_page(address, own):
            return address
    return own


def lead_image(head: PageHead, described: Described) -> str:
    """Return the absolute address of the picture the page names for its article, an empty string for none or a logo."""
    for named in (
        *head.values(*_IMAGES[:5]),
        *described.images,
        *head.links.get("image_src", ()),
        *head.values(*_IMAGES[5:]),
    ):
        address = canonical(named, head.url)
        if address and not _NO_PICTURE.search(urlsplit(address).path):
            return address
    return ""


def named_sites(head: PageHead, described: Described) -> Iterator[str]:
    """Yield what the page calls its site, the best first."""
    for name in (*head.values(*_SITES[:1]), *described.publishers, *head.values(*_SITES[1:])):
        if host := _SITE_HOST.match(name):
            yield host[1]
        elif (text := plain(name)) and len(text) <= _LONGEST_SITE_NAME and "://" not in text:
            yield text
    for handle in head.values("twitter:site"):
        if (name := plain(handle).lstrip("@")) and name.isascii() and not name.isdigit() and "/" not in name:
            yield name


def sites_in_titles(head: PageHead, names: Sequence[str]) -> list[str]:
    """Return those of the site's `names` that may be cut off a title: an account may be named for a product."""
    accounts = {plain(handle).lstrip("@") for handle in head.values("twitter:site")} - set(names_of_host(head.url))
    return [name for name in names if name not in accounts]


def name_of_site(head: PageHead, names: Sequence[str], title: str) -> str:
    """Return the best of the site's `names`, else what the title element adds to `title`; empty where there is none."""
    handles = {plain(handle).lstrip("@") for handle in head.values("twitter:site")}
    good = [name for name in names if folded(name) and folded(name) != folded(title) and name not in handles]
    behind = _BEHIND_TITLE.fullmatch(head.title.removeprefix(title)) if head.title.startswith(title) else None
    beside = [behind[1]] if behind and title else []
    # A host says less than a name, and an account less than both.
    worded = [name for name in good if " " in name or "." not in name]
    return next(iter([*worded, *beside, *good, *sorted(handles)]), "")


def _names_the_page(address: str, own: str) -> bool:
    if not own:
        return True
    there, here = urlsplit(address), urlsplit(own)
    if not there.path.strip("/") and not there.query and (here.path.strip("/") or here.query):
        return False
    if same_site(address, own):
        return True
    if _name_of_domain(address) == _name_of_domain(own):
        return True
    shared = set(_WORD.findall(there.path.casefold())) & set(_WORD.findall(here.path.casefold()))
    return len(shared) >= _SHARED_WORDS or any(
        len(word) >= _SHORTEST_SHARED and any(map(str.isdigit, word)) for word in shared
    )


def _name_of_domain(address: str) -> str:
    """Return the name that an owner registers under several endings (bbc.com, bbc.co.uk)."""
    from courlan import extract_domain  # noqa: PLC0415  it is in memory only where trafilatura is

    return (extract_domain(address, fast=True) or address).partition(".")[0]
