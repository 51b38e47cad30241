"""What bytes are that were sent instead of XML: a private key, PEM, HTML, Base64, an archive.

People paste what they have at hand. Naming it is worth more than a parser's complaint about its
first character. Only the beginning is looked at, except for Base64, where every character counts.
"""

from __future__ import annotations

import base64
import binascii
import re

from samllint.certificate import CertificateFault, what_it_is
from samllint.unreadable import Kind, Refusal

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
A_LONG_TEXT = 64  # characters; a shorter one may be a word that happens to decode
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}={0,2}")
_HTML = re.compile(rb"(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)[\s>]", re.DOTALL | re.IGNORECASE)
_MAGIC = {
    b"PK\x03\x04": "ZIP",
    b"%PDF-": "PDF",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "RTF",
    b"{": "JSON",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\xd0\xcf\x11\xe0": "Microsoft Office",
    b"https://": "URL",
    b"http://": "URL",
    b"0\x82": "DER",
}


def look(data: bytes) -> Refusal | None:
    """What the bytes are, if they are plainly something else than XML."""
    start = data[3:] if data.startswith(_BOMS[0]) else data
    start = start.lstrip(b" \t\r\n")
    if start[:1] == b"<":
        return Refusal(Kind.HTML) if _HTML.match(start, 0, 2048) else None
    if not start or (data[:2] in _BOMS and len(data) == 2):
        return Refusal(Kind.EMPTY)
    if data[:2] in _BOMS or b"\0" in start[:2]:
        return None  # UTF-16 or UTF-32: the encoding gate has the word
    if start.startswith(b"-----BEGIN"):
        return Refusal(Kind.PRIVATE_KEY if b"PRIVATE KEY-----" in start else Kind.PEM)
    if is_private_key(start):
        return Refusal(Kind.PRIVATE_KEY, "DER")
    for magic, name in _MAGIC.items():
        if start.startswith(magic):
            return Refusal(Kind.NOT_XML, name)
    return _base64(start)


def _base64(start: bytes) -> Refusal | None:
    """Base64 of a document, of its Base64, of a private key; or a long text that can be nothing else."""
    inner = _unwrapped(start)
    if inner is None:
        return None
    if b"PRIVATE KEY-----" in inner or is_private_key(inner):
        return Refusal(Kind.PRIVATE_KEY, "Base64")
    twice = _unwrapped(inner)
    if twice is not None and _begins_as_xml(twice):
        return Refusal(Kind.DOUBLE_BASE64)
    return Refusal(Kind.BASE64) if _begins_as_xml(inner) or len(start) >= A_LONG_TEXT else None


def is_private_key(data: bytes) -> bool:
    """In DER, also inside PKCS#12."""
    return data.startswith(b"0") and what_it_is(data) is CertificateFault.PRIVATE_KEY


def _begins_as_xml(data: bytes) -> bool:
    return data.startswith(_BOMS) or data.lstrip(b" \t\r\n").startswith(b"<")


def _unwrapped(data: bytes) -> bytes | None:
    compact = data.translate(None, b" \t\r\n")
    if not _BASE64.fullmatch(compact):
        return None
    body = compact.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(body + b"=" * (-len(body) % 4))
    except binascii.Error:
        return None
