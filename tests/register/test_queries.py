"""R-7.0 to R-7.5: what the doors show, in a number of queries that no history can raise."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from matrika.core.standing import CertificateState, ProviderState, StandingReason
from matrika.register import queries
from matrika.register.models import CertificateEntry
from tests import people, pki
from tests.applications import cancellation, change, in_effect, registered, registration, standing_at
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = people.NOW + 30 * DAY


def provider_number(number: int, **changes: object) -> None:
    day = date(2026, 11, 23) + timedelta(days=number)
    registered(
        registration(entity_id=f"https://sp{number}.example", effective_on=day, **changes),
        at=people.NOW + number * DAY,
    )


def test_it_lists_an_organisations_providers_newest_first() -> None:
    for number in (2, 0, 1):
        provider_number(number)
    rows = queries.rows(queries.providers_of(people.organisation()), at=LATER)
    assert [row.provider.entity_id for row in rows] == [f"https://sp{n}.example" for n in (2, 1, 0)]
    assert {row.standing.state for row in rows} == {ProviderState.ACTIVE}
    assert not queries.providers_of(people.other_organisation())


def test_it_asks_the_database_as_often_for_many_as_for_one(django_assert_num_queries) -> None:
    provider_number(0)
    for number in range(1, 4):
        in_effect(change(entity_id="https://sp0.example"), at=people.NOW + number * 2 * DAY)
    organisation = people.organisation()
    for number in (1, 2):
        with django_assert_num_queries(3):
            rows = queries.rows(queries.providers_of(organisation), at=LATER)
            assert len(rows) == number
            for row in rows:
                assert row.provider.owner == organisation
                assert row.version.contact_email == "sso@vzory.example"
        provider_number(number)


def test_it_loads_no_metadata_for_a_list() -> None:
    provider_number(0)
    (row,) = queries.rows(queries.providers_of(people.organisation()), at=LATER)
    assert "content" in row.version.get_deferred_fields()


def test_it_shows_a_provider_with_the_states_of_its_certificates(django_assert_num_queries) -> None:
    soon = pki.certificate(not_before=people.NOW - 300 * DAY, not_after=people.NOW + 35 * DAY)
    metadata = sp_metadata(signing=(soon, pki.certificate(key=pki.key(3))))
    provider = registered(registration(metadata=metadata))
    in_effect(change(metadata=metadata), at=people.NOW + 3 * DAY)
    with django_assert_num_queries(2):
        shown = queries.detail(provider, at=people.NOW + 40 * DAY)
    assert [row.state for row in shown.certificates] == [
        CertificateState.EXPIRED,
        CertificateState.VALID,
        CertificateState.VALID,
    ]
    assert [version.number for version in shown.versions] == [2, 1]
    assert (shown.version.number, shown.standing.reason) == (2, StandingReason.IN_FORCE)
    assert shown.active_until == pki.NOT_BEFORE + 730 * DAY + timedelta(seconds=1)


def test_it_shows_the_last_version_of_a_cancelled_provider() -> None:
    provider = registered()
    in_effect(cancellation(effective_on=date(2026, 11, 26)), at=people.NOW + 3 * DAY)
    shown = queries.detail(provider, at=LATER)
    assert (shown.version.number, shown.standing.reason) == (1, StandingReason.CANCELLED)
    assert shown.active_until is None


def test_it_shows_a_cancelled_provider_as_it_was_before_its_end() -> None:
    provider = registered()
    filing_day = datetime(2026, 11, 24, 23, tzinfo=UTC)
    in_effect(cancellation(effective_on=date(2026, 11, 25)), at=people.NOW + 2 * DAY)
    assert standing_at(provider, at=filing_day - DAY / 2).is_active
    assert standing_at(provider, at=filing_day).reason is StandingReason.CANCELLED


def test_it_tells_the_history_newest_first() -> None:
    provider = registered()
    in_effect(change(), at=people.NOW + 3 * DAY)
    kinds = [event.kind for event in queries.history(provider)]
    assert kinds[0] == "provider-changed"
    # The registration was filed and approved before there was a provider.
    assert kinds[-5:] == [
        "provider-registered",
        "filing-approved",
        "paper-recorded",
        "paper-awaited",
        "filing-accepted",
    ]


def test_it_tells_the_history_of_one_certificate() -> None:
    """Entered, entered again, ended by a replacement; the cancellation after that is not its own."""
    first, other = pki.certificate(key=pki.key(1)), pki.certificate(key=pki.key(3))
    registered(registration(metadata=sp_metadata(signing=first)))
    in_effect(change(metadata=sp_metadata(signing=(first, other))), at=people.NOW + 3 * DAY)
    in_effect(change(metadata=sp_metadata(signing=other)), at=people.NOW + 6 * DAY)
    in_effect(cancellation(effective_on=date(2026, 12, 2)), at=people.NOW + 9 * DAY)

    def told(der: bytes) -> list[tuple[str, int | None]]:
        entry = CertificateEntry.objects.filter(der=der).first()
        assert entry is not None
        return [(event.kind, event.data.get("version")) for event in queries.certificate_history(entry)]

    assert told(first) == [("provider-changed", 3), ("provider-changed", 2), ("provider-registered", 1)]
    assert told(other) == [
        ("provider-cancelled", None),
        ("provider-changed", 3),
        ("provider-changed", 2),
    ]


def test_it_lets_only_agents_and_staff_see_a_provider() -> None:
    """R-7.5."""
    provider = registered()
    assert queries.visible_to(people.boris()).get() == provider
    assert queries.visible_to(people.zita()).get() == provider
    assert not queries.visible_to(people.cyril()).exists()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("https://sp.example", {"https://sp.example"}),
        ("https://SP.example", {"https://sp.example"}),
        ("https://sp.example/", {"https://sp.example"}),
        ("HTTPS://sp.EXAMPLE//", {"https://sp.example"}),
        ("https://sp.example/x", set()),
        ("https://sp2.example", set()),
    ],
)
def test_it_finds_look_alikes(asked: str, found: set[str]) -> None:
    """R-3.2.5."""
    registered()
    assert queries.look_alikes(asked) == found
