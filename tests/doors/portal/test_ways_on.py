"""A refusal leads on: to the filing that waits, to a change; the timeline to every message (R-4.1, R-4.7)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from matrika.filings.models import Filing
from matrika.notices.write import write_next
from matrika.portal.models import Draft
from matrika.register.models import ServiceProvider
from tests import applications, people
from tests.doors.portal.forms import fill_in, send, text, typed
from tests.metadata import ENTITY_ID

LAST_WEEK = people.NOW - timedelta(days=7)
AS_CHANGE = "Pokračovať ako žiadosť o zmenu údajov"


@pytest.fixture
def provider(db: None) -> ServiceProvider:
    tomorrow = (LAST_WEEK + timedelta(days=1)).date()
    return applications.registered(applications.registration(effective_on=tomorrow), at=LAST_WEEK)


def check_page(client: Client, draft: str) -> str:
    return text(client.get(f"{draft}kontrola/"))


@pytest.mark.parametrize("cancelled", [False, True], ids=["active", "cancelled"])
def test_it_turns_a_second_registration_into_a_change(
    provider: ServiceProvider, as_alzbeta: Client, cancelled: bool
) -> None:
    if cancelled:
        applications.in_effect(
            applications.cancellation(effective_on=people.NOW.date()), at=people.NOW - timedelta(hours=1)
        )
    draft, _ = fill_in(as_alzbeta, note="Prosím o rýchle vybavenie.")
    assert AS_CHANGE in check_page(as_alzbeta, draft)
    assert as_alzbeta.post(f"{draft}zmena/")["Location"] == draft
    page = text(as_alzbeta.get(draft))
    for kept in ("Žiadosť o zmenu údajov", ENTITY_ID, "Prosím o rýchle vybavenie.", "sso@vzory.example"):
        assert kept in page
    assert as_alzbeta.post(draft, typed(project=None))["Location"] == f"{draft}kontrola/"
    assert "žiadosť prejde automatickou kontrolou" in check_page(as_alzbeta, draft)
    send(as_alzbeta, draft)
    assert Filing.objects.latest("pk").kind == "change"


def test_it_turns_no_stranger_s_draft(as_alzbeta: Client, as_cyril: Client) -> None:
    draft, _ = fill_in(as_alzbeta)
    assert as_cyril.post(f"{draft}zmena/").status_code == 404
    assert Draft.objects.get().kind == "registration"


def test_it_leads_a_duplicate_to_the_filing_that_waits(as_alzbeta: Client) -> None:
    waiting = applications.filed()
    draft, _ = fill_in(as_alzbeta)
    assert f'href="/ziadosti/{waiting.number}/"' in check_page(as_alzbeta, draft)
    send(as_alzbeta, draft)
    rejected = Filing.objects.latest("pk")
    assert rejected.status == "rejected"
    assert f'href="/ziadosti/{waiting.number}/"' in text(as_alzbeta.get(f"/ziadosti/{rejected.number}/"))


def test_it_tells_a_stranger_of_no_filing_that_waits(as_cyril: Client) -> None:
    waiting = applications.filed()
    draft, _ = fill_in(as_cyril, power_of_attorney="paper")
    page = check_page(as_cyril, draft)
    assert "z dôvodu duplicity" in page
    assert waiting.number not in page


def test_it_links_every_message_at_the_step_that_caused_it(as_alzbeta: Client) -> None:
    applications.filed()
    draft, _ = fill_in(as_alzbeta)
    send(as_alzbeta, draft)
    while write_next(at=people.NOW):
        pass
    number = Filing.objects.latest("pk").number
    page = text(as_alzbeta.get(f"/ziadosti/{number}/"))
    step = page[page.index("m-timeline") :]
    step = step[: step.index("</ol>")]
    assert "Spracovanie požiadavky v registri autentifikačných certifikátov - Chyba</a>" in step
    assert 'href="/spravy/' in step
    assert "Ďalšie odoslané správy" not in page
