"""The newsroom itself: from recorded feeds to a published, checkable issue. Pure Python, no Dagster.

Only `definitions.py`, `backfill.py`, `runs.py`, `scope.py`, `instance.py` and `automation/` may import Dagster;
everything else is the domain, which `assets/` wraps and the command line drives.
"""
