"""What can be configured of delivery: the channels, what each edition sends to them, and how old an issue may be.

The sections of digest.yaml with the same names are fields of `settings.Settings`; nothing here delivers.
"""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, SecretStr, StringConstraints, Tag, field_validator

from digest_pipeline.sections import Section

Form = Literal["full", "top", "link"]
ChannelName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+$")]

_PLACES = ("edition", "key", "day", "year", "month")
_PLACE = re.compile(r"\{(\w*)\}")


class AppriseChannel(Section):
    """Whatever Apprise can reach: mail, chats, push services, webhooks."""

    url: SecretStr = Field(min_length=1, description="an Apprise address; ${NAME} is read from the environment")


class GitChannel(Section):
    """A branch of a git repository that issues are committed to as Markdown files."""

    git: SecretStr = Field(min_length=1, description="address of the repository; ${NAME} is read from the environment")
    branch: str = Field("main", pattern=r"^[\w][\w./-]*$")
    folder: str = Field("", description="folder of the repository; empty: its root")
    path: str = Field("{edition}/{key}.md", description=f"file in the folder; may name {', '.join(_PLACES)} in braces")
    author: str = Field("digest-pipeline <digest-pipeline@localhost>", pattern=r"^[^<>\n]+ <[^<>\s]+>$")

    @field_validator("folder", "path")
    @classmethod
    def _stays_inside(cls, value: str) -> str:
        if value.startswith("/") or ".." in value.split("/") or ".git" in value.split("/") or "\\" in value:
            raise ValueError("must lie inside the repository, written with forward slashes")
        if unknown := [name for name in _PLACE.findall(value) if name not in _PLACES]:
            raise ValueError(f"{{{unknown[0]}}} is unknown; allowed: {', '.join(_PLACES)}")
        if set("{}") & set(_PLACE.sub("", value)):
            raise ValueError(f"a brace stands alone; allowed in braces: {', '.join(_PLACES)}")
        return value

    def file(self, places: Mapping[str, str]) -> str:
        """Return the file of an issue within the repository; `places` has a text for every name in braces."""
        path = "/".join(part for part in (self.folder.strip("/"), self.path.strip("/")) if part)
        return _PLACE.sub(lambda match: places[match[1]], path)


def _kind_of(value: Any) -> str | None:
    if isinstance(value, AppriseChannel | GitChannel):
        return "url" if isinstance(value, AppriseChannel) else "git"
    found = [kind for kind in ("url", "git") if isinstance(value, dict) and kind in value]
    return found[0] if len(found) == 1 else None


Channel = Annotated[
    Annotated[AppriseChannel, Tag("url")] | Annotated[GitChannel, Tag("git")],
    Discriminator(
        _kind_of,
        custom_error_type="no_channel",
        custom_error_message="must have either url (an Apprise address) or git (a repository)",
    ),
]


class Deliver(Section):
    """What an edition sends to a channel."""

    form: Form = "top"
    stories: int = Field(10, ge=1, le=100, description="of the form `top`: at most so many")


class Delivery(Section):
    """When issues are sent by themselves, and whom failures are told to."""

    max_age_hours: int = Field(
        48, ge=1, le=8_784, description="an issue whose window ended longer ago is never sent by itself"
    )
    timeout_seconds: float = Field(120, gt=0, le=3_600, description="for one message, or one command of git")
    alert: str = Field("", description="name of the channel that is told of failures; empty: none")
