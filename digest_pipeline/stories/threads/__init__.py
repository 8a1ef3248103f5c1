"""Threads: how stories go on over days, and whether what is told is new."""
