"""The publication key inside a PKCS#11 token: it signs there and never comes out (R-9.2).

Named as RFC 7512 does: `pkcs11:token=matrika;object=publication?module-path=/usr/lib/…/libsofthsm2.so&
pin-source=/etc/matrika/pin`. The PIN stands in a file with strict permissions: a value in the
environment can be read by too many.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding
from pkcs11.exceptions import PinIncorrect, PKCS11Error, UserAlreadyLoggedIn

from matrika.outside.key_file import UnsafeKey, refuse_loose_permissions
from matrika.outside.keystore import Signer, with_certificate
from matrika.outside.self_signed import signed_elsewhere

Done = TypeVar("Done")
SCHEME = "pkcs11:"
NEEDED = ("token", "object", "module-path", "pin-source")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the key is."""

    token: str
    label: str
    module: str
    pin_file: Path


# Of each place the digest of a PIN that its token refused. A token locks after a few wrong ones, and a worker
# tries again twice a minute: so the same one is never sent twice by a process.
_refused: dict[Place, bytes] = {}


class TokenKey:
    """A key that signs inside its token. It is opened once and, when the session was lost, once more."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._key: Any = None

    def sign(self, data: bytes, padding_: AsymmetricPadding, algorithm: hashes.HashAlgorithm) -> bytes:
        """RSASSA-PKCS1-v1_5 with SHA-256 only. Raises UnsafeKey."""
        if not isinstance(padding_, padding.PKCS1v15) or not isinstance(algorithm, hashes.SHA256):
            raise UnsafeKey("the token is asked for RSASSA-PKCS1-v1_5 with SHA-256 only")
        try:
            return self._sign(data)
        except PKCS11Error:
            self._begin_anew()
            return self._reported(self._sign, data)

    def public_key(self) -> rsa.RSAPublicKey:
        """Raises UnsafeKey."""
        return self._reported(self._public_key)

    def _sign(self, data: bytes) -> bytes:
        if self._key is None:
            self._key = self._open().get_key(pkcs11.ObjectClass.PRIVATE_KEY, label=self.place.label)
        return bytes(self._key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))

    def _public_key(self) -> rsa.RSAPublicKey:
        key = self._open().get_key(pkcs11.ObjectClass.PUBLIC_KEY, label=self.place.label)
        modulus, exponent = (
            int.from_bytes(key[which], "big")
            for which in (pkcs11.Attribute.MODULUS, pkcs11.Attribute.PUBLIC_EXPONENT)
        )
        return rsa.RSAPublicNumbers(exponent, modulus).public_key()

    def _open(self) -> pkcs11.Session:
        pin = self.place.pin_file.read_text(encoding="utf-8").strip()
        digest = hashlib.sha256(pin.encode()).digest()
        if _refused.get(self.place) == digest:
            raise UnsafeKey(
                f"the token {self.place.token!r} refused the PIN in {self.place.pin_file} and is not asked "
                "with it again: it would lock. Put the right PIN there"
            )
        token = pkcs11.lib(self.place.module).get_token(token_label=self.place.token)
        try:
            return token.open(user_pin=pin)
        except PinIncorrect:
            _refused[self.place] = digest
            raise
        except UserAlreadyLoggedIn:  # with the same PIN, by this process: it holds for all sessions
            return token.open()

    def _begin_anew(self) -> None:
        """A token that was taken away and is back is found only by a module that starts anew."""
        self._key = None
        with contextlib.suppress(PKCS11Error, RuntimeError):
            pkcs11.lib(self.place.module).reinitialize()

    def _reported(self, act: Callable[..., Done], *arguments: bytes) -> Done:
        try:
            return act(*arguments)
        except (PKCS11Error, RuntimeError, OSError) as problem:
            why = str(problem) or type(problem).__name__
            self._begin_anew()  # for whoever tries again
            raise UnsafeKey(
                f"the key {self.place.label!r} in the token {self.place.token!r} cannot be used: {why}"
            ) from problem


def place_of(uri: str) -> Place:
    """Raises UnsafeKey for an address that lacks something or holds the PIN itself."""
    path, _, query = uri.removeprefix(SCHEME).partition("?")
    parts = [part.partition("=") for part in (*path.split(";"), *query.split("&")) if part]
    named = {name: unquote(value) for name, _, value in parts}
    if missing := [name for name in NEEDED if not named.get(name)]:
        raise UnsafeKey(f"the address of the token lacks {', '.join(missing)}")
    if unknown := sorted(set(named) - set(NEEDED)):
        raise UnsafeKey(f"the address of the token holds {', '.join(unknown)}, which is not understood")
    pin_file = Path(named["pin-source"].removeprefix("file:"))
    return Place(named["token"], named["object"], named["module-path"], pin_file)


def open_token_signer(uri: str, certificate_file: Path, *, at: datetime) -> Signer:
    """The signer whose key is in the token; its certificate is made when it is not there yet.

    Raises UnsafeKey, and OSError when a file cannot be read or written.
    """
    place = place_of(uri)
    refuse_loose_permissions(place.pin_file)
    key = TokenKey(place)
    public = key.public_key()

    def made() -> x509.Certificate:
        return signed_elsewhere(public, key.sign, at=at)

    return with_certificate(key, public, certificate_file, made, where=f"the token {place.token!r}")
