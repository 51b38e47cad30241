"""`matrika verify` (R-7.4): it is silent about a healthy register and names what is wrong in another."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F, QuerySet

from matrika.core.filing import Attachment
from matrika.filings.models import Filing, PaperArrival, StoredAttachment
from matrika.publication.models import EntityForm, PublishedAggregate, PublishedEntity
from matrika.register import guards, integrity, ledger
from matrika.register.models import (
    CertificateEntry,
    Event,
    LedgerHead,
    MetadataVersion,
    PendingExpiry,
    PendingReminder,
    ServiceProvider,
    Waiver,
)
from tests import people
from tests.applications import cancellation, change, in_effect, registered, registration
from tests.conftest import ALL_GUARDS
from tests.publication.registering import keys, publish_all  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]
DAY = timedelta(days=1)
LATER = people.NOW + 30 * DAY


@pytest.fixture(autouse=True)
def _a_register_that_lives() -> None:
    """One provider registered, changed, cancelled and back; another one registered; both published."""
    registered(registration(attachments=(Attachment("a.pdf", "application/pdf", b"%PDF-"),)))
    in_effect(change(), at=people.NOW + 2 * DAY)
    in_effect(cancellation(effective_on=(people.NOW + 6 * DAY).date()), at=people.NOW + 5 * DAY)
    in_effect(change(), at=people.NOW + 8 * DAY)
    registered(registration(entity_id="https://other.example"))
    publish_all(at=LATER)


def verify(*options: str) -> tuple[str, int]:
    """What it says, and its exit status."""
    out = io.StringIO()
    try:
        call_command("verify", *options, stdout=out, stderr=io.StringIO())
    except CommandError as error:
        return f"{out.getvalue()}failed: {error}", error.returncode
    return out.getvalue(), 0


def test_it_finds_nothing_wrong_with_a_healthy_register() -> None:
    count = Event.objects.count()
    assert verify() == (f"{count} events in one chain; stored bytes and triggers are as they should be\n", 0)


def _delete_a_version() -> None:
    gone = MetadataVersion.objects.filter(provider__entity_id="https://other.example")
    PendingExpiry.objects.all().delete()
    PendingReminder.objects.all().delete()
    CertificateEntry.objects.filter(version__in=gone).delete()
    gone.delete()


def _delete_certificates() -> None:
    PendingReminder.objects.all().delete()
    CertificateEntry.objects.filter(position=1).delete()


def _add_a_version() -> None:
    version = MetadataVersion.objects.get(number=3)
    version.pk, version.number, version.effective_to = None, 4, LATER
    version.effective_from = LATER
    version.save(force_insert=True)


def _forge_an_event_behind_the_head() -> None:
    event = Event.objects.latest("number")
    event.pk, event.number, event.digest = None, event.number + 1, "f" * 64
    event.save(force_insert=True)


def _first() -> QuerySet[MetadataVersion]:
    return MetadataVersion.objects.filter(number=1, effective_to__isnull=False)


TAMPERED: dict[str, Callable[[], object]] = {
    "stored bytes do not have": lambda: _first().update(content=b"<other/>"),
    "names another SHA-256": lambda: _first().update(sha256="0" * 64),
    "version 7 of https://sp.example: no event says how": lambda: _first().update(number=7),
    "version 4 of https://sp.example: no event says how": _add_a_version,
    "version 1 of https://other.example: an event entered it, and it is not there": _delete_a_version,
    "effective_to is 2026": lambda: _first().update(effective_to=F("effective_to") - DAY),
    "and empty by its events": lambda: MetadataVersion.objects.filter(number=3).update(effective_to=LATER),
    "end_recorded_at is empty": lambda: _first().update(end_recorded_at=None),
    "effective_from is 2026": lambda: _first().update(effective_from=F("effective_from") - DAY),
    "contact_email is 'x@y.example'": lambda: _first().update(contact_email="x@y.example"),
    "its filing is 2026-000009, and 2026-000001 by its events": lambda: _first().update(
        filing_number="2026-000009"
    ),
    "its waivers are not those that its event granted": lambda: Waiver.objects.create(
        version=_first().get(), rule_id="slo-present", reason="x", granted_by="x", granted_at=LATER
    ),
    "the scan of paper": lambda: PaperArrival.objects.update(scan=b"x"),
    "certificate 0 does not have": lambda: CertificateEntry.objects.filter(position=0).update(der=b"x"),
    "certificate 1 is not as in its metadata: not_after": lambda: CertificateEntry.objects.filter(
        position=1
    ).update(not_after=F("not_after") + DAY),
    "certificate 0 is not as in its metadata: use": lambda: CertificateEntry.objects.filter(
        position=0
    ).update(use="both"),
    "hold 2 certificates, other ones": _delete_certificates,
    "registered https://sp.example": lambda: ServiceProvider.objects.filter(
        entity_id="https://sp.example"
    ).update(entity_id="https://renamed.example"),
    "for another owner": lambda: ServiceProvider.objects.update(owner=people.other_organisation()),
    "registered later than event": lambda: ServiceProvider.objects.update(registered_at=LATER),
    "filing 2026-000001: the stored metadata": lambda: Filing.objects.update(metadata=b"x"),
    "the stored form document": lambda: Filing.objects.update(form_document=b"x"),
    "filing 2026-000001: it is lapsed, and in-effect by event 5": lambda: Filing.objects.update(
        status="lapsed"
    ),
    "filing 2026-000001: event 5 tells of https://sp.example": lambda: Filing.objects.filter(
        number="2026-000001"
    ).update(entity_id="https://x.example"),
    "filing 2026-000001: event 5 entered other metadata": lambda: Filing.objects.filter(
        number="2026-000001"
    ).update(metadata_sha256="0" * 64),
    "filing 2026-000001: event 1 tells of it, and it is not there": lambda: Filing.objects.filter(
        number="2026-000001"
    ).update(number="2026-999999"),
    "filing 2026-999999: no event tells of it": lambda: Filing.objects.filter(number="2026-000001").update(
        number="2026-999999"
    ),
    "attachment a.pdf has other bytes": lambda: StoredAttachment.objects.update(content=b"x"),
    "published https://sp.example: the document does not have": lambda: PublishedEntity.objects.update(
        signed=b"x"
    ),
    "the compressed document is another one": lambda: PublishedEntity.objects.update(signed_gzip=b"x"),
    "are not those that were checked": lambda: EntityForm.objects.update(canonical=b"x"),
    "compressed form for the aggregate": lambda: EntityForm.objects.update(packed=b"x"),
    "the version it was made from is not there": lambda: PublishedEntity.objects.update(version_id=99),
    "bytes are stored,": lambda: PublishedAggregate.objects.update(size=1),
    "its head does not have": lambda: PublishedAggregate.objects.update(head=b"<x/>"),
    "the chain is broken at event 2: its content": lambda: Event.objects.filter(number=2).update(actor="x"),
    "the chain is broken at event 3: missing": lambda: Event.objects.filter(number=3).delete(),
    "stands behind the head": _forge_an_event_behind_the_head,
    "its digest is not the head's": lambda: LedgerHead.objects.update(digest="f" * 64),
}


@pytest.fixture
def unguarded() -> None:
    """As if somebody went behind the program's back; what SQLite or PostgreSQL refuse besides, too."""
    guards.remove(connection, ALL_GUARDS)


