"""R-4.9, R-4.2, R-4.3: on its day a filing changes the register, all or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from matrika.core.days import day_of
from matrika.core.events import EventKind
from matrika.core.standing import CertificateState, StandingReason
from matrika.filings import take_effect
from matrika.filings.models import Filing
from matrika.filings.review import approve
from matrika.filings.take_effect import take_next_due
from matrika.filings.withdraw import withdraw
from matrika.register import ledger, queries
from matrika.register.models import Event, MetadataVersion, PendingExpiry, ServiceProvider
from tests import people, pki
from tests.applications import (
    approved,
    cancellation,
    change,
    in_effect,
    in_review,
    registered,
    registration,
    standing_at,
)
from tests.metadata import sp_metadata

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # 00:00 of 23 November in Bratislava
SECOND = timedelta(seconds=1)


def test_it_does_nothing_when_nothing_is_due() -> None:
    approved()
    assert not take_next_due(at=MIDNIGHT - SECOND)
    assert ServiceProvider.objects.count() == 0


def test_it_looks_once_when_nothing_is_due(django_assert_num_queries) -> None:
    approved()
    with django_assert_num_queries(1):
        take_next_due(at=MIDNIGHT - SECOND)


def test_it_registers_a_provider_when_its_day_begins_in_bratislava() -> None:
    filing = approved()
    assert take_next_due(at=MIDNIGHT)
    provider = ServiceProvider.objects.get()
    version = provider.versions.get()
    assert (provider.entity_id, provider.registered_at) == ("https://sp.example", MIDNIGHT)
    assert bytes(version.content) == sp_metadata()
    assert (version.effective_from, version.effective_to) == (MIDNIGHT, None)
    assert [entry.use for entry in version.certificates.order_by("position")] == ["signing", "encryption"]
    assert version.certificates.first().subject == "CN=ico-12345678"
    filing.refresh_from_db()
    assert filing.status == "in-effect"
    event = Event.objects.get(kind=EventKind.PROVIDER_REGISTERED)
    assert (event.provider, event.effective_at, event.data["version"]) == (provider, MIDNIGHT, 1)
    assert event.data["metadata_sha256"] == version.sha256
    assert not take_next_due(at=MIDNIGHT)
    ledger.verify()


def test_it_holds_since_its_day_also_when_the_worker_was_late() -> None:
    approved()
    take_next_due(at=MIDNIGHT + 3 * DAY)
    version = MetadataVersion.objects.get()
    assert (version.effective_from, version.recorded_at) == (MIDNIGHT, MIDNIGHT + 3 * DAY)


def test_it_takes_effect_at_once_when_approved_after_its_day_began() -> None:
    filing = in_review()
    late = MIDNIGHT + 5 * DAY
    approve(filing, actor=people.zita(), at=late)
    take_next_due(at=late)
    assert MetadataVersion.objects.get().effective_from == late


def test_it_takes_the_earliest_first() -> None:
    approved(registration(entity_id="https://b.example", effective_on=date(2026, 11, 25)))
    approved(registration(entity_id="https://a.example", effective_on=date(2026, 11, 24)))
    while take_next_due(at=MIDNIGHT + 9 * DAY):
        pass
    made = Event.objects.filter(kind=EventKind.PROVIDER_REGISTERED).order_by("number")
    assert [event.data["entity_id"] for event in made] == ["https://a.example", "https://b.example"]


def test_it_replaces_the_metadata_whole_on_a_change() -> None:
    provider = registered()
    new = sp_metadata(
        signing=pki.certificate(key=pki.key(3)), replace={"https://sp.example/acs": "https://sp.example/acs2"}
    )
    in_effect(change(metadata=new), at=MIDNIGHT + 2 * DAY)
    old, current = provider.versions.order_by("number")
    assert old.effective_to == current.effective_from == MIDNIGHT + 2 * DAY
    assert bytes(current.content) == new
    states = queries.detail(provider, at=MIDNIGHT + 3 * DAY)
    assert [row.state for row in states.certificates] == [CertificateState.VALID] * 2
    assert PendingExpiry.objects.get().version == current


def test_it_cancels_without_deleting_and_a_change_brings_it_back() -> None:
    provider = registered()
    in_effect(cancellation(effective_on=date(2026, 11, 25)), at=MIDNIGHT + DAY)
    gone = queries.detail(provider, at=MIDNIGHT + 3 * DAY)
    assert gone.standing.reason is StandingReason.CANCELLED
    assert {row.state for row in gone.certificates} == {CertificateState.WITHDRAWN}
    assert PendingExpiry.objects.count() == 0
    in_effect(change(), at=MIDNIGHT + 4 * DAY)
    assert standing_at(provider, at=MIDNIGHT + 5 * DAY).is_active
    assert provider.versions.count() == 2
    assert ledger.verify() > 0


def test_it_rejects_on_the_day_what_is_no_longer_valid() -> None:
    """A certificate ran out between approval and the day."""
    short = pki.certificate(not_before=people.NOW - 40 * DAY, not_after=people.NOW + 10 * DAY)
    metadata = sp_metadata(signing=short)
    filing = approved(registration(metadata=metadata))
    take_next_due(at=people.NOW + 20 * DAY)
    filing.refresh_from_db()
    assert (filing.status, ServiceProvider.objects.count()) == ("rejected", 0)
    assert filing.problems[0]["name"] == "metadata-faulty"
    assert "certificate-valid-on-effective-date" in filing.problems[0]["detail"]
    assert Event.objects.filter(kind=EventKind.FILING_REJECTED).exists()


def test_it_judges_anew_by_the_register_of_the_day() -> None:
    """Somebody's organisation left the records meanwhile; the form would refuse it today."""
    filing = approved()
    people.organisation().__class__.objects.update(subject_type="PO")
    take_next_due(at=MIDNIGHT)
    filing.refresh_from_db()
    assert [found["name"] for found in filing.problems] == ["subject-type-differs"]


