"""The desk that writes briefs: which engine, with which key."""

import os
from pathlib import Path

import dagster as dg
from pydantic import Field

from digest_pipeline.briefs.desk import Desk
from digest_pipeline.settings import EngineName, Settings, load
from resources.refusals import refused_once


class WriterResource(dg.ConfigurableResource[Desk]):
    """Gives assets the desk; the key is read from the environment when a run starts and never stored.

    The home is given when definitions are built and is no part of a run's configuration.
    """

    home: dg.ResourceDependency[str]
    engine: EngineName | None = Field(
        default=None,
        description="Who writes the briefs of this run: extractive (quoted by rule, no key), llm (a model), batch (a "
        "model at half the price, within a day) or auto (a model when there is a key). Left out: as digest.yaml says.",
    )
    limit: int | None = Field(
        default=None,
        ge=0,
        description="At most so many of a day's stories get a brief of the model, the best first; the others are "
        "quoted, so that the issue is whole all the same. For trying a model out. Left out: llm.stories.",
    )

    def create_resource(self, context: dg.InitResourceContext) -> Desk:
        """Make the desk of a run."""
        with refused_once(context):
            return self.desk()

    def desk(self) -> Desk:
        """Make the desk.

        Raises:
            ConfigurationError: when a model is asked for and there is no way to reach one.
        """
        settings = self.settings()
        return Desk(
            settings,
            self.engine or settings.engine,
            api_key=os.environ.get("OPENAI_API_KEY"),
            base_url=os.environ.get("OPENAI_BASE_URL"),
        )

    def settings(self) -> Settings:
        """Return the settings of the home with what the run limits."""
        settings = load(Path(self.home))
        if self.limit is None:
            return settings
        return settings.model_copy(update={"llm": settings.llm.model_copy(update={"stories": self.limit})})
