"""Every page of the portal at both widths: nothing against WCAG 2.1 A and AA, nothing wider than the screen.

English pages have the same mark-up and other lengths of words: of them only the width is measured.
"""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

PUBLIC = ("/", "/kontrola/", "/sluzby/", "/o-registri/", "/pristupnost/", "/ucet/login/", "/neexistuje/")
OWN = (
    "/profil/",
    "/profil/technicke-ucty/",
    "/profil/poskytovatelia/1/",
    "/profil/poskytovatelia/1/historia/",
    "/profil/poskytovatelia/1/certifikaty/1/",
    "/ziadosti/",
    "/spravy/",
    "/spravy/1/",
    "/sluzby/registracia/",
    "/profil/ziadost/registracia/",
    "/profil/poskytovatelia/1/zmena/",
    "/profil/poskytovatelia/1/zrusenie/",
    "/ucet/password/change/",
    "/ucet/logout/",
)


def name_of(path: str, language: str) -> str:
    return f"{path.strip('/').replace('/', '-') or 'home'}-{language}"


@pytest.mark.parametrize("language", ["sk", "en"])
def test_it_is_accessible_to_everybody(visitor: Visitor, language: str) -> None:
    visitor.open("/")
    visitor.speak(language)
    found = {}
    for path in PUBLIC:
        visitor.open(path)
        visitor.look(name_of(path, language))
        found[path] = visitor.violations() if language == "sk" else visitor.too_wide()
    assert {path: sentences for path, sentences in found.items() if sentences} == {}


@pytest.mark.parametrize("language", ["sk", "en"])
def test_it_is_accessible_to_an_applicant(visitor: Visitor, language: str) -> None:
    page = visitor.log_in("Alžbeta")
    visitor.speak(language)
    visitor.open("/ziadosti/")
    filings = [link.get_attribute("href") or "" for link in page.locator("tbody th a").all()]
    found = {}
    for path in (*OWN, *filings):
        visitor.open(path)
        visitor.look(name_of(path, language))
        found[path] = visitor.violations() if language == "sk" else visitor.too_wide()
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
