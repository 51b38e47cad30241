"""The register behind Debian's nginx with TLS, as docs/examples/nginx-register.conf says, and used.

So are both identity providers: by https, other rules hold for cookies, forms and redirections in a browser.
The register runs at `localhost`, the providers at 127.0.0.1: two sites. It verifies the issuer's certificate.
"""

from __future__ import annotations

import gzip
import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, sync_playwright

from matrika.outside.login.saml.parties import read_ourselves
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Visitor, visiting
from tests.browser.site import Site, free_port
from tests.interop.documented import PATIENCE
from tests.interop.software.allauth_issuer import CLIENT, SECRET, AllauthIssuer
from tests.interop.software.allauth_issuer import PASSWORD as ISSUER_PASSWORD
from tests.interop.software.nginx import HOSTS, Authority, Nginx
from tests.interop.software.simplesamlphp import PASSWORD, USER, SimpleSaml
from tests.interop.test_logging_in_here import HOSTED, PEOPLE
from tests.journeys import pysaml2_parties as parties

pytestmark = [pytest.mark.interop, pytest.mark.browser, pytest.mark.filterwarnings("ignore")]
ENTITY = "https://register.example"
# The beginning of a form. The token is looked for in what follows, so whoever reads it waits.
SLOWLY = "\r\n".join(
    (
        "POST /kontrola/ HTTP/1.1",
        "Host: {0}:{1}",
        "Origin: https://{0}:{1}",
        f"Cookie: __Host-csrftoken={'a' * 32}",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Length: 1000",
        "",
        "text=",
    )
)


@dataclass(frozen=True)
class Running:
    site: Site
    idp: SimpleSaml
    issuer: AllauthIssuer
    nginx: Nginx
    authority: Authority

    def ask(
        self, path: str, *, port: int = 0, own: str = HOSTS[1], sent: bytes | None = None, **headers: str
    ) -> http.client.HTTPResponse:
        """The answer, read into `.content`, to somebody at the address `own`; by http at a given port."""
        public = urlsplit(self.site.address).port or 443
        trusting = ssl.create_default_context(cafile=str(self.authority.file))
        client = (
            http.client.HTTPConnection(HOSTS[0], port, timeout=PATIENCE, source_address=(own, 0))
            if port
            else http.client.HTTPSConnection(
                HOSTS[0], public, timeout=PATIENCE, source_address=(own, 0), context=trusting
            )
        )
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            client.request("GET" if sent is None else "POST", path, body=sent, headers=named)
            answer = client.getresponse()
            answer.content = answer.read()
        finally:
            client.close()
        return answer


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "var").mkdir()
    ports = [free_port() for _ in range(4)]
    base, idp_url, issuer_url = (
        f"https://{host}:{port}" for host, port in zip((HOSTS[0], HOSTS[1], HOSTS[1]), ports, strict=False)
    )
    authority = Authority(folder)
    (folder / "issuer").mkdir()
    issuer = AllauthIssuer(folder / "issuer", register=base, public=issuer_url)
    try:
        with identity_provider(folder, register=base, public=idp_url) as idp:
            (folder / "idp.xml").write_text(idp.metadata())
            nginx = Nginx(
                folder / "nginx",
                authority,
                register=(HOSTS[0], ports[0], ports[3]),
                idp=(HOSTS[1], ports[1], idp.port),
                issuer=(HOSTS[1], ports[2], issuer.port),
            )
            try:
                site = register(folder, base, ports[3], issuer_url, authority)
                try:
                    yield Running(site, idp, issuer, nginx, authority)
                finally:
                    site.stop()
            finally:
                nginx.stop()
    finally:
        issuer.stop()


