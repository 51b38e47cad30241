"""Guide chapters 5 to 7: a provider's whole life, by the doors and the worker, with a clock that is moved.

Registration, change, expiry, return, cancellation, return (R-4.2, R-4.3, R-4.9, R-7.2 to R-7.4, R-8.1).
At each step its page, its history, its certificates, the messages and what the identity provider reads
are compared.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from cryptography import x509
from django.core import mail
from django.core.management import call_command
from django.test import Client

from matrika.core.days import BRATISLAVA
from matrika.core.events import PROVIDER_CHANGES, EventKind
from matrika.core.labels import EVENTS
from matrika.filings.models import Filing
from matrika.mdq import application, store
from matrika.publication.document.verify import verify_document
from matrika.publication.models import PublicationState
from matrika.register.certificates import fingerprints
from matrika.register.models import Event, Person, ServiceProvider
from tests import people, pki
from tests.doors.portal import forms
from tests.mdq.asking import ask, entity_path
from tests.metadata import ENTITY_ID, sp_metadata
from tests.publication.registering import keys

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]

SECOND = timedelta(seconds=1)
ACKNOWLEDGED = (
    "Potvrdenie prijatia žiadosti na spracovanie v Centrálnom registri autentifikačných certifikátov"
)
DONE = "Spracovanie požiadavky v registri autentifikačných certifikátov"
LAST_DAY = "Informácia o expirácii certifikátu poskytovateľa služieb (v deň konca platnosti)"
DEACTIVATED = "Deaktivácia poskytovateľa služieb v registri autentifikačných certifikátov"
TOLD_IN_HISTORY = {EVENTS[kind].sk: kind for kind in PROVIDER_CHANGES}


def instant(text: str) -> datetime:
    """ "2027-03-28 00:00" by the clocks of Bratislava."""
    return datetime.fromisoformat(text).replace(tzinfo=BRATISLAVA).astimezone(UTC)


def metadata(*, begins: str, ends: str, keys: tuple[int, int] = (1, 2)) -> bytes:
    """With certificates that are valid from the one instant through the other."""
    signing, encryption = (
        pki.certificate(key=pki.key(number), not_before=instant(begins), not_after=instant(ends))
        for number in keys
    )
    return sp_metadata(signing=signing, encryption=encryption)


class Life:
    """The people and machines around the provider, and the clock they share."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        self.clock = clock
        self.seen = 0  # e-mails looked at

    def move(self, to: datetime) -> None:
        self.clock.move_to(to, tick=False)

    def logged_in(self, person: Person) -> Client:
        """Anew each time: between two steps lie months, and a log-in does not last that long."""
        client = Client()
        client.force_login(person)
        return client

    def file(self, kind: str, **typed: object) -> str:
        """Alžbeta fills in the form and sends it; the filing's number."""
        alzbeta = self.logged_in(people.alzbeta())
        provider = ServiceProvider.objects.first()
        address = (
            f"/profil/poskytovatelia/{provider.pk}/{kind}/" if provider else "/profil/ziadost/registracia/"
        )
        draft = forms.begin(alzbeta, address)
        answer = alzbeta.post(draft, forms.typed(**typed))
        assert answer["Location"] == f"{draft}kontrola/", forms.text(answer)
        sent = forms.send(alzbeta, draft)["Location"]
        assert "awaiting-paper" in Filing.objects.filter(status="awaiting-paper").values_list(
            "status", flat=True
        )
        return str(sent).strip("/").rpartition("/")[2]

    def change(self, content: bytes, effective_on: str = "") -> str:
        text = base64.b64encode(content).decode()
        return self.file("zmena", metadata_text=text, effective_on=effective_on, project=None)

    def approve(self, number: str) -> None:
        """Zita records the paper and approves."""
        zita, page = self.logged_in(people.zita()), f"/konzola/ziadosti/{number}/"
        today = f"{datetime.now(BRATISLAVA):%d.%m.%Y}"
        zita.post(f"{page}listina/", {"paper-arrived_on": today, "paper-certified_by": "Notár"})
        zita.post(f"{page}schvalit/", {"approve-internal": ""})
        assert Filing.objects.get(number=number).status == "scheduled"

    def work(self) -> None:
        call_command("worker", "--once")

    def letters(self) -> list[str]:
        """Subjects of the e-mails since somebody last asked; each lies in the mailbox as well."""
        new = [str(letter.subject) for letter in mail.outbox[self.seen :]]
        self.seen = len(mail.outbox)
        mailbox = forms.text(self.logged_in(people.alzbeta()).get("/spravy/"))
        assert mailbox.count('href="/spravy/') - 1 == min(self.seen, 25), "the other link is the page's own"
        return new

    def page(self, rest: str = "") -> str:
        provider = ServiceProvider.objects.get()
        answer = self.logged_in(people.alzbeta()).get(f"/profil/poskytovatelia/{provider.pk}/{rest}")
        assert answer.status_code == 200
        return forms.text(answer)

    def states(self) -> list[str]:
        """The provider's, of filings that wait, and its two certificates', as its page says them."""
        main = self.page().partition("<h1")[2]
        return re.findall(r'class="m-tag[^"]*">([^<]+)<', main)

    def history(self) -> list[str]:
        """Of all pages of the history, oldest first."""
        labels = "|".join(map(re.escape, TOLD_IN_HISTORY))
        pages = [self.page("historia/")]
        while 'rel="next"' in pages[-1]:
            pages.append(self.page(f"historia/?strana={len(pages) + 1}"))
        events = "".join(page.partition("<h1")[2] for page in pages)
        return [TOLD_IN_HISTORY[label].value for label in re.findall(labels, events)][::-1]

    def published(self) -> tuple[str, ...]:
        """Fingerprints of the certificates that an identity provider reads; () = 404."""
        answer = ask(entity_path(ENTITY_ID), at=datetime.now(UTC))
        if answer.status == 404:
            return ()
        assert answer.status == 200
        announced = PublicationState.objects.get().certificate
        verify_document(answer.body, x509.load_pem_x509_certificate(announced.encode()))
        return fingerprints(answer.body)


