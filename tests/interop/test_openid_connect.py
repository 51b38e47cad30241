"""People log in to the register through django-allauth's OpenID Connect provider in a browser, and out again.

The provider is not ours: it checks the client's secret, the address to come back to and PKCE, by oauthlib.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, NARROW, WIDE, Visitor, visiting
from tests.browser.site import Site, free_port
from tests.interop.software.allauth_issuer import CLIENT, PASSWORD, SECRET, AllauthIssuer

pytestmark = [pytest.mark.interop, pytest.mark.browser, pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, AllauthIssuer]]:
    folder, port = tmp_path_factory.mktemp("oidc"), free_port()
    (folder / "var").mkdir()
    issuer = AllauthIssuer(folder, register=f"http://localhost:{port}")
    try:
        site = Site(
            folder / "var",
            host="localhost",
            port=port,
            MATRIKA_OIDC_ISSUER=issuer.url,
            MATRIKA_OIDC_CLIENT_ID=CLIENT,
            MATRIKA_OIDC_CLIENT_SECRET=SECRET,
            MATRIKA_OIDC_NAME="Identita agentúry",
        )
        yield site, issuer
        site.stop()
    finally:
        issuer.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(params=[WIDE, NARROW], ids=["1280", "390"])
def visitor(
    request: pytest.FixtureRequest, browser: Browser, both: tuple[Site, AllauthIssuer]
) -> Iterator[Visitor]:
    width, height = request.param
    viewport = {"width": width, "height": height}
    yield from visiting(browser, both[0], neighbours=(both[1].url,), viewport=viewport)


def come_in(visitor: Visitor, *, user: str = "jan", wanted: str = "/profil/") -> Page:
    page = visitor.open(f"/ucet/login/?next={wanted}")
    assert visitor.violations() == []
    visitor.look("log-in-with-issuer")
    page.get_by_role("link", name="Identita agentúry").click()
    page.locator("input[name=password]").wait_for()
    page.locator("input[name=login]").fill(user)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    return page


def test_it_logs_in_acts_and_logs_out_at_both(visitor: Visitor) -> None:
    page = come_in(visitor, wanted="/profil/technicke-ucty/")
    page.get_by_text("https://prvy.example").first.wait_for()
    assert page.get_by_text("Ján Novák").first.is_visible()
    assert page.get_by_text("Ministerstvo vzorov").first.is_visible()
    page.get_by_role("button", name="Odhlásiť sa").click()
    page.get_by_text("Odhlásili ste sa tu aj u poskytovateľa identity.").wait_for()
    assert visitor.violations() == []
    visitor.open("/profil/")
    page.get_by_role("link", name="Identita agentúry").click()
    page.locator("input[name=password]").wait_for()  # the provider asks again: it has logged out, too


def test_it_says_that_it_does_not_know_an_organisation(visitor: Visitor) -> None:
    page = come_in(visitor, user="cudzi")
    page.get_by_text("Organizáciu s IČO 99999999 register nepozná.").wait_for()
    assert visitor.violations() == []
    visitor.look("log-in-refused-oidc")


def test_it_lets_nobody_in_by_the_same_link_again(visitor: Visitor) -> None:
    page = visitor.page
    links: list[str] = []
    page.on("request", lambda asked: links.append(asked.url) if "/oidc/navrat/" in asked.url else None)
    come_in(visitor).get_by_role("button", name="Odhlásiť sa").wait_for()
    for session in (requests.Session(), requests.Session()):
        answer = session.get(links[0], timeout=60)
        assert answer.status_code == 403
        assert "tento prehliadač nezačal" in answer.text


def test_it_says_in_both_languages_how_to_leave_there(
    visitor: Visitor, both: tuple[Site, AllauthIssuer]
) -> None:
    """The page leads on by itself; here the issuer answers with nothing, so that it stays to be looked at."""
    for language, out, heading in (
        ("sk", "Odhlásiť sa", "Odhlásenie u poskytovateľa identity"),
        ("en", "Log out", "Logging out at the identity provider"),
    ):
        page = come_in(visitor)
        page.get_by_role("button", name="Odhlásiť sa").wait_for()
        visitor.speak(language)
        page.route(f"{both[1].url}/**", lambda route: route.fulfill(status=204))
        page.get_by_role("button", name=out).click()
        page.get_by_role("heading", name=heading).wait_for()
        assert visitor.violations() == []
        visitor.look(f"leave-there-{language}")
        page.unroute_all()
        page.context.clear_cookies()


def test_it_speaks_english_to_who_cannot_come_in(visitor: Visitor) -> None:
    visitor.open("/ucet/login/")
    visitor.speak("en")
    page = come_in(visitor, user="cudzi")
    page.get_by_text("The register does not know an organisation with IČO 99999999.").wait_for()
    assert visitor.violations() == []
    visitor.look("log-in-refused-oidc-en")
    visitor.open("/prihlasenie/oidc/navrat/?state=x&code=y")
    page.get_by_role("heading", name="The log-in did not succeed").wait_for()
    assert visitor.violations() == []
    visitor.look("log-in-strange-oidc-en")
