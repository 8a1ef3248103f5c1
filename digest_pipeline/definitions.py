"""Everything Dagster loads.

`defs` is called when a code location is loaded, never at import: it reads the configuration of the home that
`DIGEST_HOME` names.
"""

import logging
from collections.abc import Callable

import dagster as dg

from assets import all_assets, all_checks
from digest_pipeline.automation.freshness import fresh
from digest_pipeline.automation.jobs import jobs
from digest_pipeline.automation.schedules import schedules
from digest_pipeline.automation.sensors import sensors
from digest_pipeline.backfill import abandoned_sensor, backfill_job
from digest_pipeline.kept_calendar import require_same_calendar
from digest_pipeline.settings import EngineName, Settings, load
from resources import NewsroomResource, WriterResource

Listener = Callable[[str, str], None]


def build_defs(
    settings: Settings,
    *,
    offline: bool = False,
    refetch: bool = False,
    engine: EngineName | None = None,
    listener: Listener | None = None,
) -> dg.Definitions:
    """Return the definitions of one newsroom.

    Args:
        settings: its configuration.
        offline: fetch nothing, use the record alone.
        refetch: ask again for what is recorded, where it can still be had.
        engine: overrides the configured engine.
        listener: told (step, event) while a run goes on; replaces the console log.

    Raises:
        ConfigurationError: when the home was begun with another time zone or first day.
    """
    require_same_calendar(settings)
    home, backfill = str(settings.home), backfill_job(settings.home, build_defs)
    return dg.Definitions(
        assets=fresh(all_assets(settings), settings),
        asset_checks=all_checks(settings),
        jobs=[*jobs(settings), backfill],
        schedules=[*schedules(settings)],
        sensors=[*sensors(settings), abandoned_sensor(backfill)],
        resources={
            "newsroom": NewsroomResource(home=home, offline=offline, refetch=refetch),
            "desk": WriterResource(home=home, engine=engine or settings.engine, limit=settings.llm.stories),
        },
        executor=dg.in_process_executor,
        loggers={"listener": _listening(listener)} if listener else None,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """Return the definitions of the newsroom that `DIGEST_HOME` names."""
    return build_defs(load())


def _listening(listener: Listener) -> dg.LoggerDefinition:
    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            meta = getattr(record, "dagster_meta", {})
            event = meta.get("dagster_event")
            if event is not None and event.step_key:
                listener(event.step_key, event.event_type_value)

    @dg.logger
    def quiet(_: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("digest")  # noqa: LOG001  not the tree's: two runs must not share handlers
        logger.addHandler(Handler())
        return logger

    return quiet
