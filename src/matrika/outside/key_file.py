"""Private keys in files: read only when nobody else can, whatever they are for (R-9.2)."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

FORBIDDEN_BITS = stat.S_IRWXG | stat.S_IRWXO


class UnsafeKey(Exception):
    """The key cannot be used as it lies there; the sentence says what the operator must do."""


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A private key in memory."""

    key: rsa.RSAPrivateKey

    def sign(self, data: bytes) -> bytes:
        """RSASSA-PKCS1-v1_5 with SHA-256, the algorithm that every SAML product verifies."""
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def open_key(key_file: Path) -> PrivateKey:
    """A key that somebody else made. Raises UnsafeKey (others may read it, or it is no RSA key), OSError."""
    refuse_loose_permissions(key_file)
    return PrivateKey(read_key(key_file))


def refuse_loose_permissions(path: Path) -> None:
    """Raises UnsafeKey when others than the owner may read the file or enter its folder; OSError."""
    for place, right in ((path, "600"), (path.parent, "700")):
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & FORBIDDEN_BITS:
            raise UnsafeKey(
                f"{place} has permissions {mode:03o}: others than its owner may reach the private key. "
                f"Find out who could have read it, then: chmod {right} {place}"
            )


def read_key(path: Path) -> rsa.RSAPrivateKey:
    """The RSA key of a PEM file that no password protects. Raises UnsafeKey, OSError."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise UnsafeKey(f"{path} does not hold an unencrypted private key in PEM: {error}") from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise UnsafeKey(f"{path} holds no RSA key; RSA-SHA256 is what signs here")
    return key
