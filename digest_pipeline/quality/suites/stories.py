"""The stories of a day."""

from digest_pipeline.quality.suite import Suite
from digest_pipeline.quality.suites.vocabulary import at_least_one, on_the_day, present, unique, web_address

ROWS = Suite(
    frame="stories",
    identity="id",
    columns={"id": "value", "day": "day", "lead_url": "value", "articles": "value"},
    expectations=(
        *present("id", "day", "lead_url", "articles"),
        unique("id", "id occurs more than once: the same story was stored twice; run `{rerun}`."),
        unique("lead_url", "lead_url leads more than one story: the same news would be told twice; run `{rerun}`."),
        on_the_day(),
        *web_address("lead_url"),
        at_least_one("articles", "articles is below 1: a story without an article has no source. Run `{rerun}`."),
    ),
)

SUITES = (ROWS,)
