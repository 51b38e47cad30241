"""Histories, versions, comparisons, all certificates: for the owner's agents only (R-7.3 to R-7.5)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from matrika.core.events import EventKind
from matrika.filings.models import Filing
from matrika.register import ledger, versions
from matrika.register.certificates import in_metadata
from matrika.register.models import CertificateEntry, ServiceProvider
from tests import applications, people, pki
from tests.doors.portal.forms import text
from tests.metadata import sp_metadata

LAST_MONTH = people.NOW - timedelta(days=30)
DAY = timedelta(days=1)
NEXT = pki.certificate(key=pki.key(3))
# CR LF and a remark: a download must give them back.
OLD = sp_metadata(after_roles="<!-- odtlačok -->\r\n")
NEW = sp_metadata(signing=NEXT, replace={"https://sp.example/acs": "https://sp.example/acs2"})


@pytest.fixture
def provider(db: None) -> ServiceProvider:
    """Registered a month ago, changed three weeks ago."""
    day = (LAST_MONTH + DAY).date()
    made = applications.registered(applications.registration(effective_on=day, metadata=OLD), at=LAST_MONTH)
    applications.in_effect(applications.change(metadata=NEW), at=LAST_MONTH + 9 * DAY)
    return made


def address(provider: ServiceProvider, rest: str = "") -> str:
    return f"/profil/poskytovatelia/{provider.pk}/{rest}"


def every_address(provider: ServiceProvider) -> list[str]:
    entry = CertificateEntry.objects.filter(version__number=1).first()
    assert entry is not None
    rests = ("", "historia/", "metadata/", "metadata/1/", "metadata/1.xml", "certifikaty/")
    more = (
        "metadata/porovnanie/?stara=1&nova=2",
        f"certifikaty/{entry.pk}/",
        f"certifikaty/{entry.pk}.cer",
    )
    return [address(provider, rest) for rest in (*rests, *more)]


def test_it_shows_everything_to_a_colleague_and_to_staff(
    provider: ServiceProvider, as_boris: Client, as_zita: Client
) -> None:
    for who in (as_boris, as_zita):
        assert {who.get(one).status_code for one in every_address(provider)} == {200}


def test_it_hides_everything_from_a_stranger(provider: ServiceProvider, as_cyril: Client) -> None:
    assert {as_cyril.get(one).status_code for one in every_address(provider)} == {404}


def test_it_asks_who_is_not_logged_in_to_log_in(provider: ServiceProvider, client: Client) -> None:
    for one in every_address(provider):
        assert client.get(one)["Location"].startswith("/ucet/")


def test_it_knows_nothing_of_another_providers_versions_and_certificates(
    provider: ServiceProvider, as_alzbeta: Client
) -> None:
    """An address must not mix a provider one may see with an entry of one that one may not."""
    other = ServiceProvider.objects.create(
        entity_id="https://other.example", owner=people.other_organisation(), registered_at=people.NOW
    )
    entry = CertificateEntry.objects.first()
    assert entry is not None
    people.mandate(people.alzbeta(), people.other_organisation())
    for rest in ("metadata/1/", "metadata/1.xml", f"certifikaty/{entry.pk}/", f"certifikaty/{entry.pk}.cer"):
        assert as_alzbeta.get(address(other, rest)).status_code == 404


def test_it_tells_who_when_since_when_and_from_which_filing(
    provider: ServiceProvider, as_alzbeta: Client
) -> None:
    page = text(as_alzbeta.get(address(provider, "historia/")))
    filing = Filing.objects.get(kind="change")
    for said in (
        "Zapísané",
        "Účinné od",
        "Údaje poskytovateľa služieb zmenené",
        "Zita Zemanová",
        f"/ziadosti/{filing.number}/",
        address(provider, "metadata/2/"),
    ):
        assert said in page, said


def test_it_shows_every_version_and_gives_its_very_bytes(
    provider: ServiceProvider, as_alzbeta: Client
) -> None:
    for number, content in ((1, OLD), (2, NEW)):
        page = text(as_alzbeta.get(address(provider, f"metadata/{number}/")))
        assert "&lt;md:EntityDescriptor" in page
        assert 'id="r2"' in page
        answer = as_alzbeta.get(address(provider, f"metadata/{number}.xml"))
        assert answer.content == content
        assert answer["Content-Disposition"].startswith("attachment")
    assert as_alzbeta.get(address(provider, "metadata/3/")).status_code == 404


def test_it_compares_any_two_versions_by_meaning_and_by_line(
    provider: ServiceProvider, as_alzbeta: Client
) -> None:
    page = text(as_alzbeta.get(address(provider, "metadata/porovnanie/?stara=1&nova=2")))
    assert "https://sp.example/acs (index 0, predvolená) → " in page
    assert "Certifikáty, ktoré končia" in page
    assert 'class="is-removed"' in page
    assert "<md:" not in page
    backwards = text(as_alzbeta.get(address(provider, "metadata/porovnanie/?stara=2&nova=1")))
    assert "https://sp.example/acs2 (index 0, predvolená) → " in backwards


@pytest.mark.parametrize(
    "asked", ["", "?stara=1", "?stara=1&nova=9", "?stara=1&nova=%C2%B2", "?stara=-1&nova=2"]
)
def test_it_answers_404_for_versions_that_do_not_exist(
    provider: ServiceProvider, as_alzbeta: Client, asked: str
) -> None:
    assert as_alzbeta.get(address(provider, f"metadata/porovnanie/{asked}")).status_code == 404


def test_it_lists_certificates_of_earlier_versions_with_their_state(
    provider: ServiceProvider, as_alzbeta: Client
) -> None:
    page = text(as_alzbeta.get(address(provider, "certifikaty/")))
    begins = [page.index(entry.fingerprint) for entry in CertificateEntry.objects.filter(version__number=2)]
    old = CertificateEntry.objects.get(version__number=1, use="signing")
    assert begins[0] < page.index(old.fingerprint)
    row = page[page.index(old.fingerprint) :]
    assert "Zrušený" in row[: row.index("</tr>")]


def test_it_shows_a_certificate_that_was_kept_as_valid_and_registered_since_its_first_day(
    provider: ServiceProvider, as_alzbeta: Client
) -> None:
    kept = CertificateEntry.objects.get(version__number=1, use="encryption")
    page = text(as_alzbeta.get(address(provider, f"certifikaty/{kept.pk}/")))
    assert "Platný" in page
    assert "24.10.2026 00:00:00" in page
    for said in ("Dátum registrácie", "Platnosť od", "Platnosť do", "Informácia", "Kontaktné osoby"):
        assert said in page, said
    for fact in (kept.serial_number, kept.fingerprint, kept.subject, "sso@vzory.example"):
        assert fact in page, fact


def test_it_says_that_it_knows_dates_of_validity_only(provider: ServiceProvider, as_alzbeta: Client) -> None:
    """R-3.1.2: no revocation list of an issuer is read."""
    entry = CertificateEntry.objects.first()
    assert entry is not None
    page = text(as_alzbeta.get(address(provider, f"certifikaty/{entry.pk}/")))
    assert "Register pozná iba dátumy platnosti" in page


def test_it_tells_staff_alone_where_else_a_certificate_is(
    provider: ServiceProvider, as_alzbeta: Client, as_zita: Client
) -> None:
    applications.registered(
        applications.registration(entity_id="https://sp2.example", effective_on=people.NOW.date()),
        at=people.NOW - 2 * DAY,
    )
    entry = CertificateEntry.objects.get(version__number=2, use="encryption", version__provider=provider)
    one = address(provider, f"certifikaty/{entry.pk}/")
    assert "https://sp2.example" in text(as_zita.get(one))
    assert "https://sp2.example" not in text(as_alzbeta.get(one))


def test_it_offers_to_bring_an_inactive_provider_back(provider: ServiceProvider, as_alzbeta: Client) -> None:
    """R-4.2: the button is there and says so."""
    day = (people.NOW - DAY).date()
    applications.in_effect(applications.cancellation(effective_on=day), at=people.NOW - 2 * DAY)
    page = text(as_alzbeta.get(address(provider)))
    assert address(provider, "zmena/") in page
    assert "znova aktivovať" in page
    assert address(provider, "zrusenie/") not in page
    assert "Zmenou údajov ho možno znova aktivovať." in text(as_alzbeta.get("/profil/technicke-ucty/"))


def test_it_says_in_the_form_what_is_registered_now(provider: ServiceProvider, as_alzbeta: Client) -> None:
    page = text(as_alzbeta.get(as_alzbeta.get(address(provider, "zmena/"))["Location"]))
    assert "V registri je teraz verzia 2 metadát" in page
    assert address(provider, "metadata/2.xml") in page


@transaction.atomic
def grow(provider: ServiceProvider, count: int) -> None:
    """So many more changes, entered as the worker enters them."""
    ledger.lock()
    for _ in range(count):
        old = versions.current(provider)
        assert old is not None
        at = old.effective_from + timedelta(minutes=1)
        versions.close(old, ends_at=at, recorded_at=at)
        versions.open_version(
            provider,
            NEW,
            in_metadata(NEW),
            contact=applications.CONTACT,
            filing_number="",
            effective_from=at,
            recorded_at=at,
        )
        data = {"version": old.number + 1, "certificates": [one.fingerprint for one in in_metadata(NEW)]}
        ledger.append(
            EventKind.PROVIDER_CHANGED,
            actor=ledger.WORKER,
            at=at,
            effective_at=at,
            provider=provider,
            data=data,
        )


def queries_of(client: Client, one: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(one).status_code == 200
    return len(captured)


def test_it_asks_the_database_as_often_for_100_versions_as_for_10(
    provider: ServiceProvider, as_alzbeta: Client
) -> None:
    grow(provider, 8)
    few = {one: queries_of(as_alzbeta, one) for one in every_address(provider)}
    grow(provider, 90)
    many = {one: queries_of(as_alzbeta, one) for one in every_address(provider)}
    assert many == few
    assert max(many.values()) <= 17
