"""What several layers expect alike: presence, uniqueness, days inside the window, addresses, scores."""

from digest_pipeline.quality.suite import Expectation, Severity

# Written out because pandas searches Arrow strings with RE2, whose \s knows only ASCII.
_SPACES = "\\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = "\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_HOST_CHARACTER = f"[^{_SPACES}{_INVISIBLE}./?#@:%\\[\\]<>\"'`\\\\(),;]"
_ANY_CHARACTER = f'[^{_SPACES}{_INVISIBLE}<>"`\\\\]'
_WEB_ADDRESS = f"^https?://(?:{_HOST_CHARACTER}+(?:\\.{_HOST_CHARACTER}+)*|\\[[0-9a-f:.]+\\])(?::[0-9]{{1,5}})?(?:[/?#]{_ANY_CHARACTER}*)?$"
# A sentence that went on behind the address took part of itself along.
_GLUED_TEXT = "[、。，；：！？「」『』【】《》“”‘’]|[.,;:!]$"
_VISIBLE = f"[^{_SPACES}{_INVISIBLE}]"
LANGUAGE = "^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$"
SCORES = ("stars", "novelty", "depth", "evidence", "impact", "reach")


def present(*columns: str) -> tuple[Expectation, ...]:
    """Expect a value in every row; the other expectations pass over missing ones."""
    return tuple(
        Expectation(
            f"{column}_present",
            "ExpectColumnToBeComplete",
            {"column": column},
            f"{column} is missing: the stage before left it empty; run `{{rerun}}` from that stage.",
        )
        for column in columns
    )


def unique(column: str, message: str, severity: Severity = "blocking") -> Expectation:
    """Expect no value twice."""
    return Expectation(f"{column}_unique", "ExpectColumnToBeUnique", {"column": column}, message, severity)


def in_the_window() -> tuple[Expectation, ...]:
    """Expect that what is not late is of the day, and what is late of one before it."""
    return (
        Expectation(
            "local_day_on_the_day",
            "ExpectColumnValuesToBeInSet",
            {"column": "days_late", "value_set": (0,)},
            "days_late, from the day it was published on to {day}, is not 0 though the item is not marked late. Check "
            "the source's timezone in sources.yaml, then run `{rerun}`.",
            where=("late", False),
        ),
        Expectation(
            "local_day_late_before_the_day",
            "ExpectColumnValuesToBeBetween",
            {"column": "days_late", "min_value": 1, "max_value": "{max_age_days}"},
            "days_late of a late item, from the day it was published on to {day}, is not from 1 to {max_age_days}: it "
            "is not late, or too old for days.max_age_days. Check the item's date at its source, then run `{rerun}`.",
            where=("late", True),
        ),
    )


def web_address(column: str) -> tuple[Expectation, ...]:
    """Expect an address that a reader can follow."""
    return (
        Expectation(
            f"{column}_well_formed",
            "ExpectColumnValuesToMatchRegex",
            {"column": column, "regex": _WEB_ADDRESS},
            f"{column} is no absolute http(s) address with a host: a reader could not follow it. Correct the link at "
            "its source or remove the source from sources.yaml, then run `{rerun}`.",
        ),
        # Its own expectation, because `$` lets a newline at the end pass where the strings are not Arrow's.
        Expectation(
            f"{column}_without_whitespace",
            "ExpectColumnValuesToNotMatchRegex",
            {"column": column, "regex": f"[{_SPACES}]"},
            f"{column} contains whitespace: an address ends there and the rest is text. Correct the link at its source "
            "or remove the source from sources.yaml, then run `{rerun}`.",
        ),
        Expectation(
            f"{column}_without_glued_text",
            "ExpectColumnValuesToNotMatchRegex",
            {"column": column, "regex": _GLUED_TEXT},
            f"{column} seems to end in a piece of the sentence around it. Open it; if it leads nowhere, tell the "
            "source.",
            severity="warning",
        ),
    )


def canonical_address(column: str) -> tuple[Expectation, ...]:
    """Expect an address that says which page it is and nothing else."""
    return (
        Expectation(
            f"{column}_canonical",
            "ExpectColumnValuesToBeCanonicalAddresses",
            {"column": column},
            f"{column} is not in its canonical form: the same page would pass for several. Run `{{rerun}}`, which "
            "reads it anew from the record.",
        ),
        Expectation(
            f"{column}_without_tracking",
            "ExpectColumnValuesToCarryNoTracking",
            {"column": column},
            f"{column} carries a parameter that tracks the reader (utm_source and the like). Run `{{rerun}}`, which "
            "takes it off.",
        ),
    )


def public_host(column: str) -> Expectation:
    """Expect an address that leads to no private place, unless its host is one of `fetch.allow_hosts`."""
    return Expectation(
        f"{column}_host_public",
        "ExpectColumnValuesToHavePublicHosts",
        {"column": column, "allowed": "{allowed_hosts}"},
        f"{column} leads to a private, local or reserved host, which no reader can or should follow. Remove the source "
        "from sources.yaml, or name a host of your own in fetch.allow_hosts of digest.yaml; then run `{rerun}`.",
    )


def share(column: str, what: str, severity: Severity = "warning") -> Expectation:
    """Expect a share below the limit of the same name in `checks`."""
    return Expectation(
        f"{column}_below_limit",
        "ExpectColumnValuesToBeBetween",
        {"column": column, "max_value": f"{{{column}}}"},
        f"{column} is above checks.{column} ({{{column}:.0%}}): so many {what}",
        severity,
    )


def not_blank(column: str, message: str, severity: Severity) -> Expectation:
    """Expect a text with something to see."""
    kwargs = {"column": column, "regex": _VISIBLE}
    return Expectation(f"{column}_not_blank", "ExpectColumnValuesToMatchRegex", kwargs, message, severity)


def score(column: str) -> Expectation:
    """Expect an integer of the rubric."""
    return Expectation(
        f"{column}_from_1_to_5",
        "ExpectColumnValuesToBeInSet",
        {"column": column, "value_set": (1, 2, 3, 4, 5)},
        f"{column} is not an integer from 1 to 5: the brief's engine scored outside the rubric. Run `{{rerun}}`; "
        "if it persists, add `--engine extractive`.",
    )


def at_least_one(column: str, message: str) -> Expectation:
    """Expect a count above zero."""
    kwargs = {"column": column, "min_value": 1}
    return Expectation(f"{column}_at_least_1", "ExpectColumnValuesToBeBetween", kwargs, message)
