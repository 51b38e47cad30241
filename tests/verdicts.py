"""Verdicts about signatures: a passed qualified signature by default; a test shows only the difference."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from matrika.core.verdict import (
    Indication,
    Level,
    Signatory,
    SignatureKind,
    SignatureVerdict,
    SubIndication,
    TrustedListState,
    Verdict,
)

SIGNED_AT = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
ALZBETA = Signatory("Alžbeta Agátová", "Alžbeta", "Agátová", person_identifier="PNOSK-1234567890")
OFFICE = Signatory("Ministerstvo vzorov", organisation_identifier="NTRSK-12345678")
LIST = TrustedListState(
    "SK", 42, datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC), "ab" * 32
)


def signature(**changes: Any) -> SignatureVerdict:
    facts: dict[str, Any] = {
        "indication": Indication.TOTAL_PASSED,
        "sub_indication": None,
        "kind": SignatureKind.QES,
        "reasons": (),
        "signatory": ALZBETA,
        "level": Level.T,
        "claimed_at": SIGNED_AT,
        "proven_at": SIGNED_AT,
        "is_time_stamp_qualified": True,
        "covers": ("form.xdcf",),
    }
    return SignatureVerdict(**{**facts, **changes})


def verdict(*signatures: SignatureVerdict, **changes: Any) -> Verdict:
    """What verifying a container with these signatures says; one qualified signature unless given."""
    signatures = signatures or (signature(),)
    facts: dict[str, Any] = {
        "indication": signatures[0].indication,
        "sub_indication": signatures[0].sub_indication,
        "kind": signatures[0].kind,
        "reasons": (),
        "signatures": signatures,
        "verifier": "matrika",
        "verified_at": datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
        "trusted_lists": (LIST,),
    }
    return Verdict(**{**facts, **changes})


def failed() -> Verdict:
    return verdict(
        signature(
            indication=Indication.TOTAL_FAILED,
            sub_indication=SubIndication.HASH_FAILURE,
            kind=SignatureKind.NOT_ACCEPTED,
            reasons=("data-changed",),
        )
    )


def undecided() -> Verdict:
    return verdict(
        signature(
            indication=Indication.INDETERMINATE,
            sub_indication=SubIndication.TRY_LATER,
            kind=SignatureKind.NOT_ACCEPTED,
            reasons=("revocation-unknown",),
        )
    )
