"""Letters as a phone shows them, and the way behind the link in one: from the page to the holder's press."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from tests.browser.conftest import Visitor
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def letters(site: Site) -> list[EmailMessage]:
    """What the demo put into files instead of sending it; a line of hyphens ends each."""
    found = []
    for file in sorted((site.folder / "mail").iterdir()):
        for raw in re.split(rb"^-{79}\n", file.read_bytes(), flags=re.MULTILINE):
            if raw.strip():
                message = message_from_bytes(raw, policy=policy.default)
                assert isinstance(message, EmailMessage)
                found.append(message)
    return found


def html(message: EmailMessage) -> str:
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def test_it_reads_well_on_every_screen(visitor: Visitor) -> None:
    by_subject = {str(message["Subject"]): message for message in letters(visitor.site)}
    assert any("končí" in html(one) or "skončila" in html(one) for one in by_subject.values())
    assert any("Kód chyby:" in html(one) for one in by_subject.values())
    for number, (subject, message) in enumerate(sorted(by_subject.items())):
        visitor.page.set_content(html(message))
        assert visitor.page.get_by_role("heading").inner_text() == subject
        visitor.look(f"e-mail-{number}")
        assert visitor.violations() == [], subject


COME_BACK = """
import django; django.setup()
from django.db.models import F
from matrika.notices.models import Delivery
letters = Delivery.objects.filter(email="sso@vzory.example", delivered_at__isnull=False)
letters.update(bounced_at={bounced_at}, last_error="550 5.1.1 no such user")
"""


@pytest.mark.parametrize("language", ["sk", "en"])
def test_it_warns_of_an_address_that_e_mail_does_not_reach(visitor: Visitor, language: str) -> None:
    visitor.site.run("-c", COME_BACK.format(bounced_at='F("delivered_at")'))
    try:
        page = visitor.log_in("Alžbeta")
        visitor.speak(language)
        for name, address in (("profil", "/profil/"), ("spravy", "/spravy/")):
            visitor.open(address)
            page.get_by_text("550 5.1.1 no such user").wait_for()
            visitor.look(f"nedochadza-{name}-{language}")
            assert visitor.violations() == []
    finally:
        visitor.site.run("-c", COME_BACK.format(bounced_at="None"))


def test_it_confirms_a_further_address(visitor: Visitor) -> None:
    width = (visitor.page.viewport_size or {"width": 0})["width"]
    email = f"kolega-{width}@dodavatel.example"
    page = visitor.log_in("Alžbeta")
    visitor.open("/profil/")
    page.get_by_role("link", name="Ďalšie adresy").click()
    page.get_by_role("button", name="Pridať").click()
    page.get_by_text("Vo formulári treba niečo opraviť").wait_for()
    visitor.look("dalsie-adresy-chyba")
    assert visitor.violations() == []
    page.get_by_role("textbox", name="E-mail").fill(email)
    page.get_by_label("Týždenný prehľad: čo končí").check()
    page.get_by_role("button", name="Pridať").click()
    page.get_by_text(f"Na adresu {email} sme poslali odkaz.").wait_for()
    visitor.site.work()
    (question,) = (one for one in letters(visitor.site) if one["To"] == email)
    link = re.search(r'<a href="([^"]+/dalsia-adresa/[^"]+)">', html(question))
    assert link
    page.get_by_role("button", name="Odhlásiť sa").click()
    page.goto(link[1])
    visitor.look("dalsia-adresa")
    assert visitor.violations() == []
    page.get_by_role("button", name="Súhlasím, posielajte").click()
    page.get_by_text("Adresa je potvrdená.").wait_for()
    page.get_by_role("button", name="Už neposielať").click()
    page.get_by_text("už z registra nič neposielame").wait_for()
