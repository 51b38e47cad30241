"""People log in to the register through SimpleSAMLphp in a browser, act, and log out from both sides.

The register runs at `localhost` and the identity provider at 127.0.0.1: for a browser these are two sites, so
no cookie of ours comes along when the provider posts its answer.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from matrika.outside.login.saml.parties import read_ourselves
from tests.browser.conftest import ARGUMENTS, CHROMIUM, NARROW, WIDE, Visitor, visiting
from tests.browser.site import Site, free_port
from tests.interop.software.simplesamlphp import PASSWORD, USER, SimpleSaml
from tests.journeys import pysaml2_parties as parties

pytestmark = [pytest.mark.interop, pytest.mark.browser, pytest.mark.filterwarnings("ignore")]

PEOPLE = """<?php
$config = ['people' => ['exampleauth:UserPass', '{user}:{password}' => [
    'ActorID' => ['rc://sk/8501011234_novak_jan'],
    'Actor.FirstName' => ['Ján'], 'Actor.LastName' => ['Novák'],
    'SubjectID' => ['ico://sk/12345678'], 'QAALevel' => ['3'],
], 'cudzi:{password}' => [
    'ActorID' => ['cudzi'], 'Actor.FirstName' => ['Cudzí'], 'Actor.LastName' => ['Človek'],
    'SubjectID' => ['ico://sk/99999999'], 'QAALevel' => ['3'],
]]];
"""
HOSTED = """<?php
$metadata['https://idp.example'] = [
    'host' => '__DEFAULT__', 'auth' => 'people', 'privatekey' => 'idp.key', 'certificate' => 'idp.pem',
    'assertion.encryption' => true, 'validate.authnrequest' => true, 'validate.logout' => true,
    'saml20.sign.assertion' => true, 'saml20.sign.response' => true, 'sign.logout' => true,
    'redirect.sign' => true,
    'SingleLogoutServiceBinding' => ['urn:oasis:names:tc:SAML:2.0:bindings:{binding}'],
    'NameIDFormat' => 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
];
"""


@pytest.fixture(scope="module", params=["redirect", "post"])
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, SimpleSaml]]:
    """The register and the provider, who know each other by files; once for each binding."""
    folder, port = tmp_path_factory.mktemp("log-in"), free_port()
    base, var = f"http://localhost:{port}", folder / "var"
    var.mkdir()
    keys = parties.keys(var / "saml", ico="12345678", entity_id="https://register.example")
    keys.chmod(0o700)
    acs, slo = f"{base}/prihlasenie/saml/acs/", f"{base}/prihlasenie/saml/slo/"
    us = read_ourselves(keys, entity_id="https://register.example", acs=acs, slo=slo)
    (folder / "register.xml").write_bytes(us.metadata())
    ours = f"['type' => 'xml', 'file' => '{folder}/register.xml']"
    sources = f"'metadata.sources' => [['type' => 'flatfile'], {ours}],"
    idp_keys = parties.keys(folder / "idp-keys", ico="12345678", entity_id="https://idp.example")
    files = {
        "authsources.php": PEOPLE.format(user=USER, password=PASSWORD),
        "metadata/saml20-idp-hosted.php": HOSTED.replace(
            "{binding}", "HTTP-POST" if request.param == "post" else "HTTP-Redirect"
        ),
    }
    with SimpleSaml(folder / "idp", idp_keys, sources=sources, files=files) as idp:
        (folder / "idp.xml").write_text(idp.metadata())
        site = Site(
            var,
            host="localhost",
            port=port,
            MATRIKA_SAML_IDP_METADATA=str(folder / "idp.xml"),
            MATRIKA_SAML_ENTITY_ID="https://register.example",
            MATRIKA_SAML_BINDING=request.param,
        )
        yield site, idp
        site.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=[WIDE, NARROW], ids=["1280", "390"])
def visitor(
    request: pytest.FixtureRequest, browser: Browser, both: tuple[Site, SimpleSaml]
) -> Iterator[Visitor]:
    width, height = request.param
    viewport = {"width": width, "height": height}
    yield from visiting(browser, both[0], neighbours=(both[1].url,), viewport=viewport)


def come_in(visitor: Visitor, *, user: str = USER, wanted: str = "/profil/") -> Page:
    page = visitor.open(f"/ucet/login/?next={wanted}")
    assert visitor.violations() == []
    visitor.look("log-in-with-provider")
    page.get_by_role("link", name="slovensko.sk").click()
    page.locator("input[name=password]").wait_for()
    page.locator("input[name=username]").fill(user)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    return page


def test_it_logs_in_acts_and_logs_out_at_both(visitor: Visitor) -> None:
    page = come_in(visitor, wanted="/sluzby/registracia/")
    page.get_by_text("Ján Novák").first.wait_for()
    assert page.get_by_text("Ministerstvo vzorov").first.is_visible()
    page.get_by_label("Poznámka").fill("Píše Ján.")
    visitor.open("/profil/technicke-ucty/")
    assert page.get_by_text("https://prvy.example").first.is_visible()
    visitor.open("/prihlasenie/relacie/")
    assert visitor.violations() == []
    visitor.look("sessions")
    page.get_by_role("button", name="Odhlásiť sa").click()
    page.get_by_text("Odhlásili ste sa tu aj u poskytovateľa identity.").wait_for()
    assert visitor.violations() == []
    visitor.open("/profil/")
    page.get_by_role("link", name="slovensko.sk").click()
    page.locator("input[name=password]").wait_for()  # the provider asks again: it has logged out, too


def test_it_is_logged_out_when_the_provider_logs_out(visitor: Visitor, both: tuple[Site, SimpleSaml]) -> None:
    page = come_in(visitor)
    page.get_by_role("button", name="Odhlásiť sa").wait_for()
    elsewhere = page.context.new_page()
    elsewhere.goto(f"{both[1].url}/saml2/idp/SingleLogoutService.php?ReturnTo={both[1].url}/")
    elsewhere.wait_for_url(f"{both[1].url}/**")
    visitor.open("/profil/")
    page.get_by_role("link", name="slovensko.sk").wait_for()


def test_it_says_that_it_does_not_know_an_organisation(visitor: Visitor) -> None:
    page = come_in(visitor, user="cudzi")
    page.get_by_text("Organizáciu s IČO 99999999 register nepozná.").wait_for()
    assert visitor.violations() == []
    visitor.look("log-in-refused")
