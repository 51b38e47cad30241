"""A list of sixty lines asks the database no more than one of three."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from matrika.core.people import Role
from matrika.filings.models import Filing
from matrika.notices.models import Channel, Delivery, Notice
from matrika.register.models import LogIn, Mandate, Organisation, Person
from tests import applications, people
from tests.doors.access.world import logged_in
from tests.publication import registering

pytestmark = pytest.mark.django_db
FEW, MANY = 3, 60
OWNERS = (
    "/profil/technicke-ucty/",
    "/profil/koniec-platnosti/",
    "/ziadosti/",
    "/spravy/",
)
REVIEWERS = (
    "/konzola/",
    "/konzola/?stav=vsetky",
    "/konzola/?q=https://k",
    "/konzola/ziadosti/",
    "/konzola/ziadosti/?q=https://k",
    "/konzola/ziadosti/?q=12345678",
    "/konzola/register/?q=https://p",
    "/konzola/register/?q=12345678",
    "/konzola/register/?q=sp-signing",
    "/konzola/register/?q=Priezvisko",
    "/konzola/register/k-datumu/?den=2026-11-27&cas=14:00",
    "/konzola/koniec-platnosti/",
    "/konzola/evidencia/",
    "/konzola/evidencia/osoby/",
    "/konzola/nedorucene-spravy/",
    "/konzola/prihlasenia/",
)
AUDITORS = ("/konzola/audit/", "/konzola/audit/?about=https://p")


def grow(first: int, last: int) -> None:
    """To so many of everything, all of Alžbeta's organisation."""
    one = Filing.objects.earliest("pk")
    filings, organisations, persons = [], [], []
    for number in range(first, last):
        registering.registered(f"https://p{number}.example", at=people.NOW)
        copy = Filing.objects.get(pk=one.pk)
        copy.pk, copy.number, copy.entity_id = None, f"k-{number}", f"https://k{number}.example"
        copy.kind = "change" if number % 2 else "registration"
        copy.assigned_to = people.zita()
        filings.append(copy)
        organisations.append(
            Organisation(ico=f"2{number:07}", name=f"Úrad {number}", folded_name="urad", subject_type="OVM")
        )
        persons.append(Person(username=f"p{number}", first_name="Meno", last_name=f"Priezvisko{number}"))
    Filing.objects.bulk_create(filings)
    Organisation.objects.bulk_create(organisations)
    made = Person.objects.bulk_create(persons)
    Mandate.objects.bulk_create(Mandate(person=one, organisation=people.organisation()) for one in made)
    LogIn.objects.bulk_create(LogIn(at=people.NOW, outcome="in", how="password", person=one) for one in made)
    letters(first, last)


def letters(first: int, last: int) -> None:
    notices = Notice.objects.bulk_create(
        Notice(
            kind="acknowledgement",
            filing_number=f"k-{number}",
            subject="s",
            body="b",
            message_id=f"m{number}",
            written_at=people.NOW,
        )
        for number in range(first, last)
    )
    now = timezone.now()
    owner = people.organisation()
    Delivery.objects.bulk_create(
        Delivery(notice=one, channel=Channel.MAILBOX, organisation=owner, due_at=now, delivered_at=now)
        for one in notices
    )
    Delivery.objects.bulk_create(
        Delivery(notice=one, channel=Channel.EMAIL, email=f"{one.pk}@b.example", due_at=now, refused_at=now)
        for one in notices
    )


def asked(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200  # what a process remembers is remembered now
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_it_asks_as_many_queries_for_sixty_lines_as_for_three() -> None:
    applications.in_review(applications.registration(entity_id="https://k.example"))
    grow(0, FEW)
    auditor = people.person("anton", "Anton", "Audítor", Role.AUDITOR)
    everybody = (
        (logged_in(people.alzbeta()), OWNERS),
        (logged_in(people.zita()), (*REVIEWERS, f"/konzola/evidencia/{people.organisation().pk}/")),
        (logged_in(auditor), AUDITORS),
    )
    few = {address: asked(client, address) for client, some in everybody for address in some}
    grow(FEW, MANY)
    many = {address: asked(client, address) for client, some in everybody for address in some}
    assert many == few
