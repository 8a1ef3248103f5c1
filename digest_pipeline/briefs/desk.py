"""The desk: whether a model is asked for the briefs of a newsroom, and how it is reached.

It is made wherever a location is loaded; what writing takes, `day`, is imported by the first thing that is written.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest_pipeline.settings import ConfigurationError, EngineName, Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest_pipeline.briefs.day import DayDesk, Written
    from digest_pipeline.briefs.llm.keeping import Ledger
    from digest_pipeline.model import Issue, Story
    from digest_pipeline.workers import Workers


@dataclass(frozen=True, slots=True)
class Model:
    """How a model is reached: with which key, where if not at OpenAI's, and whether through batches."""

    api_key: str
    base_url: str | None
    batches: bool


class Desk:
    """Writes briefs, by rule or with a model."""

    def __init__(self, settings: Settings, engine: EngineName, *, api_key: str | None, base_url: str | None) -> None:
        """Choose the engine.

        Args:
            settings: the newsroom's.
            engine: `auto` asks a model when there is a key, else it only quotes; `batch` asks it through batches.
            api_key: of the model's endpoint.
            base_url: of the model's endpoint, where it is not OpenAI's; a local one may need no key.

        Raises:
            ConfigurationError: when a model is asked for and there is neither key nor address.
        """
        asked_for = engine in {EngineName.llm, EngineName.batch}
        if asked_for and not (api_key or base_url):
            raise ConfigurationError(
                f"the {engine} engine needs OPENAI_API_KEY, or OPENAI_BASE_URL for an endpoint without keys; "
                "or use --engine extractive"
            )
        asks = asked_for or (engine is EngineName.auto and bool(api_key))
        self._settings = settings
        self.model = Model(api_key or "none", base_url, engine is EngineName.batch) if asks else None

    def write(self, stories: "Sequence[Story]", ledger: "Ledger", workers: "Workers") -> "Written":
        """Return a brief for every story that has something to say; see `DayDesk.briefs`."""
        return self._today(ledger).briefs(stories, workers)

    def introduce(self, review: "Issue", ledger: "Ledger") -> "Issue":
        """Return a review with a model's introduction, where it has one to give; see `DayDesk.introduced`."""
        return self._today(ledger).introduced(review)

    def _today(self, ledger: "Ledger") -> "DayDesk":
        from digest_pipeline.briefs.day import DayDesk  # noqa: PLC0415  0.5 s, which no loading pays

        return DayDesk(self._settings, self.model, ledger)
