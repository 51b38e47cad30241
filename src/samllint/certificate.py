"""DER → Certificate: the facts that rules ask about, each read once and safely.

`cryptography` raises lazily: a certificate may load and yet refuse its subject, its extensions or
its key. Such a refusal is a value here, so that it becomes a finding and never a crash.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CertificateFault(StrEnum):
    """Why an X509Certificate element holds no certificate (R-3.1.4): each has its own sentence."""

    EMPTY = "empty"
    PEM_ARMOUR = "pem-armour"
    NOT_BASE64 = "not-base64"
    NO_PADDING = "no-padding"
    URL_SAFE_ALPHABET = "url-safe-alphabet"
    TRAILING_BITS = "trailing-bits"
    DOUBLE_BASE64 = "double-base64"
    MARKUP_INSIDE = "markup-inside"  # an element, comment or CDATA inside the text
    PRIVATE_KEY = "private-key"
    TWO_CERTIFICATES = "two-certificates"
    TRAILING_BYTES = "trailing-bytes"
    NOT_DER = "not-der"
    NOT_A_CERTIFICATE = "not-a-certificate"


@dataclass(frozen=True, slots=True)
class Certificate:
    """One X.509 certificate. A fact that could not be read is None and named in `unreadable`."""

    der: bytes
    fingerprint: str  # SHA-256 of the DER, 64 upper-case hex digits
    serial_number: str  # upper-case hex
    subject: tuple[tuple[tuple[str, str], ...], ...] | None  # RDNs of (OID, value)
    not_before: datetime  # UTC
    not_after: datetime  # UTC
    is_ca: bool  # BasicConstraints with cA=TRUE
    key_algorithm: str  # OID of the SubjectPublicKeyInfo
    key_bits: int | None
    public_exponent: int | None
    modulus: int | None
    public_key_digest: str  # SHA-256 of the SubjectPublicKeyInfo, hex: same key = same digest
    signature_algorithm: str  # OID
    unreadable: tuple[str, ...] = ()

    @property
    def validity_days(self) -> int:
        """Whole days between notBefore and notAfter (R-3.1.5)."""
        return (self.not_after - self.not_before).days
