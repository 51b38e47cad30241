"""The console at both widths: nothing against WCAG 2.1 A and AA, with every form open and with errors too."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

LISTS = (
    "/konzola/",
    "/konzola/?stav=awaiting-paper",
    "/konzola/ziadosti/",
    "/konzola/ziadosti/?q=nikde",
    "/konzola/listiny/",
    "/konzola/listiny/?cislo=nikde",
    "/konzola/doveryhodne-zoznamy/",
    "/konzola/?co=podpis&ma=nikoho",
    "/konzola/?stav=vsetky&vlastnik=vzorov",
    "/konzola/dovody/",
    "/konzola/zdravie/",
)
OF_A_SUPERVISOR = (
    "/konzola/audit/",
    "/konzola/audit/?kto=Zita&co=paper-recorded",
    "/konzola/audit/?od=32.1.2026",
    "/konzola/audit/?ocom=nikde",
    "/konzola/dovody/",
    "/konzola/dovody/novy/",
    "/konzola/dovody/review-other/",
)


REGISTER = (
    "/konzola/register/",
    "/konzola/register/?q=https",
    "/konzola/register/?q=ico-12345678",
    "/konzola/register/?q=prvy&skupina=poskytovatelia",
    "/konzola/register/k-datumu/",
    "/konzola/register/k-datumu/?den=31.10.2027&cas=02:30",
    "/konzola/register/k-datumu/?den=32.10.2027&cas=",
    "/konzola/register/poskytovatelia/1/",
    "/konzola/register/poskytovatelia/1/?den=01.01.2026&cas=10:00&vedel_den=02.01.2026",
    "/konzola/register/certifikaty/1/",
)


@pytest.mark.parametrize("language", ["sk", "en"])
def test_it_shows_the_register_accessibly(visitor: Visitor, language: str) -> None:
    visitor.log_in("Zita")
    visitor.speak(language)
    found = {}
    for number, path in enumerate(REGISTER):
        visitor.open(path)
        visitor.look(f"konzola-register-{number}-{language}")
        found[path] = visitor.violations()
    assert {path: sentences for path, sentences in found.items() if sentences} == {}


def first_filing(visitor: Visitor, statuses: str) -> str:
    """The address of the first filing in a list of the queue."""
    page = visitor.open(f"/konzola/?stav={statuses}")
    return page.locator("tbody a").first.get_attribute("href") or ""


@pytest.mark.parametrize("language", ["sk", "en"])
def test_it_has_accessible_lists(visitor: Visitor, language: str) -> None:
    visitor.log_in("Zita")
    visitor.speak(language)
    found = {}
    for number, path in enumerate(LISTS):
        visitor.open(path)
        visitor.look(f"konzola-zoznam-{number}-{language}")
        found[path] = visitor.violations()
    assert {path: sentences for path, sentences in found.items() if sentences} == {}


@pytest.mark.parametrize("language", ["sk", "en"])
def test_it_shows_a_supervisor_accessible_pages(visitor: Visitor, language: str) -> None:
    visitor.log_in("Dušan")
    visitor.speak(language)
    found = {}
    for number, path in enumerate(OF_A_SUPERVISOR):
        visitor.open(path)
        visitor.look(f"konzola-veduci-{number}-{language}")
        found[path] = visitor.violations()
    page = visitor.open("/konzola/dovody/novy/")
    page.get_by_role("button", name={"sk": "Uložiť", "en": "Save"}[language]).click()
    page.locator(".govuk-error-summary").wait_for()
    visitor.look(f"konzola-dovod-s-chybami-{language}")
    found["with errors"] = visitor.violations()
    assert {path: sentences for path, sentences in found.items() if sentences} == {}


@pytest.mark.parametrize("status", ["in-review", "awaiting-paper"])
def test_it_shows_a_filing_accessibly_with_every_form_open(visitor: Visitor, status: str) -> None:
    page = visitor.log_in("Zita")
    visitor.open(first_filing(visitor, status))
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    visitor.look(f"konzola-{status}")
    assert visitor.violations() == []


def test_it_shows_a_filing_accessibly_with_errors(visitor: Visitor) -> None:
    page = visitor.log_in("Zita")
    visitor.open(first_filing(visitor, "in-review"))
    page.get_by_text("Zamietnuť", exact=True).click()
    page.get_by_role("button", name="Zamietnuť žiadosť").click()
    page.get_by_text("Vyberte aspoň jeden dôvod zamietnutia.").first.wait_for()
    visitor.look("konzola-s-chybami")
    assert page.title().startswith("Chyba:")
    assert visitor.violations() == []


def test_it_takes_a_decision_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.log_in("Zita")
    visitor.open(first_filing(visitor, "in-review"))
    page.get_by_text("Pridať internú poznámku").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Overené v evidencii projektov.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Interná poznámka je uložená.").wait_for()
    assert page.get_by_text("Overené v evidencii projektov.").count() > 0


def test_it_shows_where_the_keyboard_is_in_the_navigation(visitor: Visitor) -> None:
    page = visitor.log_in("Zita")
    visitor.open("/konzola/register/")
    page.get_by_role("navigation", name="Hlavná ponuka").get_by_role("link", name="Konzola").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Na vybavenie"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"


def test_it_prints_no_addresses_that_mean_nothing_on_paper(visitor: Visitor) -> None:
    page = visitor.log_in("Alžbeta")
    visitor.open("/profil/technicke-ucty/")
    page.get_by_role("link", name="https://zmeneny.example", exact=True).click()
    page.get_by_role("link", name="História", exact=True).first.click()
    page.get_by_role("heading", name="História poskytovateľa služieb").wait_for()
    page.emulate_media(media="print")
    contents = "all => all.map(one => getComputedStyle(one, '::after').content)"
    assert set(page.eval_on_selector_all("td a.govuk-link", contents)) == {"none"}


def test_it_mends_a_record_of_paper_accessibly(visitor: Visitor) -> None:
    page = visitor.log_in("Zita")
    visitor.open(first_filing(visitor, "in-review"))
    page.get_by_role("link", name="opraviť záznam").first.click()
    page.get_by_role("heading", name="Opraviť záznam o listine").wait_for()
    page.get_by_role("button", name="Uložiť opravu").click()
    page.get_by_role("link", name="Uveďte, čo bolo nesprávne.").wait_for()
    visitor.look("konzola-oprava-listiny")
    assert visitor.violations() == []
    page.get_by_label("Meno notára alebo názov úradu").fill("Mesto Trnava, matričný úrad")
    page.get_by_label("Čo bolo v zázname nesprávne").fill("iný úrad")
    page.get_by_role("button", name="Uložiť opravu").click()
    page.get_by_text("oprava: iný úrad").first.wait_for()
    visitor.look("konzola-listiny-ziadosti")
    assert visitor.violations() == []
