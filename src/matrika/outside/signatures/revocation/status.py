"""Was a certificate revoked, and when? Certificate revocation lists and OCSP responses, weighed together.

RFC 5280 §5 and §6.3, RFC 6960. Nothing is fetched: the data come with the signature or were imported. A
list or response counts only when the certificate's own issuer signed it, or a responder that the issuer
appointed, and when it speaks for the time that is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from cryptography import x509

from matrika.outside.signatures import certificates
from matrika.outside.signatures.judgement import Revocation
from matrika.outside.signatures.revocation import crls, ocsp_responses
from matrika.outside.signatures.revocation.statements import CLOCK_SKEW, State, Statement

# Lists and responses looked at for one certificate. The imported ones come first and are half as many at
# most, so that nothing a signature brings along can hide them.
MAX_PIECES = 128

# Certificates whose issuer gives no revocation data on purpose: valid for hours (ETSI EN 319 412-1 §5.2),
# or by RFC 9608.
_NEVER_REVOKED = ("0.4.0.194121.2.1", "2.5.29.56")


@dataclass(frozen=True, slots=True)
class Status:
    state: State
    since: datetime | None = None  # with REVOKED and ON_HOLD


def status(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    revocation: Revocation,
    *,
    best: datetime,
    at: datetime,
) -> Status:
    """What is known of the certificate for the instant `best`, as known at `at`.

    A revocation is final, so any statement of one counts, however old. That a certificate was good must be
    said by something that still spoke at `best`; of several the newest decides.
    """
    if is_never_revoked(certificate):
        return Status(State.GOOD)
    made = [
        statement
        for statement in _statements(certificate, issuer, revocation)
        if statement.this_update <= at + CLOCK_SKEW
    ]
    revoked = [one.since for one in made if one.state is State.REVOKED and one.since is not None]
    if revoked:
        return Status(State.REVOKED, min(revoked))
    speaking = [one for one in made if one.speaks_for(best)]
    if not speaking:
        return Status(State.UNKNOWN)
    newest = max(speaking, key=lambda one: one.this_update)
    return Status(newest.state, newest.since)


def is_never_revoked(certificate: x509.Certificate) -> bool:
    return any(certificates.raw_extension(certificate, oid) is not None for oid in _NEVER_REVOKED)


def _statements(
    certificate: x509.Certificate, issuer: x509.Certificate, revocation: Revocation
) -> Iterator[Statement]:
    lists = revocation.crls[:MAX_PIECES]
    said = [crls.about(der, certificate, issuer) for der in lists]
    responses = islice(_naming(certificate, revocation.ocsp), MAX_PIECES)
    said += [ocsp_responses.about(der, certificate, issuer, lists) for der in responses]
    yield from filter(None, said)


def _naming(certificate: x509.Certificate, responses: Iterable[bytes]) -> Iterator[bytes]:
    """Those that may be about it. Of a thousand imported ones hardly any is, and reading one takes long."""
    serial = certificate.serial_number
    octets = serial.to_bytes(serial.bit_length() // 8 + 1, "big", signed=True)  # as DER has it (X.690 §8.3)
    return (der for der in responses if octets in der)
