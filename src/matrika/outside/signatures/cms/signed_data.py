"""CMS SignedData (RFC 5652): read strictly, one SignerInfo verified at a time.

What the parts mean for a filing is not decided here: `cms`, `pades` and `time_stamp` build on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms, core, tsp

from matrika.core.verdict import SubIndication
from matrika.core.verdict.words import Reason
from matrika.outside.signatures import certificates
from matrika.outside.signatures.cms import algorithms
from matrika.outside.signatures.judgement import Revocation
from matrika.outside.signatures.refused import Refused

MAX_SIGNERS = 16
MAX_CERTIFICATES = 64
# What asn1crypto is seen to raise, lazily, for bytes that are not the structure they claim to be.
MALFORMED = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)

SIGNATURE_TIME_STAMP = "1.2.840.113549.1.9.16.2.14"
_REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24"
_ADBE_REVOCATION = "1.2.840.113583.1.1.8"
_CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23"
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_SIGNING_TIME = "1.2.840.113549.1.9.5"
_ESS_V1, _ESS_V2 = "1.2.840.113549.1.9.16.2.12", "1.2.840.113549.1.9.16.2.47"
_ALONE = (_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_TIME, _ESS_V1, _ESS_V2)


@dataclass(frozen=True, slots=True)
class SignedData:
    """The parts that were read once, so that nobody after meets an exception."""

    content_type: str  # OID
    content: bytes | None  # None = detached
    certificates: tuple[bytes, ...]  # DER
    revocation: Revocation
    signers: tuple[Signer, ...]


@dataclass(frozen=True, slots=True)
class Signer:
    """One SignerInfo."""

    digest_algorithm: str  # OID
    signature_algorithm: str  # OID
    parameters: bytes  # DER of the signature algorithm's parameters, b"" for none
    signature: bytes
    signed_octets: bytes  # DER of the signed attributes as SET OF
    signed: tuple[tuple[str, tuple[bytes, ...]], ...]  # OID, DER of each value
    unsigned: tuple[tuple[str, tuple[bytes, ...]], ...]
    issuer_and_serial: tuple[bytes, int] | None  # DER of the name
    key_identifier: bytes | None

    def values(self, oid: str, *, signed: bool) -> list[bytes]:
        """DER of all values of an attribute, in their order."""
        attributes = self.signed if signed else self.unsigned
        return [value for name, values in attributes if name == oid for value in values]

    @property
    def claimed_at(self) -> datetime | None:
        for value in self.values(_SIGNING_TIME, signed=True):
            try:
                moment = cms.Time.load(value).native
            except MALFORMED:
                return None
            return moment.astimezone(UTC) if isinstance(moment, datetime) else None
        return None


def read(der: bytes) -> SignedData:
    """Raises Refused."""
    try:
        info = cms.ContentInfo.load(der, strict=True)
        if info["content_type"].native != "signed_data":
            raise Refused(Reason.STRUCTURE)
        return _signed_data(info["content"])
    except MALFORMED as error:
        raise Refused(Reason.STRUCTURE) from error


def _signed_data(data: cms.SignedData) -> SignedData:
    if not 1 <= len(data["signer_infos"]) <= MAX_SIGNERS or len(data["certificates"]) > MAX_CERTIFICATES:
        raise Refused(Reason.STRUCTURE)
    encapsulated = data["encap_content_info"]
    content = encapsulated["content"]
    chosen = (one.chosen.dump() for one in data["certificates"] if one.name == "certificate")
    signers = tuple(_signer(one) for one in data["signer_infos"])
    return SignedData(
        content_type=encapsulated["content_type"].dotted,
        content=None if isinstance(content, core.Void) else _octets(content),
        certificates=(*chosen, *(der for one in signers for der in _certificate_values(one))),
        revocation=_revocation(data, signers),
        signers=signers,
    )


def _octets(content: Any) -> bytes:
    """The signed octets: the value of the OCTET STRING, without its head (RFC 5652 §5.4)."""
    value: bytes = (
        core.OctetString.load(content.untag().dump()).native if content.tag != 4 else bytes(content)
    )
    return value


def _signer(info: cms.SignerInfo) -> Signer:
    sid = info["sid"]
    by_name = sid.name == "issuer_and_serial_number"
    algorithm = info["signature_algorithm"]
    parameters = algorithm["parameters"]
    attributes = info["signed_attrs"]
    if isinstance(attributes, core.Void):
        # CAdES and PAdES need the certificate to be signed too.
        raise Refused(Reason.SIGNED_PROPERTIES, SubIndication.SIG_CONSTRAINTS_FAILURE)
    return Signer(
        digest_algorithm=info["digest_algorithm"]["algorithm"].dotted,
        signature_algorithm=algorithm["algorithm"].dotted,
        parameters=b"" if isinstance(parameters, core.Void) or parameters is None else parameters.dump(),
        signature=info["signature"].native,
        signed_octets=attributes.untag().dump(),
        signed=tuple(_attributes(attributes)),
        unsigned=tuple(_attributes(info["unsigned_attrs"])),
        issuer_and_serial=(sid.chosen["issuer"].dump(), sid.chosen["serial_number"].native)
        if by_name
        else None,
        key_identifier=None if by_name else sid.chosen.native,
    )


def _attributes(attributes: Any) -> Iterator[tuple[str, tuple[bytes, ...]]]:
    if not isinstance(attributes, core.Void):
        for one in attributes:
            yield one["type"].dotted, tuple(value.dump() for value in one["values"])


def _certificate_values(signer: Signer) -> Iterator[bytes]:
    for value in signer.values(_CERTIFICATE_VALUES, signed=False):
        yield from (one.dump() for one in core.SequenceOf.load(value, spec=core.Any))


def _revocation(data: cms.SignedData, signers: tuple[Signer, ...]) -> Revocation:
    crls, responses = [], []
    for choice in () if isinstance(data["crls"], core.Void) else data["crls"]:
        if choice.name == "crl":
            crls.append(choice.chosen.dump())
        elif choice.name == "other":
            responses.append(choice.chosen["other_rev_info"].dump())
    for signer in signers:
        for oid, signed in ((_REVOCATION_VALUES, False), (_ADBE_REVOCATION, True)):
            for value in signer.values(oid, signed=signed):
                more = _revocation_values(value)
                crls.extend(more.crls)
                responses.extend(more.ocsp)
    return Revocation(tuple(crls), tuple(responses))


def _revocation_values(value: bytes) -> Revocation:
    """RevocationValues (RFC 5126 §6.3.4), Adobe's attribute (ISO 32000-2 §12.8.3.3.2): [0] CRLs, [1] OCSP."""
    found: dict[int, list[bytes]] = {0: [], 1: []}
    for part in core.SequenceOf.load(value, spec=core.Any):
        tagged = part.dump()
        number = tagged[0] & 0x1F
        if number in found:
            inner = core.load(tagged).contents
            found[number] += [one.dump() for one in core.SequenceOf.load(inner, spec=core.Any)]
    return Revocation(tuple(found[0]), tuple(found[1]))


