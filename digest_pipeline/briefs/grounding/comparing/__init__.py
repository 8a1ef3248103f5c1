"""A statement held against its quotations as a whole: true words put together, or put, otherwise than the article does.

What lives here compares; it takes what a statement names as it was read. Whether the article has each of it is judged
beside this folder.
"""

from digest_pipeline.briefs.grounding.comparing.told import told_otherwise

__all__ = ["told_otherwise"]
