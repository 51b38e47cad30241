"""R-8.3: the mailbox at both widths: read and collapsed, with and without JavaScript."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
DETAIL = "Obsahom tejto správy je"


def open_the_error(visitor: Visitor) -> None:
    page = visitor.open("/spravy/")
    page.get_by_label("Druh správy").select_option("error")
    page.get_by_role("button", name="Zobraziť", exact=True).click()
    page.locator("tbody th a").first.click()
    page.get_by_text("TECHNICKÁ SPRÁVA").wait_for()


@pytest.mark.parametrize("language", ["sk", "en"])
def test_it_shows_messages_of_every_look(visitor: Visitor, language: str) -> None:
    page = visitor.log_in("Alžbeta")
    open_the_error(visitor)
    addresses = [page.url.removeprefix(visitor.site.address), "/spravy/1/", "/spravy/", "/spravy/?druh=error"]
    visitor.speak(language)
    for name, address in zip(("chyba", "sprava", "zoznam", "filter"), addresses, strict=True):
        visitor.open(address)
        visitor.look(f"spravy-{name}-{language}")
        assert visitor.violations() == []


def test_it_collapses_the_detail_from_below(visitor: Visitor) -> None:
    page = visitor.log_in("Alžbeta")
    open_the_error(visitor)
    detail, closing = page.get_by_text(DETAIL), page.get_by_text("Zbaliť detail správy", exact=True)
    above, below = detail.bounding_box(), closing.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] < below["y"]
    closing.click()
    assert not detail.is_visible()
    visitor.look("spravy-zbalena")
    assert visitor.violations() == []
    page.get_by_text("Rozbaliť detail správy").click()
    assert detail.is_visible()


def test_it_collapses_without_javascript(without_javascript: Visitor) -> None:
    page = without_javascript.log_in("Alžbeta")
    open_the_error(without_javascript)
    page.get_by_text("Zbaliť detail správy", exact=True).click()
    assert not page.get_by_text(DETAIL).is_visible()
    page.get_by_text("Rozbaliť detail správy").click()
    page.get_by_text("Skryť", exact=True).click()
    assert not page.get_by_text("Kód chyby:").is_visible()
