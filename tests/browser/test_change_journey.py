"""Chapters 5 to 7 of the guide in a browser: change, cancellation, return, and the history of it all."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
BRATISLAVA = ZoneInfo("Europe/Bratislava")


def today() -> str:
    return f"{datetime.now(UTC).astimezone(BRATISLAVA):%d.%m.%Y}"


def entity_of(visitor: Visitor) -> str:
    """Each width has a provider of its own: the journeys share a register."""
    return f"https://cesta-{(visitor.page.viewport_size or {'width': 0})['width']}.example"


def open_from_profile(visitor: Visitor, entity_id: str, button: str) -> Page:
    page = visitor.open("/profil/technicke-ucty/")
    page.get_by_role("link", name=f"{button} {entity_id}").click()
    page.get_by_role("button", name="Pokračovať na kontrolu").wait_for()
    return page


def check_and_send(visitor: Visitor, name: str) -> str:
    """Look at what will change, send it, and return the filing's number."""
    page = visitor.page
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.get_by_role("heading", name="Čo sa zmení").wait_for()
    visitor.look(f"kontrola-{name}")
    assert visitor.violations() == []
    page.get_by_label("Žiadosť nepodpisujem elektronicky").check()
    page.get_by_role("button", name="Odoslať bez podpisu").click()
    page.get_by_text("bola odoslaná").wait_for()
    found = re.search(r"/ziadosti/([^/]+)/", page.url)
    assert found
    return found[1]


def approve(visitor: Visitor, number: str, name: str) -> None:
    """Zita records the paper and approves; the worker takes it into effect."""
    visitor.page.context.clear_cookies()
    page = visitor.log_in("Zita")
    visitor.open(f"/konzola/ziadosti/{number}/")
    page.get_by_role("heading", name="Čo sa zmení").wait_for()
    visitor.look(f"konzola-{name}")
    assert visitor.violations() == []
    page.locator("input[name=paper-arrived_on]").fill(today())
    page.locator("input[name=paper-certified_by]").fill("Notár")
    page.get_by_role("button", name="Listina prišla").click()
    page.get_by_text("Doručenie listiny je zaznamenané.").wait_for()
    page.locator("summary", has_text="Schváliť").click()
    page.get_by_role("button", name="Schváliť žiadosť").click()
    page.get_by_text("Žiadosť je schválená.").wait_for()
    visitor.site.work()
    visitor.page.context.clear_cookies()
    visitor.log_in("Alžbeta")


def test_it_changes_cancels_and_brings_back(visitor: Visitor) -> None:
    page, entity_id = visitor.log_in("Alžbeta"), entity_of(visitor)
    content = (visitor.site.folder / "changed.xml").read_text().replace("https://novy.example", entity_id)
    file = {"name": "sp.xml", "mimeType": "application/xml", "buffer": content.encode()}

    open_from_profile(visitor, entity_id, "Upraviť")
    page.get_by_text("V registri je teraz verzia 1 metadát").wait_for()
    visitor.look("formular-zmeny")
    assert visitor.violations() == []
    page.locator("input[name=metadata]").set_input_files(file)
    number = check_and_send(visitor, "zmena")
    approve(visitor, number, "zmena")

    open_from_profile(visitor, entity_id, "Zrušiť")
    page.get_by_label("Zrušiť poskytovateľa služby k dátumu").fill(today())
    number = check_and_send(visitor, "zrusenie")
    approve(visitor, number, "zrusenie")
    visitor.open("/profil/technicke-ucty/")
    page.get_by_role("row", name=entity_id).get_by_text("Deaktivovaný").wait_for()
    visitor.look("zoznam-po-zruseni")
    assert visitor.violations() == []
    assert page.get_by_role("link", name=f"Zrušiť {entity_id}").count() == 0

    open_from_profile(visitor, entity_id, "Upraviť")
    page.locator("input[name=metadata]").set_input_files(file)
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.get_by_text("zmena vráti").wait_for()
    page.go_back()
    number = check_and_send(visitor, "navrat")
    approve(visitor, number, "navrat")
    visitor.open("/profil/technicke-ucty/")
    page.get_by_role("row", name=entity_id).get_by_text("Aktivovaný", exact=True).wait_for()

    page.get_by_role("link", name=entity_id, exact=True).click()
    page.get_by_role("link", name="História", exact=True).first.click()
    page.get_by_text("Poskytovateľ služieb zrušený").wait_for()
    assert page.get_by_text("Údaje poskytovateľa služieb zmenené").count() == 2


@pytest.mark.parametrize("language", ["sk", "en"])
def test_it_shows_history_versions_and_comparisons_accessibly(visitor: Visitor, language: str) -> None:
    page = visitor.log_in("Alžbeta")
    visitor.speak(language)
    visitor.open("/profil/technicke-ucty/")
    page.get_by_role("link", name="https://zmeneny.example", exact=True).click()
    own = re.sub(r"^https?://[^/]+", "", page.url)
    rests = ("historia/", "metadata/", "metadata/1/", "metadata/porovnanie/?stara=1&nova=2", "certifikaty/")
    found = {}
    for number, rest in enumerate(rests):
        visitor.open(own + rest)
        visitor.look(f"historia-{number}-{language}")
        found[rest] = visitor.violations()
    page.locator("tbody th a").first.click()
    page.locator("#historia").wait_for()
    visitor.look(f"certifikat-{language}")
    found["certificate"] = visitor.violations()
    assert {path: sentences for path, sentences in found.items() if sentences} == {}


def test_it_compares_two_versions_by_their_numbers(visitor: Visitor) -> None:
    page = visitor.log_in("Alžbeta")
    visitor.open("/profil/technicke-ucty/")
    page.get_by_role("link", name="https://zmeneny.example", exact=True).click()
    page.get_by_role("link", name="História", exact=True).first.click()
    page.get_by_role("link", name="Verzie metadát").click()
    page.get_by_label("Staršia verzia").fill("1")
    page.get_by_role("button", name="Porovnať", exact=True).click()
    page.get_by_text("https://sp.example/nova-adresa (index 0, predvolená)").first.wait_for()
