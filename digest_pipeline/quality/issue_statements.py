"""What an issue states, with the evidence of each statement held against the stored articles and the record.

What must hold is `suites/issue_links.py`.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from digest_pipeline.model import Evidence, Issue, Statement
from digest_pipeline.quality.issue_record import IssueRecord, StoredArticle, stated
from digest_pipeline.webtext import clean

_SHOWN = 60  # characters of what stands where a quotation should


def statement_rows(issue: Issue, record: IssueRecord) -> Iterator[dict[str, Any]]:
    """Yield a row for each evidence of each statement, in the order of the page."""
    for number, item in enumerate(issue.items, 1):
        sources = {source.article_id for source in item.sources}
        for day, one in stated(item):
            text = one.text if isinstance(one, Statement) else f"{one.metric} {one.value}{one.unit}"
            for evidence in one.evidence or (None,):
                article = record.stored.get((day, evidence.article_id)) if evidence else None
                yield {
                    "statement": f"{number}. {clean(text)}",
                    "without_evidence": evidence is None,
                    "untraced": _untraced(evidence, day, article, sources) if evidence else None,
                    "misquoted": _misquoted(evidence, article.text) if evidence and article else None,
                }


def _untraced(evidence: Evidence, day: date, article: StoredArticle | None, sources: set[str]) -> str:
    if article is None:
        return f"article {evidence.article_id} of {day} is not stored"
    if evidence.article_id not in sources:
        return f"article {evidence.article_id} is none of the item's sources"
    if article.status is None:
        return f"the capture of {article.url} is not in the record"
    if article.text_origin == "page" and not article.answered:
        return f"the capture of {article.url} answers {article.status}"
    return ""


def _misquoted(evidence: Evidence, text: str) -> str:
    start, end = evidence.start, evidence.end
    if start < 0 or end <= start or end > len(text):
        return f"from {start} to {end} of {len(text)} characters"
    there = text[start:end]
    return "" if there == evidence.quote else f"there stands: {there[:_SHOWN]}"
