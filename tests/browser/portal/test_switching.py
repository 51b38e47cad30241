"""Who acts for two organisations switches between them in the header, and sees of each what belongs to it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
OTHERS = "Cudzia, s. r. o."


def act_for(page: Page, name: str) -> None:
    chosen = page.get_by_label("koná za:")
    [label] = [one for one in chosen.locator("option").all_inner_texts() if one.startswith(name)]
    chosen.select_option(label=label)
    page.get_by_role("button", name="Prepnúť").click()
    page.locator("#konat-za option[selected]", has_text=name).wait_for(state="attached")


def test_it_shows_each_organisation_its_own(visitor: Visitor) -> None:
    page = visitor.log_in("Gita")
    visitor.open("/profil/technicke-ucty/")
    ours = page.get_by_role("link", name="https://prvy.example", exact=True)
    act_for(page, "Ministerstvo vzorov")
    ours.wait_for()
    visitor.look("switching-organisations")
    assert visitor.violations() == []
    act_for(page, OTHERS)
    assert page.url.endswith("/profil/technicke-ucty/")  # one stays where one is
    page.get_by_role("link", name="https://prevzaty8.example", exact=True).wait_for()
    assert ours.count() == 0
    visitor.open("/profil/")
    assert page.get_by_role("main").get_by_text(OTHERS).first.is_visible()
    act_for(page, "Ministerstvo vzorov")
    visitor.open("/profil/technicke-ucty/")
    ours.wait_for()


def test_it_fills_in_the_form_for_the_organisation_that_was_chosen(visitor: Visitor) -> None:
    page = visitor.log_in("Gita")
    for name, ico in (("Ministerstvo vzorov", "12345678"), (OTHERS, "87654321")):
        act_for(page, name)
        visitor.open("/profil/ziadost/registracia/")
        assert page.get_by_label("IČO").first.input_value() == ico


def test_it_takes_what_is_typed_along_in_no_other_organisations_name(visitor: Visitor) -> None:
    """A form that was begun stays the one of the organisation it was begun for."""
    page = visitor.log_in("Gita")
    act_for(page, "Ministerstvo vzorov")
    visitor.open("/profil/ziadost/registracia/")
    page.get_by_label("Poznámka").fill("Začaté za ministerstvo.")
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.locator("[data-focus]").wait_for()  # what is missing
    address = page.url
    act_for(page, OTHERS)
    page.goto(address)
    assert page.get_by_label("IČO").first.input_value() == "12345678"
