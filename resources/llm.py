"""The desk that writes briefs: which engine, with which key."""

import os
from pathlib import Path

import dagster as dg
from pydantic import Field

from digest_pipeline.briefs.desk import Desk
from digest_pipeline.settings import EngineName, load


class WriterResource(dg.ConfigurableResource[Desk]):
    """Gives assets the desk; the key is read from the environment when a run starts and never stored."""

    home: str
    engine: EngineName | None = Field(None, description="overrides the engine of digest.yaml")

    def create_resource(self, context: dg.InitResourceContext) -> Desk:  # noqa: ARG002  Dagster's signature
        """Make the desk of a run."""
        return self.desk()

    def desk(self) -> Desk:
        """Make the desk.

        Raises:
            ConfigurationError: when a model is asked for and there is no way to reach one.
        """
        settings = load(Path(self.home))
        return Desk(
            settings,
            self.engine or settings.engine,
            api_key=os.environ.get("OPENAI_API_KEY"),
            base_url=os.environ.get("OPENAI_BASE_URL"),
        )
