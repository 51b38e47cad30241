"""A registration form filled in as a person does, by whatever means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from playwright.sync_api import Page

from tests.browser.conftest import Visitor

BRATISLAVA = ZoneInfo("Europe/Bratislava")
numbers = count(1)


def tomorrow() -> str:
    return f"{datetime.now(UTC).astimezone(BRATISLAVA) + timedelta(days=1):%d.%m.%Y}"


def new_entity_id(name: str) -> str:
    """Nobody else's: the journeys share a register."""
    return f"https://{name}-{next(numbers)}.example"


def metadata_of(visitor: Visitor, entity_id: str) -> str:
    return (visitor.site.folder / "new.xml").read_text().replace("https://novy.example", entity_id)


def fill_in(visitor: Visitor, entity_id: str) -> Page:
    """Everything that the form opened from the profile does not know."""
    page = visitor.page
    page.get_by_label("E-mail").fill("sso@vzory.example")
    page.get_by_label("Telefón").fill("+421 2 1234 5678")
    page.get_by_label("Identifikátor poskytovateľa služieb").fill(entity_id)
    page.get_by_label("Založiť poskytovateľa služieb k dátumu").fill(tomorrow())
    page.locator("[name=metadata_text]").fill(metadata_of(visitor, entity_id))
    return page


def to_the_check(visitor: Visitor, entity_id: str) -> Page:
    visitor.open("/profil/ziadost/registracia/")
    page = fill_in(visitor, entity_id)
    page.get_by_role("button", name="Pokračovať na kontrolu").click()
    page.get_by_role("heading", name="Kontrola pred odoslaním").wait_for()
    page.get_by_label("Žiadosť nepodpisujem elektronicky").check()
    return page


def filings_of(visitor: Visitor, entity_id: str) -> int:
    """How many filings the list has for it."""
    visitor.open("/ziadosti/")
    return visitor.page.get_by_role("row").filter(has_text=entity_id).count()
