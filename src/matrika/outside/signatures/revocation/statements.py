"""What one list or response says of one certificate, after its signature was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from matrika.outside.signatures import certificates

PKCS_1 = padding.PKCS1v15()
CLOCK_SKEW = timedelta(minutes=5)  # by how much the clocks of two machines may differ


class State(Enum):
    GOOD = "good"
    REVOKED = "revoked"
    ON_HOLD = "on-hold"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Statement:
    """`since` stands with REVOKED and ON_HOLD."""

    state: State
    since: datetime | None
    this_update: datetime
    next_update: datetime | None

    def speaks_for(self, moment: datetime) -> bool:
        """Without nextUpdate it speaks for the time until it was made, and no longer."""
        return (self.next_update or self.this_update + CLOCK_SKEW) >= moment


def revoked_state(reason: x509.ReasonFlags | None) -> State:
    """A hold can be lifted; every other reason is final (RFC 5280 §5.3.1)."""
    if reason is x509.ReasonFlags.remove_from_crl:
        return State.GOOD
    return State.ON_HOLD if reason is x509.ReasonFlags.certificate_hold else State.REVOKED


def is_signed_by(
    signer: x509.Certificate,
    signature: bytes,
    octets: bytes,
    algorithm: hashes.HashAlgorithm | None,
    form: padding.AsymmetricPadding = PKCS_1,
) -> bool:
    """Whether the certificate's key made the signature, with a digest that is still trusted.

    `form`: how an RSA signature is padded.
    """
    key = signer.public_key()
    if not isinstance(algorithm, certificates.STRONG_HASHES) or not certificates.is_strong_key(key):
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, octets, form, algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, octets, ec.ECDSA(algorithm))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True
