"""Keys of the console: they move, open and lead; they send nothing, and they can be turned off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.id"))


def first_in_review(visitor: Visitor) -> Page:
    page = visitor.open("/konzola/?stav=in-review")
    page.locator("[data-line]").first.click()
    page.locator("details[data-key=a]").wait_for()
    return page


def test_it_goes_through_the_queue_and_opens_a_filing(visitor: Visitor) -> None:
    visitor.log_in("Zita")
    page = visitor.open("/konzola/?stav=vsetky")
    lines = [line.get_attribute("href") for line in page.locator("[data-line]").all()]
    assert len(lines) >= 2
    page.keyboard.press("j")
    assert focused(page) == lines[0]
    page.keyboard.press("j")
    assert focused(page) == lines[1]
    page.keyboard.press("k")
    assert focused(page) == lines[0]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{lines[0]}")


def test_it_opens_a_decision_and_decides_nothing(visitor: Visitor) -> None:
    visitor.log_in("Zita")
    page = first_in_review(visitor)
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    for key, field in (("a", "id_approve-internal"), ("r", "id_reject-reasons_0"), ("m", "id_ask-outward")):
        page.locator("h1").click()
        page.keyboard.press(key)
        assert page.locator(f"details[data-key={key}]").get_attribute("open") is not None
        assert focused(page) == field
        visitor.look(f"konzola-rozhodnutie-{key}")
        assert visitor.violations() == []
        page.evaluate("document.activeElement.blur()")
    assert posted == []
    assert page.locator(".c-tag--in-review").count() == 1


def test_it_leaves_what_is_typed_alone(visitor: Visitor) -> None:
    visitor.log_in("Zita")
    page = first_in_review(visitor)
    page.keyboard.press("/")
    assert focused(page) == "hladaj"
    page.keyboard.type("jar?/m")
    assert page.locator("#hladaj").input_value() == "jar?/m"
    assert page.locator("details[data-key=m]").get_attribute("open") is None
    assert not page.locator("#keys").is_visible()


def test_it_shows_the_keys_and_lets_one_turn_them_off(visitor: Visitor) -> None:
    visitor.log_in("Zita")
    page = visitor.open("/konzola/?stav=vsetky")
    page.keyboard.press("?")
    page.locator("#keys").wait_for(state="visible")
    visitor.look("konzola-skratky")
    assert visitor.violations() == []
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.locator("#keys").wait_for(state="hidden")
    page.locator("h1").click()
    page.keyboard.press("j")
    assert focused(page) != page.locator("[data-line]").first.get_attribute("href")
    page.reload()
    page.keyboard.press("?")
    assert not page.locator("#keys").is_visible(), "it is remembered"
    page.get_by_role("button", name="Skratky").click()
    page.locator("#keys-on").check()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.locator("#keys").wait_for(state="visible")


def test_it_does_nothing_with_a_modifier(visitor: Visitor) -> None:
    visitor.log_in("Zita")
    page = visitor.open("/konzola/?stav=vsetky")
    for keys in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(keys)
        assert focused(page) != page.locator("[data-line]").first.get_attribute("href")


def test_it_needs_no_javascript(without_javascript: Visitor) -> None:
    without_javascript.log_in("Zita")
    page = without_javascript.open("/konzola/")
    assert page.locator("[data-keys-help]").is_hidden()
    page.locator("[data-line]").first.click()
    page.locator("h1").wait_for()


def test_it_has_everything_for_the_decision_in_view(visitor: Visitor) -> None:
    """R-6.1 at 1280 × 900: verdicts, what changes, the record and the decision are within the window."""
    visitor.log_in("Zita")
    page = first_in_review(visitor)
    size = page.viewport_size or {"width": 0, "height": 0}
    if size["width"] < 1280:
        return
    for place in ("#changes", "#report", "#facts", "#papers", "#decision", "#desk", "#history", ".c-signals"):
        box = page.locator(place).first.bounding_box()
        assert box is not None, place
        assert box["y"] + box["height"] <= size["height"], place
    assert visitor.too_wide() == []
