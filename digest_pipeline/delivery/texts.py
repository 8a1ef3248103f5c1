"""What is sent, as Markdown: an issue in full, its best stories as a list, or its title with a link.

A text can be asked for with fewer stories, which is how it is cut to what a channel takes (`fitting`). What a channel
makes of Markdown is `formats`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from digest_pipeline.delivery.channels import Form
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.markdown import escape, link, within
from digest_pipeline.model import Issue


@dataclass(frozen=True, slots=True)
class Text:
    """An issue in a form, with `stories` stories; `page` is the address of its page, empty when the site has none."""

    issue: Issue
    edition: EditionSpec
    form: Form
    stories: int
    page: str

    @property
    def title(self) -> str:
        """The plain title."""
        return self.issue.title

    def markdown(self, stories: int) -> str:
        """Return the text with its first `stories` stories alone, and what it says of the others."""
        if self.form == "full":
            text = render_markdown(*_cut(self.issue, self.edition, stories))
            return text if stories == self.stories else f"{text}\n{_rest(self, stories)}\n"
        lines = [f"# {escape(self.title)}", ""]
        if self.form == "link":
            return "\n".join([*lines, _reading(self)]).rstrip() + "\n"
        for number, item in enumerate(self.issue.items[:stories], start=1):
            mark = f"{number}. "
            lines += [mark + link(item.brief.headline, item.lead.url if item.lead else ""), ""]
            lines += [" " * len(mark) + escape(item.brief.one_sentence.text), ""]
        if not self.issue.items:
            lines += [escape(self.edition.labels_in(self.issue.language).no_items), ""]
        return "\n".join([*lines, _rest(self, stories)]).rstrip() + "\n"

    def shorter(self) -> "Text | None":
        """Return the next shorter form, for where not one story fits; None after the shortest."""
        if self.form == "link":
            return None
        return replace(self, form="top") if self.form == "full" else replace(self, form="link", stories=0)


def text_of(issue: Issue, edition: EditionSpec, form: Form, stories: int, site_url: str) -> Text:
    """Return the text of `issue` in a form; `stories` is how many the form `top` has at most."""
    most = {"full": len(issue.items), "top": min(stories, len(issue.items)), "link": 0}
    page = f"{site_url.rstrip('/')}/{issue.edition}/{issue.key}.html" if site_url else ""
    return Text(issue, edition, form, most[form], page)


def digest_of(text: Text) -> str:
    """Return the hash of a whole text, before it is cut for a channel."""
    content = f"{text.title}\x1f{text.markdown(text.stories)}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def words(language: str) -> Mapping[str, Any]:
    """Return the words of messages in a language, English for one that has none."""
    content: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("labels.yaml").read_text("utf-8"))
    return content[language] if language in content else content["en"]


def _cut(issue: Issue, edition: EditionSpec, stories: int) -> tuple[Issue, EditionSpec]:
    """Return the issue with its first stories alone and nothing that leads to the others.

    The edition loses the groups of which no story is left, else each would be said to be empty.
    """
    kept = issue.items[:stories]
    ids = {item.story_id for item in kept}
    shorter = issue.model_copy(
        update={
            "items": kept,
            "overview": tuple(line for line in issue.overview if line.story_id in ids),
            "further": tuple(reading for reading in issue.further if reading.story_id in ids),
        }
    )
    gone = {item.group for item in issue.items} - {item.group for item in kept}
    groups = tuple(group for group in edition.groups if group.name not in gone)
    return shorter, edition.model_copy(update={"groups": groups})


def _rest(text: Text, stories: int) -> str:
    """Return the last line: how many stories are left out, and where the issue can be read."""
    left_out = len(text.issue.items) - stories
    if not left_out:
        return _reading(text)
    said = words(text.issue.language)
    more = within(said["more"].format(count=left_out))
    return f"{more}{said['colon']}{_reading(text)}" if text.page else more


def _reading(text: Text) -> str:
    return link(words(text.issue.language)["read"], text.page) if text.page else ""
