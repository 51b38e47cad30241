"""The text of an X509Certificate element → Certificate, or the mistake that hides it (R-3.1.4).

Strict: standard Base64 with padding of exactly one DER certificate; XML white space may stand anywhere.
"""

from __future__ import annotations

import base64
import binascii
import functools
import re

from samllint import certificate
from samllint.certificate import Certificate, CertificateFault, NotACertificate

XML_SPACE = b" \t\r\n"
ORDINARY_LENGTH = 12_000  # characters; a certificate with a 2048-bit key has about 1 300
_ARMOUR = re.compile(rb"-----\s*(?:BEGIN|END)|-{4,}")
_STANDARD = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_URL_SAFE = re.compile(rb"[A-Za-z0-9_-]*={0,2}")


def read(text: str | None) -> Certificate:
    """The one certificate in the text. Raises NotACertificate, whose fault names the mistake.

    Texts of ordinary size are remembered: a register meets each certificate again at submission, in
    review, when a filing takes effect and at every publication. What is kept is at most 5 MiB.
    """
    return _remembered(text) if text and len(text) <= ORDINARY_LENGTH else _read(text)


def _read(text: str | None) -> Certificate:
    try:
        raw = (text or "").encode("ascii")
    except UnicodeEncodeError as error:
        raise NotACertificate(CertificateFault.NOT_BASE64) from error
    compact = raw.translate(None, XML_SPACE)
    if not compact:
        raise NotACertificate(CertificateFault.EMPTY)
    data = _decoded(compact)
    if data is None:
        raise NotACertificate(_mistake(raw, compact))
    try:
        return certificate.read(data)
    except NotACertificate as error:
        if error.fault is CertificateFault.NOT_DER:
            raise NotACertificate(_mistake_within(data)) from error
        raise


_remembered = functools.lru_cache(maxsize=256)(_read)


def _decoded(compact: bytes) -> bytes | None:
    """The bytes, if `compact` is exactly their Base64: encoding them again must give the same."""
    try:
        data = binascii.a2b_base64(compact)
    except binascii.Error:
        return None
    return data if base64.b64encode(data) == compact else None


def _mistake(raw: bytes, compact: bytes) -> CertificateFault:
    """Why text is not the Base64 of anything."""
    if _ARMOUR.search(raw):
        return _mistake_in_pem(raw)
    if b"=" in compact.rstrip(b"=") and _several(compact):
        return CertificateFault.TWO_CERTIFICATES
    if _STANDARD.fullmatch(compact):
        body = compact.rstrip(b"=")
        padded = body + b"=" * (-len(body) % 4)
        if len(body) % 4 == 1:
            return CertificateFault.NOT_BASE64
        if _decoded(padded) is None:
            return CertificateFault.TRAILING_BITS
        return CertificateFault.NO_PADDING if len(compact) < len(padded) else CertificateFault.NOT_BASE64
    if _URL_SAFE.fullmatch(compact):
        return CertificateFault.URL_SAFE_ALPHABET
    return CertificateFault.NOT_BASE64


def _mistake_in_pem(raw: bytes) -> CertificateFault:
    if b"PRIVATE KEY" in raw:
        return CertificateFault.PRIVATE_KEY
    if raw.count(b"BEGIN CERTIFICATE-") > 1:
        return CertificateFault.TWO_CERTIFICATES
    if b"BEGIN PKCS7" in raw:
        return CertificateFault.PKCS7
    return CertificateFault.PEM_ARMOUR


def _several(compact: bytes) -> bool:
    """Whether padding in the middle parts two Base64 texts of something that begins as DER does."""
    pieces = [piece for piece in re.split(rb"=+", compact) if piece]
    return len(pieces) > 1 and all(piece.startswith(b"MI") for piece in pieces)


def _mistake_within(data: bytes) -> CertificateFault:
    """What decoded bytes are that do not begin as DER: often the Base64 of a PEM file or of Base64."""
    compact = data.translate(None, XML_SPACE)
    if b"PRIVATE KEY-----" in data:
        return CertificateFault.PRIVATE_KEY
    if b"-----BEGIN" in data or (compact.startswith(b"MI") and _STANDARD.fullmatch(compact)):
        return CertificateFault.DOUBLE_BASE64
    return CertificateFault.NOT_DER
