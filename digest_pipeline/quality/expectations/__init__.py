"""Expectations of our own, as classes of great_expectations: what an address, an id or a history must look like.

Importing this imports great_expectations, which only a check with rows does.
"""

from digest_pipeline.quality.expectations.addresses import (
    ExpectColumnValuesToBeCanonicalAddresses,
    ExpectColumnValuesToCarryNoTracking,
    ExpectColumnValuesToHavePublicHosts,
)
from digest_pipeline.quality.expectations.ids import ExpectColumnPairDatesToAgreeWithIds
from digest_pipeline.quality.expectations.rows import (
    ExpectColumnToBeComplete,
    ExpectColumnToBeUnique,
    ExpectColumnToNameNothing,
)

__all__ = [
    "ExpectColumnPairDatesToAgreeWithIds",
    "ExpectColumnToBeComplete",
    "ExpectColumnToBeUnique",
    "ExpectColumnToNameNothing",
    "ExpectColumnValuesToBeCanonicalAddresses",
    "ExpectColumnValuesToCarryNoTracking",
    "ExpectColumnValuesToHavePublicHosts",
]