def identity_provider(folder: Path, *, register: str, public: str) -> SimpleSaml:
    keys = parties.keys(folder / "var" / "saml", ico="12345678", entity_id=ENTITY)
    keys.chmod(0o700)
    acs, slo = f"{register}/prihlasenie/saml/acs/", f"{register}/prihlasenie/saml/slo/"
    us = read_ourselves(keys, entity_id=ENTITY, acs=acs, slo=slo)
    (folder / "register.xml").write_bytes(us.metadata())
    ours = f"['type' => 'xml', 'file' => '{folder}/register.xml']"
    files = {
        "authsources.php": PEOPLE.format(user=USER, password=PASSWORD),
        "metadata/saml20-idp-hosted.php": HOSTED.replace("{binding}", "HTTP-POST"),
    }
    own = parties.keys(folder / "idp-keys", ico="12345678", entity_id="https://idp.example")
    sources = f"'metadata.sources' => [['type' => 'flatfile'], {ours}],"
    return SimpleSaml(folder / "idp", own, sources=sources, files=files, public=public)


def register(folder: Path, base: str, port: int, issuer: str, authority: Authority) -> Site:
    site = Site(
        folder / "var",
        port=port,
        MATRIKA_BASE_URL=base,
        MATRIKA_SAML_IDP_METADATA=str(folder / "idp.xml"),
        MATRIKA_SAML_ENTITY_ID=ENTITY,
        MATRIKA_SAML_BINDING="post",
        MATRIKA_OIDC_ISSUER=issuer,
        MATRIKA_OIDC_CLIENT_ID=CLIENT,
        MATRIKA_OIDC_CLIENT_SECRET=SECRET,
        MATRIKA_LIMITS="calendar=2/h",
        SSL_CERT_FILE=str(authority.file),
    )
    site.address = base
    return site


@pytest.fixture(scope="module")
def browser(running: Running) -> Iterator[Browser]:
    more = [f"--ignore-certificate-errors-spki-list={running.authority.pin}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *more])
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser: Browser, running: Running) -> Iterator[Visitor]:
    neighbours = (running.idp.url, running.issuer.url)
    yield from visiting(browser, running.site, neighbours=neighbours)


def come_in(visitor: Visitor, way: str, name: str, user: str, password: str) -> None:
    page = visitor.open("/ucet/login/?next=/profil/")
    page.get_by_role("link", name=way).click()
    page.locator("input[name=password]").wait_for()
    page.locator(f"input[name={name}]").fill(user)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.get_by_role("button", name="Odhlásiť sa").wait_for()
    assert page.url == f"{visitor.site.address}/profil/"


def by_saml(visitor: Visitor) -> None:
    come_in(visitor, "slovensko.sk", "username", USER, PASSWORD)


def test_it_logs_in_by_saml_and_out_at_both(visitor: Visitor) -> None:
    by_saml(visitor)
    cookies = [one for one in visitor.page.context.cookies() if one["domain"] == HOSTS[0]]
    ours = {one["name"] for one in cookies if one["name"].startswith("__Host-")}
    assert ours >= {"__Host-sessionid", "__Host-csrftoken"}
    assert all(one["secure"] and one["httpOnly"] for one in cookies if one["name"] in ours)
    visitor.page.get_by_role("button", name="Odhlásiť sa").click()
    visitor.page.get_by_text("Odhlásili ste sa tu aj u poskytovateľa identity.").wait_for()
    visitor.open("/profil/").get_by_role("link", name="slovensko.sk").click()
    visitor.page.locator("input[name=password]").wait_for()


def test_it_is_logged_out_when_the_provider_logs_out(visitor: Visitor, running: Running) -> None:
    by_saml(visitor)
    elsewhere = visitor.page.context.new_page()
    there = running.idp.url
    elsewhere.goto(f"{there}/saml2/idp/SingleLogoutService.php?ReturnTo={there}/")
    elsewhere.wait_for_url(f"{there}/**")
    visitor.open("/profil/").get_by_role("link", name="slovensko.sk").wait_for()


def test_it_logs_in_by_openid_connect_and_out_at_both(visitor: Visitor) -> None:
    come_in(visitor, "OpenID Connect", "login", "jan", ISSUER_PASSWORD)
    visitor.page.get_by_role("button", name="Odhlásiť sa").click()
    visitor.page.get_by_text("Odhlásili ste sa tu aj u poskytovateľa identity.").wait_for()


