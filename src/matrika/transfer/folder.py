"""The folder's tables: their names and columns, how they are read and written (docs/transfer.md)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from matrika.core.csv_table import Broken, numbered_rows

METADATA = "metadata"  # the folder of the metadata files, byte for byte
MAX_TABLE_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file of the folder."""

    name: str
    columns: tuple[str, ...]  # in the order in which an export writes them
    mandatory: frozenset[str]  # the columns that a table written by hand must have


REGISTER = Table(
    "register.csv",
    (
        "entity_id",
        "ico",
        "ico_suffix",
        "organisation",
        "subject_type",
        "registered_at",
        "version",
        "effective_from",
        "effective_to",
        "contact_name",
        "contact_email",
        "contact_phone",
        "file",
        "sha256",
        "filing_number",
    ),
    frozenset(
        {"entity_id", "ico", "organisation", "subject_type", "effective_from", "contact_email", "file"}
    ),
)
ORGANISATIONS = Table(
    "organisations.csv",
    ("ico", "ico_suffix", "organisation", "subject_type"),
    frozenset({"ico", "organisation", "subject_type"}),
)
WAIVERS = Table(
    "waivers.csv",
    ("entity_id", "version", "rule", "reason", "granted_by", "granted_at"),
    frozenset({"entity_id", "version", "rule", "reason"}),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why the folder cannot be imported."""

    file: str
    line: int | None  # of the table, counted from 1 with the header; None = the file as a whole
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}{'' if self.line is None else f':{self.line}'}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: every column that the table may have, "" where it has none."""

    number: int  # where the row begins
    cells: Mapping[str, str]


def read(folder: Path, table: Table, faults: list[Fault]) -> list[Line]:
    """The rows of a table. What is wrong with it as a table is added to `faults`."""
    try:
        text = _text(folder / table.name)
    except ValueError as wrong:
        faults.append(Fault(table.name, None, str(wrong)))
        return []
    table_rows = numbered_rows(text, separators=";,")
    lines: list[Line] = []
    try:
        _, heading = next(table_rows, (1, []))
        columns = _header(heading, table, faults)
        if columns:
            lines.extend(_lines(table_rows, table, columns, faults))
    except Broken as wrong:
        faults.append(Fault(table.name, wrong.line, f"cannot be read as CSV: {wrong}"))
    return lines


def _text(path: Path) -> str:
    """Raises ValueError with a sentence."""
    if path.is_symlink() or not path.is_file():  # a link may lead anywhere, and a report quotes what is wrong
        raise ValueError("there is no such file in the folder")
    if path.stat().st_size > MAX_TABLE_BYTES:
        raise ValueError(f"has more than {MAX_TABLE_BYTES} bytes")
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        raise ValueError(f"is not UTF-8 (line {line}); save it from the spreadsheet as “CSV UTF-8”") from None


def _header(cells: list[str], table: Table, faults: list[Fault]) -> tuple[str, ...]:
    """The columns as they stand; () when they cannot be understood."""
    columns = tuple(cell.strip().lower() for cell in cells)
    sentences = [f"there is no column {name}" for name in sorted(table.mandatory - set(columns))]
    for name in dict.fromkeys(columns):
        if name not in table.columns:
            sentences.append(f"a column {name!r} is not known; known are {', '.join(table.columns)}")
        elif columns.count(name) > 1:
            sentences.append(f"there is more than one column {name}")
    faults.extend(Fault(table.name, 1, sentence) for sentence in sentences)
    return () if sentences else columns


def _lines(
    table_rows: Iterable[tuple[int, list[str]]], table: Table, columns: tuple[str, ...], faults: list[Fault]
) -> Iterator[Line]:
    nothing = dict.fromkeys(table.columns, "")
    for begin, cells in table_rows:
        if len(cells) != len(columns):
            sentence = f"has {len(cells)} cells, the header has {len(columns)}"
            faults.append(Fault(table.name, begin, sentence))
        elif any("\0" in cell for cell in cells):
            faults.append(Fault(table.name, begin, "has a zero byte in a cell"))
        else:
            yield Line(begin, {**nothing, **dict(zip(columns, cells, strict=True))})


class Writer:
    """Writes one table: the same rows give the same bytes, and a spreadsheet opens them as they are."""

    def __init__(self, stream: TextIO, table: Table) -> None:
        stream.write("\ufeff")
        self._writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
        self._writer.writerow(table.columns)

    def write(self, cells: Iterable[str]) -> None:
        self._writer.writerow(cells)
