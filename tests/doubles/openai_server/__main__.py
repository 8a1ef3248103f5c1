"""Serve by hand until interrupted."""

import argparse
from contextlib import suppress

from tests.doubles.openai_server.behaviour import FAULTS, Behaviour
from tests.doubles.openai_server.server import OpenAiDouble


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.doubles.openai_server",
        description="An endpoint for chat completions and batches that answers with briefs, or misbehaves.",
    )
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--always", choices=FAULTS, help="the fault of every answer")
    parser.add_argument("--random", type=float, default=0.0, help="share of the calls that fail in any way, 0 to 1")
    parser.add_argument("--seed", type=int, default=0, help="of the random faults")
    parser.add_argument("--limit", type=int, help="completions a minute; more are answered by 429")
    parser.add_argument("--batch-polls", type=int, default=1, help="polls that a batch spends in each state")
    options = parser.parse_args()
    behaviour = Behaviour(
        always=options.always,
        random_share=options.random,
        seed=options.seed,
        latency_seconds=options.latency,
        window_requests=options.limit,
        batch_polls=options.batch_polls,
    )
    double = OpenAiDouble(options.port, behaviour)
    print(f"OPENAI_BASE_URL={double.url}", flush=True)  # noqa: T201  # what the user has to set
    with suppress(KeyboardInterrupt):
        double.serve()


if __name__ == "__main__":
    main()
