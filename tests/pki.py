"""Certificates for tests: valid by default, wrong only where a test says so.

certificate()                                  passes every rule of the guide
certificate(days=732), certificate(ca=True), certificate(hash="sha384"), certificate(key=key(bits=4096))
"""

from __future__ import annotations

import base64
import functools
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

KEYS = Path(__file__).parent / "keys"
# Three ordinary keys, and one of each size and exponent that rules refuse.
KEPT = [(1, 2048, 65537), (2, 2048, 65537), (3, 2048, 65537), (1, 1024, 65537), (1, 3072, 65537)]
KEPT += [(1, 4096, 65537), (1, 2048, 3), (1, 2047, 65537), (1, 2056, 65537)]

# The instant at which tests judge, and when the default certificate began to be valid.
AT = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
NOT_BEFORE = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
CN = "ico-12345678"
HASHES = {
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


def key(number: int = 1, *, bits: int = 2048, exponent: int = 65537) -> rsa.RSAPrivateKey:
    """An RSA key kept in tests/keys: the same for the same arguments."""
    return _kept(number, bits, exponent)


@functools.cache
def _kept(number: int, bits: int, exponent: int) -> rsa.RSAPrivateKey:
    loaded = serialization.load_pem_private_key(_path(number, bits, exponent).read_bytes(), None)
    assert isinstance(loaded, rsa.RSAPrivateKey)
    return loaded


def _path(number: int, bits: int, exponent: int) -> Path:
    return KEYS / f"rsa-{bits}-e{exponent}-{number}.pem"


@functools.cache
def elliptic_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def name(*attributes: tuple[str, str]) -> x509.Name:
    """A name of one RDN an attribute: name(("CN", "ico-12345678"), ("O", "Firma"))."""
    kinds = {"CN": NameOID.COMMON_NAME, "O": NameOID.ORGANIZATION_NAME, "C": NameOID.COUNTRY_NAME}
    kinds |= {"OU": NameOID.ORGANIZATIONAL_UNIT_NAME, "E": NameOID.EMAIL_ADDRESS}
    return x509.Name([x509.NameAttribute(kinds[kind], value) for kind, value in attributes])


def certificate(
    *,
    cn: str = CN,
    subject: x509.Name | None = None,
    issuer: x509.Name | None = None,
    key: Any = None,
    issuer_key: Any = None,
    not_before: datetime = NOT_BEFORE,
    days: float = 730,
    not_after: datetime | None = None,
    ca: bool | None = None,
    hash: str = "sha256",
    pss: bool = False,
    serial: int | None = None,
    extensions: tuple[tuple[x509.ExtensionType, bool], ...] = (),
) -> bytes:
    """DER of a certificate. `ca`: None = no BasicConstraints; `issuer`: other than the subject."""
    holder = key if key is not None else _kept(1, 2048, 65537)
    owner = subject if subject is not None else name(("CN", cn))
    builder = (
        x509.CertificateBuilder()
        .subject_name(owner)
        .issuer_name(issuer if issuer is not None else owner)
        .public_key(holder.public_key())
        .serial_number(serial or _serial(cn, hash, days, not_before))
        .not_valid_before(not_before)
        .not_valid_after(not_after or not_before + timedelta(days=days))
    )
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    signer = issuer_key or holder
    rsa_padding = padding.PSS(padding.MGF1(HASHES[hash]()), 32) if pss else None
    if isinstance(signer, rsa.RSAPrivateKey):
        made = builder.sign(signer, HASHES[hash](), rsa_padding=rsa_padding)
    else:
        made = builder.sign(signer, HASHES[hash]())
    return made.public_bytes(serialization.Encoding.DER)


def _serial(*facts: object) -> int:
    """Stable from run to run, different for different certificates."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(repr(facts).encode())
    return int.from_bytes(digest.finalize()[:8], "big") | 1


def base64_of(der: bytes, *, width: int = 64) -> str:
    """Base64 as it stands in metadata, in lines of `width` characters (0 = one line)."""
    text = base64.b64encode(der).decode()
    if not width:
        return text
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def pem(der: bytes, label: str = "CERTIFICATE") -> str:
    return f"-----BEGIN {label}-----\n{base64_of(der)}\n-----END {label}-----\n"


def private_pem(holder: Any) -> str:
    return holder.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def private_der(holder: Any) -> bytes:
    return base64.b64decode("".join(private_pem(holder).splitlines()[1:-1]))


@functools.cache
def signing_certificate() -> bytes:
    """The default certificate for signing: key 1."""
    return certificate()


@functools.cache
def encryption_certificate() -> bytes:
    """The default certificate for encryption: key 2."""
    return certificate(key=key(2))


def make_missing_keys() -> None:
    for number, bits, exponent in KEPT:
        path = _path(number, bits, exponent)
        if not path.exists():
            path.write_text(private_pem(rsa.generate_private_key(exponent, bits)))


if __name__ == "__main__":
    make_missing_keys()