def test_it_sends_everybody_to_https(running: Running) -> None:
    plain = running.ask("/profil/?a=1", port=running.nginx.plain["register"])
    assert (plain.status, plain.headers["Location"]) == (308, f"{running.site.address}/profil/?a=1")
    page = running.ask("/ucet/login/")
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    # Whoever reaches the register past the proxy, and does not say that it is one, gets nothing by http.
    past = running.ask("/ucet/login/", port=running.site.port)
    assert past.status == 301
    assert past.headers["Location"].startswith("https://")


def test_it_tells_a_balancer_that_it_lives_also_by_http(running: Running) -> None:
    """Which asks the register itself, past the proxy, and takes a redirection for a failure."""
    for port in (0, running.site.port):
        answer = running.ask("/zdravie/", port=port)
        assert (answer.status, answer.content) == (200, b"ok\n")
    assert running.ask("/zdravie/stav.json", port=running.site.port).status == 301


def test_it_answers_others_while_many_send_slowly(running: Running) -> None:
    """The web has two threads, and each would wait for its sender; the proxy waits in their place."""
    trusting = ssl.create_default_context(cafile=str(running.authority.file))
    place = (HOSTS[0], urlsplit(running.site.address).port or 443)
    with ExitStack() as senders:
        for _ in range(12):
            plain = senders.enter_context(socket.create_connection(place, timeout=PATIENCE))
            sender = senders.enter_context(trusting.wrap_socket(plain, server_hostname=HOSTS[0]))
            sender.sendall(SLOWLY.format(*place).encode())
        for path in ("/zdravie/", "/kontrola/", "/mdq/"):
            assert running.ask(path).status == 200


def test_it_lets_through_what_the_register_takes(running: Running) -> None:
    """nginx alone would refuse more than a megabyte; 403 is ours, for want of a form's token."""
    assert running.ask("/kontrola/", sent=bytes(3_000_000)).status == 403
    # Again and again: an answer before the last byte was a broken connection to the proxy, now and then.
    assert [running.ask("/kontrola/", sent=bytes(5_000_000)).status for _ in range(10)] == [413] * 10


def test_it_says_https_wherever_it_says_its_address(running: Running) -> None:
    metadata = running.ask("/prihlasenie/saml/metadata.xml").content.decode()
    assert f'Location="{running.site.address}/prihlasenie/saml/acs/"' in metadata
    letters = [file.read_text() for file in (running.site.folder / "mail").rglob("*") if file.is_file()]
    assert any(running.site.address.removeprefix("https://") in letter for letter in letters)
    assert not any("http://" in letter for letter in letters)
    published = running.ask("/mdq/").content.decode()
    assert f"{running.site.address}/mdq/" in published
    assert f"http://{urlsplit(running.site.address).netloc}" not in published


def test_it_counts_whom_the_proxy_names_and_not_whom_a_client_names(running: Running) -> None:
    def status(own: str, **headers: str) -> int:
        return running.ask("/kalendar/made-up.ics", own=own, **headers).status

    assert [status("127.0.0.7") for _ in range(3)] == [404, 404, 429]
    assert status("127.0.0.8") == 404
    assert status("127.0.0.7", X_Forwarded_For="192.0.2.1") == 429
    assert status("127.0.0.7", X_Forwarded_For="127.0.0.1", X_Forwarded_Proto="http") == 429


def test_it_answers_queries_for_metadata_to_the_letter(running: Running) -> None:
    for path in ("https%3A%2F%2Fprvy.example", "https%3a%2f%2fprvy.example", "https:%2F%2Fprvy.example"):
        answer = running.ask(f"/mdq/entities/{path}")
        assert answer.status == 200, path
        assert b'entityID="https://prvy.example"' in answer.content
    same = running.ask(f"/mdq/entities/{path}", If_None_Match=answer.headers["ETag"])
    assert (same.status, same.content) == (304, b"")
    assert running.ask(f"/mdq/entities/{path}", port=running.site.port).status == 200  # it is signed
    packed = running.ask("/mdq/entities", Accept_Encoding="gzip")
    assert gzip.decompress(packed.content) == running.ask("/mdq/entities").content
    for missing in ("https%253A%252F%252Fprvy.example", "https%3A%2Fprvy.example", "..%2F..%2Fprofil%2F"):
        assert running.ask(f"/mdq/entities/{missing}").status == 404, missing
