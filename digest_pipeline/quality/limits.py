"""What a user can set of the checks: from where on something unusual is told."""

from pydantic import Field

from digest_pipeline.sections import Section


class Checks(Section):
    """From where on a day is told to be unusual; what breaks a rule is told whatever these say."""

    late_share: float = Field(0.5, gt=0, le=1, description="a source is told that gives a greater share of late entries")
