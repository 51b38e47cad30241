"""Who gets into the console (R-7.5): staff; a stranger is not told that it exists."""

from __future__ import annotations

import pytest
from django.test import Client

from matrika.core.people import Role
from matrika.filings.access import NotEntitled
from matrika.filings.submit import submit
from matrika.register.models import CertificateEntry
from tests import applications, people

pytestmark = pytest.mark.django_db

ACTS = (
    "schvalit",
    "zamietnut",
    "vyziadat-doplnenie",
    "listina",
    "poznamka",
    "uznat-podpis",
    "potvrdit",
    "vratit",
    "pridelit",
)


def addresses() -> list[str]:
    number = applications.in_review().number
    pages = ("", "listiny/", "ziadosti/", f"ziadosti/{number}/", f"ziadosti/{number}/metadata.xml")
    return [f"/konzola/{page}" for page in pages]


def register_addresses() -> list[str]:
    provider = applications.registered()
    entry = CertificateEntry.objects.first()
    assert entry is not None
    pages = ("", "k-datumu/", f"poskytovatelia/{provider.pk}/", f"certifikaty/{entry.pk}/")
    return [f"/konzola/register/{page}" for page in pages]


def test_it_shows_the_register_to_staff_alone(client: Client) -> None:
    pages = register_addresses()
    assert {client.get(page).status_code for page in pages} == {302}
    for person in (people.alzbeta(), people.cyril()):
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} == {404}
    supervisor = people.person("sona", "Soňa", "Vedúca", Role.SUPERVISOR)
    for person in (people.zita(), supervisor, people.person("anton", "Anton", "Audítor", Role.AUDITOR)):
        client.force_login(person)
        assert {client.get(page).status_code for page in pages} == {200}
        assert client.get("/konzola/register/poskytovatelia/999/").status_code == 404


def test_it_sends_the_unknown_to_log_in(client: Client) -> None:
    for address in addresses():
        assert client.get(address).status_code == 302


def test_it_shows_an_applicant_nothing_not_even_of_ones_own(client: Client) -> None:
    pages = addresses()
    client.force_login(people.alzbeta())
    assert {client.get(page).status_code for page in pages} == {404}


def test_it_lets_an_applicant_decide_nothing(client: Client) -> None:
    filing = applications.in_review()
    client.force_login(people.alzbeta())
    for act in ACTS:
        assert client.post(f"/konzola/ziadosti/{filing.number}/{act}/").status_code == 404
    filing.refresh_from_db()
    assert filing.status == "in-review"


def test_it_lets_an_auditor_read_everything_and_change_nothing(client: Client) -> None:
    filing = applications.in_review()
    client.force_login(people.person("anton", "Anton", "Audítor", Role.AUDITOR))
    page = client.get(f"/konzola/ziadosti/{filing.number}/")
    assert page.status_code == 200
    assert "Schváliť" not in page.content.decode()
    for act in ACTS:
        assert client.post(f"/konzola/ziadosti/{filing.number}/{act}/").status_code == 403


def test_it_takes_no_filing_from_those_who_decide_or_audit(client: Client) -> None:
    anton = people.person("anton", "Anton", "Audítor", Role.AUDITOR)
    for staff in (people.zita(), anton):
        client.force_login(staff)
        assert client.get("/sluzby/registracia/").status_code == 403
        assert 'href="/sluzby/"' not in client.get("/konzola/").content.decode()
        with pytest.raises(NotEntitled):
            submit(applications.registration(), actor=staff, acting_for=None, at=people.NOW)


def test_it_answers_404_for_a_number_nobody_has(client: Client) -> None:
    client.force_login(people.zita())
    assert client.get("/konzola/ziadosti/2026-999999/").status_code == 404
