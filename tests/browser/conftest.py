"""A browser, a site, and the two widths at which every page is looked at."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from tests.browser.site import Site

CHROMIUM = os.environ.get("MATRIKA_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = (1280, 900), (390, 844)
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}
RUN_AXE = """options => axe.run(options).then(found => found.violations.map(
    one => one.id + ": " + one.nodes.slice(0, 4).map(node => node.html.slice(0, 160)).join(" | ")))"""
# A wide table may scroll within a region of its own, which takes the focus and has a name.
TOO_WIDE = """() => {
  const whole = document.scrollingElement, found = [];
  if (whole.scrollWidth > whole.clientWidth)
    found.push(`${whole.scrollWidth} pixels wide in a window of ${whole.clientWidth}`);
  const reached = ["[aria-label]", "[aria-labelledby]"].map((name) => "[tabindex='0']" + name);
  for (const part of document.querySelectorAll("body *"))
    if (part.scrollWidth > part.clientWidth && !part.matches([...reached, "textarea, input, select"].join())
        && ["auto", "scroll"].includes(getComputedStyle(part).overflowX))
      found.push(`scrolls sideways and takes no focus, or has no name: ${part.outerHTML.slice(0, 120)}`);
  return found;
}"""


# The scope is the package: a running Playwright would make Django refuse its database to later tests.
@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    yield site
    site.stop()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """A person at a browser. Whatever the page complains of, or asks of other hosts, is remembered."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.site = site
        self.page: Page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.complaints: list[str] = []
        self.neighbours: tuple[str, ...] = ()  # beginnings of addresses that the page may ask besides
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self._note("error", str(error)))
        self.page.on("request", lambda request: self._note_foreign(request.url))
        self.page.on("response", self._note_missing)

    def open(self, path: str) -> Page:
        self.page.goto(self.site.address + path)
        return self.page

    def log_in(self, name: str) -> Page:
        self.open("/ucet/login/")
        self.page.get_by_role("button", name=name).click()
        code = self.page.locator("#ukazkovy-kod")
        self.page.get_by_role("button", name="Odhlásiť sa").or_(code).wait_for()
        if code.is_visible():  # staff give a second factor, which the demo shows
            self.page.locator("#id_code").fill(code.inner_text())
            self.page.get_by_role("main").get_by_role("button", name="Prihlásiť sa", exact=True).click()
        # A click does not wait for the next page; leaving at once would break the log-in off.
        self.page.get_by_role("button", name="Odhlásiť sa").wait_for()
        return self.page

    def speak(self, language: str) -> None:
        """Choose the language of the pages: sk or en."""
        self.page.locator(f"button[name=language][value={language}]").click()
        self.page.locator(f"html[lang={language}]").wait_for(state="attached")

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.1 A and AA, and whether the page is wider than the screen."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found: list[str] = self.page.evaluate(RUN_AXE, WCAG)
        return found + self.too_wide()

    def at_both_widths(self, look: Callable[[], list[str]]) -> list[str]:
        """What `look` finds on the page as it is wide, and then narrow."""
        found = []
        for width, height in (WIDE, NARROW):
            self.page.set_viewport_size({"width": width, "height": height})
            found += [f"{width}: {sentence}" for sentence in look()]
        return found

    def too_wide(self) -> list[str]:
        """Whether one has to scroll the page sideways, or cannot reach what scrolls within it by keyboard."""
        found: list[str] = self.page.evaluate(TOO_WIDE)
        return found

    def look(self, name: str) -> None:
        """Keep a picture, where MATRIKA_PICTURES names a folder."""
        if folder := os.environ.get("MATRIKA_PICTURES"):
            size = self.page.viewport_size or {"width": 0}
            self.page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)

    def _note(self, kind: str, text: str) -> None:
        # A refused form is answered with 422 and a missing page with 404: Chromium logs both.
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def _note_missing(self, response: Response) -> None:
        """What a page is made of must be there, and no page may be broken. Neighbours answer as they like."""
        if not response.url.startswith(self.site.address):
            return
        is_page = response.request.resource_type == "document"
        if response.status >= (500 if is_page else 400):
            self.complaints.append(f"{response.status} for {response.url}")

    def _note_foreign(self, url: str) -> None:
        if not url.startswith((self.site.address, "data:", "blob:", *self.neighbours)):
            self.complaints.append(f"asks another host: {url}")


def visiting(
    browser: Browser, site: Site, *, neighbours: tuple[str, ...] = (), **options: Any
) -> Iterator[Visitor]:
    """Somebody at a fresh browser, whose pages must have complained of nothing in the end."""
    context = browser.new_context(locale="sk-SK", **options)
    visitor = Visitor(context, site)
    visitor.neighbours = neighbours
    yield visitor
    context.close()
    assert visitor.complaints == []


@pytest.fixture(params=[WIDE, NARROW], ids=["1280", "390"])
def visitor(request: pytest.FixtureRequest, browser: Browser, site: Site) -> Iterator[Visitor]:
    """Somebody once at each width."""
    width, height = request.param
    yield from visiting(browser, site, viewport={"width": width, "height": height})


@pytest.fixture
def walker(browser: Browser, site: Site) -> Iterator[Visitor]:
    """Somebody who looks at both widths of each page."""
    yield from visiting(browser, site)


@pytest.fixture
def without_javascript(browser: Browser, site: Site) -> Iterator[Visitor]:
    yield from visiting(browser, site, java_script_enabled=False)
