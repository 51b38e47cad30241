"""A browser logs in at a real service, through a real identity provider that knows what the register says.

Shibboleth SP writes its own metadata, which are filed in the portal, approved and published; SimpleSAMLphp
asks the register for them. What follows is what people notice of a register: the log-in works, is refused
after the cancellation, and works again after a change, with the new keys alone.
"""

from __future__ import annotations

import hashlib
import shutil
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from playwright.sync_api import Browser, sync_playwright

from matrika.settings import DEMO_PASSWORD
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.interop.documented import snippet
from tests.interop.software.shibboleth import WELCOME, ShibbolethSP
from tests.interop.software.simplesamlphp import AGENT, PASSWORD, USER, SimpleSaml
from tests.journeys import filing
from tests.journeys import pysaml2_parties as parties
from tests.journeys.running import PATIENCE, Visitor, eventually, running_register

HOST = "sluzba.vzory.example"
SP = f"https://{HOST}"
CACHED = 600  # seconds, as the page for identity providers says
pytestmark = [pytest.mark.interop, pytest.mark.browser, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def register(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "var"
    folder.mkdir()
    with running_register(
        folder, MATRIKA_IDP_HEADER=f"User-Agent={AGENT}", MATRIKA_IDP_NETWORKS=""
    ) as address:
        yield address


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Of this test alone: while Playwright runs, Django refuses its database to other tests."""
    more = ["--ignore-certificate-errors", f"--host-resolver-rules=MAP {HOST} 127.0.0.1"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *more])
        yield browser
        browser.close()


@pytest.fixture
def idp(register: str, tmp_path: Path) -> Iterator[SimpleSaml]:
    pem = eventually(lambda: certificate(register))
    sources = snippet(
        "simplesamlphp-mdq",
        register=register,
        fingerprint=hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest(),
        cache=str(tmp_path / "idp" / "mdq-cache"),
    )
    keys = new_keys(tmp_path / "idp-keys")
    with SimpleSaml(tmp_path / "idp", keys, sources=sources) as started:
        yield started


def certificate(register: str) -> str | None:
    """With what the register signs; the worker makes it when it first starts."""
    answer = requests.get(f"{register}/mdq/certificate.pem", timeout=PATIENCE)
    return answer.text if answer.ok else None


@pytest.fixture
def sp(idp: SimpleSaml, tmp_path: Path) -> Iterator[ShibbolethSP]:
    found = ShibbolethSP(
        HOST, keys=new_keys(tmp_path / "first"), idp=idp.entity_id, idp_metadata=idp.metadata()
    )
    yield found
    shutil.rmtree(found.folder)


def new_keys(folder: Path) -> Path:
    return parties.keys(folder, ico=filing.ICO, entity_id=SP)


def put_through(register: str, kind: str, metadata: bytes | None = None) -> None:
    """File it, have it approved, and wait until identity providers see what it brings."""
    before = served(register)
    filing.decided(register, filing.filed(register, kind, SP, metadata))
    eventually(lambda: True if served(register) != before else None)


def served(register: str) -> str | None:
    answer = requests.head(f"{register}/mdq/entities/{quote(SP, safe='')}", timeout=PATIENCE)
    return answer.headers.get("ETag")


def log_in(browser: Browser, sp: ShibbolethSP) -> str:
    """What a person sees in the end who opens the service in a fresh browser and types the password."""
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.goto(f"{sp.url}/")
    if page.locator("input[name=password]").count():
        page.locator("input[name=username]").fill(USER)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.get_by_role("heading", name=WELCOME).wait_for()
        page.goto(f"{sp.url}/Shibboleth.sso/Session")
    said = page.locator("body").inner_text()
    context.close()
    return said


def owner_reads(register: str) -> str:
    """The page of the provider in the owner's profile."""
    alzbeta = Visitor.logged_in_as("alzbeta", register, DEMO_PASSWORD)
    listed = alzbeta.get("/profil/technicke-ucty/").text
    before, _, _ = listed.partition(f">{SP}</a>")
    return alzbeta.get(before.rpartition('href="')[2].partition('"')[0]).text


def test_it_opens_and_closes_a_service_for_people(
    register: str, idp: SimpleSaml, sp: ShibbolethSP, browser: Browser, tmp_path: Path
) -> None:
    unknown = f"Unable to locate metadata for &#039;{SP}&#039;"
    with sp:
        assert unknown in log_in(browser, sp)
        put_through(register, "registracia", sp.metadata())
        assert "alzbeta@vzory.example" in log_in(browser, sp)
        eventually(lambda: True if "Áno, verziu 1 prvý raz" in owner_reads(register) else None)
        put_through(register, "zrusenie")
        idp.let_time_pass(CACHED)
        assert unknown in log_in(browser, sp)
    sp.take_keys(new_keys(tmp_path / "second"))
    with sp:
        put_through(register, "zmena", sp.metadata())
        assert "Verziu 2 od zverejnenia zatiaľ nie." in owner_reads(register)
        assert "alzbeta@vzory.example" in log_in(browser, sp)
    sp.take_keys(tmp_path / "first")
    with sp:
        assert "Unable to validate signature" in log_in(browser, sp)
