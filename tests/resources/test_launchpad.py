"""What the launchpad asks of a run: few things, each described, and nothing that must be filled in."""

from pathlib import Path

import dagster as dg
import pytest

from digest_pipeline.automation.jobs import JOB
from digest_pipeline.definitions import build_defs
from digest_pipeline.newsroom import Newsroom
from digest_pipeline.settings import load
from resources import NewsroomResource, WriterResource


@pytest.fixture
def job(tmp_path: Path) -> dg.JobDefinition:
    (tmp_path / "digest.yaml").write_text("engine: extractive\nllm:\n  stories: 12\n", "utf-8")
    return build_defs(load(tmp_path)).resolve_job_def(JOB)


def test_a_run_needs_no_configuration_and_the_form_shows_what_it_then_does(job: dg.JobDefinition) -> None:
    resources = dg.validate_run_config(job, {})["resources"]
    assert resources["newsroom"] == {"config": {"offline": False, "refetch": False}}
    assert resources["desk"] == {"config": {"engine": "extractive", "limit": 12}}


def test_one_thing_may_be_chosen_alone(job: dg.JobDefinition) -> None:
    chosen = {"resources": {"desk": {"config": {"engine": "llm"}}}}
    assert dg.validate_run_config(job, chosen)["resources"]["desk"]["config"]["limit"] is None


@pytest.mark.parametrize("wrong", [{"engine": "gpt"}, {"limit": "two"}, {"home": "/elsewhere"}])
def test_what_is_mistyped_is_refused_before_the_run_starts(job: dg.JobDefinition, wrong: dict[str, object]) -> None:
    with pytest.raises(dg.DagsterInvalidConfigError, match=next(iter(wrong))):
        dg.validate_run_config(job, {"resources": {"desk": {"config": wrong}}})


@pytest.mark.parametrize("resource", [NewsroomResource, WriterResource])
def test_everything_that_can_be_chosen_is_described(resource: type[dg.ConfigurableResource[object]]) -> None:
    asked = {name: field for name, field in resource.model_fields.items() if name != "home"}
    assert len(asked) == 2
    assert all(len(field.description or "") > 30 for field in asked.values())


def test_what_a_run_chooses_reaches_its_assets(tmp_path: Path) -> None:
    seen: list[Newsroom] = []

    @dg.asset
    def looking(newsroom: dg.ResourceParam[Newsroom]) -> None:
        seen.append(newsroom)

    def run(**config: bool) -> None:
        chosen = {"resources": {"newsroom": {"config": config}}} if config else {}
        dg.materialize([looking], resources={"newsroom": NewsroomResource(home=str(tmp_path))}, run_config=chosen)

    run()
    run(offline=True)
    run(refetch=True)
    assert [room.live is None for room in seen] == [False, True, False]
    assert [bool(room.live and room.live.refetch) for room in seen] == [False, False, True]
    assert {room.settings.home for room in seen} == {tmp_path}
