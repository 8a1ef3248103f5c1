"""A loopback double of X API v2: accounts by handle, their timelines by ranges of ids, lists that can only be paged.

It keeps the rules of the real one that its callers meet: the bearer token, the fields that come only when they are
asked for, `since_id` and `until_id` both exclusive, pages behind `next_token`, posts that a page refers to under
`includes`, what can't be shown as `errors` beside the data, and refusals as problem documents. A parameter that an
endpoint does not know is refused, as X does.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.doubles.loopback import Loopback, send

TOKEN = "bearer-of-the-tests"  # noqa: S105  it opens nothing

_EPOCH = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=1_288_834_974_657)
_ALWAYS = ("id", "text", "edit_history_tweet_ids")
_USER_PARAMETERS = {
    "max_results",
    "pagination_token",
    "since_id",
    "until_id",
    "start_time",
    "end_time",
    "exclude",
    "expansions",
    "tweet.fields",
    "user.fields",
}
_LIST_PARAMETERS = {"max_results", "pagination_token", "expansions", "tweet.fields", "user.fields"}


def snowflake(moment: datetime, number: int = 0) -> int:
    """Return the id of the post with that number of the millisecond `moment`."""
    return ((moment - _EPOCH) // timedelta(milliseconds=1) << 22) + number


@dataclass
class World:
    """What X knows: handles by account number, posts by their ids, members of lists, posts that nobody is shown."""

    users: dict[str, str] = field(default_factory=dict)
    posts: dict[int, dict[str, Any]] = field(default_factory=dict)
    lists: dict[str, set[str]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)

    def post(self, moment: datetime, user: str, text: str, number: int = 0, **fields: Any) -> int:
        """Add a post of the account and return its id."""
        identifier = snowflake(moment, number)
        self.posts[identifier] = {
            "id": str(identifier),
            "text": text,
            "edit_history_tweet_ids": [str(identifier)],
            "author_id": user,
            "conversation_id": str(identifier),
            "created_at": f"{moment:%Y-%m-%dT%H:%M:%S}.000Z",
            "lang": "en",
        } | fields
        return identifier

    def repost(self, moment: datetime, user: str, original: int, number: int = 0) -> int:
        """Add a repost, whose own text is cut as X cuts it."""
        shared = self.posts[original]
        text = f"RT @{self.users[shared['author_id']]}: {shared['text']}"[:139] + "…"
        return self.post(moment, user, text, number, referenced_tweets=[{"type": "retweeted", "id": str(original)}])


def link(token: str, target: str, **fields: Any) -> dict[str, Any]:
    """Return an entry of `entities.urls`; where it stands is left at nought, as no reader should need it."""
    shown = target.partition("://")[2]
    return {"start": 0, "end": 0, "url": f"https://t.co/{token}", "expanded_url": target, "display_url": shown} | fields


def problem(status: HTTPStatus, title: str, detail: str) -> dict[str, Any]:
    """Return a problem document."""
    return {"title": title, "type": "about:blank", "status": status.value, "detail": detail}


class XApi(Loopback):
    """The server; `asked` holds the paths with their queries in order, and `base` stands for https://api.x.com."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.asked: list[str] = []

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        self.asked.append(request.path)
        parts = urlsplit(request.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        status, document = self.reply(parts.path, query, request.headers.get("Authorization", ""))
        send(request, status, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(document).encode())

    def reply(self, path: str, query: dict[str, str], token: str) -> tuple[HTTPStatus, Any]:
        """Return the status and the document that answer a question."""
        if token != f"Bearer {TOKEN}":
            return HTTPStatus.UNAUTHORIZED, problem(HTTPStatus.UNAUTHORIZED, "Unauthorized", "Unauthorized")
        match path.strip("/").split("/"):
            case ["2", "users", "by", "username", handle]:
                return HTTPStatus.OK, self._user(handle)
            case ["2", "users", number, "tweets"]:
                return self._page(query, _USER_PARAMETERS, {number})
            case ["2", "lists", number, "tweets"]:
                return self._page(query, _LIST_PARAMETERS, self.world.lists.get(number, set()))
        return HTTPStatus.NOT_FOUND, problem(HTTPStatus.NOT_FOUND, "Not Found", "Not Found")

    def _user(self, handle: str) -> dict[str, Any]:
        for number, known in self.world.users.items():
            if known.casefold() == handle.casefold():
                return {"data": {"id": number, "name": f"The {known}", "username": known}}
        # Since 2021 an account that is not found is a 200 with errors.
        return {
            "errors": [
                {
                    "value": handle,
                    "detail": f"Could not find user with username: [{handle}].",
                    "title": "Not Found Error",
                    "resource_type": "user",
                    "parameter": "username",
                    "resource_id": handle,
                    "type": "https://api.twitter.com/2/problems/resource-not-found",
                }
            ]
        }

    def _page(self, query: dict[str, str], allowed: set[str], users: set[str]) -> tuple[HTTPStatus, Any]:
        if odd := sorted(query.keys() - allowed):
            message = f"The query parameter [{odd[0]}] is not one of [{','.join(sorted(allowed))}]"
            return HTTPStatus.BAD_REQUEST, {
                "errors": [{"parameters": {odd[0]: [query[odd[0]]]}, "message": message}],
                "title": "Invalid Request",
                "detail": "One or more parameters to your request was invalid.",
                "type": "https://api.twitter.com/2/problems/invalid-request",
            }
        since, until = int(query.get("since_id", "0")), int(query.get("until_id", str(1 << 63)))
        found = sorted(
            (
                number
                for number, post in self.world.posts.items()
                if post["author_id"] in users and since < number < until
            ),
            reverse=True,
        )
        start, size = int(query.get("pagination_token", "p0")[1:]), int(query.get("max_results", "10"))
        return HTTPStatus.OK, self._document(found[start : start + size], query, start + size, len(found))

    def _document(self, shown: list[int], query: dict[str, str], end: int, total: int) -> dict[str, Any]:
        if not shown:
            return {"meta": {"result_count": 0}}
        expansions = query.get("expansions", "").split(",")
        posts = [self.world.posts[number] for number in shown]
        wanted = [int(one["id"]) for post in posts for one in post.get("referenced_tweets", [])]
        known = dict.fromkeys(
            number for number in wanted if number in self.world.posts and number not in self.world.hidden
        )
        referred = [self.world.posts[number] for number in known] if "referenced_tweets.id" in expansions else []
        authors = [
            post["author_id"]
            for post in (*posts, *(referred if "referenced_tweets.id.author_id" in expansions else ()))
        ]
        fields = {*_ALWAYS, *query.get("tweet.fields", "").split(",")}
        document: dict[str, Any] = {
            "data": [_asked_for(post, fields) for post in posts],
            "includes": {
                "users": [
                    {"id": number, "name": f"The {self.world.users[number]}", "username": self.world.users[number]}
                    for number in dict.fromkeys(authors)
                ],
                **({"tweets": [_asked_for(post, fields) for post in referred]} if referred else {}),
            },
            "meta": {"result_count": len(shown), "newest_id": str(shown[0]), "oldest_id": str(shown[-1])},
        }
        if missing := [number for number in wanted if number not in known]:
            document["errors"] = [
                {
                    "value": str(number),
                    "detail": f"Could not find tweet with referenced_tweets.id: [{number}].",
                    "title": "Not Found Error",
                    "resource_type": "tweet",
                    "parameter": "referenced_tweets.id",
                    "resource_id": str(number),
                    "type": "https://api.twitter.com/2/problems/resource-not-found",
                }
                for number in missing
            ]
        if end < total:
            document["meta"]["next_token"] = f"p{end}"
        return document


def _asked_for(post: dict[str, Any], fields: set[str]) -> dict[str, Any]:
    return {name: value for name, value in post.items() if name in fields}
