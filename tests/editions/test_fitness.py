"""Which stories are left out of an issue for a fault of their text."""

from pathlib import Path

from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.fitness import unfit_in
from digest_pipeline.model import Issue
from tests.editions.sample import LATTICE, RING, sample_issue

EDITIONS = Catalogue(Path("no-home"))


def issue(edition: str) -> Issue:
    return sample_issue(edition=edition, keep=[RING, LATTICE])


def saying(made: Issue, story_id: str, text: str) -> Issue:
    items = [
        item
        if item.story_id != story_id
        else item.model_copy(
            update={
                "brief": item.brief.model_copy(
                    update={"one_sentence": item.brief.one_sentence.model_copy(update={"text": text})}
                )
            }
        )
        for item in made.items
    ]
    return made.model_copy(update={"items": tuple(items)})


def test_an_issue_without_faults_keeps_all_its_stories() -> None:
    assert unfit_in(issue("daily_briefing"), EDITIONS["daily_briefing"]) == ()


def test_a_story_with_a_bare_address_is_named_with_the_rule_and_the_others_are_not() -> None:
    spoiled = saying(issue("daily_briefing"), LATTICE, "详见 https://lab.test/paper 一文。")

    (unfit,) = unfit_in(spoiled, EDITIONS["daily_briefing"])

    assert (unfit.story_id, unfit.rule) == (LATTICE, "bare-url")


def test_a_link_to_read_further_is_judged_by_itself() -> None:
    made = issue("two_day_report")
    link = made.further[0].resource.model_copy(update={"title": "See $x_1$ and https://lab.test/x now"})
    spoiled = made.model_copy(
        update={"further": (made.further[0].model_copy(update={"story_id": "s", "resource": link}),)}
    )

    assert [unfit.story_id for unfit in unfit_in(spoiled, EDITIONS["two_day_report"])] == ["s"]
