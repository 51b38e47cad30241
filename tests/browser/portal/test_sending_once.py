"""A second click, Back and reload do nothing twice; what was typed survives Back and an expired log-in."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor
from tests.browser.portal.filling import filings_of, fill_in, new_entity_id, to_the_check

pytestmark = pytest.mark.browser


def test_it_files_once_however_often_one_clicks(walker: Visitor) -> None:
    walker.log_in("Alžbeta")
    entity_id = new_entity_id("dvojklik")
    page = to_the_check(walker, entity_id)
    page.get_by_role("button", name="Odoslať bez podpisu").dblclick()
    page.get_by_text("bola odoslaná").wait_for()
    sent = page.url
    page.reload()
    page.get_by_text("Čaká na listinnú žiadosť").first.wait_for()
    page.go_back()
    page.goto(sent)
    assert filings_of(walker, entity_id) == 1


def test_it_files_once_without_javascript_too(without_javascript: Visitor) -> None:
    """Nothing on the page holds the second click back: the server does."""
    without_javascript.log_in("Alžbeta")
    entity_id = new_entity_id("dvojklik-bez-skriptov")
    page = to_the_check(without_javascript, entity_id)
    page.get_by_role("button", name="Odoslať bez podpisu").dblclick()
    page.get_by_role("heading", name="Dokončite podanie listinne").wait_for()
    assert filings_of(without_javascript, entity_id) == 1


def test_it_leads_back_after_sending_to_what_was_sent(walker: Visitor) -> None:
    walker.log_in("Alžbeta")
    entity_id = new_entity_id("spat")
    page = to_the_check(walker, entity_id)
    check = page.url
    page.get_by_role("button", name="Odoslať bez podpisu").click()
    page.get_by_text("bola odoslaná").wait_for()
    number = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.go_back()
    # Whether Back shows the old page or asks anew is the browser's choice; sending from it again is not.
    again = page.get_by_role("button", name="Odoslať bez podpisu")
    if again.is_visible():
        again.click()
    page.get_by_role("heading", name=f"Žiadosť {number}").wait_for()
    page.goto(check)
    page.get_by_role("heading", name=f"Žiadosť {number}").wait_for()
    assert filings_of(walker, entity_id) == 1


def test_it_keeps_what_was_typed_through_back(walker: Visitor) -> None:
    walker.log_in("Alžbeta")
    entity_id = new_entity_id("naspat")
    page = to_the_check(walker, entity_id)
    page.get_by_role("link", name="Späť k formuláru").click()
    assert page.get_by_label("Identifikátor poskytovateľa služieb").input_value() == entity_id
    page.go_back()
    page.get_by_role("heading", name="Kontrola pred odoslaním").wait_for()
    page.go_back()
    assert page.get_by_label("Identifikátor poskytovateľa služieb").input_value() == entity_id


def test_it_keeps_what_was_typed_through_an_expired_log_in(walker: Visitor) -> None:
    walker.log_in("Alžbeta")
    entity_id = new_entity_id("odhlaseny")
    walker.open("/profil/ziadost/registracia/")
    page = fill_in(walker, entity_id)
    for cookie in page.context.cookies():
        if cookie["name"].startswith("sessionid"):
            page.context.clear_cookies(name=cookie["name"])
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.get_by_role("button", name="Alžbeta").first.click()
    page.get_by_role("button", name="Pokračovať na kontrolu").wait_for()
    assert page.get_by_label("Identifikátor poskytovateľa služieb").input_value() == entity_id
    assert page.get_by_label("Telefón").input_value() == "+421 2 1234 5678"
