"""Expectations of our own, as classes of great_expectations: what an address, an id or a history must look like.

Importing this imports great_expectations, which only a check with rows does.
"""
