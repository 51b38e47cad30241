"""One OCSP response (RFC 6960) asked about one certificate."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID

from matrika.outside.signatures import certificates
from matrika.outside.signatures.revocation import crls
from matrika.outside.signatures.revocation.statements import (
    CLOCK_SKEW,
    State,
    Statement,
    is_signed_by,
    revoked_state,
)
from samllint import der as reader

MAX_BYTES = 256 * 1024
MAX_SINGLE_RESPONSES = 32
# A CertID may use SHA-1: it only names the certificate, nothing is proven by it (RFC 6960 §4.1.1).
_NAMING_DIGESTS: dict[type[hashes.HashAlgorithm], str] = {
    hashes.SHA1: "sha1",
    hashes.SHA256: "sha256",
    hashes.SHA384: "sha384",
    hashes.SHA512: "sha512",
}
_ASN1_ENUMERATED_SUCCESSFUL = b"\x0a\x01\x00"
_BASIC_OID = bytes.fromhex("06092b0601050507300101")


def about(
    der: bytes, certificate: x509.Certificate, issuer: x509.Certificate, lists: Sequence[bytes] = ()
) -> Statement | None:
    """What the response says of the certificate. None = nothing that counts.

    `lists`: CRLs that may speak of a responder whose certificate does not say that nobody need ask.
    """
    try:
        response = _load(der)
        if response is None or not _is_signed_for(response, issuer, lists):
            return None
        return next(_answers(response, certificate, issuer), None)
    # What cryptography is seen to raise, lazily, for odd responses.
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension):
        return None


def _load(der: bytes) -> ocsp.OCSPResponse | None:
    """The response, if it is a successful one. CAdES keeps the part inside alone; it is wrapped again."""
    if len(der) > MAX_BYTES:
        return None
    try:
        response = ocsp.load_der_ocsp_response(der)
    except ValueError:
        response = ocsp.load_der_ocsp_response(_wrapped(der))
    return response if response.response_status is ocsp.OCSPResponseStatus.SUCCESSFUL else None


def _wrapped(basic: bytes) -> bytes:
    """OCSPResponse of a BasicOCSPResponse (RFC 6960 §4.2.1)."""
    inner = _tlv(0x30, _BASIC_OID + _tlv(0x04, basic))
    return _tlv(0x30, _ASN1_ENUMERATED_SUCCESSFUL + _tlv(0xA0, inner))


def _tlv(tag: int, content: bytes) -> bytes:
    size = len(content).to_bytes(4, "big").lstrip(b"\0") or b"\0"
    head = bytes([len(content)]) if len(content) < 0x80 else bytes([0x80 | len(size)]) + size
    return bytes([tag]) + head + content


def _answers(
    response: ocsp.OCSPResponse, certificate: x509.Certificate, issuer: x509.Certificate
) -> Iterator[Statement]:
    for single, _ in zip(response.responses, range(MAX_SINGLE_RESPONSES), strict=False):
        if not _is_about(single, certificate, issuer):
            continue
        made, until = single.this_update_utc, single.next_update_utc
        if single.certificate_status is ocsp.OCSPCertStatus.REVOKED:
            state = revoked_state(single.revocation_reason)
            yield Statement(state, single.revocation_time_utc, made, until)
        elif single.certificate_status is ocsp.OCSPCertStatus.GOOD:
            # After a certificate has ended its responder may have forgotten that it was revoked.
            if made <= certificate.not_valid_after_utc:
                yield Statement(State.GOOD, None, made, until)
        else:
            yield Statement(State.UNKNOWN, None, made, until)


def _is_about(
    single: ocsp.OCSPSingleResponse, certificate: x509.Certificate, issuer: x509.Certificate
) -> bool:
    digest = _NAMING_DIGESTS.get(type(single.hash_algorithm))
    if digest is None or single.serial_number != certificate.serial_number:
        return False
    name = hashlib.new(digest, certificate.issuer.public_bytes()).digest()
    key = hashlib.new(digest, _key_bits(issuer)).digest()
    return single.issuer_name_hash == name and single.issuer_key_hash == key


def _key_bits(issuer: x509.Certificate) -> bytes:
    """The content of subjectPublicKey without its count of unused bits (RFC 6960 §4.1.1)."""
    spki = certificates.key_bytes(issuer)
    _, bits = reader.inside(spki, reader.node_at(spki, 0, len(spki)), reader.SEQUENCE)
    return reader.content(spki, bits)[1:]


def _is_signed_for(response: ocsp.OCSPResponse, issuer: x509.Certificate, lists: Sequence[bytes]) -> bool:
    """Signed by the issuer itself, or by a responder that the issuer appointed (RFC 6960 §4.2.2.2)."""
    responders = [one for one in response.certificates if _is_appointed(one, issuer, response, lists)]
    algorithm = response.signature_hash_algorithm
    return any(
        is_signed_by(one, response.signature, response.tbs_response_bytes, algorithm)
        for one in [issuer, *responders]
    )


def _is_appointed(
    responder: x509.Certificate,
    issuer: x509.Certificate,
    response: ocsp.OCSPResponse,
    lists: Sequence[bytes],
) -> bool:
    usages = certificates.extension(responder, x509.ExtendedKeyUsage)
    made = response.produced_at_utc
    return (
        usages is not None
        and ExtendedKeyUsageOID.OCSP_SIGNING in usages
        # Nobody has vouched for `made` yet: on the last day of the year 9999 nothing can be added to it.
        and responder.not_valid_before_utc - CLOCK_SKEW <= made
        and made <= responder.not_valid_after_utc
        and certificates.is_issued_by(responder, issuer)
        and (_need_not_be_asked(responder) or _is_good(responder, issuer, made, lists))
    )


def _need_not_be_asked(responder: x509.Certificate) -> bool:
    """id-pkix-ocsp-nocheck: the issuer vouches for the responder as long as its certificate lasts."""
    return certificates.extension(responder, x509.OCSPNoCheck) is not None


def _is_good(
    responder: x509.Certificate, issuer: x509.Certificate, made: datetime, lists: Sequence[bytes]
) -> bool:
    said = [crls.about(der, responder, issuer) for der in lists]
    return any(
        one is not None and one.state is State.GOOD and one.speaks_for(made) for one in said
    ) and not any(one is not None and one.state is State.REVOKED for one in said)
