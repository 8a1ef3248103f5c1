"""What was extracted before, in `core.extractions`: a page that did not change is not parsed again.

An outcome is kept under all that it depends on: the digest, address, content type and status of the answer, the limits,
and the extractor (`extractor.py`). The digest is that of the body as it was sent; an answer with equal bytes under
another content encoding is taken for the same. What depends on the machine (a time-out, a worker that died, a record
that can't be read) is not kept.

The rows of a day are those that its run needed: none depends on when or in which order days are made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from pydantic import TypeAdapter

from digest_pipeline.articles.extractor import extractor_version
from digest_pipeline.articles.page import Extracted, Failure
from digest_pipeline.model import Capture, content_id
from digest_pipeline.settings import Limits
from digest_pipeline.warehouse import Warehouse, insert, transaction

Outcome = Extracted | Failure

# How far from a day its pages may be recorded: as far back as texts are compared (`pages.HISTORY`), and as long after
# it as a day may be made in the wrong order.
_DAYS_AROUND = timedelta(days=31)
# A day of 5,000 pages is 100 MB of JSON, which need not lie in memory beside what it is read into.
_AT_A_TIME = 500
_OF_THE_MACHINE = frozenset({"timeout", "crashed", "not_recorded"})


def page_key(capture: Capture, limits: Limits) -> str:
    """Return the identity of all that the outcome of a recorded page depends on, but for the extractor."""
    answer = (capture.digest, capture.url, capture.content_type, str(capture.status))
    return content_id(*answer, str(limits.min_characters), str(limits.page_bytes))


class Extractions:
    """The outcomes that are kept. Making it touches nothing."""

    def __init__(self, warehouse: Warehouse, extractor: str = "") -> None:
        """Prepare to keep what an extractor finds: this one, unless another version is named."""
        self._warehouse = warehouse
        self._extractor = extractor

    def known(self, day: date, pages: Iterable[str]) -> dict[str, Outcome]:
        """Return by its key what this extractor made of each of `pages`, for `day` or one around it."""
        sql = (
            "select page, any_value(outcome) as outcome from core.extractions"
            " where day between ? and ? and extractor = ? and page in (select unnest(?::varchar[])) group by page"
        )
        found: dict[str, Outcome] = {}
        wanted = sorted(pages)
        with self._warehouse.connect() as connection:
            for start in range(0, len(wanted), _AT_A_TIME):
                some = wanted[start : start + _AT_A_TIME]
                parameters = [day - _DAYS_AROUND, day + _DAYS_AROUND, self._version, some]
                rows = connection.execute(sql, parameters).fetchall()
                found |= {page: restored(outcome) for page, outcome in rows}
        return found

    def keep(self, day: date, outcomes: Mapping[str, Outcome]) -> None:
        """Keep what was made of pages, by key, in the place of what other extractors made of them that day."""
        rows = [
            {"day": day, "page": page, "extractor": self._version, "outcome": stored(outcome)}
            for page, outcome in outcomes.items()
            if not (isinstance(outcome, Failure) and outcome.reason in _OF_THE_MACHINE)
        ]
        with self._warehouse.connect() as connection, transaction(connection):
            connection.execute(
                "delete from core.extractions where day = ? and page in (select unnest(?::varchar[]))",
                [day, [row["page"] for row in rows]],
            )
            insert(connection, "core.extractions", rows)

    def settle(self, day: date, outcomes: Mapping[str, Outcome]) -> None:
        """Leave of the day what its run used: `outcomes`, those among them that another day brought included."""
        sql = "select page from core.extractions where day = ? and extractor = ?"
        here = {row["page"] for row in self._warehouse.rows(sql, [day, self._version])}
        if lacking := {page: outcome for page, outcome in outcomes.items() if page not in here}:
            self.keep(day, lacking)
        with self._warehouse.connect() as connection:
            connection.execute(
                "delete from core.extractions where day = ?"
                " and (extractor <> ? or page not in (select unnest(?::varchar[])))",
                [day, self._version, sorted(outcomes)],
            )

    @property
    def _version(self) -> str:
        return self._extractor or extractor_version()


def stored(outcome: Outcome) -> str:
    """Return an outcome as JSON."""
    return _adapter().dump_json(outcome).decode()


def restored(json: str) -> Outcome:
    """Return the outcome that `stored` was given; its moments are in UTC.

    Raises:
        pydantic.ValidationError: for a text that is none.
    """
    # Strict, so that midnight stays a moment and a date a date.
    outcome = _adapter().validate_json(json, strict=True)
    if isinstance(outcome, Failure):
        return outcome
    dates = tuple(replace(candidate, value=_in_utc(candidate.value)) for candidate in outcome.dates)
    published = outcome.published and _in_utc(outcome.published)
    modified = outcome.modified and _in_utc(outcome.modified)
    return replace(outcome, published=published, modified=modified, dates=dates)


def _in_utc(value: date | datetime) -> date | datetime:
    # pydantic's own time zone is unknown to Arrow.
    return value.astimezone(UTC) if isinstance(value, datetime) else value


@cache
def _adapter() -> TypeAdapter[Outcome]:
    return TypeAdapter(Outcome)
