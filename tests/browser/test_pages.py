"""Pages that no link leads to at both widths, and pages with errors: nothing against WCAG 2.1 A and AA.

Those that links lead to are walked by test_every_page.
"""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

# Who is logged in → what is looked at.
OTHERS = {
    "": ("/ucet/login/", "/ucet/signup/", "/neexistuje/"),
    "Alžbeta": ("/ucet/password/change/", "/ucet/logout/", "/profil/poskytovatelia/999/", "/konzola/"),
}


@pytest.mark.parametrize("name", OTHERS, ids=lambda name: name or "nobody")
def test_it_is_accessible_where_no_link_leads(walker: Visitor, name: str) -> None:
    if name:
        walker.log_in(name)
    found = {}
    for path in OTHERS[name]:
        walker.open(path)
        found[path] = walker.at_both_widths(walker.violations)
    assert {path: sentences for path, sentences in found.items() if sentences} == {}


def test_it_is_accessible_with_errors(visitor: Visitor) -> None:
    page = visitor.open("/kontrola/")
    page.get_by_role("button", name="Skontrolovať", exact=True).click()
    page.locator(".govuk-error-summary").wait_for()
    visitor.look("kontrola-prazdna")
    assert visitor.violations() == []
    page.locator("input[type=file]").set_input_files(visitor.site.folder / "faulty.xml")
    page.get_by_role("button", name="Skontrolovať", exact=True).click()
    page.get_by_text("Metadáta neprešli automatickou kontrolou").wait_for()
    visitor.look("kontrola-s-chybami")
    assert visitor.violations() == []
    visitor.log_in("Alžbeta")
    visitor.open("/sluzby/registracia/")
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.locator(".govuk-error-summary").wait_for()
    visitor.look("formular-s-chybami")
    assert page.title().startswith("Chyba:")
    page.wait_for_function("document.activeElement.className == 'govuk-error-summary'")
    assert visitor.violations() == []


def test_it_keeps_a_log_in_short_on_a_telephone(walker: Visitor) -> None:
    """A page of 25 was seven screens long, of cards that said the same; now each takes a few lines."""
    page = walker.log_in("Zita")
    page.set_viewport_size({"width": 390, "height": 844})
    walker.open("/prihlasenie/relacie/")
    row = page.locator(".m-log-ins tbody tr").first
    assert "127.0.0.1" in row.inner_text()
    box = row.bounding_box()
    assert box is not None
    assert box["height"] < 120
    walker.look("prihlasenia")
    assert walker.violations() == []
