"""The addresses and catalogue numbers within a statement: URLs, DOIs, arXiv numbers, and when two are the same."""

import re

# A host without a path is a link in small letters only: Pony.ai and Booking.com are names.
_HOST = (
    r"(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|ai|dev|cn|co|app|gov|edu|eu|uk|me|info|biz|xyz|top|site|example"
    r"|de|fr|cz|pl|nl|ch|es|se|dk|fi|pt|ie|jp|kr|tw|hk|sg|ca|au|nz|br|ru|tv|gg|ly|im|ro|hu|gr|sk|ua|tr|il|za|mx|vn|th)"
)
_REST = r"[^\s<>\"'`“”（）()，。；、\]]"
_LINK = re.compile(
    rf"(?<![A-Za-z\d])(?i:https?://|www\.){_REST}+"
    rf"|\b10\.\d{{4,9}}/{_REST}+"
    r"|(?<![\d.])\d{4}\.\d{5}(?:v\d+)?(?![\d.]*\d)"
    rf"|(?i:{_HOST})/{_REST}+"
    rf"|{_HOST}(?![\w-]|\.[a-z])"
    r"|\b(?i:CVE-\d{4}-\d{4,7})\b"
)
# An owner and a name beside the word of a place where such are kept: the repository lighthouse/beam-2.
_REPOSITORY = re.compile(r"(?<![\w/.:@-])[A-Za-z\d][\w.-]+/[A-Za-z\d][\w.-]*[\w](?![\w/])")
_KEPT_AT = re.compile(
    r"\b(?:GitHub|GitLab|Gitee|Hugging ?Face|repo(?:sitory)?|marketplace)\b|仓库|代码库|项目地址", re.IGNORECASE
)
_TAIL = ".,;:!?…"
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_NUMBER = re.compile(r"10\.\d{4,9}/|\d{4}\.\d{5}", re.IGNORECASE)


def links(text: str) -> list[tuple[int, int]]:
    """Return the spans of the links and catalogue numbers in `text` (in half-width forms)."""
    spans = [(found.start(), found.start() + len(found[0].rstrip(_TAIL))) for found in _LINK.finditer(text)]
    kept = _REPOSITORY.finditer(text) if _KEPT_AT.search(text) else ()
    spans += [one.span() for one in kept if not any(start <= one.start() < end for start, end in spans)]
    return sorted(spans)


def same_link(one: str, other: str) -> bool:
    """Say whether two addresses are the same but for scheme, `www.` and a last slash, or the second has the number.

    Of a repository owner and name are enough.
    """
    plain, second = _plain(one), _plain(other)
    if plain == second or (_REPOSITORY.fullmatch(plain) and f"/{plain}/" in f"{second}/"):
        return True
    return bool(_NUMBER.match(plain) and re.search(rf"(?<![\d.]){re.escape(plain)}(?!\w)", second))


def _plain(link: str) -> str:
    return _SCHEME.sub("", link).rstrip("/").lower()
