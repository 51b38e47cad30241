"""A demo trust service provider: certificates whose private keys everybody knows, for trying and for tests.

Keys are derived from their names, so every process and every day has the same ones without storing any.
That is what makes them worthless as proof: the territory of their trusted list is DEMO_TERRITORY, which
is refused outside demo mode (`trust.import_list`).
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from matrika.demo import der

DEMO_TERRITORY = "XX"  # ISO 3166-1 gives it to nobody
ORGANISATION = "Ukážková dôveryhodná služba, a. s. (DEMO)"
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
ISSUED = datetime(2024, 1, 1, tzinfo=UTC)
ENDS = datetime(2045, 1, 1, tzinfo=UTC)
EXPIRED = datetime(2024, 7, 1, tzinfo=UTC)
CRL_ADDRESS = "http://ca.demo.example/ca.crl"
OCSP_ADDRESS = "http://ca.demo.example/ocsp"
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Holder:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: Key

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def sign(self, data: bytes, algorithm: hashes.HashAlgorithm | None = None) -> bytes:
        """RSA PKCS#1 v1.5, or ECDSA as DER (CMS; XML signatures want `sign_raw`). SHA-256 by default."""
        algorithm = algorithm or hashes.SHA256()
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), algorithm)
        return self.key.sign(data, ec.ECDSA(algorithm))

    def sign_raw(self, data: bytes, algorithm: hashes.HashAlgorithm | None = None) -> bytes:
        """Like `sign`, with ECDSA as r ‖ s (RFC 6931 §2.3.6)."""
        signature = self.sign(data, algorithm)
        return signature if isinstance(self.key, rsa.RSAPrivateKey) else der.r_and_s(signature)


class Role(StrEnum):
    """The certificates that the demo has, by what is special about them."""

    PERSON = "person"  # qualified, for signatures, on a qualified device → KEP
    PERSON_RSA = "person-rsa"  # the same with an RSA key
    SEAL = "seal"  # qualified, for seals, on a qualified device → KEPe
    PERSON_WITHOUT_DEVICE = "person-without-device"  # qualified, no such device → uznaný spôsob
    UNQUALIFIED = "unqualified"  # by the same authority, without any QcStatement
    EXPIRED = "expired"  # a person's, until EXPIRED
    REVOKED = "revoked"  # a person's; when, says the CRL or the response that one makes
    STRANGER = "stranger"  # looks like PERSON, by an authority that is on no list


@functools.cache
def root() -> Holder:
    """Above the qualified authority, and on no list: as in life."""
    return _authority("Demo Root CA", None)


@functools.cache
def issuer() -> Holder:
    """The qualified authority that the demo list names (CA/QC)."""
    return _authority("Demo Qualified CA", root())


@functools.cache
def unlisted_issuer() -> Holder:
    """An authority with the same habits that no list names."""
    return _authority("Demo Unlisted CA", None)


@functools.cache
def time_stamping_unit() -> Holder:
    """Named by the demo list as TSA/QTST."""
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return certificate_of("Demo Time Stamping Unit", root(), extensions=((usage, True),))


@functools.cache
def ocsp_responder() -> Holder:
    """A delegated responder of the qualified authority, itself never asked about (ocsp-nocheck)."""
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
    return certificate_of(
        "Demo OCSP Responder", issuer(), extensions=((usage, False), (x509.OCSPNoCheck(), False))
    )


@functools.cache
def list_operator() -> Holder:
    """Signs the demo's trusted list. Its certificate is the pin."""
    return certificate_of("Demo Trusted List Operator", None)


@functools.cache
def holder(
    role: Role, *, ico: str = "99999994", given_name: str = "Alžbeta", surname: str = "Agátová"
) -> Holder:
    """Somebody who can sign. `ico` is the seal's; the names are a person's."""
    if role is Role.SEAL:
        names = [
            (NameOID.COMMON_NAME, "Pečať ukážkovej organizácie (DEMO)"),
            (NameOID.ORGANIZATION_NAME, "Ukážková organizácia (DEMO)"),
            (NameOID.ORGANIZATION_IDENTIFIER, f"NTRSK-{ico}"),
        ]
    else:
        names = [
            (NameOID.COMMON_NAME, f"{given_name} {surname} (DEMO)"),
            (NameOID.GIVEN_NAME, given_name),
            (NameOID.SURNAME, surname),
            (NameOID.SERIAL_NUMBER, "PNOSK-0000000000"),
        ]
    statements = {
        Role.UNQUALIFIED: (),
        Role.SEAL: (der.QC_COMPLIANCE, der.QC_SSCD, der.qc_type(der.QC_TYPE_ESEAL)),
        Role.PERSON_WITHOUT_DEVICE: (der.QC_COMPLIANCE, der.qc_type(der.QC_TYPE_ESIGN)),
    }.get(role, (der.QC_COMPLIANCE, der.QC_SSCD, der.qc_type(der.QC_TYPE_ESIGN)))
    extensions = ((der.qc_statements(*statements), False),) if statements else ()
    return certificate_of(
        f"{role} {names}",
        unlisted_issuer() if role is Role.STRANGER else issuer(),
        subject=x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "SK"), *map(_attribute, names)]),
        key=_rsa_key() if role is Role.PERSON_RSA else None,
        until=EXPIRED if role is Role.EXPIRED else ENDS,
        extensions=(*extensions, *_addresses()),
    )


def _attribute(pair: tuple[x509.ObjectIdentifier, str]) -> x509.NameAttribute[str]:
    return x509.NameAttribute(*pair)


def _addresses() -> tuple[tuple[x509.ExtensionType, bool], ...]:
    """Where a real verifier would ask; the demo's are under `example` and answer nobody."""
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(CRL_ADDRESS)], None, None, None)
    place = x509.UniformResourceIdentifier(OCSP_ADDRESS)
    access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)
    return (
        (x509.CRLDistributionPoints([point]), False),
        (x509.AuthorityInformationAccess([access]), False),
    )


def _authority(name: str, by: Holder | None) -> Holder:
    return certificate_of(name, by, is_ca=True)


def certificate_of(
    name: str,
    by: Holder | None,
    *,
    subject: x509.Name | None = None,
    key: Key | None = None,
    is_ca: bool = False,
    path_length: int | None = None,
    until: datetime = ENDS,
    extensions: tuple[tuple[x509.ExtensionType, bool], ...] = (),
) -> Holder:
    """A certificate, by itself when `by` is None. Same arguments, same bytes (but for RSA keys).

    `name` gives the key and, unless `subject` is given, the common name.
    """
    holder_key = key or _derived_key(name)
    subject = subject or _service_name(name)
    signer = by.key if by else holder_key
    public = holder_key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(public)
        .serial_number(_serial(name, public))
        .not_valid_before(BEGAN if is_ca else ISSUED)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=path_length), critical=True)
        .add_extension(_key_usage(is_ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    deterministic = None if isinstance(signer, rsa.RSAPrivateKey) else True
    return Holder(builder.sign(signer, hashes.SHA256(), ecdsa_deterministic=deterministic), holder_key)


def _service_name(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "SK"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _key_usage(is_ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=not is_ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )


def _derived_key(name: str) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(hashlib.sha512(f"matrika demo {name}".encode()).digest(), "big")
    return ec.derive_private_key(number % (P256_ORDER - 1) + 1, ec.SECP256R1())


@functools.cache
def _rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _serial(name: str, public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> int:
    """Stable for a key, different for different certificates."""
    spki = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return int.from_bytes(hashlib.sha256(name.encode() + spki).digest()[:8], "big") | 1
