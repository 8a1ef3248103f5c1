"""When the pipeline runs by itself: the job over all assets, and the schedule that publishes yesterday."""

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from digest_pipeline.dates import yesterday
from digest_pipeline.settings import Settings

JOB = "daily"


def daily_job() -> UnresolvedAssetJobDefinition:
    """Return the job that materialises every asset of one day."""
    return dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        description="From the recorded feeds of a day to its published issues.",
    )


def daily_schedule(settings: Settings) -> dg.ScheduleDefinition:
    """Return the schedule that runs the job for the day before, at the configured local hour."""

    @dg.schedule(
        name="daily_schedule",
        job_name=JOB,
        cron_schedule=f"0 {settings.days.schedule_hour} * * *",
        execution_timezone=settings.timezone,
        description="Publishes yesterday, once the day is closed.",
    )
    def schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        day = yesterday(context.scheduled_execution_time, settings.zone)
        return dg.RunRequest(run_key=day.isoformat(), partition_key=day.isoformat())

    return schedule
