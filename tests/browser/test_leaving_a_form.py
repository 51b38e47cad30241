"""What was typed and not yet sent is not lost without a question."""

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
    page.locator("[name=note]").fill("rozpísaná poznámka")
    page.get_by_role("button", name="English").click()
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert page.locator("[name=note]").input_value() == "rozpísaná poznámka"
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.get_by_text("Vo formulári treba niečo opraviť").wait_for()
    assert asked == ["beforeunload"]
    assert page.locator("[name=note]").input_value() == "rozpísaná poznámka"
