"""The topic gate: whether an article is on the digest's subject, as keywords and example headlines describe it."""
