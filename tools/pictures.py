"""`./dev python tools/pictures.py`: the README's picture, taken anew from the running demo.

Start `./dev run` first. The picture shows a reviewer before a filing that waits.
"""

from __future__ import annotations

import sys
from pathlib import Path

from machine import CHROMIUM
from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).resolve().parents[1] / "docs" / "pictures" / "console.png"
SIZE = {"width": 1200, "height": 1000}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def main() -> int:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    PICTURE.parent.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM.path()), args=QUIET)
        page = browser.new_page(viewport=SIZE, locale="sk")
        page.goto(f"{address}/ucet/login/?next=/konzola/")
        page.get_by_role("button", name="Zita Zemanová").click()
        page.goto(f"{address}/konzola/")
        page.locator("main table a").first.click()
        page.screenshot(path=PICTURE)
        browser.close()
    print(PICTURE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
