"""Staff set up a second factor in a browser, under the strict Content-Security-Policy, and use it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

from playwright.sync_api import Page

from tests.browser.conftest import Visitor


def with_key(page: Page) -> None:
    """A virtual passkey in the browser, as the fingerprint reader of a laptop would be one."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Odhlásiť sa").click()
    page.get_by_role("link", name="Prihlásiť sa").first.wait_for()


def test_it_logs_staff_in_with_a_passkey(visitor: Visitor) -> None:
    # Not "localhost": WebAuthn knows no addresses of numbers.
    visitor.site.address = visitor.site.address.replace("127.0.0.1", "localhost")
    try:
        page = visitor.log_in("Dušan")
        with_key(page)
        visitor.open("/ucet/2fa/")
        assert visitor.violations() == []
        visitor.look("second-factor")
        visitor.open("/ucet/2fa/webauthn/add/")
        assert visitor.violations() == []
        page.get_by_role("main").get_by_role("button", name="Pridať").click()
        page.get_by_role("heading", name="Záložné kódy").or_(page.get_by_text("Spravovať")).first.wait_for()
        visitor.open("/ucet/2fa/webauthn/")
        assert visitor.violations() == []
        log_out(page)
        visitor.open("/ucet/login/")
        page.get_by_role("button", name="Prihlásiť sa ako Dušan").click()
        page.get_by_role("heading", name="Druhý faktor").wait_for()
        assert visitor.violations() == []
        visitor.look("second-factor-asked")
        page.get_by_role("button", name="Použiť prístupový kľúč").click()
        page.get_by_role("button", name="Odhlásiť sa").wait_for()
        visitor.open("/konzola/")
        assert page.get_by_role("link", name="Konzola").is_visible()
    finally:
        visitor.site.address = visitor.site.address.replace("localhost", "127.0.0.1")


def test_it_leads_new_staff_to_an_app_before_all_else(visitor: Visitor) -> None:
    width = (visitor.page.viewport_size or {"width": 0})["width"]
    page = visitor.open("/ucet/login/")
    page.get_by_role("button", name=f"Prihlásiť sa ako Nová {width}").click()
    page.get_by_text("Kým si ho nenastavíte").wait_for()
    assert visitor.violations() == []
    visitor.look("second-factor-first")
    visitor.open("/konzola/")
    page.get_by_role("link", name="Nastaviť aplikáciu").click()
    assert visitor.violations() == []
    visitor.look("second-factor-app")
    page.locator("#id_code").fill("000000")
    page.get_by_role("button", name="Nastaviť").click()
    page.get_by_text("Nesprávny kód").first.wait_for()
    assert visitor.violations() == []
    page.locator("#id_code").fill(code(page.locator("#tajomstvo").inner_text()))
    page.get_by_role("button", name="Nastaviť").click()
    page.get_by_role("heading", name="Záložné kódy").wait_for()
    assert visitor.violations() == []
    visitor.look("recovery-codes")
    visitor.open("/konzola/")
    page.get_by_role("heading", name="Žiadosti na vybavenie").or_(page.get_by_role("main")).first.wait_for()
    assert page.url.endswith("/konzola/")


def code(secret: str) -> str:
    """As the app computes it (RFC 6238)."""
    counter = int(time.time()) // 30
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
