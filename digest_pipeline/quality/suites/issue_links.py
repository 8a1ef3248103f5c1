"""Where a composed issue leads its reader: the links it prints, and the recorded pages that its statements rest on.

The columns of words name what is wrong with a row and are empty where nothing is.
"""

from digest_pipeline.quality.suite import Expectation, Severity, Suite
from digest_pipeline.quality.suites.vocabulary import web_address

RECOMPOSE = "Run `{rerun}` to compose the issue anew from the record."


def names_nothing(column: str, name: str, message: str, severity: Severity = "blocking") -> Expectation:
    """Expect that a column of words names nothing, or that one of truths is never true."""
    return Expectation(name, "ExpectColumnToNameNothing", {"column": column}, message, severity)


LINKS = Suite(
    frame="issue_links",
    identity="link",
    columns={
        "link": "value",
        "url": "value",
        "private_host": "value",
        "tracking": "value",
        "address_for_words": "value",
        "front_door": "value",
        "repeated": "value",
        "unrecorded": "value",
        "answer": "value",
        "dead_source": "value",
        "gone_source": "value",
        "dead_resource": "value",
    },
    expectations=(
        *web_address("url"),
        names_nothing(
            "private_host",
            "url_host_public",
            "private_host is true: the link leads to a private, local or reserved host, which no reader can follow. "
            "Remove the source from sources.yaml, or name a host of your own in fetch.allow_hosts; then run `{rerun}`.",
        ),
        names_nothing(
            "tracking",
            "url_without_tracking",
            "tracking names parameters of the link that say who sent the reader, not which page it is. Run `{rerun}`, "
            "which takes them off.",
        ),
        names_nothing(
            "front_door",
            "link_to_a_page",
            "front_door is true: the link leads to a site's front door, not to the page that says it. Link the page at "
            "its source or remove the source from sources.yaml, then run `{rerun}`.",
        ),
        names_nothing(
            "address_for_words",
            "link_has_words",
            "address_for_words is all that stands for the link, which tells nobody where it leads. Give the source a "
            "name in sources.yaml, then run `{rerun}`.",
        ),
        names_nothing(
            "repeated",
            "link_once_an_item",
            f"repeated is true: the item links the same page twice. {RECOMPOSE}",
        ),
        names_nothing(
            "unrecorded",
            "link_from_the_record",
            "unrecorded is true: no article of these days has this address or links to it, so that nobody can tell "
            f"where it comes from. {RECOMPOSE}",
        ),
        names_nothing(
            "dead_source",
            "source_answers",
            "dead_source says how the link answers: the page that the item was written from is not there. Open it; if "
            "it works, run `{rerun}`, which asks again; if not, accept it as it is, and say why.",
        ),
        names_nothing(
            "gone_source",
            "source_there_when_recorded",
            "gone_source says how the link answered: the item was written from its feed alone, and readers may find no "
            "page. Open it; if it is not there, tell the source.",
            "warning",
        ),
        names_nothing(
            "dead_resource",
            "resource_answers",
            "dead_resource says how the link answers: the item points to what is not there. Open it; if it works, run "
            "`{rerun}`, which asks again; else there is nothing to do but to tell the source.",
            "warning",
        ),
        # Never fails: its rows are the links of which nobody knows, as of hosts that want no programs.
        Expectation(
            "answer_known",
            "ExpectColumnValuesToNotBeNull",
            {"column": "answer", "mostly": 0.0},
            "answer is unknown. Open the link to see whether it works.",
            "warning",
        ),
    ),
)

STATEMENTS = Suite(
    frame="issue_statements",
    identity="statement",
    columns={"statement": "value", "without_evidence": "value", "untraced": "value", "misquoted": "value"},
    expectations=(
        names_nothing(
            "without_evidence",
            "statement_has_evidence",
            f"without_evidence is true: nobody can tell where the statement comes from. {RECOMPOSE} If it persists, "
            "add `--engine extractive`.",
        ),
        names_nothing(
            "untraced",
            "evidence_in_a_recorded_page",
            f"untraced says why the statement can't be traced to a recorded page. {RECOMPOSE} If a capture is "
            "missing, import the file that holds it with `digest import-captures`.",
        ),
        names_nothing(
            "misquoted",
            "evidence_quoted_as_stored",
            "misquoted says what stands in the stored article where the statement's evidence should: its quotation is "
            f"not there. {RECOMPOSE}",
        ),
    ),
)
