"""Chapter 4 of the guide in a browser: Alžbeta registers a provider and sees where her filing stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.conftest import Visitor
from tests.browser.portal.filling import fill_in, new_entity_id

pytestmark = pytest.mark.browser


def test_it_registers_from_the_profile_to_the_filing(visitor: Visitor) -> None:
    page = visitor.log_in("Alžbeta")
    entity_id = f"https://novy-{(page.viewport_size or {'width': 0})['width']}.example"
    content = (visitor.site.folder / "new.xml").read_text().replace("https://novy.example", entity_id)
    page.get_by_role("link", name="Technické účty a certifikáty").click()
    page.get_by_role("link", name="Registrácia poskytovateľa služieb").click()
    assert page.get_by_label("IČO").input_value() == "12345678"

    page.get_by_label("E-mail").fill("sso@vzory.example")
    page.get_by_label("Identifikátor poskytovateľa služieb").fill(entity_id)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    page.get_by_label("Založiť poskytovateľa služieb k dátumu").fill(f"{tomorrow:%d.%m.%Y}")
    page.locator("input[name=metadata]").set_input_files(
        {"name": "sp.xml", "mimeType": "application/xml", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.get_by_role("link", name="Telefón: Zadajte telefónne číslo.").wait_for()
    page.get_by_text("sp.xml", exact=True).wait_for()

    page.get_by_label("Telefón").fill("+421 2 1234 5678")
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.get_by_role("heading", name="Kontrola pred odoslaním").wait_for()
    visitor.look("kontrola-pred-odoslanim")
    assert visitor.violations() == []
    page.get_by_text("Metadáta prešli automatickou kontrolou").wait_for()
    page.get_by_text("Čo sa uloží a čo podpíšete").click()
    visitor.look("dokument-formulara")
    assert visitor.violations() == []

    page.get_by_role("button", name="Odoslať bez podpisu").click()
    page.get_by_role("link", name="Zaškrtnite, že žiadosť doručíte listinne").wait_for()
    page.get_by_label("Žiadosť nepodpisujem elektronicky").check()
    page.get_by_role("button", name="Odoslať bez podpisu").click()
    page.get_by_text("bola odoslaná").wait_for()
    page.get_by_text("Čaká na listinnú žiadosť").first.wait_for()
    page.get_by_text("Pribinova 25").wait_for()
    page.get_by_role("heading", name="Dokončite podanie listinne").wait_for()
    visitor.look("ziadost-odoslana")
    assert visitor.violations() == []
    with page.expect_download() as printout:
        page.get_by_role("link", name="Stiahnuť žiadosť na podpis (PDF)").click()
    assert printout.value.suggested_filename.endswith(".pdf")

    visitor.site.work()
    page.get_by_role("link", name="Správy").first.click()
    page.get_by_role("link", name="Potvrdenie prijatia žiadosti na spracovanie").first.wait_for()


def test_it_works_without_javascript(without_javascript: Visitor) -> None:
    """From the log-in to the filing, with what went wrong on the way; and the check beside it."""
    page = without_javascript.log_in("Alžbeta")
    page.get_by_role("link", name="Technické účty a certifikáty").click()
    page.get_by_role("link", name="Registrácia poskytovateľa služieb").click()
    entity_id = new_entity_id("bez-skriptov")
    fill_in(without_javascript, entity_id)
    page.get_by_label("Telefón").fill("")
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.get_by_role("link", name="Telefón: Zadajte telefónne číslo.").click()
    page.get_by_label("Telefón").fill("+421 2 1234 5678")
    page.get_by_text("Čo sem patrí").first.click()
    page.get_by_text("Číslo, na ktorom vás zastihne zodpovedný zamestnanec").wait_for()
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.get_by_label("Žiadosť nepodpisujem elektronicky").check()
    page.get_by_role("button", name="Odoslať bez podpisu").click()
    page.get_by_text("bola odoslaná").wait_for()
    with page.expect_download():
        page.get_by_role("link", name="Stiahnuť žiadosť na podpis (PDF)").click()
    # A withdrawal cannot be undone: one click only asks.
    page.get_by_text("Vziať žiadosť späť", exact=True).click()
    page.get_by_text("vrátiť sa to nedá").wait_for()
    page.get_by_role("button", name="Áno, vziať žiadosť späť").click()
    page.get_by_text("Žiadosť bola vzatá späť.", exact=True).wait_for()

    page = without_javascript.open("/kontrola/")
    page.get_by_label("Vložte metadáta").fill((without_javascript.site.folder / "new.xml").read_text())
    page.get_by_role("button", name="Skontrolovať", exact=True).click()
    page.get_by_text("Metadáta prešli automatickou kontrolou").wait_for()
