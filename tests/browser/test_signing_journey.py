"""R-5.1 in a browser: Alžbeta signs with Autogram, cancels, sees errors, and finds a way without it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from playwright.sync_api import Page

from tests.browser import autogram
from tests.browser.autogram import Autogram
from tests.browser.conftest import Visitor
from tests.browser.demo_signature import signed_by_demo

pytestmark = pytest.mark.browser
numbers = count(1)


def to_the_signing(visitor: Visitor) -> Page:
    """Fill the form in and go on to the page where it is signed."""
    page = visitor.log_in("Alžbeta")
    width = (page.viewport_size or {"width": 0})["width"]
    entity_id = f"https://podpis-{next(numbers)}-{width}.example"
    content = (visitor.site.folder / "new.xml").read_text().replace("https://novy.example", entity_id)
    visitor.open("/profil/ziadost/registracia/")
    page.get_by_label("E-mail").fill("sso@vzory.example")
    page.get_by_label("Telefón").fill("+421 2 1234 5678")
    page.get_by_label("Identifikátor poskytovateľa služieb").fill(entity_id)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    page.get_by_label("Založiť poskytovateľa služieb k dátumu").fill(f"{tomorrow:%d.%m.%Y}")
    page.locator("input[name=metadata]").set_input_files(
        {"name": "sp.xml", "mimeType": "application/xml", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.get_by_role("link", name="Podpísať elektronicky").click()
    page.get_by_role("heading", name="Podpísať žiadosť", exact=True).wait_for()
    return page


def test_it_signs_with_autogram_and_files(visitor: Visitor) -> None:
    visitor.neighbours = (f"{autogram.ADDRESS}/", "autogram:")
    page = to_the_signing(visitor)
    visitor.look("podpis")
    assert visitor.violations() == []
    program = Autogram(sign=autogram.signs_with(signed_by_demo), starts_after=1)
    program.install(page)
    page.get_by_role("button", name="Podpísať a odoslať").click()
    page.get_by_text("bola odoslaná").wait_for()
    assert program.asked[0]["payloadMimeType"] == "application/vnd.gov.sk.xmldatacontainer+xml;base64"
    visitor.site.work()
    page.reload()
    page.get_by_text("Podpis je platný: kvalifikovaný elektronický podpis (KEP)").first.wait_for()
    visitor.look("ziadost-podpisana")
    assert visitor.violations() == []


def test_it_shows_the_reviewer_the_signature_with_the_decision(visitor: Visitor) -> None:
    """R-6.1: within the window at 1280 × 900, beside the decision; on a telephone, before it."""
    visitor.neighbours = (f"{autogram.ADDRESS}/", "autogram:")
    page = to_the_signing(visitor)
    Autogram(sign=autogram.signs_with(signed_by_demo)).install(page)
    page.get_by_role("button", name="Podpísať a odoslať").click()
    page.get_by_text("bola odoslaná").wait_for()
    number = page.url.rstrip("/").rsplit("/", 1)[1]
    visitor.site.work()
    page.context.clear_cookies()
    visitor.log_in("Zita")
    visitor.open(f"/konzola/ziadosti/{number}/")
    visitor.look("konzola-podpisana-ziadost")
    signatures, decision = (
        page.locator(f"section[aria-labelledby={name}]").bounding_box() for name in ("signatures", "decision")
    )
    assert signatures is not None
    assert decision is not None
    size = page.viewport_size or {"width": 0, "height": 0}
    is_wide = size["width"] == 1280
    assert (decision["y"] < signatures["y"]) == is_wide
    if is_wide:
        assert signatures["y"] + signatures["height"] <= size["height"]
        steps = page.locator(".c-steps")
        assert "Žiadosť autorizovaná elektronicky" in steps.inner_text()
        assert (steps.bounding_box() or {"y": size["height"]})["y"] < signatures["y"]
    assert visitor.violations() == []


def test_it_sends_nothing_when_the_signing_is_cancelled_or_fails(visitor: Visitor) -> None:
    visitor.neighbours = (f"{autogram.ADDRESS}/",)
    page = to_the_signing(visitor)
    program = Autogram(sign=autogram.cancels)
    program.install(page)
    page.get_by_role("button", name="Podpísať a odoslať").click()
    page.get_by_text("Podpisovanie ste zrušili. Nič sa neodoslalo.").wait_for()
    program.sign = autogram.fails
    page.get_by_role("button", name="Podpísať a odoslať").click()
    page.get_by_text("XML validation failed: Invalid XSD").wait_for()
    visitor.look("podpis-zlyhal")
    assert visitor.violations() == []


def test_it_shows_a_way_on_when_autogram_is_not_installed(visitor: Visitor) -> None:
    visitor.neighbours = (f"{autogram.ADDRESS}/", "autogram:")
    page = to_the_signing(visitor)
    Autogram(sign=autogram.cancels, starts_after=10_000).install(page)
    # The half minute of patience passes at once; the page's own clock is moved, nobody sleeps.
    page.clock.install()
    page.get_by_role("button", name="Podpísať a odoslať").click()
    page.get_by_text("Čaká sa na aplikáciu Autogram.").wait_for()
    way_on = page.get_by_role("link", name="Kde získať Autogram")
    for _ in range(100):  # the page waits for real answers in between, and begins to count after the first
        page.clock.run_for(1_000)
        if way_on.is_visible():
            break
    way_on.wait_for()
    visitor.look("podpis-bez-autogramu")
    assert visitor.violations() == []


def test_it_files_a_container_signed_elsewhere(visitor: Visitor) -> None:
    page = to_the_signing(visitor)
    with page.expect_download() as download:
        page.get_by_role("link", name="Prevezmite dokument žiadosti").click()
    document = download.value.path().read_bytes()
    chosen = page.get_by_label("Podpísaný kontajner (.asice)")
    chosen.set_input_files({"name": "x.asice", "mimeType": "application/zip", "buffer": b"PK\x03\x04"})
    page.get_by_role("button", name="Odoslať podpísanú žiadosť").click()
    page.get_by_text("Toto nie je podpísaný kontajner ASiC-E.").first.wait_for()
    visitor.look("podpis-zly-kontajner")
    assert visitor.violations() == []
    container = signed_by_demo(document, download.value.suggested_filename)
    chosen.set_input_files({"name": "x.asice", "mimeType": "application/zip", "buffer": container})
    page.get_by_role("button", name="Odoslať podpísanú žiadosť").click()
    page.get_by_text("bola odoslaná").wait_for()


def test_it_may_talk_to_no_other_neighbour(visitor: Visitor) -> None:
    """The page's policy names Autogram's address and no other."""
    page = to_the_signing(visitor)
    refused = page.evaluate("fetch('http://localhost:37201/info').then(() => 'let through', () => 'refused')")
    assert refused == "refused"
    assert any("Content Security Policy" in complaint for complaint in visitor.complaints)
    visitor.complaints.clear()
