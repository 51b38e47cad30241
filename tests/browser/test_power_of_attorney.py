"""Guide §6.1/5 in a browser: an integrator files for an owner; the reviewer sees what to look at (R-5.4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_it_goes_from_the_choice_to_the_reviewer(visitor: Visitor) -> None:
    page = visitor.log_in("Cyril")
    entity_id = f"https://integrator-{(page.viewport_size or {'width': 0})['width']}.example"
    content = (visitor.site.folder / "new.xml").read_text().replace("https://novy.example", entity_id)
    visitor.open("/sluzby/registracia/")
    page.get_by_label("Orgán verejnej moci").check()
    page.get_by_label("IČO").fill("12345678")
    page.get_by_label("Meno a priezvisko").fill("Cyril Cudzí")
    page.get_by_label("E-mail").fill("cyril@vzory.example")
    page.get_by_label("Telefón").fill("+421 2 1234 5678")
    page.get_by_label("Identifikátor poskytovateľa služieb").fill(entity_id)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    page.get_by_label("Založiť poskytovateľa služieb k dátumu").fill(f"{tomorrow:%d.%m.%Y}")
    page.locator("input[name=metadata]").set_input_files(
        {"name": "sp.xml", "mimeType": "application/xml", "buffer": content.encode()}
    )
    page.get_by_label("Prikladám zaručene konvertované z listiny").check()
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.get_by_role("link", name="Priložte súbor so splnomocnením").wait_for()
    visitor.look("splnomocnenie-chyba")
    assert visitor.violations() == []

    page.locator("input[name=attachments]").set_input_files(
        {"name": "splnomocnenie.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.get_by_role("heading", name="Kontrola pred odoslaním").wait_for()
    page.get_by_text("priložené, zaručene konvertované").first.wait_for()
    page.get_by_label("Žiadosť nepodpisujem elektronicky").check()
    page.get_by_role("button", name="Odoslať bez podpisu").click()
    page.get_by_text("bola odoslaná").wait_for()
    number = page.url.rstrip("/").rsplit("/", 1)[-1]

    page.context.clear_cookies()
    visitor.log_in("Zita")
    visitor.open(f"/konzola/ziadosti/{number}/")
    page.get_by_text("nájdite v prílohe osvedčovaciu doložku").wait_for()
    visitor.look("splnomocnenie-konzola")
    assert visitor.violations() == []
