"""When an endpoint is left alone, by a clock that the test turns."""

import pytest

from digest_pipeline.briefs.llm.breaker import Breaker, BreakerOpenError


class Clock:
    """A clock that goes when the test says so."""

    now = 100.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(3, 30, clock)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.admit()
        breaker.failed("no answer")


def test_failures_that_are_not_in_a_row_open_nothing(breaker: Breaker) -> None:
    fail(breaker, 2)
    breaker.answered()
    fail(breaker, 2)
    breaker.admit()


def test_so_many_failures_in_a_row_open_it_and_the_message_names_the_last(breaker: Breaker) -> None:
    fail(breaker, 3)
    with pytest.raises(BreakerOpenError, match="3 failures in a row, the last: no answer"):
        breaker.admit()


def test_attempts_that_say_nothing_do_not_count(breaker: Breaker) -> None:
    fail(breaker, 2)
    breaker.undecided()
    fail(breaker, 1)
    with pytest.raises(BreakerOpenError):
        breaker.admit()


def test_after_a_while_one_attempt_may_try_and_no_second(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 29
    with pytest.raises(BreakerOpenError):
        breaker.admit()
    clock.now += 1
    breaker.admit()
    with pytest.raises(BreakerOpenError):
        breaker.admit()


def test_a_probe_that_is_answered_closes_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    breaker.admit()
    breaker.answered()
    fail(breaker, 2)
    breaker.admit()


def test_a_probe_that_fails_opens_it_for_as_long_again(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    fail(breaker, 1)
    clock.now += 29
    with pytest.raises(BreakerOpenError):
        breaker.admit()
    clock.now += 1
    breaker.admit()


def test_a_probe_that_says_nothing_lets_the_next_one_try(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    breaker.admit()
    breaker.undecided()
    breaker.admit()


def test_one_that_was_given_up_stays_open(breaker: Breaker, clock: Clock) -> None:
    breaker.admit()
    breaker.give_up("the key is not accepted")
    clock.now += 1_000
    with pytest.raises(BreakerOpenError, match="the key is not accepted"):
        breaker.admit()


def test_an_endpoint_that_has_answered_is_not_given_up(breaker: Breaker) -> None:
    breaker.answered()
    breaker.give_up("this one article is not allowed")
    breaker.admit()
