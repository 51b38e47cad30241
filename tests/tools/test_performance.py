"""The performance page says what was measured, and in which direction."""

from __future__ import annotations

import pytest
from compared import page, picture
from compared.rows import Part, Row, number
from lxml import etree


def part(*rows: Row) -> dict[str, Part]:
    return {"mdq": Part(rows=rows, day="2026-11-28", load=1.25, machine="2 × cores")}


@pytest.mark.parametrize(
    ("ours", "theirs", "unit", "says", "advantage"),
    [
        (2.0, 6.0, "ms", "3 × less", 3.0),
        (6.0, 2.0, "ms", "3 × more", 1 / 3),
        (6.0, 2.0, "/s", "3 × more", 3.0),
        (2.0, 6.0, "/s", "3 × less", 1 / 3),
    ],
)
def test_it_says_how_many_times_and_for_whom_that_is_better(
    ours: float, theirs: float, unit: str, says: str, advantage: float
) -> None:
    row = Row("a", ours, "b", theirs, unit)
    assert (row.ratio_text, row.advantage) == (says, pytest.approx(advantage))


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.01234, "0.0123"), (7.0, "7"), (99.44, "99.4"), (1234.0, "1,230"), (40_512.0, "40,500")],
)
def test_it_gives_three_digits(value: float, said: str) -> None:
    assert number(value) == said


def test_it_marks_only_what_is_better() -> None:
    said = page.text(part(Row("fast", 10, "x", 1, "/s"), Row("slow", 1, "nginx", 10, "/s", "half of nginx")))
    assert "| fast | 10 /s | x | 1 /s | **10 × more** |  |" in said
    assert "| slow | 1 /s | nginx | 10 /s | 10 × less | half of nginx |" in said
    assert "load of the machine 1.2" in said


def test_it_draws_better_to_the_right_and_worse_to_the_left() -> None:
    drawn = etree.fromstring(
        picture.svg(part(Row("fast & good", 100, "x", 1, "/s"), Row("slow", 1, "y", 10, "/s"))).encode()
    )
    _, fast, slow = drawn.findall("{*}rect")
    middle = float(fast.get("x"))
    assert float(slow.get("x")) + float(slow.get("width")) == pytest.approx(middle, abs=0.2)
    assert float(fast.get("width")) == pytest.approx(2 * float(slow.get("width")), rel=0.01)
    assert "fast & good – x" in [text.text for text in drawn.iter("{*}text")]
