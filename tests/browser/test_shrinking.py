"""A supervisor looks whom a shrunken aggregate loses, and lets it go; the worker publishes it (R-9.2)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import Visitor
from tests.browser.site import Site

pytestmark = pytest.mark.browser
AT_ONCE = {"MATRIKA_PUBLICATION_AGGREGATE_PAUSE_SECONDS": "0"}
# Other tests register providers here, too: two of them are many, however many there are.
AS_IF_SMALL = AT_ONCE | {
    "MATRIKA_PUBLICATION_SHRINK_MINIMUM": "1",
    "MATRIKA_PUBLICATION_SHRINK_PERCENT": "1",
}
PUBLISH = ("-m", "matrika", "worker", "--once", "--only", "publish")
HELD_BACK = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from matrika.publication import holds
from matrika.publication.models import PublishedEntity
now = timezone.now()
for one in PublishedEntity.objects.select_related("provider").order_by("entity_id_sha1")[:2]:
    holds.hold(one.provider, holds.Kind.BACK, reason="ukradnutý kľúč", until=now + timedelta(days=1),
               actor="administrator:test", at=now)
"""
RELEASED = """
import django; django.setup()
from django.utils import timezone
from matrika.publication import holds
now = timezone.now()
for one in holds.standing(at=now).select_related("provider"):
    holds.release(one.provider, actor="administrator:test", at=now)
"""


@pytest.fixture
def shrunken(site: Site) -> Iterator[None]:
    """Two providers are held back, and the aggregate without them waits."""
    usual = site.environment
    try:
        site.environment = usual | AT_ONCE
        site.run(*PUBLISH)  # all that other tests left to be published
        site.environment = usual | AS_IF_SMALL
        site.run("-c", HELD_BACK)
        site.run(*PUBLISH)
        yield
        site.environment = usual | AT_ONCE
        site.run("-c", RELEASED)
        site.run(*PUBLISH)
    finally:
        site.environment = usual


@pytest.mark.usefixtures("shrunken")
def test_it_lets_a_shrunken_aggregate_go_on_a_supervisors_word(visitor: Visitor) -> None:
    visitor.log_in("Dušan")
    page = visitor.open("/konzola/zdravie/")
    row = page.get_by_role("row", name="Zmenšený súbor všetkých")
    assert "a čaká na slovo človeka" in row.inner_text()
    assert visitor.violations() == []
    visitor.look("health-held")
    row.get_by_role("link", name="Pozrieť").click()
    page.get_by_role("heading", name="Kto by v súbore nebol, a prečo").wait_for()
    assert page.get_by_text("Zverejnenie pozastavené: ukradnutý kľúč").count() == 2
    assert visitor.violations() == []
    visitor.look("shrinking")
    visitor.speak("en")
    assert page.get_by_text("Publication held back: ukradnutý kľúč").count() == 2
    assert visitor.violations() == []
    visitor.look("shrinking-en")
    visitor.speak("sk")
    page.get_by_role("button", name="Áno, zverejniť súbor").click()
    page.get_by_text("Menší súbor je potvrdený").wait_for()
    assert page.get_by_text("Nič nečaká na potvrdenie").is_visible()
    visitor.look("shrinking-done")
    visitor.site.run(*PUBLISH)
    visitor.open("/konzola/audit/?co=publication-confirmed")
    assert "Dušan" in page.get_by_role("main").inner_text()
