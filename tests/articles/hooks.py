"""Extractors that misbehave, importable by the worker processes."""

import os
import signal
import threading

from digest_pipeline.articles.extract import Extracted, Failure, Page, extract


class UnpicklableError(Exception):
    """Pickles, but can't be made again from its one argument."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def misbehave(page: Page, *, min_characters: int) -> Extracted | Failure:
    if page.url.endswith("/hang"):
        threading.Event().wait()
    if page.url.endswith("/die"):
        os.kill(os.getpid(), signal.SIGKILL)
    if page.url.endswith("/raise"):
        raise UnpicklableError("a", "b")
    return extract(page, min_characters=min_characters)
