"""The ZIP64 form of an archive (APPNOTE.TXT 6.3.10 §4.3.14, §4.3.15, §4.5.3), which some writers use always.

It says with 64 bits what the headers say with 32. Whoever does not know it reads the 32 bits; so they must
either refer to the 64 bits, by all ones, or be the same number.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from matrika.core.verdict.words import Reason
from matrika.outside.signatures.refused import Refused

ALL_ONES = 0xFFFFFFFF
_ALL_ONES_16 = 0xFFFF
UNICODE_NAME = 0x7075  # Info-ZIP's
_EXTRA = 0x0001
MEANINGFUL = (_EXTRA, UNICODE_NAME)
_LOCATOR = struct.Struct("<4s I Q I")
_RECORD = struct.Struct("<4s Q 2H 2I 4Q")


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the central directory lies, and of how many entries it is."""

    count: int
    start: int
    size: int
    ends_at: int  # where it must end: what follows is the first end record


def fields(extras: bytes) -> dict[int, bytes]:
    """The extra fields of a header by their number. Raises Refused when one that counts is doubled
    or cut off."""
    found: dict[int, bytes] = {}
    at = 0
    # What is no field any more is padding, which tools write that align the data.
    while at + 4 <= len(extras):
        kind, size = struct.unpack_from("<2H", extras, at)
        content = extras[at + 4 : at + 4 + size]
        if kind in MEANINGFUL and (len(content) != size or kind in found):
            raise Refused(Reason.ZIP_CONTRADICTORY)
        found[kind] = content
        at += 4 + size
    return found


def wide(extras: dict[int, bytes], *values: int) -> tuple[int, ...]:
    """The sizes and the offset of a header, in the order of the extra field. Raises Refused."""
    content = extras.get(_EXTRA)
    if content is None:
        if ALL_ONES in values:
            raise Refused(Reason.ZIP_CONTRADICTORY)
        return values
    if len(content) % 8 or len(content) > 8 * len(values):
        raise Refused(Reason.ZIP_CONTRADICTORY)
    said = [number for (number,) in struct.iter_unpack("<Q", content)]
    wanted = [value for value in values if value == ALL_ONES]
    if wanted and len(said) == len(wanted):
        rest = iter(said)
        return tuple(next(rest) if value == ALL_ONES else value for value in values)
    # Writers that do not know the sizes beforehand keep room for both, whatever they turn out to be.
    if any(value not in (number, ALL_ONES) for value, number in zip(values, said, strict=False)):
        raise Refused(Reason.ZIP_CONTRADICTORY)
    if ALL_ONES in values[len(said) :]:
        raise Refused(Reason.ZIP_CONTRADICTORY)
    return (*said, *values[len(said) :])


def directory(data: bytes, end_at: int, *, count: int, start: int, size: int) -> Directory:
    """The directory by the end record at `end_at`, or by the ZIP64 one before it. Raises Refused."""
    locator_at = end_at - _LOCATOR.size
    if locator_at < 0 or data[locator_at : locator_at + 4] != b"PK\x06\x07":
        if count == _ALL_ONES_16 or ALL_ONES in (start, size):
            raise Refused(Reason.ZIP_CONTRADICTORY)
        return Directory(count, start, size, end_at)
    _, disk, record_at, disks = _LOCATOR.unpack_from(data, locator_at)
    if disk or disks != 1 or record_at + _RECORD.size != locator_at:
        raise Refused(Reason.ZIP_CONTRADICTORY)
    magic, length, _, _, this, first, here, *numbers = _RECORD.unpack_from(data, record_at)
    entries, wide_size, wide_start = numbers
    told = ((count, entries, _ALL_ONES_16), (size, wide_size, ALL_ONES), (start, wide_start, ALL_ONES))
    if (
        magic != b"PK\x06\x06"
        or length != _RECORD.size - 12
        or this
        or first
        or here != entries
        or any(narrow not in (wide_one, unsaid) for narrow, wide_one, unsaid in told)
    ):
        raise Refused(Reason.ZIP_CONTRADICTORY)
    return Directory(entries, wide_start, wide_size, record_at)
