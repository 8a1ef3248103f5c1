"""What a person can do about a source that fails: a sentence for each HTTP status, miss and unreadable answer.

What fails how is found in `survey.py`; nothing is asked or read here.
"""

from digest_pipeline.sources.source import ApiSource, Source

_STATUS_HINTS = {
    401: "set its token, or give an address that needs none",
    403: "the host refuses us: give `fetch.user_agent` an address of yours, or look whether a token is needed",
    404: "nothing is there any more: look for the feed's own address on the site",
    410: "it is gone for good: look for the feed's own address on the site, or take the source out",
    429: "it is asked too often: raise `fetch.host_pause_seconds`, or ask again later",
}
_MISS_HINTS = {
    "refused": "only public http(s) addresses are asked; a host of your own goes into `fetch.allow_hosts`",
    "unreachable": "look whether the address is right and the host up",
    "timeout": "ask again later, or raise `fetch.total_seconds`",
    "too_large": "give a smaller feed, or raise the limit that is named",
    "content_type": "this is no feed: look for the feed's own address",
    "robots": "the host wants no robots there; with its leave, set `robots: false`",
    "rate_limited": "it is asked too often: ask again later",
    "redirects": "give the address that a browser ends at",
}
# What an API does not know is most often a name in sources.yaml.
_OPTIONS_HINT = "look whether its options are right, and spelled as the API does: docs/sources.md"
_BAD_REQUEST, _SERVER_ERROR = 400, 500
_TOKEN_OR_PACE = frozenset({401, 403, 429})
_READ_HINTS = {
    "empty": "look at the address in a browser; without an answer there take the source out",
    "html": "open it in a browser: a page often links to its feed at the foot",
    "malformed": "look at the answer with: digest try feed URL",
}


def status_hint(source: Source, status: int) -> str:
    """Return what to do where an address answered with a status that is no success."""
    is_refusal = _BAD_REQUEST <= status < _SERVER_ERROR and status not in _TOKEN_OR_PACE
    if is_refusal and isinstance(source, ApiSource):
        return _OPTIONS_HINT
    return _STATUS_HINTS.get(status, "ask again later; if it stays, look for the feed's own address")


def miss_hint(reason: str) -> str:
    """Return what to do where there was no answer."""
    return _MISS_HINTS.get(reason, "ask again later")


def answer_hint(source: Source, reason: str) -> str:
    """Return what to do about an answer that its source can't read."""
    if isinstance(source, ApiSource):
        return _OPTIONS_HINT
    return _READ_HINTS.get(reason, "look what its kind wants: docs/sources.md")
