"""The key that signs what is published: a file that only the publishing worker may open (R-9.2).

The worker makes the key and a self-signed certificate on its first start. Whoever trusts our metadata
trusts this one key and looks at nothing else in the certificate, so nobody needs to issue it.
"""

from __future__ import annotations

import os
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

from matrika.outside.key_file import UnsafeKey, read_key, refuse_loose_permissions
from matrika.outside.self_signed import self_signed

KEY_BITS = 3072  # enough beyond 2030 (NIST SP 800-57 part 1, table 2)


class SigningKey(Protocol):
    """What signs: a key in memory, or in a token."""

    def sign(self, data: bytes, padding_: AsymmetricPadding, algorithm: hashes.HashAlgorithm, /) -> bytes: ...


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
    _sweep(key_file)
    refuse_loose_permissions(key_file)
    key = read_key(key_file)

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
        _link(temporary, path)
    except OSError as problem:
        problem.filename = problem.filename or str(path)  # a full disk does not say of which file
        raise
    finally:
        Path(temporary).unlink(missing_ok=True)


def _link(temporary: str, path: Path) -> None:
    """Under its name, unless another worker was quicker; that one may have swept ours away, too."""
    try:
        os.link(temporary, path)
    except (FileExistsError, FileNotFoundError):
        if not path.exists():
            raise


def _sweep(path: Path) -> None:
    """A process that was killed while it made the file may have left a key behind that nobody uses."""
    for left in path.parent.glob(f".{path.name}.*"):
        left.unlink(missing_ok=True)
