"""The composed issues in the warehouse: one document an edition and key, and what each has told.

An issue that stands here was composed, not yet published: what readers were given is `publications.py`.
"""

from dataclasses import dataclass
from datetime import date

from digest_pipeline.model import Issue
from digest_pipeline.warehouse import Part, Warehouse


class MissingIssueError(LookupError):
    """An issue was asked for that was never composed."""


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """The last that an edition told of a thread: in which issue, under which headline."""

    thread_id: str
    story_id: str
    key: str
    day: date
    headline: str


class Issues:
    """Reads and replaces issues."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def find(self, edition: str, key: str) -> Issue | None:
        """Return the composed issue, or None when there is none."""
        sql = "select document from digest.issues where edition = ? and key = ?"
        rows = self._warehouse.rows(sql, [edition, key])
        return Issue.model_validate_json(rows[0]["document"]) if rows else None

    def required(self, edition: str, key: str) -> Issue:
        """Return the composed issue.

        Raises:
            MissingIssueError: when there is none, naming the command that makes it.
        """
        issue = self.find(edition, key)
        if issue is None:
            raise MissingIssueError(
                f"there is no {edition} {key}; make the days of its window with: digest run --day D"
            )
        return issue

    def keys(self, edition: str) -> list[str]:
        """Return the keys of an edition's issues, oldest first."""
        sql = "select key from digest.issues where edition = ? order by day, key"
        return [row["key"] for row in self._warehouse.rows(sql, [edition])]

    def told_before(self, edition: str, key: str, day: date) -> dict[str, ToldBefore]:
        """Return the last that earlier issues of `edition` told of each thread, by the thread's id.

        Args:
            edition: whose issues.
            key: of the issue that is being composed; keys of an edition sort as their windows do.
            day: the last day of its window, which bounds what is read.
        """
        sql = (
            "select thread_id, story_id, key, day, headline from digest.issue_items"
            " where edition = ? and day <= ? and key < ? and thread_id <> ''"
            " qualify row_number() over (partition by thread_id order by day desc, key desc, position) = 1"
        )
        rows = self._warehouse.rows(sql, [edition, day, key])
        return {row["thread_id"]: ToldBefore(**row) for row in rows}

    def replace(self, issue: Issue) -> None:
        """Replace one issue of an edition."""
        items = [
            {
                "position": position,
                "group": item.group,
                "number": item.number,
                "story_id": item.story_id,
                "thread_id": item.thread_id,
                "headline": item.brief.headline,
                "url": item.sources[0].url,
                "stars": item.brief.stars,
            }
            for position, item in enumerate(issue.items)
        ]
        head = {"title": issue.title, "items": len(items), "document": issue.model_dump_json()}
        where = {"edition": issue.edition, "key": issue.key}
        self._warehouse.replace(
            issue.day, Part("digest.issues", [head], where), Part("digest.issue_items", items, where)
        )