@pytest.mark.parametrize("sentence", TAMPERED)
@pytest.mark.usefixtures("unguarded")
def test_it_names_what_was_tampered_with(sentence: str) -> None:
    TAMPERED[sentence]()
    guards.install(connection, ALL_GUARDS)
    said, status = verify()
    assert sentence in said
    assert status == 1


@pytest.mark.usefixtures("unguarded")
def test_it_misses_a_provider_that_was_deleted_with_all_it_had() -> None:
    with transaction.atomic():
        _delete_a_version()
        PublishedEntity.objects.filter(provider__entity_id="https://other.example").delete()
        # The foreign keys of its events are asked at the commit, which never comes.
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM register_serviceprovider WHERE entity_id = 'https://other.example'")
        said, status = verify()
        transaction.set_rollback(True)
    assert "https://other.example: event" in said
    assert "entered it, and it is not there" in said
    assert status == 1


@pytest.mark.usefixtures("unguarded")
def test_it_names_every_fault_besides_the_first_broken_link() -> None:
    Event.objects.filter(number=2).update(actor="x")
    _first().update(content=b"x")
    StoredAttachment.objects.update(content=b"x")
    guards.install(connection, ALL_GUARDS)
    said, _ = verify()
    assert said.count("\n") == 2
    assert "the chain is broken at event 2: its content is not what was written; 2 faults" in said


def test_it_misses_a_trigger_that_was_dropped() -> None:
    guards.remove(connection, guards.GUARDS[:1])
    said, status = verify()
    guards.install(connection, guards.GUARDS)
    assert "the trigger register_event_no_delete is missing" in said
    assert status == 1


def test_it_says_when_it_could_not_find_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **options: object) -> int:
        raise DatabaseError("the database is away")

    monkeypatch.setattr(ledger, "verify", away)
    assert verify() == ("failed: it could not be verified: the database is away", 2)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "options", "heard"),
    [
        (Terminal(), (), "\rmetadata versions      [##############################] 4 of 4\n"),
        (io.StringIO(), (), "metadata versions: 4\n"),
        (Terminal(), ("--quiet",), ""),
    ],
)
def test_it_tells_how_far_it_is(stream: io.StringIO, options: tuple[str, ...], heard: str) -> None:
    """A bar on a terminal, a line a part elsewhere, nothing when it is not wanted."""
    call_command("verify", *options, stdout=io.StringIO(), stderr=stream)
    assert heard in stream.getvalue()
    assert bool(heard) == bool(stream.getvalue())


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.usefixtures("unguarded")
def test_it_finds_the_same_in_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "STEP", 2)
    monkeypatch.setattr(integrity, "STRETCH", 1)
    _first().update(content=b"x")
    Event.objects.filter(number=4).update(actor="x")
    Event.objects.filter(number=7).delete()
    guards.install(connection, ALL_GUARDS)
    said = verify("--jobs", "3")
    assert "stored bytes do not have" in said[0]
    assert "the chain is broken at event 4" in said[0]
    assert said == verify("--jobs", "1")


@pytest.mark.parametrize(
    ("number", "why"), [(3, "missing; the next one there is 4"), (4, "missing; the next one there is 5")]
)
@pytest.mark.usefixtures("unguarded")
def test_it_misses_an_event_at_either_side_of_a_stretch(
    monkeypatch: pytest.MonkeyPatch, number: int, why: str
) -> None:
    monkeypatch.setattr(ledger, "STEP", 3)
    Event.objects.filter(number=number).delete()
    guards.install(connection, ALL_GUARDS)
    assert f"the chain is broken at event {number}: {why}" in verify()[0]


def test_it_sees_a_chain_that_was_cut_between_two_stretches(
    monkeypatch: pytest.MonkeyPatch, unguarded: None
) -> None:
    monkeypatch.setattr(ledger, "STEP", 3)
    forged = Event.objects.get(number=3)
    forged.actor = "x"
    forged.digest = ledger._digest(*(getattr(forged, column) for column in ledger.COLUMNS))
    forged.save()
    guards.install(connection, ALL_GUARDS)
    assert "the chain is broken at event 4: does not follow the event before it" in verify()[0]
