"""R-7.3, R-7.4: every certificate a provider ever had."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from matrika.core.standing import CertificateState
from matrika.register import held, queries
from matrika.register.models import ServiceProvider
from tests import people, pki
from tests.applications import cancellation, change, in_effect, registered
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
NEXT = pki.certificate(key=pki.key(3))
BOTH = sp_metadata(signing=(pki.signing_certificate(), NEXT))


def told(provider: ServiceProvider, *, at: datetime) -> list[tuple[str, datetime, CertificateState]]:
    ever = held.ever_held(queries.versions_of(provider), at=at)
    return [(one.entry.use, one.run.since, one.state) for one in ever]


def test_it_keeps_the_day_of_registration_through_a_change() -> None:
    provider = registered()
    in_effect(change(metadata=BOTH), at=MIDNIGHT + 3 * DAY)
    assert told(provider, at=MIDNIGHT + 5 * DAY) == [
        ("signing", MIDNIGHT + 3 * DAY, CertificateState.VALID),
        ("signing", MIDNIGHT, CertificateState.VALID),
        ("encryption", MIDNIGHT, CertificateState.VALID),
    ]
    shown = queries.detail(provider, at=MIDNIGHT + 5 * DAY).certificates
    assert [row.run.since for row in shown] == [MIDNIGHT, MIDNIGHT + 3 * DAY, MIDNIGHT]


def test_it_calls_withdrawn_only_what_the_next_version_left_out() -> None:
    provider = registered()
    in_effect(change(metadata=sp_metadata(signing=NEXT)), at=MIDNIGHT + 3 * DAY)
    assert told(provider, at=MIDNIGHT + 5 * DAY) == [
        ("signing", MIDNIGHT + 3 * DAY, CertificateState.VALID),
        ("signing", MIDNIGHT, CertificateState.WITHDRAWN),
        ("encryption", MIDNIGHT, CertificateState.VALID),
    ]


def test_it_registers_anew_what_a_cancellation_had_withdrawn() -> None:
    provider = registered()
    in_effect(cancellation(effective_on=date(2026, 11, 26)), at=MIDNIGHT + 2 * DAY)
    in_effect(change(), at=MIDNIGHT + 6 * DAY)
    back = MIDNIGHT + 6 * DAY
    assert told(provider, at=MIDNIGHT + 9 * DAY) == [
        ("signing", back, CertificateState.VALID),
        ("encryption", back, CertificateState.VALID),
        ("signing", MIDNIGHT, CertificateState.WITHDRAWN),
        ("encryption", MIDNIGHT, CertificateState.WITHDRAWN),
    ]


def test_it_asks_the_database_twice_whatever_the_history(django_assert_num_queries) -> None:
    provider = registered()
    for number in range(3):
        with django_assert_num_queries(2):
            held.ever_held(queries.versions_of(provider), at=MIDNIGHT)
        in_effect(change(metadata=BOTH), at=people.NOW + (3 + 2 * number) * DAY)
