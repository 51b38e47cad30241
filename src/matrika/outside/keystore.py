"""The key that signs what is published: a file that only the publishing worker may open (R-9.2).

The worker makes the key and a self-signed certificate on its first start. Whoever trusts our metadata
trusts this one key and looks at nothing else in the certificate, so nobody needs to issue it.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding

from matrika.outside.self_signed import self_signed

KEY_BITS = 3072  # enough beyond 2030 (NIST SP 800-57 part 1, table 2)
FORBIDDEN_BITS = stat.S_IRWXG | stat.S_IRWXO


class UnsafeKey(Exception):
    """The key cannot be used as it lies there; the sentence says what the operator must do."""


class SigningKey(Protocol):
    """What signs: a key in memory, or in a token."""

    def sign(self, data: bytes, padding_: AsymmetricPadding, algorithm: hashes.HashAlgorithm, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A private key in memory."""

    key: rsa.RSAPrivateKey

    def sign(self, data: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 with SHA-256, the algorithm that every SAML product verifies."""
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key, wherever it is, and the certificate that announces its public half."""

    key: SigningKey
    certificate: x509.Certificate

    def sign(self, data: bytes) -> bytes:
        """As PrivateKey does."""
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())

    @property
    def certificate_der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def certificate_pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()


def open_signer(key_file: Path, certificate_file: Path, *, at: datetime) -> Signer:
    """The signer of this installation; key and certificate are made when they are not there yet.

    Raises UnsafeKey when others may read the key, when it is no RSA key, or when the certificate
    belongs to another key; OSError when the files cannot be read or written.
    """
    if not key_file.exists():
        _make_key(key_file)
    refuse_loose_permissions(key_file)
    key = _read_key(key_file)

    def made() -> x509.Certificate:
        return self_signed(key, at=at)

    return with_certificate(key, key.public_key(), certificate_file, made, where=str(key_file))


def with_certificate(
    key: SigningKey,
    public: rsa.RSAPublicKey,
    certificate_file: Path,
    make: Callable[[], x509.Certificate],
    *,
    where: str,
) -> Signer:
    """The key with its certificate, which is made when it is not there yet. Raises UnsafeKey, OSError."""
    if not certificate_file.exists():
        certificate_file.parent.mkdir(parents=True, exist_ok=True)
        _write_new(certificate_file, make().public_bytes(serialization.Encoding.PEM), mode=0o644)
    try:
        certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    except ValueError as error:
        raise UnsafeKey(f"{certificate_file} holds no certificate in PEM: {error}") from error
    if certificate.public_key() != public:
        raise UnsafeKey(f"{certificate_file} is not the certificate of the key in {where}")
    return Signer(key, certificate)


def open_key(key_file: Path) -> PrivateKey:
    """A key that somebody else made. Raises UnsafeKey and OSError as `open_signer` does."""
    refuse_loose_permissions(key_file)
    return PrivateKey(_read_key(key_file))


def _make_key(path: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write_new(path, pem, mode=0o600)


def _write_new(path: Path, content: bytes, *, mode: int) -> None:
    """Put the whole file there or nothing; of two workers that start at once, the first one's stays."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return
    finally:
        os.unlink(temporary)


def refuse_loose_permissions(path: Path) -> None:
    for place, right in ((path, "600"), (path.parent, "700")):
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & FORBIDDEN_BITS:
            raise UnsafeKey(
                f"{place} has permissions {mode:03o}: others than its owner may reach the private key. "
                f"Find out who could have read it, then: chmod {right} {place}"
            )


def _read_key(path: Path) -> rsa.RSAPrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise UnsafeKey(f"{path} does not hold an unencrypted private key in PEM: {error}") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise UnsafeKey(f"{path} holds no RSA key; RSA-SHA256 is what signs here")
    return key
