"""What is found out about a certificate and about a time stamp: the parts of which verdicts are made.

Reasons are codes of `core.verdict.trust_words`, where their sentences stand in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from matrika.core.verdict import Indication, Signatory, SignatureKind, SubIndication


@dataclass(frozen=True, slots=True)
class Revocation:
    """What is known about revoked certificates: DER, from the signature itself or imported.

    Nothing here is believed because of where it came from; whoever uses a list or a response checks
    who signed it and for what time.
    """

    crls: tuple[bytes, ...] = ()
    ocsp: tuple[bytes, ...] = ()  # OCSPResponse or BasicOCSPResponse

    def with_more(self, other: Revocation) -> Revocation:
        return Revocation(self.crls + other.crls, self.ocsp + other.ocsp)


@dataclass(frozen=True, slots=True)
class CertificateVerdict:
    """What a signing certificate is worth at the time of its signature."""

    indication: Indication
    sub_indication: SubIndication | None  # None when it passed
    kind: SignatureKind  # what a valid signature made with it is worth; NOT_ACCEPTED unless it is known
    reasons: tuple[str, ...]
    signatory: Signatory | None  # None when the bytes are no certificate that can be read
    chain: tuple[bytes, ...] = ()  # DER: the signing certificate, then its issuers up to the listed service


@dataclass(frozen=True, slots=True)
class TimeStampVerdict:
    """What an RFC 3161 time stamp proves. It proves nothing unless it passed."""

    indication: Indication
    sub_indication: SubIndication | None
    reasons: tuple[str, ...]
    generated_at: datetime | None  # UTC; None when the token could not be read
    is_qualified: bool  # by a granted TSA/QTST service of a trusted list
    authority: str = ""  # RFC 4514 name of the time-stamping unit

    @property
    def proves(self) -> datetime | None:
        """The instant before which the stamped bytes existed, None when nothing is proven."""
        return self.generated_at if self.indication is Indication.TOTAL_PASSED else None
