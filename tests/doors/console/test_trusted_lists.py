"""The console's page of trusted lists: staff see how old they are, a supervisor brings newer ones (R-5.1)."""

from __future__ import annotations

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from matrika.core.people import Role
from matrika.demo import authority, trusted_list
from matrika.register.models import TrustedListSnapshot
from matrika.trust.import_list import import_list
from tests import people
from tests.outside.signatures.trusting import DAY

pytestmark = pytest.mark.django_db
ADDRESS = "/konzola/doveryhodne-zoznamy/"
IMPORT = ADDRESS + "nacitat/"


@pytest.fixture(autouse=True)
def _demo_mode(settings):
    settings.DEMO = True


def a_list(number: int, *, issued_at=people.NOW - DAY, by=None) -> SimpleUploadedFile:
    content = trusted_list.trusted_list(issued_at=issued_at, sequence_number=number, by=by)
    return SimpleUploadedFile("list.xml", content)


def known(issued_at=people.NOW - 2 * DAY) -> None:
    import_list(
        trusted_list.trusted_list(issued_at=issued_at, sequence_number=1),
        source="list.xml",
        actor="administrator:test",
        at=people.NOW - DAY,
        signers=[authority.list_operator().der],
    )


@pytest.fixture
def dusan(client: Client) -> Client:
    client.force_login(people.dusan())
    return client


def test_it_says_that_every_signature_waits_without_a_list(dusan: Client) -> None:
    assert "každý podpis čaká" in dusan.get(ADDRESS).content.decode()


@time_machine.travel(people.NOW, tick=False)
def test_it_shows_what_is_trusted(dusan: Client) -> None:
    known()
    page = dusan.get(ADDRESS).content.decode()
    assert "XX" in page
    assert "1, 1" in page
    assert "platí" in page


def test_it_warns_of_a_stale_list(dusan: Client) -> None:
    known(issued_at=people.NOW - trusted_list.LIFETIME - 10 * DAY)
    assert "zastaraný: podpisy čakajú" in dusan.get(ADDRESS).content.decode()


def test_it_takes_a_newer_list_from_a_supervisor(dusan: Client) -> None:
    known()
    assert dusan.post(IMPORT, {"file": a_list(2)}).status_code == 302
    newest = TrustedListSnapshot.objects.get(sequence_number=2)
    assert newest.imported_by.startswith("person:")


def test_it_refuses_a_list_that_nothing_vouches_for(dusan: Client) -> None:
    known()
    answer = dusan.post(IMPORT, {"file": a_list(2, by=authority.issuer())})
    assert answer.status_code == 409
    assert TrustedListSnapshot.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("sk", "Zoznam nepodpísal žiadny z certifikátov, ktoré ho smú podpísať, alebo ho niekto zmenil."),
        ("en", "the list was signed by none of the certificates that may sign it, or it was changed"),
    ],
)
def test_it_says_in_the_pages_language_why_a_list_is_refused(
    dusan: Client, language: str, sentence: str
) -> None:
    known()
    dusan.cookies["django_language"] = language
    answer = dusan.post(IMPORT, {"file": a_list(2, by=authority.issuer())})
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_it_lets_others_of_the_staff_read_only(client: Client, role: Role) -> None:
    client.force_login(people.person("staff", "Sara", "Sivá", role))
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert IMPORT not in page.content.decode()
    assert client.post(IMPORT, {"file": a_list(2)}).status_code == 403


def test_it_shows_applicants_nothing(client: Client) -> None:
    client.force_login(people.alzbeta())
    assert client.get(ADDRESS).status_code == 404
    assert client.post(IMPORT).status_code == 404
