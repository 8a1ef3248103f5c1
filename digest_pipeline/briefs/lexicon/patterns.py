"""How the lexicon writes its patterns."""

import re


def any_of(*alternatives: str) -> re.Pattern[str]:
    """Return a pattern that finds any of `alternatives`, in any case."""
    return re.compile("|".join(alternatives), re.IGNORECASE)
