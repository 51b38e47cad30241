"""The XAdES properties of one signature → what they say (EN 319 132-1 §5).

Signed properties are believed when the signature over them is; unsigned ones are evidence that
somebody else signed (a time-stamping unit, an authority) and that is judged by that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import core, tsp, x509
from cryptography.x509 import Certificate, InvalidVersion, load_der_x509_certificate
from lxml import etree

from matrika.core.verdict import SubIndication
from matrika.core.verdict.words import Reason
from matrika.outside.signatures import limits
from matrika.outside.signatures.judgement import Revocation
from matrika.outside.signatures.refused import Refused
from matrika.outside.signatures.xades import algorithms, names, references
from matrika.outside.signatures.xades.names import DS


@dataclass(frozen=True, slots=True)
class Properties:
    """The elements that hold the properties of one signature."""

    signed: etree._Element  # SignedProperties
    unsigned: tuple[etree._Element, ...]  # the children of UnsignedSignatureProperties
    xades: str  # the namespace, in braces


def of(signature: etree._Element) -> Properties:
    """The properties of this signature: one QualifyingProperties in one of its objects. Raises Refused."""
    found = [
        child
        for content in signature.iterchildren(DS + "Object")
        for child in content.iterchildren("*")
        if etree.QName(child).localname in ("QualifyingProperties", "QualifyingPropertiesReference")
    ]
    if len(found) != 1:
        raise Refused(Reason.SIGNED_PROPERTIES, SubIndication.SIG_CONSTRAINTS_FAILURE)
    name = etree.QName(found[0])
    xades = f"{{{name.namespace}}}"
    if name.namespace not in names.XADES_NAMESPACES or name.localname != "QualifyingProperties":
        raise Refused(Reason.SIGNED_PROPERTIES, SubIndication.SIG_CONSTRAINTS_FAILURE)
    if found[0].get("Target") != f"#{signature.get('Id')}":
        raise Refused(Reason.REFERENCE_MISPLACED)
    parts = [child.tag for child in found[0].iterchildren("*")]
    if parts not in (
        [xades + "SignedProperties"],
        [xades + "SignedProperties", xades + "UnsignedProperties"],
    ):
        raise Refused(Reason.STRUCTURE)
    unsigned = [
        child
        for holder in found[0].iterchildren(xades + "UnsignedProperties")
        for part in holder.iterchildren(xades + "UnsignedSignatureProperties")
        for child in part.iterchildren("*")
    ]
    return Properties(names.only(found[0], xades + "SignedProperties"), tuple(unsigned), xades)


def claimed_at(properties: Properties) -> datetime | None:
    """SigningTime in UTC; None when it is absent or says no instant."""
    text = _signed_texts(properties, "SigningTime")
    try:
        moment = datetime.fromisoformat(text[0].strip()) if text else None
        return moment.astimezone(UTC) if moment is not None and moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def require_no_policy(properties: Properties) -> None:
    """An explicit signature policy adds rules that we do not know. Raises Refused."""
    for part in _signature_properties(properties):
        for policy in part.iterchildren(properties.xades + "SignaturePolicyIdentifier"):
            if [child.tag for child in policy.iterchildren("*")] != [
                properties.xades + "SignaturePolicyImplied"
            ]:
                raise Refused(Reason.POLICY_UNKNOWN, SubIndication.SIGNATURE_POLICY_NOT_AVAILABLE)


def certificates(signature: etree._Element, properties: Properties | None) -> list[bytes]:
    """Every certificate that the signature brings along, KeyInfo's first. Raises Refused."""
    elements = list(signature.iterfind(f"{DS}KeyInfo/{DS}X509Data/{DS}X509Certificate"))
    if properties is not None:
        elements += _values(properties, "CertificateValues", "EncapsulatedX509Certificate")
    if len(elements) > limits.MAX_CERTIFICATES:
        raise Refused(Reason.TOO_MUCH_WORK, SubIndication.GENERIC)
    return list(dict.fromkeys(names.decoded(element) for element in elements))


def revocation(properties: Properties) -> Revocation:
    """The lists and responses that the signature brings along. Raises Refused."""
    crls = _values(properties, "RevocationValues/{0}CRLValues", "EncapsulatedCRLValue")
    responses = _values(properties, "RevocationValues/{0}OCSPValues", "EncapsulatedOCSPValue")
    if len(crls) + len(responses) > limits.MAX_CERTIFICATES:
        raise Refused(Reason.TOO_MUCH_WORK, SubIndication.GENERIC)
    return Revocation(tuple(map(names.decoded, crls)), tuple(map(names.decoded, responses)))


