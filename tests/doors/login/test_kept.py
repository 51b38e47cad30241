"""A form sent after its session had ended is not done and not lost: it comes back to the same person."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from matrika.filings.models import Filing
from matrika.register.models import Event
from tests import applications, people
from tests.doors.login.conftest import by_password

TEXT = "Integračný projekt nie je ukončený."


@pytest.fixture
def filing() -> Filing:
    return applications.filed()


def too_late(client: Client, path: str, page: str, clock: time_machine.Traveller, **typed: Any) -> Any:
    """Post it from its page, after half an hour in which nobody touched the keys."""
    clock.shift(timedelta(minutes=31))
    return client.post(path, typed, headers={"Referer": f"http://testserver{page}"})


def kept_on(page: str) -> dict[str, Any] | None:
    found = re.search(r'<script id="typed-before" type="application/json">(.*?)</script>', page)
    return json.loads(found[1]) if found else None


def addresses(filing: Filing) -> tuple[str, str]:
    page = f"/ziadosti/{filing.number}/"
    return f"{page}vziat-spat/", page


def test_it_gives_the_same_person_back_what_was_typed_and_does_nothing(
    filing: Filing, clock: time_machine.Traveller
) -> None:
    client, (path, page) = by_password("alzbeta"), addresses(filing)
    before = Event.objects.count()
    answer = too_late(client, path, page, clock, text=TEXT)
    assert answer.url == f"/ucet/login/?next={page}"
    log_in = client.get(answer.url).content.decode()
    assert TEXT not in log_in
    assert "Čo ste napísali, nájdete po prihlásení vo formulári." in log_in
    by_password("alzbeta", client=client)
    shown = client.get(page).content.decode()
    assert kept_on(shown) == {"action": path, "typed": {"text": [TEXT]}}
    assert TEXT in shown.split("</script>")[-1]  # for a browser that fills nothing in
    assert kept_on(client.get(page).content.decode()) is None
    assert Event.objects.count() == before


def test_it_gives_it_to_nobody_else(filing: Filing, clock: time_machine.Traveller) -> None:
    client, (path, page) = by_password("alzbeta"), addresses(filing)
    too_late(client, path, page, clock, text=TEXT)
    people.boris()
    by_password("boris", client=client)
    assert TEXT not in client.get(page).content.decode()
    client.post("/ucet/logout/")
    by_password("alzbeta", client=client)
    assert TEXT not in client.get(page).content.decode()


def test_it_forgets_it_after_half_an_hour(filing: Filing, clock: time_machine.Traveller) -> None:
    client, (path, page) = by_password("alzbeta"), addresses(filing)
    too_late(client, path, page, clock, text=TEXT)
    clock.shift(timedelta(minutes=29))
    by_password("alzbeta", client=client)
    clock.shift(timedelta(minutes=2))
    assert TEXT not in client.get(page).content.decode()


def test_it_knows_the_person_after_a_weekend(filing: Filing, clock: time_machine.Traveller) -> None:
    client, (path, page) = by_password("alzbeta"), addresses(filing)
    clock.shift(timedelta(days=3))
    too_late(client, path, page, clock, text=TEXT)
    by_password("alzbeta", client=client)
    assert TEXT in client.get(page).content.decode()


@pytest.mark.parametrize("name", ["csrfmiddlewaretoken", "password", "new_password2", "heslo", "api_token"])
def test_it_keeps_no_secret(name: str, filing: Filing, clock: time_machine.Traveller) -> None:
    client, (path, page) = by_password("alzbeta"), addresses(filing)
    too_late(client, path, page, clock, **{name: "xyzzy", "text": TEXT})
    assert "xyzzy" not in str(dict(client.session.items()))


def test_it_keeps_no_form_of_the_log_in(clock: time_machine.Traveller) -> None:
    people.alzbeta()
    client = by_password("alzbeta")
    too_late(client, "/ucet/2fa/reauthenticate/", "/ucet/2fa/reauthenticate/", clock, code="123456")
    assert "123456" not in str(dict(client.session.items()))


def test_it_keeps_no_more_than_64_thousand_characters(filing: Filing, clock: time_machine.Traveller) -> None:
    client, (path, page) = by_password("alzbeta"), addresses(filing)
    answer = too_late(client, path, page, clock, text="x" * 66_000)
    assert answer.url == f"/ucet/login/?next={page}"
    assert "typed_before" not in client.session
    too_late(client, path, page, clock, text="x" * 60_000)
    assert "typed_before" not in client.session  # whose it would be is not known any more


def test_it_keeps_nothing_that_another_site_made_the_browser_send(
    filing: Filing, clock: time_machine.Traveller
) -> None:
    client, (path, page) = Client(enforce_csrf_checks=True), addresses(filing)
    people.alzbeta()
    client.force_login(filing.filed_by)
    client.get(page)
    assert too_late(client, path, page, clock, text=TEXT).status_code == 403
    assert "typed_before" not in client.session


@pytest.mark.parametrize(
    "referer", ["https://evil.example/x", "http://testserver/ucet/logout/", "", "http://[::1"]
)
def test_it_leads_to_a_page_of_ours_wherever_the_form_says_it_was(
    referer: str, filing: Filing, clock: time_machine.Traveller
) -> None:
    client, (path, _page) = by_password("alzbeta"), addresses(filing)
    clock.shift(timedelta(minutes=31))
    answer = client.post(path, {"text": TEXT}, headers={"Referer": referer})
    assert answer.url == "/ucet/login/?next=/profil/"


def test_it_says_at_the_log_in_that_a_draft_is_kept(client: Client) -> None:
    address = "/ucet/login/?next=/rozpisane/11111111-1111-4111-8111-111111111111/"
    assert "Rozpísaná žiadosť je uložená." in client.get(address).content.decode()
    for other in ("/ucet/login/", "/ucet/login/?next=/profil/", "/ucet/login/?next=//[x/"):
        assert "je uložená" not in client.get(other).content.decode()
