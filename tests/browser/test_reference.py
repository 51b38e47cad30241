"""The records at both widths and in both languages: nothing against WCAG 2.1 A and AA, with errors too."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

LISTS = ("", "osoby/")
FORMS = ("nova/", "osoby/nova/", "1/upravit/", "1/statutarne-organy/", "1/projekt/", "1/opravnenie/")


@pytest.mark.parametrize("language", ["sk", "en"])
def test_it_has_accessible_records(visitor: Visitor, language: str) -> None:
    visitor.log_in("Dušan")
    visitor.speak(language)
    found = {}
    for page in (*LISTS, "1/", *FORMS):
        visitor.open(f"/konzola/evidencia/{page}")
        visitor.look(f"evidencia-{page.replace('/', '-')}{language}")
        found[page] = visitor.violations()
    assert {page: sentences for page, sentences in found.items() if sentences} == {}


def test_it_says_what_to_mend_and_keeps_what_was_typed(visitor: Visitor) -> None:
    page = visitor.log_in("Dušan")
    visitor.open("/konzola/evidencia/1/upravit/")
    page.get_by_label("Názov").fill("Ministerstvo nových vzorov")
    page.get_by_label("Deň zániku").fill("01.11.2026")
    page.get_by_role("button", name="Uložiť").click()
    page.get_by_text("Potvrďte, že to naozaj skončilo").first.wait_for()
    visitor.look("evidencia-chyba")
    assert page.title().startswith("Chyba:")
    assert page.get_by_label("Názov").input_value() == "Ministerstvo nových vzorov"
    assert visitor.violations() == []


def test_it_asks_before_it_ends_a_mandate(visitor: Visitor) -> None:
    page = visitor.log_in("Dušan")
    visitor.open("/konzola/evidencia/1/")
    page.get_by_role("link", name="Ukončiť oprávnenie: Boris Bukový").click()
    page.get_by_role("button", name="Áno, ukončiť").wait_for()
    visitor.look("evidencia-ukoncit")
    assert visitor.violations() == []
    page.get_by_role("link", name="Späť bez zmeny").click()
    page.get_by_role("link", name="Ukončiť oprávnenie: Boris Bukový").wait_for()
