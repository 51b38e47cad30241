"""The public check in a browser: filters, jumps, copied commands, files; with and without JavaScript."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def checked(visitor: Visitor, path: str = "/kontrola/") -> Page:
    """A document with errors of several kinds and a notice, from the given page."""
    page = visitor.open(path)
    page.locator("input[type=file]").set_input_files(visitor.site.folder / "faulty.xml")
    page.get_by_role("button", name="Skontrolovať", exact=True).click()
    page.get_by_text("Metadáta neprešli automatickou kontrolou").wait_for()
    return page


def test_it_filters_and_jumps_without_javascript(without_javascript: Visitor) -> None:
    page = checked(without_javascript, "/")
    errors = page.locator(".m-finding--error")
    assert errors.count() >= 2
    notices = page.locator(".m-finding--notice")
    assert notices.count() >= 1
    page.get_by_label("Chyba:").first.uncheck()
    assert not errors.first.is_visible()
    assert notices.first.is_visible()
    page.get_by_label("Chyba:").first.check()
    place = errors.first.get_by_role("link", name="riadok")
    line = page.locator(place.get_attribute("href") or "")
    place.click()
    assert page.evaluate("location.hash") == place.get_attribute("href")
    line.get_by_role("link").click()
    assert page.evaluate("location.hash").startswith("#nalez-")
    page.get_by_text("Výsledky všetkých pravidiel").click()
    page.get_by_role("checkbox", name="Splnené: ", exact=False).first.uncheck()
    assert not page.locator("tr.is-passed").first.is_visible()
    assert page.locator("tr.is-failed").first.is_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Stiahnuť JSON").click()
    assert json.loads(download.value.path().read_text())["verdict"] == "failed"


def test_it_shows_the_report_beside_the_document(visitor: Visitor) -> None:
    page = checked(visitor)
    report, document = page.locator(".m-report").bounding_box(), page.locator(".m-source").bounding_box()
    assert report is not None
    assert document is not None
    is_wide = (page.viewport_size or {"width": 0})["width"] == 1280
    assert (document["x"] > report["x"] + report["width"] - 1) == is_wide
    page.get_by_text("Výsledky všetkých pravidiel").click()
    visitor.look("kontrola-vysledok")
    assert visitor.violations() == []
    for kind in ("PDF", "JSON"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Stiahnuť {kind}").click()
        assert download.value.suggested_filename == f"kontrola.{kind.lower()}"


def test_it_copies_the_command_and_nothing_else(visitor: Visitor) -> None:
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visitor.open("/kontrola/")
    page.get_by_label("Vložte metadáta").fill("\n" + (visitor.site.folder / "new.xml").read_text())
    page.get_by_role("button", name="Skontrolovať", exact=True).click()
    page.get_by_role("button", name="Kopírovať").first.click()
    page.get_by_role("button", name="Skopírované").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".m-command").first.text_content()
    assert copied.split()[0] == "perl"


def test_it_prints_the_report_and_nothing_around_it(walker: Visitor) -> None:
    page = checked(walker)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})  # about an A4 sheet
    for shown in (".m-brand", ".m-finding", ".m-source"):
        assert page.locator(shown).first.is_visible(), shown
    for hidden in (".m-bar", ".m-nav", ".m-who", ".m-foot", "#kontrola", "#vysledok", "[data-copy]"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert walker.too_wide() == []
