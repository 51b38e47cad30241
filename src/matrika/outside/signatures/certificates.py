"""X.509 certificates of signatories and services: read whole or not at all, and the facts asked of them.

`cryptography` decodes lazily and raises late: `load` touches every part once, so that nobody after it
meets an exception.
"""

from __future__ import annotations

import functools
import hashlib
from typing import TypeVar
from unicodedata import category

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID

from matrika.core.verdict import Signatory

MAX_BYTES = 64 * 1024
MIN_RSA_BITS = 2048  # ETSI TS 119 312: less is not to be trusted any more
MAX_RSA_BITS = 8192  # verifying with a larger one only costs time
# ETSI TS 119 312 §6.2.2.3: NIST's and Brainpool's, and no other ones however long.
CURVES = (
    ec.SECP256R1,
    ec.SECP384R1,
    ec.SECP521R1,
    ec.BrainpoolP256R1,
    ec.BrainpoolP384R1,
    ec.BrainpoolP512R1,
)
STRONG_HASHES = (
    hashes.SHA256,
    hashes.SHA384,
    hashes.SHA512,
    hashes.SHA3_256,
    hashes.SHA3_384,
    hashes.SHA3_512,
)
# Extensions that this verification understands, and so may be critical (RFC 5280 §4.2).
UNDERSTOOD = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.CERTIFICATE_POLICIES,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
        ExtensionOID.CRL_DISTRIBUTION_POINTS,
        ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
        ExtensionOID.SUBJECT_KEY_IDENTIFIER,
        x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"),  # QcStatements
    }
)

_UNSEEN = ("Cc", "Cf", "Cs")  # control, format and surrogate characters
# Purposes of machines: who has no other one cannot sign documents.
_FOR_SERVICES = frozenset(
    {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.TIME_STAMPING, ExtendedKeyUsageOID.OCSP_SIGNING}
)

Kind = TypeVar("Kind", bound=x509.ExtensionType)


class Unreadable(ValueError):
    """The bytes are not a certificate that can be judged."""


@functools.lru_cache(maxsize=512)
def load(der: bytes) -> x509.Certificate:
    """A certificate of which every part can be read. Raises Unreadable."""
    if len(der) > MAX_BYTES:
        raise Unreadable("too large")
    try:
        certificate = x509.load_der_x509_certificate(der)
        _touch(certificate)
    # What cryptography is seen to raise for the parts of odd certificates.
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.DuplicateExtension) as error:
        raise Unreadable(str(error)) from error
    except (x509.InvalidVersion, x509.UnsupportedGeneralNameType) as error:
        raise Unreadable(str(error)) from error
    return certificate


def load_bare(der: bytes) -> x509.Certificate:
    """A certificate of which only the key and the days are asked, whatever its extensions say.

    For those that somebody vouches for: the signer of Estonia's list has a path length without being an
    authority, which `cryptography` refuses to read. Raises Unreadable.
    """
    try:
        certificate = x509.load_der_x509_certificate(der)
        _ = certificate.public_key(), certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except (ValueError, TypeError, UnsupportedAlgorithm, x509.InvalidVersion) as error:
        raise Unreadable(str(error)) from error
    return certificate


def _touch(certificate: x509.Certificate) -> None:
    _ = certificate.subject, certificate.issuer, certificate.extensions, certificate.public_key()
    _ = certificate.not_valid_before_utc, certificate.not_valid_after_utc, certificate.serial_number


def extension(certificate: x509.Certificate, kind: type[Kind]) -> Kind | None:
    """The extension of that kind, None where there is none."""
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def raw_extension(certificate: x509.Certificate, dotted: str) -> bytes | None:
    """DER of the value of an extension that `cryptography` has no class for."""
    for found in certificate.extensions:
        if found.oid.dotted_string == dotted:
            value: bytes = found.value.public_bytes()
            return value
    return None


def has_unknown_critical_extension(certificate: x509.Certificate) -> bool:
    return any(found.critical and found.oid not in UNDERSTOOD for found in certificate.extensions)


def subject_key_identifier(certificate: x509.Certificate) -> bytes | None:
    found = extension(certificate, x509.SubjectKeyIdentifier)
    return None if found is None else found.digest


def is_authority(certificate: x509.Certificate) -> bool:
    """May it issue certificates? CA:TRUE, and a KeyUsage that does not forbid it."""
    constraints = extension(certificate, x509.BasicConstraints)
    usage = extension(certificate, x509.KeyUsage)
    return constraints is not None and constraints.ca and (usage is None or usage.key_cert_sign)


def may_sign(certificate: x509.Certificate) -> bool:
    """Is it meant for signing? RFC 5280 §4.2.1.3: digitalSignature or nonRepudiation; never a CA, nor a
    key that §4.2.1.12 restricts to servers, time stamps or revocation data."""
    constraints = extension(certificate, x509.BasicConstraints)
    usage = extension(certificate, x509.KeyUsage)
    purposes = extension(certificate, x509.ExtendedKeyUsage)
    if constraints is not None and constraints.ca:
        return False
    if purposes is not None and _FOR_SERVICES.issuperset(purposes):
        return False
    return usage is None or usage.digital_signature or usage.content_commitment


def is_strong_key(key: PublicKeyTypes) -> bool:
    if isinstance(key, rsa.RSAPublicKey):
        return MIN_RSA_BITS <= key.key_size <= MAX_RSA_BITS
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, CURVES)


def is_issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Name and signature agree; the signature is by a strong key over a strong digest."""
    try:
        algorithm = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return False
    if not isinstance(algorithm, STRONG_HASHES) or not is_strong_key(issuer.public_key()):
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True


def fingerprint(der: bytes) -> str:
    """SHA-256, upper-case hex, as the register shows it elsewhere."""
    return hashlib.sha256(der).hexdigest().upper()


def key_bytes(certificate: x509.Certificate) -> bytes:
    """SubjectPublicKeyInfo: with the subject's name it says who an authority is."""
    return certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def signatory(certificate: x509.Certificate) -> Signatory:
    """Whom the certificate names."""
    subject = certificate.subject
    return Signatory(
        common_name=_text(subject, NameOID.COMMON_NAME),
        given_name=_text(subject, NameOID.GIVEN_NAME),
        surname=_text(subject, NameOID.SURNAME),
        organisation=_text(subject, NameOID.ORGANIZATION_NAME),
        person_identifier=_text(subject, NameOID.SERIAL_NUMBER),
        organisation_identifier=_text(subject, NameOID.ORGANIZATION_IDENTIFIER),
        issuer=_visible(certificate.issuer.rfc4514_string()),
        fingerprint=fingerprint(certificate.public_bytes(serialization.Encoding.DER)),
    )


def _text(name: x509.Name, kind: x509.ObjectIdentifier) -> str:
    """The one value of an attribute. Of several none is taken: it would be open whom they name."""
    values = {str(attribute.value) for attribute in name.get_attributes_for_oid(kind)}
    return _visible(values.pop()) if len(values) == 1 else ""


def _visible(text: str) -> str:
    """The text with a mark for every character that nobody sees: anybody can make a certificate whose name
    holds a zero byte, which PostgreSQL stores nowhere, or turns the direction in which a reviewer reads."""
    return "".join("\N{REPLACEMENT CHARACTER}" if category(each) in _UNSEEN else each for each in text)
