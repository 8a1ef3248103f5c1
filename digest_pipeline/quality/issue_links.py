"""The links that an issue prints, each with its words and where it stands; and as rows, with what is wrong with them.

Whether they answer is told to this by `answers.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from digest_pipeline.capture.address import checked_url
from digest_pipeline.capture.miss import MissError
from digest_pipeline.editions.spec import Labels
from digest_pipeline.lint.hosts import is_root, trackers
from digest_pipeline.model import Issue, IssueItem, Resource
from digest_pipeline.quality.answers import Answer, Verdict
from digest_pipeline.urls import canonical, is_web_address
from digest_pipeline.webtext import clean, link_text, printable_address

Role = Literal["source", "primary source", "resource", "moment", "further reading", "origin"]


@dataclass(frozen=True, slots=True)
class PrintedLink:
    """A link of an issue; `number` counts its item through the issue, 0 for none."""

    number: int
    role: Role
    url: str
    text: str

    @property
    def place(self) -> str:
        """Where it stands, as a user would say it."""
        return f"{self.role} of item {self.number}" if self.number else self.role

    @property
    def page(self) -> str:
        """The canonical form of its address, where it has one."""
        return canonical(self.url) or self.url


def printed_links(issue: Issue, labels: Labels) -> list[PrintedLink]:
    """Return the links of an issue, its pages of single stories included, the sources of its items first."""
    found = [link for number, item in enumerate(issue.items, 1) for link in _of_item(number, item, labels)]
    if issue.origin:
        found.append(PrintedLink(0, "origin", issue.origin.url, labels.origin))
    found += (_to(0, "further reading", reading.resource, labels) for reading in issue.further)
    # What may not be linked is left out of a page, but a story's source never is.
    printed = [link for link in found if link.role == "source" or printable_address(link.url)]
    return sorted(printed, key=lambda link: link.role != "source")


def link_rows(
    links: Sequence[PrintedLink], addresses: frozenset[str], answers: Mapping[str, Answer], allowed: frozenset[str]
) -> list[dict[str, Any]]:
    """Return a row a link; `addresses` are those of the record, `allowed` the hosts that may be private."""
    seen: set[tuple[int, str, bool]] = set()
    rows = []
    for link in links:
        # A list of moments, or of resources, may name again what the lines above it link to.
        once = link.number, link.page, link.role in {"moment", "resource"}
        answer = answers[link.url]
        rows.append(
            {
                "link": f"{link.place}: {link.url}",
                "url": link.url,
                "private_host": _is_private(link.url, allowed),
                "tracking": ", ".join(trackers(link.url)),
                "address_for_words": link.text if link_text(link.text, link.url, "") != clean(link.text) else "",
                # What to read further cites nothing: a project may be its site.
                "front_door": is_root(link.url) if link.number else None,
                "repeated": once in seen and link.role != "moment",
                "unrecorded": link.url not in addresses,
                "answer": answer.verdict if answer.verdict != "unknown" else None,
                "dead_source": _detail(answer, "dead") if link.role == "source" else None,
                "gone_source": _detail(answer, "gone") if link.role == "source" else None,
                "dead_resource": _detail(answer, "dead") if link.role != "source" else None,
            }
        )
        seen.add(once)
    return rows


def _detail(answer: Answer, verdict: Verdict) -> str | None:
    """Return how a link answered if that was its verdict, nothing where it was another, None where nobody knows."""
    if answer.verdict == "unknown":
        return None
    return answer.detail if answer.verdict == verdict else ""


def _is_private(url: str, allowed: frozenset[str]) -> bool | None:
    """Say whether an address leads to no public host; of what is none, another check speaks."""
    if not is_web_address(url):
        return None
    try:
        checked_url(url, allowed)
    except MissError:
        return True
    return False


def _of_item(number: int, item: IssueItem, labels: Labels) -> Iterator[PrintedLink]:
    for source in item.sources:
        yield PrintedLink(number, "source", source.url, clean(source.name))
    if item.primary:
        yield _to(number, "primary source", item.primary, labels)
    for resource in item.brief.resources:
        yield _to(number, "resource", resource, labels)
    for moment in item.moments:
        yield PrintedLink(number, "moment", moment.url, clean(moment.headline))


def _to(number: int, role: Role, resource: Resource, labels: Labels) -> PrintedLink:
    return PrintedLink(number, role, resource.url, link_text(resource.title, resource.url, labels.untitled))
