"""What the tests of trust share: the demo's list at an instant, and revocation data that speak for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cryptography import x509

from matrika.core.verdict import Indication, SubIndication
from matrika.demo import authority, evidence, trusted_list
from matrika.demo.authority import Role
from matrika.demo.trusted_list import Entry
from matrika.outside.signatures.judgement import CertificateVerdict, Revocation, TimeStampVerdict
from matrika.outside.signatures.lists import read
from matrika.outside.signatures.trust import Trust
from tests.pki import AT

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOTHING = Revocation()


def trust(entries: Sequence[Entry] | None = None, *, issued_at: datetime = AT - DAY) -> Trust:
    """Trust in one list: the demo's, or one with these services."""
    return Trust([read.read(trusted_list.trusted_list(issued_at=issued_at, entries=entries))])


def crl(revoked: dict[x509.Certificate, datetime] | None = None, *, at: datetime = AT - HOUR) -> Revocation:
    return Revocation(crls=(evidence.crl(at=at, revoked=revoked),))


def judged(
    role: Role | bytes,
    *,
    by: Trust | None = None,
    proven_at: datetime | None = None,
    revocation: Revocation | None = None,
    at: datetime = AT,
    others: Sequence[bytes] = (),
) -> CertificateVerdict:
    """The verdict on somebody's certificate; nobody is revoked unless the test says so."""
    certificate = authority.holder(role).der if isinstance(role, Role) else role
    return (by or trust()).judge_signer(
        certificate,
        others,
        at=at,
        proven_at=proven_at,
        revocation=crl() if revocation is None else revocation,
    )


def answer(
    verdict: CertificateVerdict | TimeStampVerdict,
) -> tuple[Indication, SubIndication | None, tuple[str, ...]]:
    return verdict.indication, verdict.sub_indication, verdict.reasons


def failed(sub_indication: SubIndication, reason: str) -> tuple[Indication, SubIndication, tuple[str, ...]]:
    return Indication.TOTAL_FAILED, sub_indication, (reason,)


def undecided(
    sub_indication: SubIndication, reason: str
) -> tuple[Indication, SubIndication, tuple[str, ...]]:
    return Indication.INDETERMINATE, sub_indication, (reason,)
