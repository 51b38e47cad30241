"""What the check page says a change or a cancellation will do, before it is sent (R-4.2, R-4.3, R-7.5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from matrika.core.filing import PowerOfAttorney
from matrika.filings.submit import submit
from matrika.register.models import CertificateEntry, ServiceProvider
from tests import applications, people, pki
from tests.doors.portal.forms import begin, text, typed
from tests.metadata import sp_metadata

LAST_WEEK = people.NOW - timedelta(days=7)
NEXT = pki.certificate(key=pki.key(3))
NEW = sp_metadata(signing=NEXT, replace={"https://sp.example/acs": "https://sp.example/acs2"})


@pytest.fixture
def provider(db: None) -> ServiceProvider:
    """Alžbeta's provider, in effect since last week."""
    tomorrow = (LAST_WEEK + timedelta(days=1)).date()
    return applications.registered(applications.registration(effective_on=tomorrow), at=LAST_WEEK)


def check_page(client: Client, slug: str, **changes: object) -> str:
    draft = begin(client, f"/sluzby/{slug}/")
    answer = client.post(draft, typed(**{"project": None, **changes}))
    assert answer["Location"] == f"{draft}kontrola/"
    return text(client.get(answer["Location"]))


def test_it_says_what_a_change_will_do(provider: ServiceProvider, as_alzbeta: Client) -> None:
    file = SimpleUploadedFile("sp.xml", NEW)
    page = check_page(as_alzbeta, "zmena", metadata_text="", metadata=file, effective_on="03.03.2027")
    old = CertificateEntry.objects.get(use="signing")
    for fact in (
        "Čo sa zmení",
        "najskôr od 03.03.2027 00:00",
        "Do 03.03.2027 00:00 vidí poskytovateľ identity doterajšie metadáta.",
        "https://sp.example/acs2",
        "Certifikáty, ktoré končia",
        old.fingerprint,
        "Certifikáty, ktoré pribúdajú",
        "platnosť od 15.01.2026 13:00:00 do 15.01.2028 13:00:00",
        "Prihlasovanie sa môže prerušiť.",
        "vložíte oba certifikáty na podpisovanie",
    ):
        assert fact in page, fact


def test_it_says_so_in_english(provider: ServiceProvider, as_alzbeta: Client) -> None:
    as_alzbeta.cookies["django_language"] = "en"
    page = check_page(as_alzbeta, "zmena", metadata_text="", metadata=SimpleUploadedFile("sp.xml", NEW))
    for fact in ("What will change", "Logging in may be interrupted.", "Certificates that end", "Changed: "):
        assert fact in page, fact
    assert "Certifikáty" not in page


def test_it_says_that_nothing_differs(provider: ServiceProvider, as_alzbeta: Client) -> None:
    page = check_page(as_alzbeta, "zmena", effective_on="")
    assert "ihneď po schválení" in page
    assert "Dokumenty sú bajt po bajte rovnaké." in page
    assert "Prihlasovanie sa môže prerušiť." not in page


def test_it_says_what_a_cancellation_ends(provider: ServiceProvider, as_alzbeta: Client) -> None:
    page = check_page(as_alzbeta, "zrusenie", metadata_text=None, effective_on="03.03.2027")
    for entry in CertificateEntry.objects.all():
        assert entry.fingerprint in page
    assert "Od 03.03.2027 00:00 tohto poskytovateľa služieb nevidí" in page


def test_it_names_another_filing_that_comes_first(provider: ServiceProvider, as_alzbeta: Client) -> None:
    other = applications.approved(applications.cancellation())
    page = check_page(as_alzbeta, "zmena", effective_on="03.03.2027")
    assert "Skôr nadobudne účinnosť iná schválená žiadosť" in page
    assert f"/ziadosti/{other.number}/" in page


def test_it_compares_nothing_for_a_stranger(provider: ServiceProvider, as_cyril: Client) -> None:
    """Cyril files with a power of attorney; what is registered is not his to see."""
    applications.approved(applications.cancellation())
    page = check_page(as_cyril, "zmena", metadata_text="", metadata=SimpleUploadedFile("sp.xml", NEW))
    assert "vidí iba zástupca vlastníka" in page
    assert "Certifikáty, ktoré končia" not in page
    assert "iná schválená žiadosť" not in page
    assert CertificateEntry.objects.get(use="signing").fingerprint not in page


def test_it_says_so_on_the_page_of_the_filing_too(
    provider: ServiceProvider, as_boris: Client, as_cyril: Client
) -> None:
    filing = applications.in_review(applications.change(metadata=NEW))
    page = text(as_boris.get(f"/ziadosti/{filing.number}/"))
    assert "Čo sa zmení" in page
    assert "https://sp.example/acs (index 0, predvolená) → " in page
    assert as_cyril.get(f"/ziadosti/{filing.number}/").status_code == 404


def test_it_compares_nothing_on_the_page_of_an_integrators_filing(
    provider: ServiceProvider, as_cyril: Client
) -> None:
    """Cyril sees his own filing; what it is compared with is not his to see."""
    own = applications.change(metadata=NEW, power_of_attorney=PowerOfAttorney.PAPER)
    filing = submit(own, actor=people.cyril(), acting_for=people.other_organisation(), at=people.NOW)
    page = text(as_cyril.get(f"/ziadosti/{filing.number}/"))
    assert filing.problems == []
    assert "Čo sa zmení" not in page
    assert CertificateEntry.objects.get(use="signing").fingerprint not in page
