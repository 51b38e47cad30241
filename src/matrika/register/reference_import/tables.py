"""Tables as offices send them: bytes → rows, with every fault named by its line.

Known faults of such files: a comma or a semicolon between columns, a byte order mark, Windows-1250
instead of UTF-8, text that was decoded wrongly once on its way, rows that come twice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from matrika.core.csv_table import Broken, numbered_rows
from matrika.core.people import Ico
from matrika.core.words import folded

FILE_LIMIT = 64 * 1024 * 1024  # bytes
ROW_LIMIT = 500_000
EUROPEAN = re.compile("[\x20-\x7e\xa0-\u017f\u2010-\u203a]*")
# Control characters, what a decoder puts for a byte it cannot read, and halves of a character: JSON can
# hold these, no database can.
LOST = re.compile(r"[\x00-\x1f\ufffd\ud800-\udfff]")
ESCAPE = re.compile(r"\\u[0-9a-fA-F]{4}")


class Unusable(Exception):
    """The whole file cannot be read; str() says why."""


class BadRow(ValueError):
    """One row cannot be used; str() says why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One row that was left out."""

    place: str  # "line 7", or the name of a file
    says: str

    def __str__(self) -> str:
        return f"{self.place}: {self.says}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by the folded names of its columns."""

    place: str  # "line 7"
    cells: Mapping[str, str]
    has_surplus: bool = False  # of cells: more than there are columns

    def get(self, *names: str) -> str:
        """The cell of the first of these columns that the table has; "" = none has it.

        Raises BadRow where cells are surplus: one was parted by a separator in it and has pushed the others
        along, so that the day on which a project was finished would be the one on which it ended.
        """
        if self.has_surplus:
            raise BadRow("it has more cells than the first line; is a separator in one of them?")
        return next((self.cells[name] for name in names if name in self.cells), "")


def rows(content: bytes, *, needs: tuple[tuple[str, ...], ...]) -> Iterator[Row]:
    """The rows of a CSV file with a heading. `needs` names the columns that must be there, each with its
    other spellings; names are compared without case, diacritics and spaces.

    Raises Unusable.
    """
    table = numbered_rows(_text(content), separators=";,\t")
    try:
        _, heading = next(table, (1, []))
        columns = _columns(heading, needs)
        for line, cells in table:
            if line > ROW_LIMIT:
                raise Unusable(f"it has more than {ROW_LIMIT} lines")
            typed = [cell.strip() for cell in cells]
            surplus = len(typed) > len(columns)
            yield Row(f"line {line}", dict(zip(columns, typed, strict=False)), has_surplus=surplus)
    except Broken as problem:
        raise Unusable(f"line {problem.line}: {problem}") from None


def _columns(heading: list[str], needs: tuple[tuple[str, ...], ...]) -> list[str]:
    """Their folded names. Raises Unusable."""
    columns = [folded(name.strip()).replace(" ", "_") for name in heading]
    for spellings in needs:
        if not set(spellings) & set(columns):
            raise Unusable(f"there is no column {spellings[0]}; the first line has {', '.join(columns)}")
    return columns


def rows_of(path: Path, *, needs: tuple[tuple[str, ...], ...]) -> Iterator[Row]:
    """The rows of a CSV file, or of a `.json` file with a list of objects. Raises Unusable, OSError."""
    content = bytes_of(path)
    if path.suffix.lower() != ".json":
        yield from rows(content, needs=needs)
        return
    entries = json_of(content)
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Unusable("it is no list of objects")
    for number, entry in enumerate(entries, start=1):
        cells = {folded(name): "" if value is None else str(value) for name, value in entry.items()}
        yield Row(f"entry {number}", cells)


def bytes_of(path: Path) -> bytes:
    """Raises Unusable for a file larger than any such list, OSError."""
    if path.stat().st_size > FILE_LIMIT:
        raise Unusable(f"it is larger than {FILE_LIMIT // 1024 // 1024} MiB")
    return path.read_bytes()


def json_of(content: bytes) -> Any:
    """Raises Unusable."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise Unusable("it is no JSON") from None


def ico_of(text: str, suffix: str = "") -> Ico:
    """An IČO as tables write it: leading zeros lost, the suffix behind "_". Raises BadRow."""
    number, _, own_suffix = text.partition("_")
    if not number.isascii() or not number.isdigit():
        raise BadRow(f"{text!r} is no IČO")
    try:
        return Ico(number.zfill(8), suffix or own_suffix)
    except ValueError:
        raise BadRow(f"{text!r} is no IČO of 8 or 12 digits, or its suffix has not 4 or 5") from None


def day_of_cell(text: str) -> date | None:
    """2027-01-31 or 31.1.2027; None = the cell is empty. Raises BadRow."""
    if not text:
        return None
    day, dots, rest = text.partition(".")
    try:
        if dots:
            month, _, year = rest.partition(".")
            return date(int(year), int(month), int(day))
        return date.fromisoformat(text)
    except ValueError:
        raise BadRow(f"{text!r} is no day such as 2027-01-31 or 31.01.2027") from None


def legible(text: str) -> str:
    """The text, if it was decoded as it was encoded. Raises BadRow naming what it probably says."""
    if LOST.search(text):
        raise BadRow(f"{text!r} has characters that were lost on the way")
    if ESCAPE.search(text):
        meant = ESCAPE.sub(lambda found: chr(int(found[0][2:], 16)), text)
        raise BadRow(f"{text!r} was encoded twice; it should probably read {meant!r}")
    for encoding in ("cp1252", "cp1250", "latin-1"):
        meant = _decoded_once_more(text, encoding)
        if meant != text:
            raise BadRow(f"{text!r} was decoded wrongly; it should probably read {meant!r}")
    return text


def _decoded_once_more(text: str, encoding: str) -> str:
    """UTF-8 that was read as something else, as it was meant; the text itself if it never was that.

    "RÚŽA" in Windows-1250 happens to be UTF-8, of an Arabic letter: only European letters are believed.
    """
    try:
        meant = text.encode(encoding).decode("utf-8")
    except UnicodeError:
        return text
    return meant if EUROPEAN.fullmatch(meant) else text


def _text(content: bytes) -> str:
    if b"\0" in content:
        raise Unusable("it is no table in text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # A line in another encoding must not spoil the others: only text without any UTF-8 is Windows-1250.
    utf8 = content.decode("utf-8-sig", errors="replace")
    has_utf8 = any(ord(character) > 127 and character != "\N{REPLACEMENT CHARACTER}" for character in utf8)
    return utf8 if has_utf8 else content.decode("cp1250", errors="replace")
