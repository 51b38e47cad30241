"""Paper at the counter (R-5.2): the number typed or scanned, what came, the scan, and mending a slip."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from matrika.core.filing import PowerOfAttorney
from matrika.filings.models import Filing, PaperArrival
from tests import people
from tests.applications import filed, in_review, registration

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n"
RIGHT = {
    "paper-arrived_on": "22.11.2026",
    "paper-certifier": "notary",
    "paper-certified_by": "JUDr. Nováková",
}
MENDED = {
    "arrived_on": "22.11.2026",
    "brought": "filing",
    "certifier": "municipality",
    "certified_by": "Mesto Trnava",
    "reason": "preklep",
}


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(people.NOW, tick=False):
        yield


@pytest.fixture
def zita(client: Client) -> Client:
    client.force_login(people.zita())
    return client


def record(zita: Client, filing: Filing, **changes: object) -> int:
    return zita.post(f"/konzola/ziadosti/{filing.number}/listina/", RIGHT | changes).status_code


@pytest.mark.parametrize(
    "typed",
    [
        "2026-000001",
        "  2026-000001\n",
        "2026–000001",
        "https://register.example/konzola/ziadosti/2026-000001/",
    ],
)
def test_it_finds_the_filing_by_what_is_typed_or_scanned(zita: Client, typed: str) -> None:
    filed()
    answer = zita.get("/konzola/listiny/", {"cislo": typed})
    assert answer["Location"] == "/konzola/ziadosti/2026-000001/#listina"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Zadajte číslo žiadosti."),
        ("trinásť", "nie je číslo žiadosti v tvare"),
        ("2026-000009", "Žiadosť 2026-000009 neexistuje."),
    ],
)
def test_it_says_what_is_wrong_with_the_number(zita: Client, typed: str, sentence: str) -> None:
    answer = zita.get("/konzola/listiny/", {"cislo": typed})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("scan", [b"%PDF-1.7", PNG, b"\xff\xd8\xff\xe0"])
def test_it_keeps_a_scan_whatever_it_is_called_and_gives_it_back_as_a_file(zita: Client, scan: bytes) -> None:
    filing = filed()
    assert record(zita, filing, **{"paper-scan": SimpleUploadedFile("sken.html", scan)}) == 302
    paper = filing.papers.get()
    answer = zita.get(f"/konzola/ziadosti/{filing.number}/listina/{paper.pk}/sken/")
    assert answer.content == scan
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("scan", [b"<html>", b"GIF89a", b"%PDF-" + b"x" * (10 * 1024 * 1024)])
def test_it_refuses_other_files_and_too_large_ones(zita: Client, scan: bytes) -> None:
    filing = filed()
    assert record(zita, filing, **{"paper-scan": SimpleUploadedFile("sken.pdf", scan)}) == 422
    assert not PaperArrival.objects.exists()


def test_it_takes_a_power_of_attorney_for_a_filing_in_review(zita: Client) -> None:
    filing = in_review(registration(power_of_attorney=PowerOfAttorney.PAPER))
    page = f"/konzola/ziadosti/{filing.number}/"
    assert "splnomocnenie príde listinne" in zita.get(page).content.decode()
    assert record(zita, filing, **{"paper-brought": "power-of-attorney"}) == 302
    assert "splnomocnenie príde listinne" not in zita.get(page).content.decode()


def test_it_tells_the_applicant_to_deliver_the_power_of_attorney_until_it_came(client: Client) -> None:
    filing = in_review(registration(power_of_attorney=PowerOfAttorney.PAPER))
    client.force_login(people.alzbeta())
    assert "Doručte splnomocnenie listinne" in client.get(f"/ziadosti/{filing.number}/").content.decode()


def test_it_mends_a_record_and_shows_both(zita: Client) -> None:
    filing = filed()
    record(zita, filing)
    paper = filing.papers.get()
    address = f"/konzola/ziadosti/{filing.number}/listina/{paper.pk}/oprava/"
    assert "JUDr. Nováková" in zita.get(address).content.decode()
    assert zita.post(address, MENDED | {"reason": ""}).status_code == 422
    assert zita.post(address, MENDED).status_code == 302
    page = zita.get(f"/konzola/ziadosti/{filing.number}/").content.decode()
    for said in ("JUDr. Nováková", "opravené nižšie", "Mesto Trnava", "oprava: preklep"):
        assert said in page
    again = zita.post(address, MENDED, follow=True).content.decode()
    assert "medzitým opravil niekto iný" in again


def test_it_lets_an_auditor_see_and_change_nothing(zita: Client, client: Client) -> None:
    filing = filed()
    record(zita, filing)
    paper = filing.papers.get()
    auditor = people.person("audit", "Adam", "Audítor", people.Role.AUDITOR)
    client.force_login(auditor)
    assert client.get("/konzola/listiny/").status_code == 200
    assert client.get(f"/konzola/ziadosti/{filing.number}/listina/{paper.pk}/oprava/").status_code == 403