@pytest.fixture
def life(monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    # Each question comes from a process that has just started; the connection belongs to the test.
    monkeypatch.setattr(store, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(application, "store", store.Store())
    monkeypatch.setattr(store, "close_old_connections", lambda: None)
    people.project(people.organisation())
    with time_machine.travel(people.NOW, tick=False) as clock:
        yield Life(clock)


ACTIVE = ["Aktivovaný", "Platný", "Platný"]
ABOUT_TO_CHANGE = ["Aktivovaný", "Schválená, čaká na deň účinnosti", "Platný", "Platný"]
FIRST = metadata(begins="2026-11-01 00:00", ends="2027-10-31 23:59")
SECOND_ONE = metadata(begins="2027-03-01 00:00", ends="2027-06-30 12:00", keys=(1, 3))
THIRD = metadata(begins="2027-06-01 00:00", ends="2028-02-29 23:59", keys=(3, 2))
FOURTH = metadata(begins="2027-09-01 00:00", ends="2029-02-28 12:00", keys=(2, 1))


def test_it_walks_a_provider_through_its_whole_life(life: Life) -> None:
    register(life)
    change(life)
    expire(life)
    come_back(life, THIRD, "2027-07-10 09:00")
    cancel(life)
    come_back(life, FOURTH, "2027-11-02 09:00")
    nothing_was_lost(life)


def register(life: Life) -> None:
    """For the next day; until its midnight there is no such provider."""
    text = base64.b64encode(FIRST).decode()
    life.approve(life.file("registracia", metadata_text=text, effective_on="23.11.2026"))
    life.move(instant("2026-11-23 00:00") - SECOND)
    life.work()
    assert life.letters() == [ACKNOWLEDGED]
    assert (ServiceProvider.objects.count(), life.published()) == (0, ())
    life.move(instant("2026-11-23 00:00"))
    life.work()
    assert life.letters() == [DONE]
    assert life.states() == ACTIVE
    assert "23.11.2026 00:00:00" in life.page()
    assert life.published() == fingerprints(FIRST)


def change(life: Life) -> None:
    """On the day of the change to summer time; the old certificates hold until its midnight."""
    life.move(instant("2027-03-10 09:00"))
    life.approve(life.change(SECOND_ONE, "28.03.2027"))
    life.move(instant("2027-03-28 00:00") - SECOND)
    life.work()
    assert (life.letters(), life.published()) == ([ACKNOWLEDGED], fingerprints(FIRST))
    life.move(instant("2027-03-28 00:00"))
    life.work()
    assert (life.letters(), life.states()) == ([DONE], ACTIVE)
    assert life.published() == fingerprints(SECOND_ONE)
    assert life.history() == ["provider-registered", "provider-changed"]


def expire(life: Life) -> None:
    """Through the last second active; then inactive everywhere, although no worker has run yet."""
    last = instant("2027-06-30 12:00")
    life.move(last)
    life.work()
    # No worker ran since March: of each certificate's five reminders only the most urgent is written.
    assert (life.letters(), life.states()) == ([LAST_DAY, LAST_DAY], ACTIVE)
    life.move(last + SECOND)
    assert life.states() == ["Deaktivovaný", "Exspirovaný", "Exspirovaný"]
    assert life.published() == ()
    life.move(last + timedelta(days=9))
    life.work()
    life.work()
    assert (life.letters(), life.published()) == ([DEACTIVATED], ())
    expired = Event.objects.get(kind=EventKind.PROVIDER_EXPIRED)
    assert (expired.effective_at, expired.recorded_at) == (last + SECOND, last + timedelta(days=9))
    assert life.history()[-1] == "provider-expired"


def come_back(life: Life, content: bytes, at: str) -> None:
    """By a change without a date: as soon as it is approved."""
    before = life.history()
    life.move(instant(at))
    number = life.change(content)
    life.work()
    assert (life.letters(), life.published()) == ([ACKNOWLEDGED], ())
    life.approve(number)
    life.work()
    assert (life.letters(), life.states()) == ([DONE], ACTIVE)
    assert life.published() == fingerprints(content)
    assert life.history() == [*before, "provider-changed"]


def cancel(life: Life) -> None:
    """To the day after the change to winter time."""
    life.move(instant("2027-10-20 09:00"))
    number = life.file("zrusenie", metadata_text=None, project=None, effective_on="01.11.2027")
    life.approve(number)
    life.move(instant("2027-11-01 00:00") - SECOND)
    life.work()
    assert (life.letters(), life.states()) == ([ACKNOWLEDGED], ABOUT_TO_CHANGE)
    life.move(instant("2027-11-01 00:00"))
    life.work()
    assert life.letters() == [DONE]
    assert life.states() == ["Deaktivovaný", "Zrušený", "Zrušený"]
    assert life.published() == ()
    assert life.history()[-1] == "provider-cancelled"


def nothing_was_lost(life: Life) -> None:
    """Every version is there byte for byte, one after the other, and the chain of events is whole."""
    provider = ServiceProvider.objects.get()
    spans = list(provider.versions.order_by("number").values_list("effective_from", "effective_to"))
    assert spans == [
        (instant("2026-11-23 00:00"), instant("2027-03-28 00:00")),
        (instant("2027-03-28 00:00"), instant("2027-07-10 09:00")),
        (instant("2027-07-10 09:00"), instant("2027-11-01 00:00")),
        (instant("2027-11-02 09:00"), None),
    ]
    alzbeta = life.logged_in(people.alzbeta())
    for number, content in enumerate((FIRST, SECOND_ONE, THIRD, FOURTH), 1):
        answer = alzbeta.get(f"/profil/poskytovatelia/{provider.pk}/metadata/{number}.xml")
        assert answer.content == content
    call_command("verify", stdout=StringIO(), stderr=StringIO())
