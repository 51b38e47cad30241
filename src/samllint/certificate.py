"""DER → Certificate: the facts that rules ask about, each read once and safely.

`cryptography` is the judge of what is a certificate; the single facts come from `samllint.der`, which
also finds them where `cryptography` raises for something no rule asks about. A fact that nobody
can read is a value here, so that it becomes a finding and never a crash.
"""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509 import InvalidVersion, load_der_x509_certificate

from samllint import der

RSA_ENCRYPTION = "1.2.840.113549.1.1.1"
EDWARDS_BITS = 256  # Ed25519 and X25519 keys have no other length, and no attribute that says so
COMMON_NAME = "2.5.4.3"
UNKNOWN = "?"  # an OID that could not be read

T = TypeVar("T")

# `cryptography` announces what its coming versions will refuse. Whoever checks a document must not find
# that on standard error; the filter concerns the call in this module alone.
warnings.filterwarnings("ignore", category=CryptographyDeprecationWarning, module=re.escape(__name__))


class CertificateFault(StrEnum):
    """Why an X509Certificate element holds no certificate (R-3.1.4): each has its own sentence."""

    EMPTY = "empty"
    PEM_ARMOUR = "pem-armour"
    NOT_BASE64 = "not-base64"
    NO_PADDING = "no-padding"
    URL_SAFE_ALPHABET = "url-safe-alphabet"
    TRAILING_BITS = "trailing-bits"
    DOUBLE_BASE64 = "double-base64"
    MARKUP_INSIDE = "markup-inside"  # an element, comment, PI or CDATA inside the text
    PRIVATE_KEY = "private-key"  # also inside PKCS#12
    TWO_CERTIFICATES = "two-certificates"
    TRAILING_BYTES = "trailing-bytes"
    PKCS7 = "pkcs7"  # a certificate bundle (.p7b)
    NOT_DER = "not-der"  # BER, truncated, or no ASN.1 at all
    NOT_A_CERTIFICATE = "not-a-certificate"  # ASN.1, yet something else: a request, a public key


