"""One page with what people say is in it: the type that loaders fill and scores read."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A recorded page and its gold; what the set does not say is None or empty.

    `text` is the whole article; `with_` and `without` are segments that must and must not be in it. `published` is a
    moment where the gold names one with its zone, else a day; `zone` is the publisher's where the address tells it, for
    what a page prints is the day there. `language` is a two-letter code. `kind` is the set's own word for what the page
    is, and empty where it has none.
    """

    set: str
    name: str
    url: str
    content_type: str = "text/html"
    body: bytes
    text: str | None = None
    with_: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: date | datetime | None = None
    zone: tzinfo = UTC
    language: str | None = None
    kind: str = ""

    @property
    def judged(self) -> bool:
        """Whether the gold says anything about the text."""
        return self.text is not None or bool(self.with_ or self.without)
