"""Tables to save that a program which calculates can open without harm."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

MARK = "\ufeff"  # by which a Slovak Excel knows that it is UTF-8
# A program that calculates takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def streamed(name: str, titles: list[str], rows: Iterable[str]) -> StreamingHttpResponse:
    """A table of any length, written while it is read.

    `titles` are words already: while the table is streamed, the language is nobody's any more.
    """
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        "Cache-Control": "private, no-store",
    }
    pieces: Iterator[str] = chain((MARK + row(titles),), rows)
    return StreamingHttpResponse(
        (piece.encode() for piece in pieces), content_type="text/csv; charset=utf-8", headers=headers
    )


def row(cells: Iterable[Any]) -> str:
    """One line of the table: semicolons between, as a Slovak Excel expects, and no formulas."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerow(harmless(cell) for cell in cells)
    return written.getvalue()


def harmless(cell: Any) -> Any:
    """A text that would be taken for a formula gets an apostrophe in front; a number cannot be one."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
