"""gzip without compressing twice: stored DEFLATE blocks are joined between a header and a trailer."""

from __future__ import annotations

import struct
import zlib

HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952 §2.3: DEFLATE, no name, no time
_LAST_BLOCK = b"\x03\x00"  # an empty DEFLATE block that is the last


def deflated(data: bytes) -> bytes:
    """DEFLATE blocks that end on a byte and are not the last: others may follow (RFC 1951 §3.2.3)."""
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush(zlib.Z_FULL_FLUSH)


def inflated(blocks: bytes) -> bytes:
    """What such blocks hold. Raises zlib.error."""
    return zlib.decompressobj(wbits=-zlib.MAX_WBITS).decompress(blocks)


def trailer(crc: int, size: int) -> bytes:
    """The end of a gzip member whose content has that CRC-32 and length (RFC 1952 §2.3.1)."""
    return _LAST_BLOCK + struct.pack("<II", crc, size & 0xFFFFFFFF)
