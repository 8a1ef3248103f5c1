"""What was published stays as it was given to readers, whatever is composed later."""

from digest_pipeline.newsroom import Newsroom
from tests.editions.sample import sample_issue


def test_a_published_issue_is_found_again_whole(newsroom: Newsroom) -> None:
    issue = sample_issue()

    assert newsroom.publications.add(issue)

    assert newsroom.publications.issue(issue.edition, issue.key) == issue
    (head,) = newsroom.publications.heads()
    assert (head.edition, head.key, head.items) == (issue.edition, issue.key, len(issue.items))
    assert [item.story_id for item in newsroom.publications.items()] == [item.story_id for item in issue.items]


def test_publishing_the_same_issue_again_changes_nothing(newsroom: Newsroom) -> None:
    issue = sample_issue()
    newsroom.publications.add(issue)

    assert not newsroom.publications.add(issue)
    assert newsroom.publications.add(issue.model_copy(update={"title": "Corrected"}))
    assert [head.title for head in newsroom.publications.heads()] == ["Corrected"]


def test_an_issue_composed_again_does_not_change_what_is_published(newsroom: Newsroom) -> None:
    issue = sample_issue()
    newsroom.publications.add(issue)

    newsroom.issues.replace(issue.model_copy(update={"items": ()}))

    published = newsroom.publications.issue(issue.edition, issue.key)
    assert published is not None
    assert len(published.items) == len(issue.items)
    assert newsroom.publications.issue(issue.edition, "2020-01-01") is None
