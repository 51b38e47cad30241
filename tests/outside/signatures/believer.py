"""Stands in for trust where a test is about everything else: believes every certificate and every stamp."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from matrika.core.verdict import Indication, Signatory, SignatureKind, SubIndication
from matrika.outside.signatures.judgement import CertificateVerdict, TimeStampVerdict

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
STAMPED_AT = datetime(2026, 11, 22, 11, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Believer:
    """`revoked` makes it find the certificate revoked, `stamp_proves` whether time stamps prove anything."""

    states = ()
    revoked: bool = False
    stamp_proves: bool = True

    def judge_signer(self, certificate, others, *, at, proven_at, revocation):
        signatory = Signatory("Anyone")
        if self.revoked:
            return CertificateVerdict(
                Indication.TOTAL_FAILED,
                SubIndication.REVOKED,
                SignatureKind.NOT_ACCEPTED,
                ("revoked",),
                signatory,
            )
        return CertificateVerdict(Indication.TOTAL_PASSED, None, SignatureKind.QES, (), signatory)

    def judge_time_stamp(self, token, imprint_of, *, at, revocation, others, proven_at=None):
        if not self.stamp_proves:
            return TimeStampVerdict(
                Indication.TOTAL_FAILED,
                SubIndication.HASH_FAILURE,
                ("time-stamp-of-other-data",),
                STAMPED_AT,
                False,
            )
        return TimeStampVerdict(Indication.TOTAL_PASSED, None, (), STAMPED_AT, True)
