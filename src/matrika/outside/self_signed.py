"""The certificate that announces a publication key: self-signed, for nobody needs to issue it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

LIFETIME = timedelta(days=3653)


def self_signed(key: rsa.RSAPrivateKey, *, at: datetime) -> x509.Certificate:
    return _builder(key.public_key(), at).sign(key, hashes.SHA256())


def signed_elsewhere(
    public: rsa.RSAPublicKey, sign: Callable[..., bytes], *, at: datetime
) -> x509.Certificate:
    """The same, signed by a key that is not here.

    The library signs by keys in memory only: a passing one signs, then its signature is exchanged.
    """
    passing = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    draft = _builder(public, at).sign(passing, hashes.SHA256())
    signature = sign(draft.tbs_certificate_bytes, padding.PKCS1v15(), hashes.SHA256())
    certificate = asn1.Certificate.load(draft.public_bytes(serialization.Encoding.DER))
    certificate["signature_value"] = signature
    return x509.load_der_x509_certificate(certificate.dump(force=True))


def _builder(public: rsa.RSAPublicKey, at: datetime) -> x509.CertificateBuilder:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Matrika metadata signing")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at)
        .not_valid_after(at + LIFETIME)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    )
