"""A reviewer's log-in ends while they write: nothing is done, and what was typed is there again."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor
from tests.browser.test_console import first_filing

pytestmark = pytest.mark.browser
TEXT = "Integračný projekt nie je ukončený; žiadosť podajte po jeho ukončení."


def reject_too_late(visitor: Visitor) -> str:
    """The address of a filing that was rejected after an hour away from the keys."""
    visitor.log_in("Zita")
    address = first_filing(visitor, "in-review")
    page = visitor.open(address)
    page.locator("summary", has_text="Zamietnuť").click()
    page.locator("input[name=reject-reasons]").nth(1).check()
    page.locator("textarea[name=reject-outward]").fill(TEXT)
    visitor.site.run("-m", "tests.browser.console.idle")
    page.get_by_role("button", name="Zamietnuť žiadosť").click()
    page.get_by_role("heading", name="Prihlásenie").wait_for()
    assert TEXT not in page.content()
    return address


def back_in(visitor: Visitor) -> None:
    """By the log-in that the person was led to, not by a new one."""
    page = visitor.page
    page.get_by_role("button", name="Prihlásiť sa ako Zita").click()
    code = page.locator("#ukazkovy-kod")
    code.wait_for()
    page.locator("#id_code").fill(code.inner_text())
    page.get_by_role("main").get_by_role("button", name="Prihlásiť sa", exact=True).click()
    page.locator("#kept").wait_for()


def test_it_is_in_the_form_again(visitor: Visitor) -> None:
    address, page = reject_too_late(visitor), visitor.page
    back_in(visitor)
    assert page.url.endswith(address)
    assert page.get_by_text("Čo ste napísali, je späť vo formulári.").is_visible()
    assert page.locator("textarea[name=reject-outward]").is_visible()
    assert page.locator("textarea[name=reject-outward]").input_value() == TEXT
    ticked = page.locator("input[name=reject-reasons]")
    assert [one.is_checked() for one in ticked.all()].index(True) == 1
    visitor.look("console-log-in-over")
    assert visitor.violations() == []
    visitor.open(address)
    assert page.locator("#kept").count() == 0
    assert page.locator("summary", has_text="Zamietnuť").count() == 1  # nothing was decided


def test_it_is_shown_where_nothing_fills_it_in(without_javascript: Visitor) -> None:
    reject_too_late(without_javascript)
    back_in(without_javascript)
    assert without_javascript.page.locator("#kept blockquote", has_text=TEXT).is_visible()
