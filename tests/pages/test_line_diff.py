"""Two documents line by line."""

from __future__ import annotations

from matrika.pages.line_diff import DiffLine, line_diff
from matrika.pages.source import MAX_COLUMNS, MAX_LINES


def test_it_shows_changed_lines_with_their_numbers_in_both() -> None:
    old, new = b"a\nb\nc\n", b"a\nB\nc\nd\n"
    assert line_diff(old, new) == [
        DiffLine("same", 1, 1, "a"),
        DiffLine("removed", 2, None, "b"),
        DiffLine("added", None, 2, "B"),
        DiffLine("same", 3, 3, "c"),
        DiffLine("added", None, 4, "d"),
        DiffLine("same", 4, 5, ""),
    ]


def test_it_shows_nothing_where_nothing_differs() -> None:
    assert line_diff(b"a\nb", b"a\r\nb") == []


def test_it_leaves_a_gap_where_much_is_the_same() -> None:
    same = "\n".join(str(number) for number in range(40))
    found = line_diff(f"x\n{same}\ny".encode(), f"X\n{same}\nY".encode())
    assert [line.kind for line in found].count("gap") == 1
    assert len(found) == 1 + 2 * (2 + 3)


def test_it_cuts_what_nobody_reads() -> None:
    long = b"a" * (MAX_COLUMNS + 5)
    found = line_diff(b"", b"\n".join([long] * (MAX_LINES + 5)))
    assert sum(line.kind == "added" for line in found) == MAX_LINES
    assert {len(line.text) for line in found if line.kind == "added"} == {MAX_COLUMNS}
