"""The command `digest`: what a person types, told apart from what it does.

Commands parse, call and print; the work is the domain's, and runs go through Dagster. Everything heavy is imported by
the command that needs it.
"""

from digest_pipeline.cli.app import main

__all__ = ["main"]
