"""The frames of `structured_summaries` that SQL can't make: briefs held against the record, and papers by their titles.

What must hold for their rows is `suites/structured_summaries.py`.
"""
