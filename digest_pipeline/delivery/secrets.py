"""Secrets in the addresses of channels: taken from the environment at delivery, kept out of every text after that."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote, urlsplit

_VARIABLE = re.compile(r"\$\{([A-Za-z_]\w*)\}")
# Shorter parts of an address are words such as "to" or "main", which would be struck out all over.
_SHORTEST_PART = 6
_SHORTEST_VALUE = 3


class MissingVariableError(Exception):
    """An address names a variable of the environment that is not set; the message names it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the environment has no {name}")
        self.name = name


class Address:
    """The address of a channel with its secrets in place, and what must not be shown of it."""

    def __init__(self, text: str, environment: Mapping[str, str]) -> None:
        """Put the variables into `text`.

        A value at the very beginning stands as it is; within a URL it is percent-encoded, as a password has to be.

        Raises:
            MissingVariableError: for the first variable that is not set or empty.
        """
        values: list[str] = []

        def value_of(match: re.Match[str]) -> str:
            value = environment.get(match[1], "")
            if not value:
                raise MissingVariableError(match[1])
            values.append(value)
            return quote(value, safe="") if match.start() and "://" in text else value

        self.url = _VARIABLE.sub(value_of, text)
        self._secrets = _longest_first({*values, *_parts(self.url)})

    def redact(self, text: str) -> str:
        """Return `text` with every secret replaced by `***`."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def _parts(url: str) -> set[str]:
    """Return the parts of an address that may be secret: tokens stand in user, password, path, query, even as host."""
    split = urlsplit(url) if "://" in url else None
    if split is None:
        return {url}
    credentials, _, host = split.netloc.rpartition("@")
    found = {url, *credentials.split(":"), *split.path.split("/"), split.query}
    found |= {value for _, value in parse_qsl(split.query)}
    # Without a dot it is no host: Slack, Telegram and others have a token in its place.
    found |= set() if "." in host or host.startswith("localhost") else {host, *host.split(":")}
    passwords = credentials.split(":")[1:]
    long = {text for part in found for text in (part, unquote(part)) if len(text) >= _SHORTEST_PART}
    return long | {text for password in passwords for text in (password, unquote(password))}


def _longest_first(texts: set[str]) -> list[str]:
    kept = {text for text in texts if len(text) >= _SHORTEST_VALUE}
    return sorted(kept, key=lambda text: (-len(text), text))
