"""R-6.1: what staff write to one another reaches no applicant: page, message, printout, event or export."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.converters import UUIDConverter
from pypdf import PdfReader

from matrika.core.people import Role
from matrika.core.words import Internal, Outward
from matrika.eform import messages as documents
from matrika.filings import comments
from matrika.filings.answer import answer
from matrika.filings.desk.four_eyes import confirm, send_back
from matrika.filings.models import Filing
from matrika.filings.review import approve, ask, reject
from matrika.filings.take_effect import take_next_due
from matrika.notices.deliver import deliver_next
from matrika.notices.documents import document_of
from matrika.notices.models import Channel, Delivery, Notice
from matrika.notices.write import write_next
from matrika.portal import urls
from matrika.printout import printout_of
from matrika.register.models import CertificateEntry, Event, ServiceProvider
from matrika.transfer.export import export
from tests import applications, people

pytestmark = pytest.mark.django_db
NOW = people.NOW
SECRETS = ("tajne-jeden", "tajne-dva", "tajne-tri", "tajne-styri", "tajne-pat", "tajne-sest")
SAID = "verejne-slovo"


@pytest.fixture
def life(settings) -> Iterator[tuple[Filing, Filing]]:
    """One filing that took effect by four eyes, and one that was rejected, with a secret at every step."""
    settings.FOUR_EYES = True
    zita, dusan = people.zita(), people.dusan()
    first = applications.in_review()
    comments.note(first, actor=zita, at=NOW, text=Internal(SECRETS[0]))
    ask(first, actor=zita, at=NOW, text=Outward(SAID), comment=Internal(SECRETS[1]))
    answer(first, actor=people.alzbeta(), at=NOW, text="Nech sa páči.")
    approve(first, actor=zita, at=NOW, comment=Internal(SECRETS[2]))
    send_back(first, actor=dusan, at=NOW, reason=Internal(SECRETS[3]))
    approve(first, actor=zita, at=NOW)
    confirm(first, actor=dusan, at=NOW, comment=Internal(SECRETS[4]))
    while take_next_due(at=NOW + timedelta(days=1)):
        pass
    second = applications.in_review(applications.change(), at=NOW + timedelta(days=1))
    reject(
        second,
        actor=zita,
        at=NOW + timedelta(days=1),
        reasons=["review-other"],
        text=Outward(SAID),
        comment=Internal(SECRETS[5]),
    )
    later = NOW + timedelta(days=1, hours=1)
    while write_next(at=later):
        pass
    while deliver_next(at=later, channel=Channel.EMAIL):
        pass
    with time_machine.travel(later, tick=False):
        yield Filing.objects.get(pk=first.pk), Filing.objects.get(pk=second.pk)


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_it_shows_them_to_colleagues(life: tuple[Filing, Filing]) -> None:
    """Else the other tests would look for what is not there."""
    auditor = logged_in(people.person("anton", "Anton", "Audítor", Role.AUDITOR))
    pages = [auditor.get(f"/konzola/ziadosti/{filing.number}/").content.decode() for filing in life]
    assert sorted(leaks("".join(pages))) == sorted(SECRETS)


def addresses(life: tuple[Filing, Filing]) -> Iterator[str]:
    """Every page of the portal that one can open, with everything there is."""
    provider = ServiceProvider.objects.get()
    of: dict[str, Callable[[], list[dict[str, object]]]] = {
        "number": lambda: [{"number": filing.number} for filing in life],
        "pk": lambda: [{"pk": provider.pk}],
        "letter": lambda: [{"pk": pk} for pk in Delivery.objects.values_list("pk", flat=True)],
        "entry": lambda: [
            {"pk": provider.pk, "entry": pk} for pk in CertificateEntry.objects.values_list("pk", flat=True)
        ],
        "version": lambda: [{"pk": provider.pk, "number": 1}],
    }
    needs = {
        "message": "letter",
        "message-document": "letter",
        "certificate": "entry",
        "certificate-file": "entry",
        "version": "version",
        "provider-metadata": "version",
    }
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        names = set(pattern.pattern.converters)
        if any(isinstance(one, UUIDConverter) for one in pattern.pattern.converters.values()):
            continue  # of one browser: drafts and log-ins, which nobody else has seen
        if not names:
            yield reverse(f"portal:{pattern.name}")
        elif names <= {"number", "pk", "entry"} and pattern.name != "filing-attachment":
            for arguments in of[needs.get(str(pattern.name), "number" if names == {"number"} else "pk")]():
                if set(arguments) == names:
                    yield reverse(f"portal:{pattern.name}", kwargs=arguments)


def test_it_has_them_on_no_page_of_the_portal(life: tuple[Filing, Filing]) -> None:
    owner = logged_in(people.alzbeta())
    opened, said = 0, 0
    for address in addresses(life):
        answered = owner.get(address)
        if answered.status_code == 200:
            content = b"".join(answered) if answered.streaming else answered.content
            text = words(content) if content[:5] == b"%PDF-" else content.decode(errors="replace")
            assert leaks(text) == [], address
            opened, said = opened + 1, said + (SAID in text)
    assert opened >= 20
    assert said >= 2, "what was said to the applicant is on the filing's page and in the mailbox"


def test_it_tells_the_applicant_nothing_of_how_staff_share_their_work(life: tuple[Filing, Filing]) -> None:
    owner, opened = logged_in(people.alzbeta()), 0
    for address in addresses(life):
        page = owner.get(address)
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            opened += 1
            assert "navrhnut" not in page.content.decode(), address
            assert "Vrátená na posúdenie" not in page.content.decode(), address
    assert opened >= 15


def test_it_has_them_in_no_message(life: tuple[Filing, Filing]) -> None:
    assert Notice.objects.count() >= 4
    for notice in Notice.objects.all():
        assert leaks(notice.subject + notice.body) == []
        document = document_of(notice)
        assert isinstance(document, documents.MessageDocument)
        assert leaks(document.content.decode()) == []
    assert len(mail.outbox) >= 4
    assert leaks("".join(letter.message().as_string() for letter in mail.outbox)) == []


def words(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def test_it_has_them_in_no_printout_and_no_form(life: tuple[Filing, Filing]) -> None:
    for filing in life:
        printed = words(printout_of(filing))
        assert filing.number in printed
        assert leaks(printed + bytes(filing.form_document or b"").decode()) == []


def test_it_has_them_in_no_event(life: tuple[Filing, Filing]) -> None:
    """Events are what messages are written from, and what an owner's history shows."""
    assert leaks("".join(str(event.data) for event in Event.objects.all())) == []


@pytest.mark.django_db(
    transaction=True
)  # an export sees one moment of the register: its transaction is the outermost
def test_it_has_them_in_no_export(life: tuple[Filing, Filing], tmp_path: Path) -> None:
    export(tmp_path / "register")
    files = [file for file in (tmp_path / "register").rglob("*") if file.is_file()]
    assert files
    assert leaks("".join(file.read_bytes().decode(errors="replace") for file in files)) == []