def verify(
    signer: Signer,
    content_type: str,
    content: bytes,
    offered: Sequence[bytes],
    *,
    allow_sha1_reference: bool = False,
) -> bytes:
    """The certificate (DER), among those offered, that signed the content. Raises Refused.

    `allow_sha1_reference`: the old ESSCertID, which names the certificate by SHA-1, is taken too. RFC 3161
    knew nothing else, and the reference only says which certificate is meant: its key still has to fit.
    """
    _check_attributes(signer, content_type, content)
    certificate = certificate_of(signer, offered)
    _check_reference(signer, certificate, allow_sha1_reference)
    try:
        key = certificates.load(certificate).public_key()
        algorithms.verify(
            key,
            signer.signature_algorithm,
            signer.parameters,
            signer.digest_algorithm,
            signer.signature,
            signer.signed_octets,
        )
    except certificates.Unreadable as error:
        raise Refused(Reason.NO_SIGNING_CERTIFICATE, SubIndication.NO_SIGNING_CERTIFICATE_FOUND) from error
    return certificate


def _check_attributes(signer: Signer, content_type: str, content: bytes) -> None:
    """Each of the attributes that count stands there once, with one value (RFC 5652 §11)."""
    names = [name for name, _ in signer.signed]
    for oid in _ALONE:
        if names.count(oid) > 1 or any(len(values) != 1 for name, values in signer.signed if name == oid):
            raise Refused(Reason.STRUCTURE)
    if _CONTENT_TYPE not in names or _MESSAGE_DIGEST not in names:
        raise Refused(Reason.STRUCTURE)
    try:
        declared = core.ObjectIdentifier.load(
            signer.values(_CONTENT_TYPE, signed=True)[0], strict=True
        ).dotted
        digest = core.OctetString.load(signer.values(_MESSAGE_DIGEST, signed=True)[0], strict=True).native
    except MALFORMED as error:
        raise Refused(Reason.STRUCTURE) from error
    if declared != content_type:
        raise Refused(Reason.STRUCTURE)
    if algorithms.digest(signer.digest_algorithm, content) != digest:
        raise Refused(Reason.DATA_CHANGED, SubIndication.HASH_FAILURE)


def certificate_of(signer: Signer, offered: Sequence[bytes]) -> bytes:
    """The certificate (DER) that the SignerInfo names, by issuer and number or by its key. Raises Refused."""
    for der in offered:
        try:
            certificate = certificates.load(der)
        except certificates.Unreadable:
            continue
        named = (certificate.issuer.public_bytes(), certificate.serial_number)
        if signer.issuer_and_serial == named or (
            signer.key_identifier is not None
            and signer.key_identifier == certificates.subject_key_identifier(certificate)
        ):
            return der
    raise Refused(Reason.NO_SIGNING_CERTIFICATE, SubIndication.NO_SIGNING_CERTIFICATE_FOUND)


def _check_reference(signer: Signer, certificate: bytes, allow_sha1: bool) -> None:
    """The signatory signed which certificate is theirs: ESSCertIDv2 (RFC 5035), first of its list."""
    newer, older = signer.values(_ESS_V2, signed=True), signer.values(_ESS_V1, signed=True)
    try:
        if newer:
            first = tsp.SigningCertificateV2.load(newer[0])["certs"][0]
            oid = first["hash_algorithm"]["algorithm"].dotted
            expected, actual = first["cert_hash"].native, algorithms.digest(oid, certificate)
        elif older and allow_sha1:
            first = tsp.SigningCertificate.load(older[0])["certs"][0]
            expected = first["cert_hash"].native
            actual = hashlib.sha1(certificate, usedforsecurity=False).digest()
        elif older:
            raise Refused(Reason.ALGORITHM_WEAK, SubIndication.CRYPTO_CONSTRAINTS_FAILURE)
        else:
            raise Refused(Reason.SIGNED_PROPERTIES, SubIndication.SIG_CONSTRAINTS_FAILURE)
    except MALFORMED as error:
        raise Refused(Reason.STRUCTURE) from error
    if expected != actual:
        raise Refused(Reason.SIGNING_CERTIFICATE_DIFFERS, SubIndication.SIG_CONSTRAINTS_FAILURE)
