"""Staff read what owners read and are offered nothing they may not do: who decides filings files none."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from matrika.register.models import ServiceProvider
from tests import applications, people
from tests.doors.portal.forms import text

pytestmark = pytest.mark.django_db
LAST_MONTH = people.NOW - timedelta(days=30)
FORMS = re.compile(
    r'href="(/sluzby/[^"]*|/profil/ziadost/[^"]*|/profil/poskytovatelia/\d+/(?:zmena|zrusenie)/)"'
)


@pytest.fixture
def provider() -> ServiceProvider:
    day = (LAST_MONTH + timedelta(days=1)).date()
    return applications.registered(applications.registration(effective_on=day), at=LAST_MONTH)


def forms_offered(client: Client, provider: ServiceProvider) -> list[str]:
    pages = (
        "/",
        f"/profil/poskytovatelia/{provider.pk}/",
        f"/konzola/register/poskytovatelia/{provider.pk}/",
    )
    return [link for page in pages for link in FORMS.findall(text(client.get(page)))]


def test_it_offers_staff_no_form(provider: ServiceProvider, as_zita: Client, as_alzbeta: Client) -> None:
    assert forms_offered(as_zita, provider) == []
    change, cancel = (f"/profil/poskytovatelia/{provider.pk}/{kind}/" for kind in ("zmena", "zrusenie"))
    assert {change, cancel} <= set(forms_offered(as_alzbeta, provider))


def test_it_leads_staff_to_the_console_instead(as_zita: Client) -> None:
    assert 'href="/konzola/"' in text(as_zita.get("/"))
    assert as_zita.get("/profil/technicke-ucty/")["Location"] == "/konzola/register/"
    assert as_zita.get("/profil/")["Location"] == "/konzola/"


def test_it_tells_staff_the_way_of_the_console_and_no_profile_of_theirs(
    provider: ServiceProvider, as_zita: Client, as_alzbeta: Client
) -> None:
    for path in ("", "historia/", "metadata/", "certifikaty/"):
        page = text(as_zita.get(f"/profil/poskytovatelia/{provider.pk}/{path}"))
        assert "Môj profil" not in page
        assert 'href="/konzola/register/">Register</a>' in page
    assert "Môj profil" in text(as_alzbeta.get(f"/profil/poskytovatelia/{provider.pk}/"))


def test_it_names_the_last_second_of_activity_as_certificates_do(
    provider: ServiceProvider, as_alzbeta: Client
) -> None:
    page = text(as_alzbeta.get(f"/profil/poskytovatelia/{provider.pk}/"))
    ends = re.findall(r"<dt>Platnosť do</dt><dd>([^<]+)</dd>", page)
    active = re.search(r"Aktívny najviac do ([^<]+)\.<", page)
    assert active
    assert active[1] == min(ends, key=lambda end: (end[6:10], end[3:5], end[:2]))


def test_it_leads_staff_to_their_own_list_of_filings(as_zita: Client) -> None:
    """Here it was called theirs, above a button for a registration, which staff may not file."""
    assert as_zita.get("/ziadosti/")["Location"] == "/konzola/ziadosti/"
