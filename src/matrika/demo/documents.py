"""Metadata for the demo's providers, with certificates valid from when to when the story needs."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from samllint import generate


def metadata(
    entity_id: str,
    *,
    common_name: str,
    not_before: datetime,
    not_after: datetime,
    acs: str = "/saml/acs",
    is_ca: bool = False,
) -> bytes:
    """A service provider's metadata with two certificates of its own.

    `is_ca` makes the mistake that OpenSSL's defaults make, for a filing that is to be rejected.
    """
    signing, encryption = (
        certificate(common_name, not_before, not_after, is_ca=is_ca) for _use in ("signing", "encryption")
    )
    return generate.metadata(
        entity_id=entity_id,
        signing=signing,
        encryption=encryption,
        acs=f"{entity_id}{acs}",
        slo=f"{entity_id}/saml/slo",
    )


def certificate(common_name: str, not_before: datetime, not_after: datetime, *, is_ca: bool) -> bytes:
    """A new self-signed certificate in DER. Its key is thrown away: nobody logs in with it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.DER)
