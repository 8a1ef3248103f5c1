"""The desk of a run: its engine from configuration or the run's own choice, its key from the environment alone."""

from pathlib import Path

import dagster as dg
import pytest
from pydantic import ValidationError

from digest_pipeline.briefs.desk import Desk
from digest_pipeline.definitions import build_defs
from digest_pipeline.instance import instance_of
from digest_pipeline.settings import ConfigurationError, EngineName, load
from resources import WriterResource


@pytest.fixture(autouse=True)
def _no_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def desk_of(resource: WriterResource) -> Desk:
    return resource.create_resource(dg.build_init_resource_context())


def test_without_a_key_the_desk_writes_by_itself(tmp_path: Path) -> None:
    assert desk_of(WriterResource(home=str(tmp_path), engine=None)).model is None


def test_with_a_key_in_the_environment_a_model_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
    assert desk_of(WriterResource(home=str(tmp_path), engine=None)).model


def test_a_model_that_cannot_be_reached_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="OPENAI_API_KEY"):
        desk_of(WriterResource(home=str(tmp_path), engine=EngineName.llm))


def test_the_choice_of_a_run_wins_over_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "digest.yaml").write_text("engine: llm\n", "utf-8")
    with pytest.raises(ConfigurationError, match="OPENAI_API_KEY"):
        desk_of(WriterResource(home=str(tmp_path), engine=None))
    assert desk_of(WriterResource(home=str(tmp_path), engine=EngineName.extractive)).model is None


def test_the_key_is_no_part_of_what_a_run_stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "key-of-the-test")
    resource = WriterResource(home=str(tmp_path), engine=None)
    desk_of(resource)
    assert "key-of-the-test" not in resource.model_dump_json()


def test_a_run_may_ask_a_model_for_fewer_stories_than_configured(tmp_path: Path) -> None:
    configured = WriterResource(home=str(tmp_path)).settings()
    limited = WriterResource(home=str(tmp_path), limit=2).settings()
    assert limited.llm == configured.llm.model_copy(update={"stories": 2})
    assert WriterResource(home=str(tmp_path), limit=0).settings().llm.stories == 0
    with pytest.raises(ValidationError, match="limit"):
        WriterResource(home=str(tmp_path), limit=-1)


@pytest.mark.parametrize(
    "configured",
    [
        {"desk": {"config": {"engine": "llm"}}},
        {"newsroom": {"config": {"offline": True, "refetch": True}}},
    ],
)
def test_a_run_that_cannot_begin_as_it_is_configured_is_not_begun_again(
    configured: dict[str, object], tmp_path: Path
) -> None:
    settings = load(tmp_path)
    job = build_defs(settings).resolve_job_def("daily")
    with instance_of(settings) as instance:
        assert instance.run_retries_enabled
        ended = job.execute_in_process(
            run_config={"resources": configured}, partition_key="2026-03-02", instance=instance, raise_on_error=False
        )
        tags = instance.get_run_by_id(ended.run_id).tags
    assert not ended.success
    assert tags["dagster/max_retries"] == "0"
    assert tags.get("dagster/will_retry", "false") == "false"
