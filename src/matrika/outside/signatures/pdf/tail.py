"""What stands behind a signature of a PDF: whole updates that the document itself knows, or anything else.

A reader that finds the cross-references broken looks for objects on its own and takes the last ones. So
an object that stands behind the signature and that no cross-reference names is not harmless: one program
passes it over, another one shows it (the incremental saving attack).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_STREAM = re.compile(rb"\bstream\r?\n")
_END_OF_STREAM = b"endstream"
_HEADER = re.compile(rb"(?<!\d)\d{1,10}\s+\d{1,5}\s+obj\b")
_START = re.compile(rb"\bstartxref\b")
_BLANKS = b" \t\r\n\f\0"


def is_explained(content: bytes, end: int, reader: Any) -> bool:
    """Whether everything from `end` on is white space, or updates of which every object is referred to."""
    behind = content[end:]
    if not behind.strip(_BLANKS):
        return True
    sections = [reader.xrefs.get_xref_container_info(n) for n in range(reader.xrefs.total_revisions)]
    updates = sum(one.start_location >= end for one in sections)
    bare = _without_streams(behind)
    if len(_START.findall(bare)) != updates:
        return False
    known = {*_offsets(reader), *(one.start_location for one in sections)}
    return all(_begins_at_one_of(known, bare, found.start(), end) for found in _HEADER.finditer(bare))


def _without_streams(behind: bytes) -> bytes:
    """The same length, with blanks for what lies in streams: there nobody looks for objects.

    In one pass: a stream that does not end leaves the rest as it is.
    """
    parts, at = [], 0
    while begun := _STREAM.search(behind, at):
        ended = behind.find(_END_OF_STREAM, begun.end())
        if ended < 0:
            break
        parts += [behind[at : begun.end()], b" " * (ended - begun.end())]
        at = ended
    return b"".join([*parts, behind[at:]])


def _offsets(reader: Any) -> Iterator[int]:
    """Where objects start, by the cross-references of all revisions."""
    for number in range(reader.xrefs.total_revisions):
        data = reader.xrefs.get_xref_data(number)
        hybrid = [data.hybrid.xref_data] if data.hybrid is not None else []
        for one in [data, *hybrid]:
            yield from (offset for _, offset in one.standard_xrefs.values())


def _begins_at_one_of(known: set[int], bare: bytes, at: int, end: int) -> bool:
    """Some writers point to the line break before an object."""
    if at + end in known:
        return True
    return any(
        at - back >= 0 and not bare[at - back : at].strip(_BLANKS) and at + end - back in known
        for back in (1, 2)
    )
