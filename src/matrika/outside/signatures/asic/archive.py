"""A ZIP archive → its entries, read so that every reader would see the same ones.

`zipfile` of the standard library is made to open whatever can be opened. A signature needs the
opposite: bytes that two programs could read in two ways are refused. So the archive must be gapless:
local headers from the first byte on, each followed by its data (and its data descriptor where it says
so), then the central directory, then its end record, then nothing. (APPNOTE.TXT 6.3.10 §4.3)
"""

from __future__ import annotations

import struct
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from matrika.core.verdict import SubIndication
from matrika.core.verdict.words import Reason
from matrika.outside.signatures import limits
from matrika.outside.signatures.asic import zip64
from matrika.outside.signatures.refused import Refused

MAGIC = b"PK\x03\x04"
STORED, DEFLATED = 0, 8
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_MAX_COMMENT = 0xFFFF
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_HAS_DESCRIPTOR = 0x0008
_IS_PATCH = 0x0020  # the data say how another file is to be changed
_IS_UTF8 = 0x0800
# The others say how hard the writer tried to compress, and writers say it in one place only.
_MEANINGFUL = _ENCRYPTED | _HAS_DESCRIPTOR | _IS_UTF8
_UNIX = (3, 19)  # systems whose attributes tell what an entry is: Unix, macOS
_KIND_OF_FILE, _REGULAR = 0o170000, (0, 0o100000, 0o040000)  # unsaid, a file, a folder
_DESCRIPTORS = (struct.Struct("<3I"), struct.Struct("<I2Q"))


@dataclass(frozen=True, slots=True)
class _Header:
    """What the central directory says about one entry."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int  # bytes
    unpacked: int  # bytes
    offset: int  # of the local header


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive, unpacked and checked."""

    name: str
    data: bytes
    is_stored: bool


def read(data: bytes) -> tuple[Entry, ...]:
    """The files in the order in which they lie in the archive; folders are left out. Raises Refused."""
    if len(data) > limits.MAX_BYTES:
        raise Refused(Reason.TOO_LARGE, SubIndication.GENERIC)
    headers, start_of_directory = _directory(data)
    _require_reasonable(headers)
    laid_out = sorted(headers, key=lambda header: header.offset)
    if not laid_out or laid_out[0].offset != 0:
        raise Refused(Reason.ZIP_SURPLUS_DATA)
    ends = [*(header.offset for header in laid_out[1:]), start_of_directory]
    entries = (_entry(data, header, end) for header, end in zip(laid_out, ends, strict=True))
    return tuple(entry for entry in entries if not entry.name.endswith("/"))


def _directory(data: bytes) -> tuple[list[_Header], int]:
    """The central directory and where it starts; it must end where the end record starts."""
    end_at = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - _MAX_COMMENT))
    if end_at < 0 or end_at + _END.size > len(data):
        raise Refused(Reason.ZIP_BROKEN)
    _, disk, start_disk, on_disk, count, size, start, comment = _END.unpack_from(data, end_at)
    if end_at + _END.size + comment != len(data):
        raise Refused(Reason.ZIP_SURPLUS_DATA)
    if disk or start_disk or on_disk != count:
        raise Refused(Reason.ZIP_BROKEN)
    found = zip64.directory(data, end_at, count=count, start=start, size=size)
    if found.start + found.size != found.ends_at:
        raise Refused(Reason.ZIP_SURPLUS_DATA)
    if found.count > limits.MAX_ENTRIES:
        raise Refused(Reason.ZIP_TOO_MANY_ENTRIES, SubIndication.GENERIC)
    headers = list(_headers(data, found.start, found.ends_at))
    if len(headers) != found.count:
        raise Refused(Reason.ZIP_CONTRADICTORY)
    return headers, found.start


def _headers(data: bytes, at: int, end: int) -> Iterator[_Header]:
    """At most one more than may be: what does not end there is refused by its count."""
    for _ in range(limits.MAX_ENTRIES + 1):
        if at == end:
            return
        if at + _CENTRAL.size > end:
            raise Refused(Reason.ZIP_BROKEN)
        fields = _CENTRAL.unpack_from(data, at)
        magic, made_by, _, flags, method, _, _, crc, packed, unpacked, names, extras, comments = fields[:13]
        at += _CENTRAL.size
        if magic != b"PK\x01\x02" or at + names + extras + comments > end:
            raise Refused(Reason.ZIP_BROKEN)
        _require_plain(made_by >> 8, flags, disk=fields[13], attributes=fields[15])
        raw_name = data[at : at + names]
        name = _name(raw_name, is_utf8=bool(flags & _IS_UTF8))
        more = zip64.fields(data[at + names : at + names + extras])
        _require_same_unicode_name(more, raw_name)
        unpacked, packed, offset = zip64.wide(more, unpacked, packed, fields[16])
        yield _Header(name, raw_name, flags, method, crc, packed, unpacked, offset)
        at += names + extras + comments


def _require_plain(system: int, flags: int, *, disk: int, attributes: int) -> None:
    """A file of this very archive: unpacked, a link would lead to whatever the reader's disk has there."""
    if disk:
        raise Refused(Reason.ZIP_BROKEN)
    if flags & _IS_PATCH:
        raise Refused(Reason.ZIP_METHOD)
    if system in _UNIX and (attributes >> 16) & _KIND_OF_FILE not in _REGULAR:
        raise Refused(Reason.ZIP_LINK)


