"""R-4.9, R-7.2, R-8.2, R-9.1: `kill -9` at every step of taking effect, and all of it happens once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command

from matrika.core.events import EventKind
from matrika.core.filing import Attachment, Authorisation
from matrika.core.lifecycle import Status
from matrika.filings.consequences import replaced_at
from matrika.filings.expire import record_next_expired
from matrika.filings.lapse import lapse_next
from matrika.filings.models import Filing, StoredVerdict
from matrika.filings.signatures.verify import CLAIM, verify_next
from matrika.filings.take_effect import take_next_due
from matrika.notices.models import Delivery, Notice, Reminder
from matrika.notices.remind import remind_next
from matrika.notices.write import write_next
from matrika.publication.models import PublishedEntity
from matrika.publication.publish import publish_next
from matrika.register.models import Event, MetadataVersion, PendingExpiry, PendingReminder, ServiceProvider
from tests import people, pki
from tests.applications import approved, cancellation, change, filed, registered, registration, standing_at
from tests.containers import MIMETYPE, asic
from tests.metadata import sp_metadata
from tests.races.processes import MARKS, killed_at_every_step
from tests.verdicts import verdict

pytestmark = MARKS
DAY = timedelta(days=1)
START = people.NOW + 2 * DAY


@dataclass(frozen=True)
class Scene:
    """What is due, the unit that does it, and what must have come of it, once."""

    prepare: Callable[[], datetime]  # the instant at which it is due
    unit: Callable[..., bool]
    event: EventKind
    versions: tuple[int, int]  # how many before, how many afterwards
    published: int  # how many providers an identity provider sees afterwards


def due_registration() -> datetime:
    approved()
    return START


def due_change() -> datetime:
    registered()
    approved(change(), at=START)
    return START


def due_cancellation() -> datetime:
    registered()
    approved(cancellation(effective_on=START.date() + DAY), at=START)
    return START + 2 * DAY


def due_expiry() -> datetime:
    ends = START + 10 * DAY
    short = pki.certificate(not_before=people.NOW - 300 * DAY, not_after=ends)
    registered(registration(metadata=sp_metadata(signing=short)))
    return ends + DAY


def due_lapse() -> datetime:
    filed()
    return people.NOW + 90 * DAY


SCENES = {
    "registration": Scene(due_registration, take_next_due, EventKind.PROVIDER_REGISTERED, (0, 1), 1),
    "change": Scene(due_change, take_next_due, EventKind.PROVIDER_CHANGED, (1, 2), 1),
    "cancellation": Scene(due_cancellation, take_next_due, EventKind.PROVIDER_CANCELLED, (1, 1), 0),
    "expiry": Scene(due_expiry, record_next_expired, EventKind.PROVIDER_EXPIRED, (1, 1), 0),
    "lapse": Scene(due_lapse, lapse_next, EventKind.FILING_LAPSED, (0, 0), 0),
}


@pytest.fixture(params=SCENES.values(), ids=SCENES)
def scene(request: pytest.FixtureRequest) -> Scene:
    return request.param


def happened(kind: EventKind) -> int:
    return Event.objects.filter(kind=kind).count()


def test_it_takes_effect_once_and_whole(scene: Scene) -> None:
    at = scene.prepare()
    events = Event.objects.count()

    def is_whole() -> None:
        done = happened(scene.event)
        assert Event.objects.count() == events + done
        assert MetadataVersion.objects.count() == scene.versions[done]

    killed_at_every_step(scene.unit, at=at, check=is_whole)
    assert happened(scene.event) == 1
    assert MetadataVersion.objects.count() == scene.versions[1]
    assert MetadataVersion.objects.filter(effective_to=None).count() <= 1
    assert PendingExpiry.objects.count() == scene.published
    call_command("verify", stdout=StringIO())


def test_it_writes_each_message_once_for_each_channel(scene: Scene) -> None:
    at = scene.prepare()
    while scene.unit(at=at):
        pass
    killed_at_every_step(write_next, at=at, check=lambda: None)
    told = Counter(Delivery.objects.values_list("notice__event", "channel"))
    assert set(told.values()) == {1}
    event = Event.objects.get(kind=scene.event)
    assert {channel for number, channel in told if number == event.pk} == {"mailbox", "email"}


def test_it_reminds_once_of_a_certificate_that_ends() -> None:
    """R-8.1: the notice, its letters and the next threshold stand or fall together."""
    at = due_expiry() - 8 * DAY
    registered_by_now = Notice.objects.count()

    def is_whole() -> None:
        assert Delivery.objects.filter(notice__reminder__isnull=False).count() == 2 * Reminder.objects.count()
        assert Notice.objects.count() == registered_by_now + Reminder.objects.count()

    killed_at_every_step(partial(remind_next, replaced_at=replaced_at), at=at, check=is_whole)
    assert [one.threshold for one in Reminder.objects.all()] == [7]
    assert not PendingReminder.objects.filter(due_at__lte=at).exists()


def test_it_authorises_a_signed_filing_once() -> None:
    """R-5.1: the verdict, the status and the event stand or fall together."""
    container = Attachment("ziadost.asice", MIMETYPE, asic(form_xdcf=b"<form/>"))
    filing = filed(registration(authorisation=Authorisation.SIGNATURE, signed=container))

    def is_whole() -> None:
        done = happened(EventKind.FILING_AUTHORISED)
        assert StoredVerdict.objects.count() == done
        assert Filing.objects.filter(status=Status.IN_REVIEW).count() == done

    unit = partial(verify_next, verify=lambda file, *, at: verdict())
    killed_at_every_step(unit, at=people.NOW, check=is_whole, claim=CLAIM)
    assert happened(EventKind.FILING_AUTHORISED) == 1
    assert StoredVerdict.objects.filter(file__filing=filing).count() == 1
    call_command("verify", stdout=StringIO())


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("name", ["registration", "change", "expiry"])
def test_it_publishes_exactly_the_active_providers(name: str) -> None:
    scene = SCENES[name]
    at = scene.prepare()
    if ServiceProvider.objects.exists():
        while publish_next(at=START):
            pass
        assert PublishedEntity.objects.count() == 1
    while scene.unit(at=at):
        pass
    at = killed_at_every_step(publish_next, at=at, check=lambda: None)
    version = MetadataVersion.objects.order_by("number").last()
    published = PublishedEntity.objects.values_list("version_id", flat=True)
    assert list(published) == ([version.pk] if version and scene.published else [])
    assert all(standing_at(entity.provider, at=at).is_active for entity in PublishedEntity.objects.all())
    call_command("verify", stdout=StringIO())
