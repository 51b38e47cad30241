"""What was typed and not yet sent is not lost without a question, nor by a change of language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def test_it_asks_before_what_was_typed_is_lost(visitor: Visitor) -> None:
    page = visitor.log_in("Alžbeta Agátová")
    visitor.open("/profil/ziadost/registracia/")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    note = page.locator("[name=note]")
    note.fill("rozpísaná poznámka")
    page.get_by_role("link", name="Moje žiadosti").first.click()
    page.wait_for_function("true")
    assert asked == ["beforeunload"]
    assert note.input_value() == "rozpísaná poznámka"
    visitor.speak("en")
    assert asked == ["beforeunload"]
    assert note.input_value() == "rozpísaná poznámka"
    page.get_by_role("button", name="Continue to the check").click()
    page.locator(".govuk-error-summary").wait_for()
    assert asked == ["beforeunload"]
    assert note.input_value() == "rozpísaná poznámka"


def test_it_keeps_what_was_typed_in_another_language_without_javascript(without_javascript: Visitor) -> None:
    page = without_javascript.log_in("Alžbeta")
    without_javascript.open("/profil/ziadost/registracia/")
    page.locator("[name=note]").fill("rozpísaná poznámka")
    without_javascript.speak("en")
    assert page.locator("[name=note]").input_value() == "rozpísaná poznámka"


def test_it_keeps_what_was_typed_where_the_server_keeps_nothing(visitor: Visitor) -> None:
    page = visitor.open("/kluce/")
    page.get_by_label("IČO vlastníka").fill("12345679")
    visitor.speak("en")
    page.wait_for_function("document.querySelector('[name=ico]').value === '12345679'")
    visitor.open("/kluce/")
    assert page.locator("[name=ico]").input_value() == ""
