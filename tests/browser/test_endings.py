"""What ends when, at both widths and in both languages: as an owner, as staff, and where there is nothing."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
OWN = "/profil/koniec-platnosti/"
CHOICES = ("", "?obdobie=skoncene", "?obdobie=365&pouzitie=signing", "?q=nikto")


@pytest.mark.parametrize("language", ["sk", "en"])
@pytest.mark.parametrize(
    ("person", "page"),
    [("Alžbeta", OWN), ("Cyril", OWN), ("Ema Ebenová", OWN), ("Zita", "/konzola/koniec-platnosti/")],
)
def test_it_shows_what_ends_accessibly(visitor: Visitor, language: str, person: str, page: str) -> None:
    visitor.log_in(person)
    visitor.speak(language)
    found = {}
    for number, choice in enumerate(CHOICES):
        visitor.open(page + choice)
        visitor.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        visitor.look(f"koniec-{person[0]}-{number}-{language}")
        found[choice] = visitor.violations()
    assert {choice: sentences for choice, sentences in found.items() if sentences} == {}


def test_it_leads_from_a_week_to_its_certificates_and_back(visitor: Visitor) -> None:
    page = visitor.log_in("Cyril")
    visitor.open("/profil/")
    page.get_by_role("link", name="Koniec platnosti certifikátov").click()
    page.get_by_text("To isté ako tabuľka po týždňoch").click()
    week = page.locator(".m-weeks tbody tr").filter(has_text="naraz veľa")
    week.get_by_role("link").click()
    page.get_by_text("Počet certifikátov: 12", exact=False).wait_for()
    page.get_by_label("Použitie").select_option("signing")
    page.get_by_role("button", name="Zobraziť").click()
    page.get_by_text("Počet certifikátov: 6", exact=False).wait_for()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Uložiť ako tabuľku").click()
    assert len(saved.value.path().read_text(encoding="utf-8-sig").splitlines()) == 7


def test_it_shows_the_address_of_the_calendar_once(visitor: Visitor) -> None:
    page = visitor.log_in("Boris")
    visitor.open(OWN)
    page.get_by_role("button", name="Vytvoriť").click()
    address = page.get_by_label("Adresa (iCalendar)").input_value()
    visitor.look("adresa-kalendara")
    assert visitor.violations() == []
    answer = page.request.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    page.get_by_role("link", name="späť").click()
    visitor.look("koniec-s-kalendarom")
    assert visitor.violations() == []
    assert address not in page.content()
    page.get_by_role("button", name="Zrušiť adresu").click()
    page.get_by_text("Adresa kalendára bola zrušená").wait_for()
    assert page.request.get(address).status == 404
