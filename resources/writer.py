"""The desk that writes briefs: which engine, with which key."""

import os
from enum import StrEnum
from pathlib import Path

import dagster as dg

from digest_pipeline.briefs.desk import Desk
from digest_pipeline.settings import load


class EngineChoice(StrEnum):
    """Who writes the briefs; `settings` takes the engine of digest.yaml."""

    settings = "settings"
    auto = "auto"
    extractive = "extractive"
    llm = "llm"


class WriterResource(dg.ConfigurableResource[Desk]):
    """Gives assets the desk; the key is read from the environment when a run starts and never stored."""

    home: str
    engine: EngineChoice = EngineChoice.settings

    def create_resource(self, context: dg.InitResourceContext) -> Desk:  # noqa: ARG002  Dagster's signature
        """Make the desk.

        Raises:
            ConfigurationError: when a model is asked for and there is no way to reach one.
        """
        settings = load(Path(self.home))
        engine = settings.engine if self.engine is EngineChoice.settings else self.engine.value
        return Desk(
            settings,
            engine,
            api_key=os.environ.get("OPENAI_API_KEY"),
            base_url=os.environ.get("OPENAI_BASE_URL"),
        )