def test_it_rejects_what_an_organisation_filed_that_has_ended_meanwhile() -> None:
    filing = approved()
    people.organisation().__class__.objects.update(ended_on=people.NOW.date())
    take_next_due(at=MIDNIGHT)
    filing.refresh_from_db()
    assert [found["name"] for found in filing.problems] == ["organisation-ended"]
    assert ServiceProvider.objects.count() == 0


def test_it_leaves_a_withdrawn_filing_alone() -> None:
    withdraw(approved(), actor=people.alzbeta(), at=people.NOW)
    assert not take_next_due(at=MIDNIGHT)


def test_it_lets_others_pass_a_filing_that_breaks_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = approved(registration(entity_id="https://a.example"))
    approved(registration(entity_id="https://b.example"))
    check = take_effect.check

    def crash(application, *, at):
        if application.entity_id == "https://a.example":
            raise ZeroDivisionError
        return check(application, at=at)

    monkeypatch.setattr(take_effect, "check", crash)
    with pytest.raises(ZeroDivisionError):
        take_next_due(at=MIDNIGHT)
    assert take_next_due(at=MIDNIGHT)
    assert ServiceProvider.objects.get().entity_id == "https://b.example"
    assert not take_next_due(at=MIDNIGHT + SECOND)
    monkeypatch.setattr(take_effect, "check", check)
    assert take_next_due(at=MIDNIGHT + take_effect.CLAIM)
    broken.refresh_from_db()
    assert broken.status == "in-effect"


def test_it_takes_filings_of_one_day_in_the_order_of_their_filing() -> None:
    provider = registered()
    day = MIDNIGHT + 5 * DAY
    approved(change(effective_on=day_of(day)), at=day - 2 * DAY)
    approved(cancellation(effective_on=day_of(day)), at=day - 2 * DAY)
    while take_next_due(at=day):
        pass
    assert standing_at(provider, at=day).reason is StandingReason.CANCELLED
    assert [(v.effective_from, v.effective_to) for v in provider.versions.order_by("number")] == [
        (MIDNIGHT, day),
        (day, day),
    ]


@pytest.mark.parametrize("cancelled_days_later", [0, 3])
def test_it_never_overtakes_what_is_in_the_hands_of_another_worker(cancelled_days_later: int) -> None:
    """A cancellation that came first would be undone by the change that was due before it."""
    provider = registered()
    day = MIDNIGHT + 5 * DAY
    cancelled = day + cancelled_days_later * DAY
    claimed = approved(change(effective_on=day_of(day)), at=day - 2 * DAY)
    approved(cancellation(effective_on=day_of(cancelled)), at=day - 2 * DAY)
    late = cancelled + DAY
    Filing.objects.filter(pk=claimed.pk).update(claimed_until=late + take_effect.CLAIM)
    assert not take_next_due(at=late), "the change is first, and somebody has it"
    while take_next_due(at=late + take_effect.CLAIM):
        pass
    assert standing_at(provider, at=late).reason is StandingReason.CANCELLED
    assert set(Filing.objects.values_list("status", flat=True)) == {"in-effect"}


def test_it_rejects_a_registration_whose_entity_was_registered_meanwhile() -> None:
    """An import needs no filing, so nothing made them wait for each other."""
    filing = approved()
    ServiceProvider.objects.create(
        entity_id=filing.entity_id, owner=people.other_organisation(), registered_at=people.NOW
    )
    take_next_due(at=MIDNIGHT)
    filing.refresh_from_db()
    assert [found["name"] for found in filing.problems] == ["already-registered"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seam", ["versions.open_version", "versions.close", "move"])
def test_it_changes_nothing_when_it_dies_in_the_middle(monkeypatch: pytest.MonkeyPatch, seam: str) -> None:
    registered()
    filing = approved(change(), at=MIDNIGHT + 2 * DAY)
    before = Event.objects.count()
    with monkeypatch.context() as patch:
        patch.setattr(f"matrika.filings.take_effect.{seam}", _die)
        with pytest.raises(KeyboardInterrupt):
            take_next_due(at=MIDNIGHT + 3 * DAY)
    assert (MetadataVersion.objects.count(), Event.objects.count()) == (1, before)
    assert Filing.objects.get(pk=filing.pk).status == "scheduled"
    assert take_next_due(at=MIDNIGHT + 3 * DAY + take_effect.CLAIM)
    assert MetadataVersion.objects.count() == 2


def _die(*arguments: object, **named: object) -> None:
    raise KeyboardInterrupt