def time_stamps(signature: etree._Element, properties: Properties) -> list[tuple[bytes, bytes]]:
    """Each signature time stamp with the octets that it must be about (EN 319 132-1 §5.3). Raises Refused."""
    stamps = [one for one in properties.unsigned if one.tag == properties.xades + "SignatureTimeStamp"]
    tokens = [(s, t) for s in stamps for t in s.iterchildren(properties.xades + "EncapsulatedTimeStamp")]
    if len(tokens) > limits.MAX_TIME_STAMPS:
        raise Refused(Reason.TOO_MUCH_WORK, SubIndication.GENERIC)
    value = names.only(signature, DS + "SignatureValue")
    return [
        (names.decoded(token), references.octets(value, stamp.find(DS + "CanonicalizationMethod")))
        for stamp, token in tokens
    ]


def has_archive_time_stamp(properties: Properties) -> bool:
    """Of XAdES 1.3.2 or 1.4.1."""
    return any(etree.QName(one).localname == "ArchiveTimeStamp" for one in properties.unsigned)


def media_types(properties: Properties) -> dict[str, str]:
    """What DataObjectFormat says: Id of a reference → media type."""
    xades = properties.xades
    found = properties.signed.iterfind(f"{xades}SignedDataObjectProperties/{xades}DataObjectFormat")
    return {
        each.get("ObjectReference", "").removeprefix("#"): each.findtext(properties.xades + "MimeType") or ""
        for each in found
    }


def signing_certificate(properties: Properties, candidates: list[bytes]) -> bytes:
    """The candidate that the signatory signed as their own, in each form that is given. Raises Refused."""
    xades = properties.xades
    named = [
        next(part.iterchildren(xades + "Cert"), None)
        for holder in _signature_properties(properties)
        for part in holder.iterchildren(xades + "SigningCertificate", xades + "SigningCertificateV2")
    ]
    if not named or None in named:
        raise Refused(Reason.NO_SIGNING_CERTIFICATE, SubIndication.NO_SIGNING_CERTIFICATE_FOUND)
    remaining = candidates
    for cert in named:
        assert cert is not None
        remaining = [each for each in remaining if _is_named(cert, each, xades)]
    if not remaining:
        reason = Reason.SIGNING_CERTIFICATE_DIFFERS if candidates else Reason.NO_SIGNING_CERTIFICATE
        raise Refused(reason, SubIndication.NO_SIGNING_CERTIFICATE_FOUND)
    _require_same_serial(named, remaining[0], xades)
    return remaining[0]


def _is_named(cert: etree._Element, candidate: bytes, xades: str) -> bool:
    digest = names.only(cert, xades + "CertDigest")
    method = names.only(digest, DS + "DigestMethod").get("Algorithm", "")
    return algorithms.digest(method, candidate) == names.decoded(names.only(digest, DS + "DigestValue"))


def _require_same_serial(named: list[etree._Element | None], certificate: bytes, xades: str) -> None:
    """Issuer and serial number, where given, are those of the certificate.

    The text form's issuer is not compared: programs write names in many ways, and the digest binds the
    certificate already.
    """
    try:
        own = load_der_x509_certificate(certificate)
        for cert in named:
            assert cert is not None
            serial = cert.findtext(f"{xades}IssuerSerial/{DS}X509SerialNumber")
            encoded = cert.find(xades + "IssuerSerialV2")
            is_same = serial is None or int(serial.strip()) == own.serial_number
            if not is_same or (encoded is not None and not _is_of(names.decoded(encoded), own)):
                raise Refused(Reason.SIGNING_CERTIFICATE_DIFFERS, SubIndication.SIG_CONSTRAINTS_FAILURE)
    except (ValueError, TypeError, InvalidVersion):
        raise Refused(Reason.SIGNING_CERTIFICATE_DIFFERS, SubIndication.SIG_CONSTRAINTS_FAILURE) from None


def _is_of(issuer_serial: bytes, certificate: Certificate) -> bool:
    """RFC 5035 IssuerSerial. Raises ValueError, TypeError."""
    said = tsp.IssuerSerial.load(issuer_serial, strict=True)
    issuers = [name.chosen.hashable for name in said["issuer"] if name.name == "directory_name"]
    serial: core.Integer = said["serial_number"]
    # Compared as names are (RFC 5280 §7.1): programs write the same one with other string types.
    issuer = x509.Name.load(certificate.issuer.public_bytes()).hashable
    return issuer in issuers and serial.native == certificate.serial_number


def _signature_properties(properties: Properties) -> list[etree._Element]:
    return list(properties.signed.iterchildren(properties.xades + "SignedSignatureProperties"))


def _signed_texts(properties: Properties, name: str) -> list[str]:
    return [part.findtext(properties.xades + name) or "" for part in _signature_properties(properties)]


def _values(properties: Properties, holder: str, name: str) -> list[etree._Element]:
    """Encapsulated values: of the signature itself, and of its time stamps (TimeStampValidationData)."""
    xades = properties.xades
    first, _, rest = holder.partition("/")
    holders = [one for one in properties.unsigned if one.tag == xades + first]
    for one in properties.unsigned:
        if etree.QName(one).localname == "TimeStampValidationData":
            holders += one.iterchildren(xades + first)
    within = f"{rest.format(xades)}/{xades}{name}" if rest else xades + name
    return [value for one in holders for value in one.iterfind(within)]
