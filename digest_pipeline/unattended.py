"""What a user can set of the work that nobody starts: what is caught up with, and when silence is told."""

from pydantic import Field

from digest_pipeline.sections import Section


class Automation(Section):
    """How schedules and sensors behave once they are switched on."""

    catch_up_days: int = Field(
        7,
        ge=1,
        le=60,
        description="of the days and windows that the schedules missed, those of so many days are still run",
    )
    silent_days: int = Field(
        3, ge=1, le=14, description="a source is told of that brought nothing on so many recorded days in a row"
    )
