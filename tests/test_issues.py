"""Composed issues: kept by edition and key, and asked what they told of a thread."""

from datetime import date

import pytest

from digest_pipeline.issues import MissingIssueError
from digest_pipeline.model import Issue
from digest_pipeline.newsroom import Newsroom
from tests.editions.sample import sample_issue


def told(issue: Issue, key: str, thread: str, story: str) -> Issue:
    item = issue.items[0].model_copy(update={"thread_id": thread, "story_id": story})
    return issue.model_copy(update={"key": key, "day": date.fromisoformat(key), "items": (item,)})


def test_issues_of_one_day_stand_beside_each_other_by_their_keys(newsroom: Newsroom) -> None:
    morning, noon = (sample_issue().model_copy(update={"key": f"2026-02-14-{hour}"}) for hour in ("08", "12"))
    newsroom.issues.replace(morning)
    newsroom.issues.replace(noon)
    newsroom.issues.replace(noon)

    assert newsroom.issues.keys(morning.edition) == ["2026-02-14-08", "2026-02-14-12"]
    assert newsroom.issues.required(morning.edition, "2026-02-14-08") == morning


def test_an_issue_that_was_never_made_is_named_with_the_way_to_make_it(newsroom: Newsroom) -> None:
    with pytest.raises(MissingIssueError, match=r"weekly 2026-W01.*digest run"):
        newsroom.issues.required("weekly", "2026-W01")


def test_the_last_that_earlier_issues_told_of_a_thread_is_known_and_later_ones_do_not_count(newsroom: Newsroom) -> None:
    issue = sample_issue()
    for key, story in (("2026-02-11", "first"), ("2026-02-12", "second"), ("2026-02-14", "itself")):
        newsroom.issues.replace(told(issue, key, "thread", story))
    newsroom.issues.replace(told(issue, "2026-02-12", "thread", "second"))

    before = newsroom.issues.told_before(issue.edition, "2026-02-14", issue.day)

    assert [(one.key, one.story_id) for one in before.values()] == [("2026-02-12", "second")]
    assert newsroom.issues.told_before("weekly", "2026-W09", issue.day) == {}
