"""Which stories are left out of an issue for a fault of their text."""

from pathlib import Path

import pytest

from digest_pipeline.editions.catalogue import Catalogue
from digest_pipeline.editions.fitness import unfit_in
from digest_pipeline.editions.render import render_markdown
from digest_pipeline.editions.spec import FOLDER
from digest_pipeline.lint import lint
from digest_pipeline.model import Issue
from tests.editions.sample import EDITIONS as SAMPLES
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


def test_a_fault_that_the_template_puts_under_every_story_empties_no_issue(tmp_path: Path) -> None:
    folder = tmp_path / "editions"
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "bare.md.j2").write_text(
        "# {{ heading }}\n{% for item in issue.items %}\n### {{ item.number }}. [{{ item.brief.headline }}]"
        "({{ item.lead.url }})\n\n{{ time_of(item.lead) }}\n\nhttps://bare.test/page\n{% endfor %}\n"
    )
    text = (FOLDER / "daily_briefing.yaml").read_text("utf-8")
    (folder / "bare.yaml").write_text(text.replace("daily_briefing", "bare"), "utf-8")
    edition = Catalogue(tmp_path)["bare"]
    made = issue("daily_briefing")

    assert any(finding.rule == "bare-url" for finding in lint(render_markdown(made, edition)))
    assert unfit_in(made, edition) == ()


@pytest.mark.parametrize("edition", [name for name in SAMPLES if name not in ("weekly", "monthly")])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_story_that_only_a_public_account_tells_stays_and_says_so(edition: str, language: str) -> None:
    made = sample_issue(language, edition=edition, keep=[RING, LATTICE])
    account = (
        made.items[0]
        .sources[0]
        .model_copy(
            update={
                "url": "https://mp.weixin.qq.com/s/NDFL5UvarQmnunNzAJjZCg",
                "name": "深海",
                "title": "深海发布三号模型",
            }
        )
    )
    brief = made.items[0].brief.model_copy(update={"resources": ()})
    told = made.items[0].model_copy(update={"sources": (account,), "primary": None, "brief": brief})
    spoken = made.model_copy(update={"items": (told,), "overview": (), "further": ()})

    assert unfit_in(spoken, EDITIONS[edition]) == ()
    assert EDITIONS[edition].labels_in(language).no_primary in render_markdown(spoken, EDITIONS[edition])


def test_a_link_to_read_further_is_judged_by_itself() -> None:
    made = issue("two_day_report")
    link = made.further[0].resource.model_copy(update={"title": "See $x_1$ and https://lab.test/x now"})
    spoiled = made.model_copy(
        update={"further": (made.further[0].model_copy(update={"story_id": "s", "resource": link}),)}
    )

    assert [unfit.story_id for unfit in unfit_in(spoiled, EDITIONS["two_day_report"])] == ["s"]
