"""What a PDF may cost: asked of the bytes before anything reads them as a document."""

from __future__ import annotations

import re
import zlib

from matrika.core.verdict import SubIndication
from matrika.core.verdict.pdf_words import Reason
from matrika.outside.signatures.refused import Refused

MAX_OBJECTS = 50_000
MAX_UNPACKED_BYTES = 64 * 1024 * 1024  # of all streams together
MAX_STORED = 256  # certificates, CRLs or OCSP responses of the document security store
_STREAM = re.compile(rb"\bstream\r?\n")
_OBJECT = re.compile(rb"\bobj\b")
# Filters one after the other could unpack to a multiple of what was measured here.
_FILTERS = re.compile(rb"/F(?:ilter)?\s*\[([^\]]{0,4096})")
# FlateDecode, LZWDecode, RunLengthDecode and their short names; what is written as text only shrinks.
_UNPACKING = re.compile(rb"/(?:F|L|R|#)")


def require_bounded(content: bytes) -> None:
    """Raises Refused for a document of too many objects, or with streams that unpack to too much."""
    if sum(1 for _ in _OBJECT.finditer(content)) > MAX_OBJECTS:
        raise _too_large()
    if any(len(_UNPACKING.findall(filters[1])) > 1 for filters in _FILTERS.finditer(content)):
        raise _too_large()
    left = MAX_UNPACKED_BYTES
    for stream in _STREAM.finditer(content):
        left -= _unpacked_size(content, stream.end(), left)


def _unpacked_size(content: bytes, start: int, most: int) -> int:
    """How much comes out of what stands there, if it is deflated at all. Raises Refused beyond `most`."""
    if content[start : start + 1] not in b"\x08\x18\x28\x38\x48\x58\x68\x78":  # RFC 1950: method 8
        return 0
    unpacker = zlib.decompressobj()
    size = 0
    # In pieces: neither the packed nor the unpacked bytes are ever there as a whole.
    for at in range(start, len(content), 65536):
        piece = content[at : at + 65536]
        while piece and not unpacker.eof:
            try:
                size += len(unpacker.decompress(piece, 1024 * 1024))
            except zlib.error:
                return size
            if size > most:
                raise _too_large()
            piece = unpacker.unconsumed_tail
        if unpacker.eof:
            break
    return size


def unpadded(value: bytes) -> bytes:
    """The CMS at the beginning of /Contents, without the zeros that fill the space kept for it."""
    if len(value) < 2:
        return value
    if value[1] == 0x80:
        # Of indefinite length: it ends with two zeros of its own, which no reader misses if there are more.
        return value
    size = value[1] & 0x7F if value[1] & 0x80 else 0
    length = int.from_bytes(value[2 : 2 + size], "big") if size else value[1]
    return value[: 2 + size + length]


def _too_large() -> Refused:
    return Refused(Reason.PDF_TOO_LARGE, SubIndication.GENERIC)
