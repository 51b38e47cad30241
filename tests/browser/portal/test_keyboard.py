"""The three forms of the guide by keyboard alone: every field is reached by Tab, in its order, and seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor
from tests.browser.portal.filling import metadata_of, new_entity_id, tomorrow

pytestmark = pytest.mark.browser
FOCUSED = """() => {
    const one = document.activeElement, style = getComputedStyle(one);
    const seen = style.outlineStyle !== "none" || style.boxShadow !== "none";
    const by_its_label = ["radio", "checkbox"].includes(one.type);
    const text = (one.textContent || "").trim();
    return {name: one.name || "", text, tag: one.tagName, seen: seen || by_its_label};
}"""
MOST_TABS = 80


def tab_to(page: Page, wanted: str) -> list[str]:
    """Press Tab until the field or button of that name has the focus; the fields passed on the way."""
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        assert here["seen"], f"the focus is not seen on {here}"
        if here["name"] == wanted or (here["tag"] in ("BUTTON", "A") and wanted in here["text"]):
            return passed
        if here["name"]:
            passed.append(here["name"])
    raise AssertionError(f"{wanted} is not reached; passed {passed}")


def typed(page: Page, name: str, text: str) -> list[str]:
    passed = tab_to(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    return passed


def send(page: Page) -> None:
    """From the filled-in form to the filing."""
    tab_to(page, "Pokračovať na kontrolu")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Kontrola pred odoslaním").wait_for()
    tab_to(page, "paper")
    page.keyboard.press("Space")
    tab_to(page, "Odoslať bez podpisu")
    page.keyboard.press("Enter")
    page.get_by_text("bola odoslaná").wait_for()


def open_by_keyboard(visitor: Visitor, link: str) -> Page:
    """From the list of services; the skip link comes first and leads past the menu."""
    page = visitor.open("/sluzby/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["text"] == "Preskočiť na obsah"
    page.keyboard.press("Enter")
    tab_to(page, link)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Pokračovať na kontrolu").wait_for()
    return page


def fill_in_owner_and_contact(page: Page) -> None:
    tab_to(page, "subject_type")
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Orgán verejnej moci").is_checked()
    typed(page, "ico", "12345678")
    assert typed(page, "contact_name", "Alžbeta Agátová") == ["ico_suffix"]
    typed(page, "contact_email", "sso@vzory.example")
    typed(page, "contact_phone", "+421 2 1234 5678")


def test_it_registers_by_keyboard(walker: Visitor) -> None:
    walker.log_in("Alžbeta")
    page = open_by_keyboard(walker, "Žiadosť o registráciu")
    entity_id = new_entity_id("klavesnica")
    fill_in_owner_and_contact(page)
    assert typed(page, "entity_id", entity_id) == ["project"]
    typed(page, "effective_on", tomorrow())
    typed(page, "metadata_text", metadata_of(walker, entity_id))
    send(page)


def test_it_changes_by_keyboard(walker: Visitor) -> None:
    walker.log_in("Alžbeta")
    page = open_by_keyboard(walker, "Žiadosť o zmenu")
    fill_in_owner_and_contact(page)
    typed(page, "entity_id", "https://klavesnica.example")
    assert typed(page, "metadata_text", metadata_of(walker, "https://klavesnica.example")) == ["effective_on"]
    send(page)


def test_it_cancels_by_keyboard(walker: Visitor) -> None:
    walker.log_in("Alžbeta")
    page = open_by_keyboard(walker, "Žiadosť o zrušenie")
    fill_in_owner_and_contact(page)
    typed(page, "entity_id", "https://klavesnica.example")
    typed(page, "effective_on", tomorrow())
    send(page)


def test_it_opens_help_and_leaves_errors_by_keyboard(walker: Visitor) -> None:
    walker.log_in("Alžbeta")
    page = walker.open("/sluzby/registracia/")
    page.locator("[name=contact_email]").focus()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["tag"] == "SUMMARY"
    page.keyboard.press("Enter")
    page.get_by_text("Číslo, na ktorom vás zastihne zodpovedný zamestnanec").wait_for()
    tab_to(page, "Pokračovať na kontrolu")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.className === 'govuk-error-summary'")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first error leads to its field
    page.wait_for_function("document.activeElement.name === 'subject_type'")
