"""CSV text → rows, each with the line at which it begins, so that people find what is wrong with one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator


class Broken(ValueError):
    """The text cannot be read as CSV; str() says why."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def numbered_rows(text: str, *, separators: str) -> Iterator[tuple[int, list[str]]]:
    """The heading, then every row that holds something, each with its first line, counted from 1.

    The separator is the one of `separators` that the heading has most. Raises Broken.
    """
    lines = io.StringIO(text, newline="")
    heading = lines.readline()
    lines.seek(0)
    # Strict: a quote that nobody closed would swallow the rest of the file in silence.
    reader = csv.reader(lines, delimiter=max(separators, key=heading.count), strict=True)
    end = 0
    try:
        for cells in reader:
            begin, end = end + 1, reader.line_num
            # Spreadsheets leave rows of nothing but separators.
            if begin == 1 or any(cell.strip() for cell in cells):
                yield begin, cells
    except csv.Error as wrong:
        raise Broken(reader.line_num, str(wrong)) from None
