"""What `verify` asks about certificates and time stamps; `trust.Trust` answers from imported lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from matrika.core.verdict import TrustedListState
from matrika.outside.signatures.judgement import CertificateVerdict, Revocation, TimeStampVerdict


class Judge(Protocol):
    """Immutable, and picklable: verification runs in a process of its own."""

    @property
    def states(self) -> tuple[TrustedListState, ...]:
        """The lists that every answer rests on."""

    def judge_signer(
        self,
        certificate: bytes,
        others: Sequence[bytes],
        *,
        at: datetime,
        proven_at: datetime | None,
        revocation: Revocation,
    ) -> CertificateVerdict:
        """What the certificate was worth when it signed: at `proven_at`, else "before `at`"."""

    def judge_time_stamp(
        self,
        token: bytes,
        imprint_of: bytes,
        *,
        at: datetime,
        revocation: Revocation,
        others: Sequence[bytes],
        proven_at: datetime | None = None,
    ) -> TimeStampVerdict:
        """What an RFC 3161 token about the octets `imprint_of` proves.

        `proven_at`: an instant at which a later, trusted time stamp proves that the token was there.
        """
