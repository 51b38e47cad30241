"""The knobs of a case's certificate → its DER, and the many ways to write it wrongly into metadata."""

from __future__ import annotations

import base64
import functools
from collections.abc import Callable
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from tests import pki

# With a right check digit, so that cases about something else have nothing else to report.
COMMON_NAME = "ico-12345679"
KINDS = {
    "CN": NameOID.COMMON_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "C": NameOID.COUNTRY_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "serialNumber": NameOID.SERIAL_NUMBER,
    "emailAddress": NameOID.EMAIL_ADDRESS,
}
# No library signs with these any more, so the algorithm's number is put in place of SHA-224's; the
# signature itself is nobody's business here.
WITH_RSA = bytes.fromhex("2a864886f70d0101")
OUTDATED = {"md5": b"\x04", "sha1": b"\x05"}
NUMBERS = {"signing": 1, "encryption": 2}


def certificate(name: str, knobs: dict[str, Any]) -> bytes:
    """DER. Knobs are those of pki.certificate, but `key` and `subject`, which are said in words."""
    given = {
        key: value
        for key, value in knobs.items()
        if key not in ("key", "subject", "written", "issued_by_other")
    }
    if "subject" in knobs:
        given["subject"] = subject(knobs["subject"])
    key = knobs.get("key", {})
    holder = (
        NAMED_KEYS[key]() if isinstance(key, str) else pki.key(**({"number": NUMBERS.get(name, 3)} | key))
    )
    # A key that signs with no hash of its own is certified by an ordinary one.
    if isinstance(holder, ed25519.Ed25519PrivateKey | dsa.DSAPrivateKey | PublicHalf):
        given["issuer_key"] = pki.key()
    if knobs.get("issued_by_other"):
        given |= {"issuer": subject([["C=SK"], ["CN=Some CA"]]), "issuer_key": pki.key(3)}
    if given.get("hash") in OUTDATED:
        made = pki.certificate(**({"cn": COMMON_NAME, "key": holder} | given | {"hash": "sha224"}))
        return made.replace(WITH_RSA + b"\x0e", WITH_RSA + OUTDATED[given["hash"]])
    return pki.certificate(**({"cn": COMMON_NAME, "key": holder} | given))


def subject(names: list[list[str]]) -> x509.Name:
    """[["C=SK"], ["CN=a", "O=b"]] → a name of two RDNs, the second with two attributes."""
    return x509.Name(
        x509.RelativeDistinguishedName(
            x509.NameAttribute(KINDS[kind], value, _validate=False)
            for kind, _, value in (attribute.partition("=") for attribute in rdn)
        )
        for rdn in names
    )


@functools.cache
def roca_key() -> rsa.RSAPrivateKey:
    pem = (pki.KEYS / "rsa-2048-roca.pem").read_bytes()
    loaded = serialization.load_pem_private_key(pem, None)
    assert isinstance(loaded, rsa.RSAPrivateKey)
    return loaded


@functools.cache
def dsa_key() -> dsa.DSAPrivateKey:
    loaded = serialization.load_pem_private_key((pki.KEYS / "dsa-2048.pem").read_bytes(), None)
    assert isinstance(loaded, dsa.DSAPrivateKey)
    return loaded


class PublicHalf:
    """A key of which only the public half is here: somebody else must certify it."""

    def __init__(self, file: str) -> None:
        self.pem = (pki.KEYS / file).read_bytes()

    def public_key(self) -> Any:
        return serialization.load_pem_public_key(self.pem)


NAMED_KEYS: dict[str, Callable[[], Any]] = {
    "elliptic": pki.elliptic_key,
    "ed25519": functools.cache(ed25519.Ed25519PrivateKey.generate),
    "dsa": dsa_key,
    "roca": roca_key,
    "debian": lambda: PublicHalf("rsa-2048-debian.pub.pem"),
}


def content_of(name: str, knobs: dict[str, Any]) -> str:
    """What the case puts into X509Certificate: proper Base64, or as `written` says."""
    return WRITTEN[knobs.get("written", "base64")](certificate(name, knobs))


def _base64(der: bytes) -> str:
    return base64.b64encode(der).decode()


def _unpadded_length(der: bytes) -> bytes:
    """The certificate, or what is left of it, with a length that needs padding in Base64."""
    assert len(der) % 3, "choose knobs that make a certificate whose Base64 is padded"
    return der


def _trailing_bits(der: bytes) -> str:
    text = _base64(_unpadded_length(der))
    body = text.rstrip("=")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return body[:-1] + alphabet[alphabet.index(body[-1]) + 1] + text[len(body) :]


def _swapped_times(der: bytes) -> bytes:
    """The certificate with notBefore and notAfter exchanged; nobody asks whether its signature fits."""
    loaded = x509.load_der_x509_certificate(der)
    since, until = (
        f"{at:%y%m%d%H%M%SZ}".encode() for at in (loaded.not_valid_before_utc, loaded.not_valid_after_utc)
    )
    return der.replace(since, b"?" * 13).replace(until, since).replace(b"?" * 13, until)


def _two_algorithms(der: bytes) -> bytes:
    """The certificate whose signed part names SHA-512 where the signature itself names SHA-256."""
    sha256, sha512 = (bytes.fromhex(f"2a864886f70d01010{last}") for last in "bd")
    return der.replace(sha256, sha512, 1)


def _pkcs7(der: bytes) -> str:
    bundle = pkcs7.serialize_certificates([x509.load_der_x509_certificate(der)], serialization.Encoding.DER)
    return _base64(bundle)


WRITTEN: dict[str, Callable[[bytes], str]] = {
    "base64": lambda der: pki.base64_of(der),
    "one line": _base64,
    "spaced": lambda der: "\n\t " + " \n".join(_base64(der)) + "\n\t",
    "ends before it begins": lambda der: _base64(_swapped_times(der)),
    "two algorithms": lambda der: _base64(_two_algorithms(der)),
    "empty": lambda der: " \n ",
    "pem": pki.pem,
    "two pems": lambda der: pki.pem(der) + pki.pem(der),
    "two": lambda der: _base64(der + der),
    "trailing bytes": lambda der: _base64(der + b"\0"),
    "no padding": lambda der: _base64(_unpadded_length(der)).rstrip("="),
    "url-safe": lambda der: base64.urlsafe_b64encode(der).decode(),
    "trailing bits": _trailing_bits,
    "double": lambda der: _base64(_base64(der).encode()),
    "double pem": lambda der: _base64(pki.pem(der).encode()),
    "comment": lambda der: _base64(der)[:64] + "<!-- -->" + _base64(der)[64:],
    "cdata": lambda der: f"<![CDATA[{_base64(der)}]]>",
    "private key": lambda der: pki.private_pem(pki.key(3)),
    "pkcs7": _pkcs7,
    "cut": lambda der: _base64(der[:-9]),
    "garbage": lambda der: "not Base64 at all!",
    "public key": lambda der: _base64(
        pki.key(3).public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    ),
}  # fmt: skip