def _name(raw: bytes, *, is_utf8: bool) -> str:
    """The name as text; one that could lead out of a folder, or that people cannot see, is refused."""
    if not 0 < len(raw) <= limits.MAX_NAME_BYTES:
        raise Refused(Reason.ZIP_NAME)
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        if is_utf8:
            raise Refused(Reason.ZIP_NAME) from None
        name = raw.decode("cp437")
    steps = name.removesuffix("/").split("/")
    is_bad = "\\" in name or name[1:2] == ":" or any(step in ("", ".", "..") for step in steps)
    if is_bad or any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in name):
        raise Refused(Reason.ZIP_NAME)
    return name


def _require_same_unicode_name(extras: dict[int, bytes], raw_name: bytes) -> None:
    """An extra field gives some readers another name than the header gives the others."""
    told = extras.get(zip64.UNICODE_NAME)
    if told is not None and told[5:] != raw_name:
        raise Refused(Reason.ZIP_CONTRADICTORY)


def _require_distinct_names(names: list[str]) -> None:
    """Nor may a file be called like the folder of another one: unpacked, there is room for one of them."""
    folded = [unicodedata.normalize("NFC", name.removesuffix("/")).casefold() for name in names]
    files = {short for short, name in zip(folded, names, strict=True) if not name.endswith("/")}
    is_folder_taken = any(
        short[:end] in files for short in folded for end, sign in enumerate(short) if sign == "/"
    )
    if len(set(folded)) != len(names) or is_folder_taken:
        raise Refused(Reason.ZIP_DUPLICATE_NAME)


def _require_reasonable(headers: list[_Header]) -> None:
    """Names, methods and sizes, before a single byte is unpacked."""
    _require_distinct_names([header.name for header in headers])
    for header in headers:
        if header.flags & _ENCRYPTED:
            raise Refused(Reason.ZIP_ENCRYPTED)
        if header.method not in (STORED, DEFLATED):
            raise Refused(Reason.ZIP_METHOD)
        if header.name.endswith("/") and header.unpacked:
            raise Refused(Reason.ZIP_CONTRADICTORY)
        if header.unpacked > max(limits.RATIO_FREE_BYTES, header.packed * limits.MAX_RATIO):
            raise Refused(Reason.ZIP_BOMB)
    if sum(header.unpacked for header in headers) > limits.MAX_UNPACKED_BYTES:
        raise Refused(Reason.ZIP_BOMB)


def _entry(data: bytes, header: _Header, end: int) -> Entry:
    """One entry, which must fill the room from its local header to `end`."""
    if header.offset + _LOCAL.size > end:
        raise Refused(Reason.ZIP_OVERLAP)
    magic, _, flags, method, _, _, crc, packed, unpacked, names, extras = _LOCAL.unpack_from(
        data, header.offset
    )
    name_at = header.offset + _LOCAL.size
    start = name_at + names + extras
    if magic != MAGIC:
        raise Refused(Reason.ZIP_BROKEN)
    if start + header.packed > end:
        raise Refused(Reason.ZIP_OVERLAP)
    more = zip64.fields(data[name_at + names : start])
    _require_same_unicode_name(more, header.raw_name)
    is_streamed = bool(flags & _HAS_DESCRIPTOR)
    if not is_streamed:
        unpacked, packed = zip64.wide(more, unpacked, packed)
    told = ((crc, header.crc), (packed, header.packed), (unpacked, header.unpacked))
    # Writers that stream know the sizes only afterwards: 0, or all ones in the form of ZIP64.
    unsaid = {0, zip64.ALL_ONES} if is_streamed else set()
    if (
        data[name_at : name_at + names] != header.raw_name
        or (flags & _MEANINGFUL, method) != (header.flags & _MEANINGFUL, header.method)
        or any(here != there and here not in unsaid for here, there in told)
    ):
        raise Refused(Reason.ZIP_CONTRADICTORY)
    _require_filled(data[start + header.packed : end], header)
    return Entry(header.name, _unpacked(data[start : start + header.packed], header), header.method == STORED)


def _require_filled(behind: bytes, header: _Header) -> None:
    """Behind the data there is nothing, or the data descriptor that the flags announce."""
    if not header.flags & _HAS_DESCRIPTOR:
        allowed = [b""]
    else:
        plain = [form.pack(header.crc, header.packed, header.unpacked) for form in _DESCRIPTORS]
        allowed = [*plain, *(b"PK\x07\x08" + each for each in plain)]
    if behind not in allowed:
        raise Refused(Reason.ZIP_SURPLUS_DATA)


def _unpacked(packed: bytes, header: _Header) -> bytes:
    """Never more than one byte beyond what was announced, whatever the data would unpack to."""
    data = packed
    if header.method == DEFLATED:
        reader = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = reader.decompress(packed, header.unpacked + 1)
        except zlib.error:
            raise Refused(Reason.ZIP_BROKEN) from None
        if reader.unused_data or not reader.eof:
            raise Refused(Reason.ZIP_CONTRADICTORY)
    if len(data) != header.unpacked or zlib.crc32(data) != header.crc:
        raise Refused(Reason.ZIP_CONTRADICTORY)
    return data
