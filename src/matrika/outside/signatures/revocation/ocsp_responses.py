"""One OCSP response (RFC 6960) asked about one certificate."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, SignatureAlgorithmOID

from matrika.outside.signatures import certificates
from matrika.outside.signatures.cms import algorithms
from matrika.outside.signatures.cms.signed_data import MALFORMED
from matrika.outside.signatures.refused import Refused
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
# What cryptography is seen to raise, lazily, for odd responses.
_ODD = (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension)


class UnreadableResponse(ValueError):
    """The bytes are no successful OCSP response."""


@dataclass(frozen=True, slots=True)
class Outline:
    """What a response says of itself; nothing of it is proven."""

    responder: str  # RFC 4514, or "key " and the hash of its key
    serial_numbers: tuple[str, ...]  # of the certificates it speaks of, upper-case hex
    this_update: datetime  # the earliest of its answers'
    made_at: datetime  # the latest of them
    next_update: datetime | None  # the earliest; None = one answer has none


def read(der: bytes) -> Outline:
    """For whoever keeps a response. Raises UnreadableResponse."""
    try:
        response = _load(der)
        if response is None:
            raise UnreadableResponse("not successful, or too large")
        answers = _singles(response)
        if not answers:
            raise UnreadableResponse("it answers nothing")
        ends = [one.next_update_utc for one in answers]
        return Outline(
            _responder(response),
            tuple(f"{one.serial_number:X}" for one in answers),
            this_update=min(one.this_update_utc for one in answers),
            made_at=max(one.this_update_utc for one in answers),
            next_update=None if None in ends else min(end for end in ends if end is not None),
        )
    except _ODD as error:
        raise UnreadableResponse(str(error)) from error


def speaks_for(der: bytes, issuer: x509.Certificate) -> bool:
    """Whether the response, which `read` could read, names certificates of this issuer."""
    response = _load(der)
    return response is not None and any(_names(one, issuer.subject, issuer) for one in _singles(response))


def is_vouched_for(der: bytes, issuer: x509.Certificate) -> bool:
    """Whether this issuer, or a responder with a certificate from it, signed the response.

    Whether such a responder's own certificate was revoked is asked when the response is used.
    """
    try:
        response = _load(der)
        if response is None:
            return False
        signers = [issuer, *(one for one in response.certificates if _may_respond(one, issuer, response))]
        return _is_signed_by_one_of(signers, response)
    except _ODD:
        return False


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
    except _ODD:
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
    for single in _singles(response):
        if single.serial_number != certificate.serial_number or not _names(
            single, certificate.issuer, issuer
        ):
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


def _singles(response: ocsp.OCSPResponse) -> list[ocsp.OCSPSingleResponse]:
    return list(islice(response.responses, MAX_SINGLE_RESPONSES))


def _responder(response: ocsp.OCSPResponse) -> str:
    if response.responder_name is not None:
        return response.responder_name.rfc4514_string()
    return f"key {(response.responder_key_hash or b'').hex()}"


def _names(single: ocsp.OCSPSingleResponse, name: x509.Name, issuer: x509.Certificate) -> bool:
    """Whether the answer is about a certificate with this issuer's key and this name of its issuer."""
    digest = _NAMING_DIGESTS.get(type(single.hash_algorithm))
    if digest is None:
        return False
    name_hash = hashlib.new(digest, name.public_bytes()).digest()
    key_hash = hashlib.new(digest, _key_bits(issuer)).digest()
    return single.issuer_name_hash == name_hash and single.issuer_key_hash == key_hash


def _key_bits(issuer: x509.Certificate) -> bytes:
    """The content of subjectPublicKey without its count of unused bits (RFC 6960 §4.1.1)."""
    spki = certificates.key_bytes(issuer)
    _, bits = reader.inside(spki, reader.node_at(spki, 0, len(spki)), reader.SEQUENCE)
    return reader.content(spki, bits)[1:]


def _is_signed_for(response: ocsp.OCSPResponse, issuer: x509.Certificate, lists: Sequence[bytes]) -> bool:
    """Signed by the issuer itself, or by a responder that the issuer appointed (RFC 6960 §4.2.2.2)."""
    responders = [
        one
        for one in response.certificates
        if _may_respond(one, issuer, response)
        and (_need_not_be_asked(one) or _is_good(one, issuer, response.produced_at_utc, lists))
    ]
    return _is_signed_by_one_of([issuer, *responders], response)


def _is_signed_by_one_of(signers: Sequence[x509.Certificate], response: ocsp.OCSPResponse) -> bool:
    if response.signature_algorithm_oid == SignatureAlgorithmOID.RSASSA_PSS:
        return any(_is_signed_with_pss(one, response) for one in signers)
    algorithm = response.signature_hash_algorithm
    return any(
        is_signed_by(one, response.signature, response.tbs_response_bytes, algorithm) for one in signers
    )


def _is_signed_with_pss(signer: x509.Certificate, response: ocsp.OCSPResponse) -> bool:
    """RSASSA-PSS says its digest in its parameters (RFC 4055 §3.1), which `cryptography` does not tell."""
    try:
        whole = asn1_ocsp.OCSPResponse.load(response.public_bytes(serialization.Encoding.DER))
        said = whole["response_bytes"]["response"].parsed["signature_algorithm"]["parameters"]
        algorithms.verify(
            signer.public_key(),
            SignatureAlgorithmOID.RSASSA_PSS.dotted_string,
            said.dump(),
            said["hash_algorithm"]["algorithm"].dotted,
            response.signature,
            response.tbs_response_bytes,
        )
    except (*MALFORMED, Refused):
        return False
    return True


def _may_respond(responder: x509.Certificate, issuer: x509.Certificate, response: ocsp.OCSPResponse) -> bool:
    """Whether the issuer gave it a certificate for this, which lasted when the response was made."""
    usages = certificates.extension(responder, x509.ExtendedKeyUsage)
    made = response.produced_at_utc
    return (
        usages is not None
        and ExtendedKeyUsageOID.OCSP_SIGNING in usages
        # Nobody has vouched for `made` yet: on the last day of the year 9999 nothing can be added to it.
        and responder.not_valid_before_utc - CLOCK_SKEW <= made
        and made <= responder.not_valid_after_utc
        and certificates.is_issued_by(responder, issuer)
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
