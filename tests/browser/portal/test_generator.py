"""Keys and metadata made by the browser: they pass the check, and nothing of them is sent."""

from __future__ import annotations

import base64
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from playwright.sync_api import Dialog, Page

import samllint
from samllint import generate
from samllint.cli import main
from samllint.context import Context
from tests.browser.conftest import Visitor
from tests.browser.portal.filling import BRATISLAVA

pytestmark = pytest.mark.browser
FILES = ("signing.key", "encryption.key", "signing.cer", "encryption.cer", "sp.xml")
OWNER, ENTITY_ID, ACS = "12345679_10001", "https://sp.example:8443", "https://sp.example/acs?a=1&b='2'"


def typed(visitor: Visitor) -> Page:
    page = visitor.open("/kluce/")
    page.get_by_label("IČO vlastníka").fill("12345679")
    page.get_by_label("Suffix vlastníka").fill("10001")
    page.get_by_label("entityID").fill(ENTITY_ID)
    page.get_by_label("AssertionConsumerService").fill(ACS)
    return page


def made(visitor: Visitor, folder: Path) -> Page:
    """The files in the folder, as the browser saved them."""
    page = typed(visitor)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="Vytvoriť", exact=True).click()
    page.get_by_role("heading", name="Vytvorené").wait_for()
    for name in FILES:
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        assert download.value.suggested_filename == name
        download.value.save_as(folder / name)
    # A file made by the page has an address inside the browser; nobody else is asked for it.
    assert [url for url in asked if not url.startswith("blob:")] == []
    return page


def test_it_makes_what_passes_the_check(
    visitor: Visitor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = made(visitor, tmp_path)
    visitor.look("kluce-vytvorene")
    assert visitor.violations() == []
    assert main(["check", "--owner", OWNER, "--severity", "notice", str(tmp_path / "sp.xml")]) == 0, (
        capsys.readouterr().out
    )
    until = datetime.now(UTC).astimezone(BRATISLAVA) + timedelta(days=730)
    page.get_by_text(f"platné do {until:%d.%m.%Y}").wait_for()
    content = (tmp_path / "sp.xml").read_bytes()
    assert base64.b64decode(page.locator("#base64").input_value(), validate=True) == content
    certificates = [(tmp_path / f"{use}.cer").read_bytes() for use in ("signing", "encryption")]
    assert content == generate.metadata(
        entity_id=ENTITY_ID,
        signing=certificates[0],
        encryption=certificates[1],
        acs=ACS,
        slo=f"{ENTITY_ID}/saml/slo",
    )
    report = samllint.check(content, at=datetime.now(UTC), context=Context(owner=OWNER))
    assert list(report.findings()) == []
    page.get_by_role("button", name="Skontrolovať tieto metadáta").click()
    page.get_by_text("Metadáta prešli automatickou kontrolou").wait_for()


def test_it_makes_certificates_that_others_read(visitor: Visitor, tmp_path: Path) -> None:
    made(visitor, tmp_path)
    for use in ("signing", "encryption"):
        certificate = x509.load_der_x509_certificate((tmp_path / f"{use}.cer").read_bytes())
        key = load_pem_private_key((tmp_path / f"{use}.key").read_bytes(), None)
        assert isinstance(key, rsa.RSAPrivateKey)
        assert key.public_key() == certificate.public_key()
        certificate.verify_directly_issued_by(certificate)
        assert certificate.subject.rfc4514_string() == f"CN=ico-{OWNER}"
        assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == timedelta(days=730)
        basic = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
        assert (basic.critical, basic.value.ca) == (True, False)
        identifier = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        assert identifier == x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        sealed = key.public_key().encrypt(b"x", padding.OAEP(padding.MGF1(SHA256()), SHA256(), None))
        assert key.decrypt(sealed, padding.OAEP(padding.MGF1(SHA256()), SHA256(), None)) == b"x"
        command = [
            "openssl",
            "x509",
            "-inform",
            "DER",
            "-in",
            str(tmp_path / f"{use}.cer"),
            "-noout",
            "-text",
        ]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for wanted in ("sha256WithRSAEncryption", "(2048 bit)", "CA:FALSE", f"CN = ico-{OWNER}"):
            assert wanted in told
        check = ["openssl", "rsa", "-in", str(tmp_path / f"{use}.key"), "-check", "-noout"]
        assert subprocess.run(check, capture_output=True).returncode == 0


def test_it_says_what_is_missing_and_makes_nothing(visitor: Visitor) -> None:
    page = visitor.open("/kluce/")
    page.get_by_label("entityID").fill("http://sp.example/path")
    page.keyboard.press("Enter")
    page.locator(".govuk-error-message", has_text="IČO má 8 alebo 12 číslic").wait_for()
    page.locator(".govuk-error-message", has_text="Napíšte https://").wait_for()
    assert page.evaluate("document.activeElement.name") == "ico"
    assert not page.get_by_role("heading", name="Vytvorené").is_visible()
    visitor.look("kluce-chyby")
    assert visitor.violations() == []
    page.get_by_label("IČO vlastníka").fill("12345679")
    page.get_by_label("entityID").fill("https://sp.example")
    page.get_by_role("button", name="Vytvoriť", exact=True).click()
    page.get_by_role("heading", name="Vytvorené").wait_for()
    assert page.locator(".govuk-error-message").count() == 0


def test_it_asks_before_unsaved_keys_are_lost(visitor: Visitor) -> None:
    page = typed(visitor)
    page.get_by_role("button", name="Vytvoriť", exact=True).click()
    page.get_by_role("heading", name="Vytvorené").wait_for()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("link", name="Nájsť službu").first.click()
    page.wait_for_function("true")
    assert asked == ["beforeunload"]
    assert page.get_by_role("heading", name="Vytvorené").is_visible()


def test_it_could_send_nothing_even_if_it_wanted(visitor: Visitor) -> None:
    page = visitor.open("/kluce/")
    answer = page.evaluate("fetch('/pristupnost/').then(() => 'let through', () => 'refused')")
    assert answer == "refused"
    assert any("Content Security Policy" in complaint for complaint in visitor.complaints)
    visitor.complaints.clear()


def test_it_names_the_command_where_there_is_no_javascript(without_javascript: Visitor) -> None:
    page = without_javascript.open("/kluce/")
    page.get_by_text("samllint new --ico 12345678").first.wait_for()
    assert not page.get_by_role("button", name="Vytvoriť", exact=True).is_visible()
