"""What the formats show: a document that was judged, or a file that could not be had."""

from __future__ import annotations

from dataclasses import dataclass

from samllint.report import Report


@dataclass(frozen=True, slots=True)
class Checked:
    """One document and its report."""

    name: str  # the file's path, or "-" for standard input
    report: Report
    data: bytes  # the document; b"" when the form's field could not be decoded
    field: bytes | None = None  # the form's field as it was given (--base64)


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read from disk, and why."""

    name: str
    reason: str
