"""Tables as text: rows with their lines, whatever parts the cells."""

from __future__ import annotations

import pytest

from matrika.core.csv_table import Broken, numbered_rows


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_it_counts_the_lines_of_a_cell_and_passes_over_empty_rows(end: str) -> None:
    text = end.join(["a;b", f'1;"two{end}lines"', ";", "3;c,d"])
    rows = list(numbered_rows(text, separators=",;"))
    assert rows == [(1, ["a", "b"]), (2, ["1", f"two{end}lines"]), (5, ["3", "c,d"])]


def test_it_gives_the_heading_even_where_it_is_empty() -> None:
    assert list(numbered_rows(";\n1;2", separators=";,")) == [(1, ["", ""]), (2, ["1", "2"])]
    assert list(numbered_rows("", separators=";,")) == []


def test_it_names_the_line_of_a_quote_that_nobody_closed() -> None:
    with pytest.raises(Broken) as raised:
        list(numbered_rows('a;b\n1;2\n"3;4\n5;6\n', separators=";,"))
    assert raised.value.line == 4
