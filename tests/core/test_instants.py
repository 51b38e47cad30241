"""An instant that a person asks about: R-7.4's history is told by the clock of Bratislava."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from matrika.core import instants
from matrika.core.instants import NotAnInstant


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2027-03-03T10:00", datetime(2027, 3, 3, 9, tzinfo=UTC)),
        ("2027-07-03 10:00:30", datetime(2027, 7, 3, 8, 0, 30, tzinfo=UTC)),
        ("2027-03-03", datetime(2027, 3, 2, 23, tzinfo=UTC)),
        ("2027-03-03T10:00+05:00", datetime(2027, 3, 3, 5, tzinfo=UTC)),
        ("2027-03-03T10:00Z", datetime(2027, 3, 3, 10, tzinfo=UTC)),
        ("2027-10-31T02:30+01:00", datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        ("2028-02-29T23:59:59", datetime(2028, 2, 29, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_it_reads_the_clock_of_bratislava_and_any_offset(text: str, instant: datetime) -> None:
    assert instants.read(text) == instant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2027-03-28T02:30", "never was: the clocks in Bratislava were put forward"),
        ("2027-10-31T02:30", "was twice.*write 2027-10-31T02:30\\+02:00 or 2027-10-31T02:30\\+01:00"),
        ("tomorrow", "no instant such as"),
        ("2027-02-29T10:00", "no instant such as"),
        ("0001-01-01T00:00", "not in the years 1970 to 9998"),
        ("9999-12-31T23:00-05:00", "not in the years"),
    ],
)
def test_it_refuses_what_names_no_single_instant(text: str, why: str) -> None:
    with pytest.raises(NotAnInstant, match=why):
        instants.read(text)


def test_it_finds_both_instants_of_the_hour_that_comes_twice() -> None:
    first, second = instants.of_local(datetime(2027, 10, 31, 2, 0))
    assert (second - first).total_seconds() == 3600
    assert len(instants.of_local(datetime(2027, 10, 31, 3, 0))) == 1
    assert len(instants.of_local(datetime(2027, 10, 31, 1, 59))) == 1
