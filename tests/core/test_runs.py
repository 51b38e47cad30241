"""R-7.3: since when a certificate is registered, and until when, through changes, gaps and returns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from matrika.core.runs import Held, Run, runs
from matrika.core.standing import Certificate, CertificateState

START = datetime(2026, 1, 1, tzinfo=UTC)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def held(number: int, begins: int, ends: int | None) -> Held:
    return Held(number, day(begins), None if ends is None else day(ends))


def test_it_does_not_move_the_registration_when_a_change_keeps_the_certificate() -> None:
    assert runs([held(1, 0, 10), held(2, 10, 20), held(3, 20, None)]) == [Run(day(0), None, (1, 2, 3))]


def test_it_begins_anew_after_a_version_without_it() -> None:
    assert runs([held(1, 0, 10), held(3, 20, None)]) == [
        Run(day(0), day(10), (1,)),
        Run(day(20), None, (3,)),
    ]


def test_it_begins_anew_after_a_cancellation() -> None:
    """It was "Zrušený" in between; the change that brought it back registered it again."""
    assert runs([held(1, 0, 10), held(2, 15, None)]) == [Run(day(0), day(10), (1,)), Run(day(15), None, (2,))]


def test_it_counts_a_version_once_and_in_order() -> None:
    assert runs([held(2, 10, None), held(1, 0, 10), held(1, 0, 10)]) == [Run(day(0), None, (1, 2))]


def test_it_has_none_of_nothing() -> None:
    assert runs([]) == []


@pytest.mark.parametrize(
    ("run_ends", "at", "state"),
    [
        (None, 50, CertificateState.VALID),
        (None, 101, CertificateState.EXPIRED),
        (40, 50, CertificateState.WITHDRAWN),
        (40, 39, CertificateState.VALID),
        (40, 200, CertificateState.WITHDRAWN),
        (150, 200, CertificateState.EXPIRED),
    ],
)
def test_it_derives_the_state_from_the_whole_run(
    run_ends: int | None, at: int, state: CertificateState
) -> None:
    certificate = Certificate("signing", day(0), day(100))
    run = Run(day(0), None if run_ends is None else day(run_ends), (1, 2))
    assert run.state(certificate, at=day(at)) is state
