"""The page of a story: its whole brief, whatever an edition printed of it, its sources, and how it went on."""

from collections.abc import Sequence

from digest_pipeline.editions.spec import EditionSpec
from digest_pipeline.model import Brief, Issue, IssueItem, Point
from digest_pipeline.site import addresses
from digest_pipeline.site.labels import SiteLabels, site_labels
from digest_pipeline.site.story_parts import parts_of
from digest_pipeline.site.templating import render
from digest_pipeline.site.views import Around, PrintedIn, ThreadMoment


def render_story_page(
    item: IssueItem, issue: Issue, edition: EditionSpec, printed_in: Sequence[PrintedIn], thread: Sequence[ThreadMoment]
) -> str:
    """Return the page of `item` as `issue`, the first that printed it, has it; see `addresses.story_url`.

    Raises:
        EditionError: when the edition does not speak the issue's language.
    """
    around = Around(stories={moment.story_id: moment.url for moment in thread if moment.url})
    return render(
        "story.html.j2",
        addresses.story_url(issue.day, item.story_id, issue.language),
        language=issue.language,
        item=item,
        sections=_sections(item.brief, site_labels(issue.language)),
        printed_in=sorted(printed_in, key=lambda issue: (issue.day, issue.url)),
        thread=sorted(thread, key=lambda moment: (moment.day, moment.story_id)),
        **parts_of([item], edition.labels_in(issue.language), around),
    )


def _sections(brief: Brief, words: SiteLabels) -> list[tuple[str, tuple[Point, ...]]]:
    points = {name: getattr(brief, name) for name in words.points}
    told = [(words.points[name], found) for name, found in points.items() if found]
    return [*told, *((part.heading, part.points) for part in brief.parts)]