class NotACertificate(ValueError):
    """The bytes are no certificate; `fault` says why."""

    def __init__(self, fault: CertificateFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


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
    public_key: int | bytes  # an RSA modulus, or the SubjectPublicKeyInfo: same key = same value
    signature_algorithm: str  # OID outside the signed part: what verifiers go by
    inner_signature_algorithm: str = ""  # OID inside it; RFC 5280 §4.1.1.2 wants both the same
    common_names: tuple[str, ...] = ()  # every CN of the subject, in order; normally one
    unreadable: tuple[str, ...] = ()

    @property
    def key_digest(self) -> str:
        """SHA-256 of `public_key`, 64 upper-case hex digits."""
        key = self.public_key
        octets = key if isinstance(key, bytes) else key.to_bytes((key.bit_length() + 7) // 8, "big")
        return hashlib.sha256(octets).hexdigest().upper()

    @property
    def validity_days(self) -> int:
        """Whole days between notBefore and notAfter (R-3.1.5)."""
        return (self.not_after - self.not_before).days


def read(data: bytes) -> Certificate:
    """The certificate that fills these DER bytes. Raises NotACertificate."""
    try:
        parts = der.parts(data)
        not_before, not_after = der.inside(data, parts.validity, der.SEQUENCE)
        since, until = der.moment(data, not_before), der.moment(data, not_after)
    except ValueError as error:
        raise NotACertificate(what_it_is(data)) from error
    if not is_loadable(data):
        raise NotACertificate(CertificateFault.NOT_A_CERTIFICATE)
    facts = _Facts(data)
    subject = facts.read("subject", der.relative_names, parts.subject, None)
    key_algorithm, bits, modulus, exponent = _key(facts, parts.public_key)
    signature, inner_signature = _signature_algorithms(facts, parts)
    # Extensions that nobody can read are not taken for "no CA": they are named unreadable.
    is_ca = parts.extensions is not None and facts.read("extensions", der.says_ca, parts.extensions, False)
    return Certificate(
        der=data,
        fingerprint=hashlib.sha256(data).hexdigest().upper(),
        serial_number=der.content(data, parts.serial).hex().upper().lstrip("0") or "0",
        subject=subject,
        not_before=since,
        not_after=until,
        is_ca=is_ca,
        key_algorithm=key_algorithm,
        key_bits=bits,
        public_exponent=exponent,
        modulus=modulus,
        # Of RSA the modulus alone: another exponent does not make another secret.
        public_key=modulus or data[parts.public_key[1] : parts.public_key[3]],
        signature_algorithm=signature,
        inner_signature_algorithm=inner_signature,
        common_names=tuple([value for rdn in subject or () for kind, value in rdn if kind == COMMON_NAME]),
        unreadable=tuple(dict.fromkeys(facts.unreadable)),
    )


class _Facts:
    """Reads facts of one certificate and keeps the names of those that nobody can read."""

    __slots__ = ("data", "unreadable")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.unreadable: list[str] = []

    def read(self, name: str, reader: Callable[[bytes, der.Node], T], node: der.Node, otherwise: T) -> T:
        try:
            return reader(self.data, node)
        except ValueError:
            self.unreadable.append(name)
            return otherwise


def _key(facts: _Facts, public_key: der.Node) -> tuple[str, int | None, int | None, int | None]:
    """Algorithm, length, and of an RSA key modulus and exponent."""
    algorithm = facts.read("key algorithm", der.key_algorithm, public_key, UNKNOWN)
    if algorithm != RSA_ENCRYPTION:
        return algorithm, facts.read("public key", _other_key_bits, public_key, None), None, None
    numbers = facts.read("public key", der.rsa_numbers, public_key, None)
    if numbers is None:
        return algorithm, None, None, None
    modulus, exponent = numbers
    return algorithm, modulus.bit_length(), modulus, exponent


def _signature_algorithms(facts: _Facts, parts: der.Parts) -> tuple[str, str]:
    """Outside and inside the signed part. Nearly always the same bytes, which are then read once."""
    outer = facts.read("signature", der.algorithm, parts.outer_algorithm, UNKNOWN)
    if der.content(facts.data, parts.inner_algorithm) == der.content(facts.data, parts.outer_algorithm):
        return outer, outer
    return outer, facts.read("signature", der.algorithm, parts.inner_algorithm, UNKNOWN)


def is_loadable(data: bytes) -> bool:
    """Whether `cryptography` takes the bytes for an X.509 certificate."""
    try:
        load_der_x509_certificate(data)
    except Warning:
        # Somebody runs with warnings as errors, and this certificate has an oddity (say, serial
        # number 0) that a coming version will refuse. Today's version loads it.
        return True
    except (ValueError, InvalidVersion):  # the latter is no ValueError, unlike everything else it raises
        return False
    return True


def what_it_is(data: bytes) -> CertificateFault:
    """What bytes are that are not one DER certificate: the most telling name for them."""
    try:
        outer = der.node_at(data, 0, len(data))
        if outer[0] != der.SEQUENCE:
            return CertificateFault.NOT_DER
        if outer[3] < len(data):
            return _what_follows(data, outer[3])
        inside = der.children(data, outer)
    except ValueError:
        return CertificateFault.NOT_DER
    tags = [node[0] for node in inside[:3]]
    if tags[:1] == [der.INTEGER] and len(tags) > 1:
        return CertificateFault.PRIVATE_KEY  # PKCS#1, PKCS#8, SEC 1 and PKCS#12 all begin so
    if tags == [der.SEQUENCE, der.OCTET_STRING] and len(inside) == 2:
        return CertificateFault.PRIVATE_KEY  # PKCS#8, encrypted
    if tags == [der.OID, der.EXPLICIT_0]:
        return CertificateFault.PKCS7
    return CertificateFault.NOT_A_CERTIFICATE


def _what_follows(data: bytes, end: int) -> CertificateFault:
    """What stands behind the first structure: another certificate, or anything."""
    try:
        der.parts(data[end : der.node_at(data, end, len(data))[3]])
    except ValueError:
        return CertificateFault.TRAILING_BYTES
    return CertificateFault.TWO_CERTIFICATES


def _other_key_bits(data: bytes, public_key: der.Node) -> int:
    """The length of a key that is not RSA, as its own kind counts it. Raises ValueError."""
    try:
        key = load_der_public_key(data[public_key[1] : public_key[3]])
    except (UnsupportedAlgorithm, Warning) as error:
        raise ValueError("a key of an unknown kind") from error
    return int(getattr(key, "key_size", EDWARDS_BITS))
