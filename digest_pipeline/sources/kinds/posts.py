"""`posts`: what accounts and lists post on X, from its API v2 with a bearer token, or from a bridge's feed.

A user's timeline is asked for by a range of ids, which are moments, so any day can be asked for (the API shows an
account's last 3,200 posts; with `exclude=replies` only 800, so that replies are left out here). A list's timeline has
no range: it is paged back until a page lies before the day (the API shows its last 800). A bridge tells what is in it
now. How posts become items is `sources/posts`.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pydantic import Field, HttpUrl, field_validator, model_validator

from digest_pipeline.dates import first_snowflake
from digest_pipeline.sources.feeds import list_of, one_line, parse_feed, text_of
from digest_pipeline.sources.posts.bridge import posts_of
from digest_pipeline.sources.posts.timeline import Timeline
from digest_pipeline.sources.source import Answer, ApiSource, Ask, Day, Listing, UnreadableAnswerError
from digest_pipeline.urls import canonical

_PAGE = 100
_FIELDS = {
    "max_results": str(_PAGE),
    "tweet.fields": "article,author_id,conversation_id,created_at,entities,in_reply_to_user_id,lang,note_tweet,"
    "referenced_tweets",
    "expansions": "author_id,referenced_tweets.id,referenced_tweets.id.author_id",
    "user.fields": "name,username",
}
_PATH = re.compile(
    r"/2/(?P<kind>users|lists)/(?P<id>\d{1,20})/tweets|/2/users/by/username/(?P<handle>\w{1,20})", re.ASCII
)


class PostsSource(ApiSource):
    """Posts of accounts and lists of X."""

    kind: Literal["posts"] = "posts"
    asks_the_past = True
    token_variable = "X_BEARER_TOKEN"  # noqa: S105  the name of a variable
    token_required = True
    users: tuple[str, ...] = Field((), description="accounts by their handles, such as OpenAI")
    lists: tuple[str, ...] = Field((), description="lists by their numbers, which stand in their addresses")
    url: HttpUrl | None = Field(
        None,
        description="a bridge's feed instead: RSSHub's as ?format=json, which names the author's own post of a repost,"
        " or nitter's; it needs no token, and can't be asked for the past",
    )
    api: HttpUrl = Field(HttpUrl("https://api.x.com"), description="where X answers, without /2")

    @field_validator("users", "lists")
    @classmethod
    def _well_formed(cls, names: tuple[str, ...], info: Any) -> tuple[str, ...]:
        pattern, what = (r"@?\w{1,15}", "a handle") if info.field_name == "users" else (r"\d{1,20}", "a list's number")
        for name in names:
            if not re.fullmatch(pattern, name, re.ASCII):
                raise ValueError(f"{name!r} is not {what}")
        return tuple(dict.fromkeys(name.removeprefix("@") for name in names))

    @model_validator(mode="after")
    def _has_a_place(self) -> "PostsSource":
        if not (self.users or self.lists or self.url):
            raise ValueError("name `users` or `lists` of X, or a bridge's feed as `url`")
        return self

    def addresses(self, day: Day) -> tuple[str, ...]:
        """Return the bridge's feed, the lists, and for each handle the question for its number."""
        bridge = (canonical(str(self.url)),) if self.url else ()
        return (*bridge, *self.past_addresses(day))

    def past_addresses(self, day: Day) -> tuple[str, ...]:  # noqa: ARG002  the day is in what follows
        """Return what the API is asked first: a handle's number, a list's first page."""
        return (
            *(self._asked(f"/2/lists/{number}/tweets", _FIELDS) for number in self.lists),
            *(self._asked(f"/2/users/by/username/{handle}", {}) for handle in self.users),
        )

    def ask(self, url: str) -> Ask:
        """Return how `url` is asked: a bridge without the token, and by its own robots.txt."""
        return super().ask(url) if self._path(url) else Ask(url, robots=self.robots)

    def read(self, answer: Answer, day: Day) -> Listing:
        """Return the posts of a page and the address of the next one, or the timeline of a handle.

        Raises:
            UnreadableAnswerError: `empty`, `html` or `malformed`; `refused` with what X says.
        """
        path = self._path(answer.url)
        if path is None:
            feed = parse_feed(answer.body, answer.content_type, answer.url)
            # A bridge names one language for whatever is posted: RSSHub Chinese, nitter English.
            return Listing(feed.title, items=tuple(posts_of(feed, answer.body)))
        document = _document(answer)
        if path["handle"]:
            return Listing(further=(self._timeline_of(document, day),))
        timeline = Timeline(document)
        # A user's timeline ends by itself where the range of ids does.
        goes_on = path["kind"] == "users" or (timeline.oldest is not None and timeline.oldest >= day.start)
        further = tuple(_next_page(document, answer.url)) if goes_on else ()
        return Listing(title="X", items=tuple(timeline.items()), further=further)

    def _timeline_of(self, document: dict[str, Any], day: Day) -> str:
        data = document.get("data")
        number = text_of(data.get("id")) if isinstance(data, dict) else ""
        if not re.fullmatch(r"\d{1,20}", number, re.ASCII):
            raise UnreadableAnswerError("malformed", "the account has no number in X's answer")
        # Both ends are exclusive: the last id before the day, and the first one after it.
        span = {"since_id": str(first_snowflake(day.start) - 1), "until_id": str(first_snowflake(day.end))}
        return self._asked(f"/2/users/{number}/tweets", {**_FIELDS, **span})

    def _asked(self, path: str, query: dict[str, str]) -> str:
        base = str(self.api).rstrip("/")
        return canonical(f"{base}{path}{'?' if query else ''}{urlencode(query, safe=',')}")

    def _path(self, url: str) -> re.Match[str] | None:
        """Return the path of a question to the API, None for the address of a bridge."""
        base = canonical(str(self.api)).rstrip("/")
        return _PATH.fullmatch(urlsplit(url.removeprefix(base)).path) if url.startswith(f"{base}/") else None


def _next_page(document: dict[str, Any], url: str) -> Iterator[str]:
    meta = document.get("meta")
    token = text_of(meta.get("next_token")) if isinstance(meta, dict) else ""
    if token:
        parts = urlsplit(url)
        query = [(key, value) for key, value in parse_qsl(parts.query) if key != "pagination_token"]
        asked = urlencode([*query, ("pagination_token", token)], safe=",")
        yield canonical(urlunsplit(parts._replace(query=asked)))


def _document(answer: Answer) -> dict[str, Any]:
    document = answer.json()
    if not isinstance(document, dict):
        raise UnreadableAnswerError("malformed", "X answers an object, not this")
    if "data" not in document and (told := _refusal(document)):
        raise UnreadableAnswerError("refused", f"X answered: {told}")
    if "data" not in document and "meta" not in document:
        raise UnreadableAnswerError("malformed", "X's answer holds neither `data` nor `meta`")
    return document


def _refusal(document: dict[str, Any]) -> str:
    """Return what X says of a question it does not answer: the errors, else the problem document (RFC 7807)."""
    problems = [problem for problem in (*list_of(document.get("errors")), document) if isinstance(problem, dict)]
    told = (
        one_line(text_of(p.get("detail")) or text_of(p.get("message")) or text_of(p.get("title"))) for p in problems
    )
    return next(filter(None, told), "")
