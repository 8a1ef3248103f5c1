"""A run that can't begin as it is configured is not begun again: it would fail alike."""

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from digest_pipeline.settings import ConfigurationError


@contextmanager
def refused_once(context: dg.InitResourceContext) -> Iterator[None]:
    """Mark the run, when its resource is refused, as one that Dagster does not repeat as it does after a lost process.

    Raises:
        ConfigurationError: the one that was raised inside.
    """
    try:
        yield
    except ConfigurationError:
        if context.instance and context.run:
            context.instance.add_run_tags(context.run.run_id, {"dagster/max_retries": "0"})
        raise
