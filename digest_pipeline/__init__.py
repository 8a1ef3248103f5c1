"""The newsroom itself: from recorded feeds to a published, checkable issue. Pure Python, no Dagster.

Only `definitions.py` and `automation.py` in this package may import Dagster; everything else is the domain, which
`assets/` wraps and the command line drives.
"""
