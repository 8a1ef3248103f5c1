"""Issues of many days made of the sample's, and what a site's folder holds."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from digest_pipeline.model import Issue, IssueItem, content_id
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.site.publish import publish
from tests.editions.sample import DAY, LATE, LATTICE, RING, sample_issue

KEPT = (RING, LATTICE, LATE)


def issue_on(day: date, *, keep: Sequence[str] = KEPT, edition: str = "daily_briefing", language: str = "zh") -> Issue:
    """Return the sample as the issue of another day: its stories are new ones that go on in the same threads."""
    issue = sample_issue(language, edition=edition, keep=keep)
    moved = day - DAY
    return issue.model_copy(
        update={
            "day": day,
            "key": day.isoformat(),
            "title": f"AI 每日情报 | {day}",
            "window_start": issue.window_start + moved,
            "window_end": issue.window_end + moved,
            "items": tuple(_retold(item, day) for item in issue.items),
        }
    )


def story_on(day: date, sample: str) -> str:
    """Return the id of the story of `day` that is made of one of the sample's."""
    return content_id(sample, day.isoformat())


def alone(issue: Issue) -> Issue:
    """Return `issue` without what it says of earlier ones, which are not there."""
    items = tuple(item.model_copy(update={"continues": None}) for item in issue.items)
    return issue.model_copy(update={"items": items})


def days(count: int, last: date = DAY) -> list[date]:
    """Return so many days in a row, the last one last."""
    return [last - timedelta(back) for back in reversed(range(count))]


def published(newsroom: Newsroom, *issues: Issue) -> None:
    """Publish `issues` in their order; the site is not built."""
    for issue in issues:
        publish(newsroom.settings.site_folder, issue, newsroom.catalogue[issue.edition], newsroom.publications)


def contents(site: Path) -> dict[str, bytes]:
    """Return every file of the site that readers see, but the search index, which is told apart by each run."""
    files = (file for file in sorted(site.rglob("*")) if file.is_file() and not file.name.startswith("."))
    names = {file.relative_to(site).as_posix(): file for file in files}
    return {name: file.read_bytes() for name, file in names.items() if not name.startswith("pagefind/2")}


def touched(site: Path) -> dict[str, int]:
    """Return when each file of the site was last written."""
    return {file.relative_to(site).as_posix(): file.stat().st_mtime_ns for file in site.rglob("*") if file.is_file()}


def _retold(item: IssueItem, day: date) -> IssueItem:
    identity = story_on(day, item.story_id)
    brief = item.brief.model_copy(
        update={"story_id": identity, "day": day, "headline": f"{item.brief.headline} ({day})"}
    )
    return item.model_copy(update={"story_id": identity, "brief": brief, "continues": None})
