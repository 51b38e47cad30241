"""R-7.2, R-7.3: states are derived from spans and certificates, to the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrika.core.standing import (
    Certificate,
    CertificateState,
    ProviderState,
    StandingReason,
    Version,
    active_until,
    certificate_state,
    expiries,
    holding,
    standing,
)

T0 = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def day(number: float) -> datetime:
    return T0 + number * DAY


def certificate(use: str, start: float, end: float) -> Certificate:
    return Certificate(use, day(start), day(end))


def version(start: float, end: float | None = None, *certificates: Certificate) -> Version:
    both = (certificate("signing", -10, 100), certificate("encryption", -10, 100))
    return Version(day(start), None if end is None else day(end), certificates or both)


def reason(versions: list[Version], at: float) -> StandingReason:
    return standing(versions, at=day(at)).reason


def test_it_is_active_while_a_version_and_a_certificate_for_each_use_hold() -> None:
    found = standing([version(0)], at=day(1))
    assert (found.state, found.reason, found.is_active) == (
        ProviderState.ACTIVE,
        StandingReason.IN_FORCE,
        True,
    )


def test_it_is_inactive_before_its_first_version() -> None:
    assert reason([version(5)], 1) is StandingReason.NOT_YET
    assert reason([], 1) is StandingReason.NOT_YET


def test_it_is_cancelled_when_its_last_version_was_closed() -> None:
    assert reason([version(0, 3)], 3) is StandingReason.CANCELLED
    assert reason([version(0, 3)], 2.999) is StandingReason.IN_FORCE


def test_it_comes_back_with_a_later_version() -> None:
    assert reason([version(5), version(0, 3)], 6) is StandingReason.IN_FORCE


@pytest.mark.parametrize("short", ["signing", "encryption"])
def test_it_expires_to_the_second_with_the_first_use_that_runs_out(short: str) -> None:
    long = "encryption" if short == "signing" else "signing"
    held = version(0, None, certificate(short, 0, 10), certificate(long, 0, 20))
    assert standing([held], at=day(10)).is_active
    assert standing([held], at=day(10) + SECOND).reason is StandingReason.EXPIRED
    assert active_until(held, at=day(1)) == day(10) + SECOND


def test_it_stays_active_over_a_rollover() -> None:
    held = version(
        0,
        None,
        certificate("signing", 0, 10),
        certificate("signing", 9, 30),
        certificate("encryption", 0, 40),
    )
    assert standing([held], at=day(20)).is_active
    assert active_until(held, at=day(1)) == day(30) + SECOND


def test_it_does_not_count_a_certificate_that_begins_after_a_gap() -> None:
    held = version(
        0,
        None,
        certificate("signing", 0, 10),
        certificate("signing", 12, 30),
        certificate("encryption", 0, 40),
    )
    assert active_until(held, at=day(1)) == day(10) + SECOND
    assert reason([held], 11) is StandingReason.NOT_YET
    assert reason([held], 12) is StandingReason.IN_FORCE
    assert list(expiries(held)) == [day(10) + SECOND, day(30) + SECOND]


def test_it_counts_one_certificate_without_use_for_both() -> None:
    assert standing([version(0, None, certificate("both", 0, 10))], at=day(5)).is_active


def test_it_needs_a_certificate_for_each_use() -> None:
    assert reason([version(0, None, certificate("signing", 0, 10))], 5) is StandingReason.EXPIRED


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (-1, CertificateState.NOT_YET_VALID),
        (0, CertificateState.VALID),
        (3, CertificateState.WITHDRAWN),
        (50, CertificateState.WITHDRAWN),
    ],
)
def test_it_withdraws_certificates_with_their_version(at: float, state: CertificateState) -> None:
    assert certificate_state(certificate("signing", 0, 10), withdrawn_at=day(3), at=day(at)) is state


def test_it_calls_a_certificate_expired_that_ran_out_before_its_version_ended() -> None:
    found = certificate("signing", 0, 10)
    assert certificate_state(found, withdrawn_at=day(20), at=day(10)) is CertificateState.VALID
    assert certificate_state(found, withdrawn_at=day(20), at=day(10) + SECOND) is CertificateState.EXPIRED
    assert certificate_state(found, withdrawn_at=day(20), at=day(30)) is CertificateState.EXPIRED


HOURS = st.integers(-200, 200).map(lambda hours: T0 + timedelta(hours=hours))
CERTIFICATES = st.lists(
    st.builds(
        lambda use, start, length: Certificate(use, start, start + timedelta(hours=length)),
        st.sampled_from(["signing", "encryption", "both"]),
        HOURS,
        st.integers(1, 200),
    ),
    max_size=5,
).map(tuple)
VERSIONS = st.builds(
    lambda start, length, certificates: Version(
        start, None if length is None else start + timedelta(hours=length), certificates
    ),
    HOURS,
    st.none() | st.integers(0, 200),
    CERTIFICATES,
)


@given(VERSIONS, HOURS)
def test_it_is_active_exactly_until_it_says(held: Version, at: datetime) -> None:
    until = active_until(held, at=at)
    assert (until is not None) == standing((held,), at=at).is_active
    if until is None:
        return
    assert until > at
    assert standing((held,), at=until - SECOND).is_active
    assert not standing((held,), at=until).is_active


@given(VERSIONS, HOURS)
def test_it_foresees_every_expiry_of_a_version_nobody_ends(held: Version, at: datetime) -> None:
    left_open = Version(held.effective_from, None, held.certificates)
    ends = list(expiries(held))
    for end in ends:
        assert standing((left_open,), at=end - SECOND).is_active
        assert not standing((left_open,), at=end).is_active
    until = active_until(left_open, at=at)
    if until is not None:
        assert until == next(end for end in ends if end > at)


@given(st.lists(VERSIONS, max_size=4), HOURS)
def test_it_is_active_only_with_a_version_that_holds(versions: list[Version], at: datetime) -> None:
    found = standing(versions, at=at)
    if found.is_active:
        assert holding(versions, at=at) is not None
    assert (found.reason is StandingReason.IN_FORCE) == found.is_active
