"""What a file is, by its content, and a name for it that is safe everywhere."""

from __future__ import annotations

import re
import unicodedata

from matrika.core import attachments

STARTS = (
    (b"%PDF-", attachments.PDF),
    (b"\x89PNG\r\n", attachments.PNG),
    (b"\xff\xd8\xff", attachments.JPEG),
)
ZIP = "application/zip"
UNKNOWN = "application/octet-stream"

LOCAL_FILE = b"PK\x03\x04"
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # the first field of a CMS ContentInfo (RFC 5652 §3)
XML_SIGNATURE = b"http://www.w3.org/2000/09/xmldsig#"


def content_type(content: bytes) -> str:
    """The media type by the bytes; UNKNOWN for what no filing is made of."""
    for start, media_type in STARTS:
        if content.startswith(start):
            return media_type
    if content.startswith(LOCAL_FILE):
        return _container(content)
    if content[:1] == b"\x30" and SIGNED_DATA in content[:20]:
        return attachments.CMS
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" and XML_SIGNATURE in content:
        return attachments.SIGNED_XML
    return UNKNOWN


def _container(content: bytes) -> str:
    """The type that an ASiC container says first and uncompressed (EN 319 162-1 A.1), or ZIP."""
    name_length = int.from_bytes(content[26:28], "little")
    # Java programs write an extra field there, which the standard forbids.
    start = 30 + name_length + int.from_bytes(content[28:30], "little")
    if content[30 : 30 + name_length] == b"mimetype":
        for media_type in (attachments.ASIC_E, attachments.ASIC_S):
            if content[start:].startswith(media_type.encode()):
                return media_type
    return ZIP


def safe_name(name: str) -> str:
    """The last part of the name, without signs that are not seen and signs that some file systems refuse."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # What is not seen can make "exe.pdf" of "fdp.exe" (U+202E turns the direction of writing).
    seen = "".join(letter if letter.isprintable() else "_" for letter in last)
    clean = re.sub(r'[<>:"|?*]', "_", seen).strip(". ")
    return clean[-200:] or "subor"


def named(name: str, content: bytes) -> str:
    """A safe name with the ending of what the content is."""
    return attachments.true_name(safe_name(name), content_type(content))
