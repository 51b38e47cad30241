"""The portal is a provider of its own register: an identity provider that learns it there logs people in.

The demo files the portal's metadata for its operator. Of this portal SimpleSAMLphp knows nothing but what the
register answers to its query.
"""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from playwright.sync_api import Browser, Page, sync_playwright

from samllint import difference
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.site import free_port
from tests.interop.documented import snippet
from tests.interop.software.simplesamlphp import PASSWORD, USER, SimpleSaml
from tests.interop.test_logging_in_here import HOSTED, PEOPLE
from tests.interop.tls_front import TlsFront
from tests.journeys import pysaml2_parties as parties
from tests.journeys.running import PATIENCE, eventually, running_register

pytestmark = [pytest.mark.interop, pytest.mark.browser, pytest.mark.filterwarnings("ignore")]
HOST, MINISTRY = "matrika.example", "99999994"
ALONE = "'metadata.sources' => [['type' => 'flatfile']],"


@dataclass(frozen=True)
class Running:
    base: str  # the portal's address as people type it
    behind: str  # the register itself, without TLS
    idp: SimpleSaml
    cache: Path


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    port = free_port()
    base = f"https://{HOST}:{port}"
    people = PEOPLE.replace("ico://sk/12345678", f"ico://sk/{MINISTRY}")
    files = {
        "authsources.php": people.format(user=USER, password=PASSWORD),
        "metadata/saml20-idp-hosted.php": HOSTED.replace("{binding}", "HTTP-Redirect"),
    }
    keys = parties.keys(tmp_path / "idp-keys", ico="12345678", entity_id="https://idp.example")
    folder = tmp_path / "var"
    folder.mkdir()
    with SimpleSaml(tmp_path / "idp", keys, sources=ALONE, files=files) as idp:
        (tmp_path / "idp.xml").write_text(idp.metadata())
        variables = {
            "MATRIKA_BASE_URL": base,
            "MATRIKA_HOSTS": f"{HOST},127.0.0.1",
            "MATRIKA_SAML_IDP_METADATA": str(tmp_path / "idp.xml"),
        }
        with (
            running_register(folder, **variables) as behind,
            TlsFront(HOST, port, behind=behind),
        ):
            yield Running(base, behind, idp, tmp_path / "idp" / "mdq-cache")


@pytest.fixture
def page() -> Iterator[Page]:
    """Of this test alone: while Playwright runs, Django refuses its database to other tests."""
    more = ["--ignore-certificate-errors", f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *more])
        yield browser.new_context(ignore_https_errors=True, locale="sk-SK").new_page()
        browser.close()


def published(running: Running) -> bytes | None:
    path = f"/mdq/entities/{quote(running.base, safe='')}"
    answer = requests.get(running.behind + path, timeout=PATIENCE)
    return answer.content if answer.ok else None


def given(running: Running) -> bytes:
    """What the portal says of itself."""
    address = f"{running.behind}/prihlasenie/saml/metadata.xml"
    answer = requests.get(address, headers={"X-Forwarded-Proto": "https"}, timeout=PATIENCE)
    assert answer.ok
    return answer.content


def learn_from_the_register(running: Running) -> None:
    """As docs/connecting.md tells the provider's administrator."""
    pem = requests.get(f"{running.behind}/mdq/certificate.pem", timeout=PATIENCE).text
    fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
    names = {"register": running.behind, "fingerprint": fingerprint, "cache": str(running.cache)}
    running.idp.know(snippet("simplesamlphp-mdq", **names))


def ask_to_log_in(running: Running, page: Page) -> None:
    page.goto(f"{running.base}/ucet/login/?next=/profil/")
    page.get_by_role("link", name="slovensko.sk").click()
    page.wait_for_url(f"{running.idp.url}/**")


def test_it_lets_people_in_once_the_identity_provider_asks_the_register(running: Running, page: Page) -> None:
    found = difference.between(given(running), eventually(lambda: published(running)))
    assert (found.endpoints, found.certificates_begun, found.certificates_ended) == ((), (), ())
    ask_to_log_in(running, page)
    assert "Unable to locate metadata" in page.content()
    learn_from_the_register(running)
    ask_to_log_in(running, page)
    page.locator("input[name=username]").fill(USER)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    page.get_by_text("Ján Novák").first.wait_for()
    assert page.url == f"{running.base}/profil/"
    assert page.get_by_text("Ministerstvo vzorov Slovenskej republiky").first.is_visible()
    page.get_by_role("button", name="Odhlásiť sa").click()
    page.get_by_text("Odhlásili ste sa tu aj u poskytovateľa identity.").wait_for()
