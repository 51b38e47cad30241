"""What a file is, by its content, and a name for it that is safe everywhere."""

from __future__ import annotations

import re
import unicodedata

SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
ASIC = b"mimetypeapplication/vnd.etsi.asic-e+zip"


def content_type(content: bytes) -> str:
    """The media type by the first bytes; "application/octet-stream" for the rest."""
    for start, media_type in SIGNATURES:
        if content.startswith(start):
            return media_type
    if content.startswith(b"PK\x03\x04"):
        return "application/vnd.etsi.asic-e+zip" if ASIC in content[:120] else "application/zip"
    return "application/octet-stream"


def safe_name(name: str) -> str:
    """The last part of the name, without signs that are not seen and signs that some file systems refuse."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    # What is not seen can make "exe.pdf" of "fdp.exe" (U+202E turns the direction of writing).
    seen = "".join(letter if letter.isprintable() else "_" for letter in last)
    clean = re.sub(r'[<>:"|?*]', "_", seen).strip(". ")
    return clean[-200:] or "subor"
