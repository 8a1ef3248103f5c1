"""Times told in several units (1小时20分, "one minute and 15 seconds"), as one amount of seconds."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from digest_pipeline.briefs.grounding.phrases import Phrase
from digest_pipeline.quantities import in_han, in_words


def durations(text: str) -> Iterator[Phrase]:
    """Yield the times of `text` (in half-width forms) that take more than one unit, from the longest on, in order."""
    for match in _DURATION.finditer(text):
        parts = [(_count(part["count"]), _SECONDS[part["unit"].lower()[:1]]) for part in _PART.finditer(match[0])]
        if all(one > other for (_, one), (_, other) in pairwise(parts)):
            seconds = sum((count * size for count, size in parts), Decimal(0))
            yield Phrase(match.start(), match.end(), match[0], ((seconds.normalize(), "second"),), stated=True)


def _count(written: str) -> Decimal:
    if written.isdecimal():
        return Decimal(written)
    number = next((one for one, _ in (*in_han(written), *in_words(written))), None)
    return number.value if number and isinstance(number.value, Decimal) else Decimal(0)


_SECONDS = {
    **dict.fromkeys("个小钟h", Decimal(3600)),
    **dict.fromkeys("分m", Decimal(60)),
    **dict.fromkeys("秒s", Decimal(1)),
}
_OF_HAN = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})\s?(?:个?小时|个?钟头|分钟?|秒钟?)"
_OF_LATIN = r"(?:\d{1,3}|[a-z]{3,6}(?:-[a-z]{3,5})?)[ -](?:hours?|hrs?|minutes?|mins?|seconds?|secs?)\b"
_DURATION = re.compile(
    rf"(?<![\d.点第]){_OF_HAN}(?:\s?{_OF_HAN})+|(?<![\w.]){_OF_LATIN}(?:(?:,? and|,)? {_OF_LATIN})+", re.IGNORECASE
)
_PART = re.compile(
    r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3}|[a-z]{3,6}(?:-[a-z]{3,5})?)[\s-]?"
    r"(?P<unit>个?小时|个?钟头|分钟?|秒钟?|(?:hours?|hrs?|minutes?|mins?|seconds?|secs?)\b)",
    re.IGNORECASE,
)
