"""The worker processes: an item that hangs, crashes or raises costs only itself."""

import os
import threading
from typing import NoReturn

from digest_pipeline.workers import Failed, Workers


class UnpicklableError(Exception):
    """Can be raised in a worker, but not be made anew from its arguments."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"{first} {second}")


def work(item: str) -> str:
    match item:
        case "hang":
            threading.Event().wait()
        case "exit":
            os._exit(3)
        case "raise":
            raise ValueError("the item is broken")
        case "raise oddly":
            raise UnpicklableError("two", "arguments")
        case "overflow":
            return work_without_end(item)
    return item.upper()


def work_without_end(item: str) -> NoReturn:
    work_without_end(item)


def outcomes(workers: Workers, *items: str, seconds: float = 20) -> list[str | Failed]:
    return list(workers.each(work, items, seconds=seconds))


def test_results_keep_the_order_of_the_items(workers: Workers) -> None:
    items = [f"item {place}" for place in range(100)]
    assert outcomes(workers, *items) == [item.upper() for item in items]


def test_no_items_start_no_process() -> None:
    with Workers(1) as idle:
        assert outcomes(idle) == []


def test_an_item_that_hangs_costs_only_itself(workers: Workers) -> None:
    first, hung, last = outcomes(workers, "a", "hang", "b", seconds=0.5)
    assert (first, last) == ("A", "B")
    assert hung == Failed("timeout", "took more than 0.5 s")


def test_an_item_that_ends_its_process_costs_only_itself(workers: Workers) -> None:
    first, ended, last = outcomes(workers, "a", "exit", "b")
    assert (first, last) == ("A", "B")
    assert ended == Failed("crashed", "the worker process died (exit code 3)")


def test_an_item_that_raises_keeps_its_message(workers: Workers) -> None:
    first, raised, last = outcomes(workers, "a", "raise", "b")
    assert (first, last) == ("A", "B")
    assert raised == Failed("crashed", "ValueError: the item is broken")


def test_an_exception_that_cannot_travel_keeps_its_message(workers: Workers) -> None:
    assert outcomes(workers, "raise oddly", "b") == [Failed("crashed", "UnpicklableError: two arguments"), "B"]


def test_endless_recursion_costs_only_itself(workers: Workers) -> None:
    deep, last = outcomes(workers, "overflow", "b")
    assert isinstance(deep, Failed)
    assert deep.detail.startswith("RecursionError")
    assert last == "B"


def test_items_are_read_as_they_are_needed(workers: Workers) -> None:
    read: list[int] = []

    def items() -> list[str]:
        return [f"item {place}" for place in range(1000)]

    results = workers.each(work, (read.append(place) or item for place, item in enumerate(items())), seconds=20)
    assert next(results) == "ITEM 0"
    assert len(read) < 100
    results.close()
