"""Expectations that put their configuration together once, and not the fifty times that an evaluation asks for it."""

import logging
from functools import cache
from typing import Any

from great_expectations.compatibility.pydantic import PrivateAttr
from great_expectations.expectations import registry
from great_expectations.expectations.expectation import Expectation, MetaExpectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

_REGISTRY = logging.getLogger(registry.__name__)


@cache
def remembering(kind: type[Expectation]) -> Any:
    """Return `kind` with a configuration that is kept: what it makes must not be changed afterwards.

    It has the name of `kind` and takes its place in the registry, from which great_expectations makes each expectation
    anew while it evaluates.
    """
    # It warns of each renderer that is registered again.
    before, _REGISTRY.disabled = _REGISTRY.disabled, True
    try:
        return MetaExpectation(kind.__name__, (_Remembering, kind), {"__module__": kind.__module__})  # type: ignore[no-untyped-call]  # theirs
    finally:
        _REGISTRY.disabled = before


class _Remembering(Expectation):
    """What is put before a kind of expectation; by itself it evaluates nothing and is not registered."""

    _kept: ExpectationConfiguration | None = PrivateAttr(None)

    @property
    def configuration(self) -> ExpectationConfiguration:
        """What the expectation was made with."""
        if self._kept is None:
            self._kept = super().configuration
        return self._kept
