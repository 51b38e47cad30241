"""`./dev python tools/pictures.py [ADDRESS]`: the pictures of docs/pictures, anew from the running demo.

Start `./dev run` first. Only what fits on the screen is in a picture, as one sees it at first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from machine import CHROMIUM
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDE, NARROW = (1200, 900), (390, 844)


@dataclass(frozen=True)
class Picture:
    """`who` logs in, "" for nobody; `lead` goes from there to what is shown."""

    name: str
    who: str
    path: str
    lead: Callable[[Page], None] = lambda page: None
    size: tuple[int, int] = WIDE


def first_row(page: Page) -> None:
    page.locator("main table a").first.click()
    page.wait_for_load_state()


def check_the_example(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(ROOT / "docs" / "examples" / "sp.xml")
    page.get_by_role("button", name="Skontrolovať", exact=True).click()
    page.locator(".m-report").wait_for()


def open_a_filing(page: Page) -> None:
    page.locator("main tr", has_text="Vybavená").first.get_by_role("link").first.click()
    page.locator(".m-timeline").wait_for()


PICTURES = (
    Picture("console", "Zita Zemanová", "/konzola/", first_row),
    Picture("check", "", "/kontrola/", check_the_example),
    Picture("check-narrow", "", "/kontrola/", check_the_example, NARROW),
    Picture("keys", "", "/kluce/"),
    Picture("form", "Alžbeta Agátová", "/profil/ziadost/registracia/"),
    Picture("providers", "Alžbeta Agátová", "/profil/technicke-ucty/"),
    Picture("providers-narrow", "Alžbeta Agátová", "/profil/technicke-ucty/", size=NARROW),
    Picture("filing", "Alžbeta Agátová", "/ziadosti/", open_a_filing),
)


def log_in(page: Page, address: str, who: str) -> None:
    """Staff give a second factor besides, which the demo shows."""
    page.goto(f"{address}/ucet/login/")
    page.get_by_role("button", name=who).click()
    code, out = page.locator("#ukazkovy-kod"), page.get_by_role("button", name="Odhlásiť sa")
    out.or_(code).wait_for()
    if code.is_visible():
        page.locator("#id_code").fill(code.inner_text())
        page.get_by_role("main").get_by_role("button", name="Prihlásiť sa", exact=True).click()
    out.wait_for()


def take(browser: Browser, address: str, picture: Picture) -> Path:
    width, height = picture.size
    context = browser.new_context(viewport={"width": width, "height": height}, locale="sk")
    page = context.new_page()
    if picture.who:
        log_in(page, address, picture.who)
    page.goto(address + picture.path)
    picture.lead(page)
    path = FOLDER / f"{picture.name}.png"
    page.screenshot(path=path)
    context.close()
    return path


def main() -> int:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM.path()), args=QUIET)
        for picture in PICTURES:
            print(take(browser, address, picture))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
