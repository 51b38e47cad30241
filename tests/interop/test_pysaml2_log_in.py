"""pysaml2 as the identity provider: it checks our signatures with xmlsec1, and we read what it says."""

from __future__ import annotations

import base64
import gc
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from saml2 import BINDING_HTTP_POST, SAMLError
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_TRANSIENT, NameID
from saml2.server import Server

from matrika.outside.login.saml.bindings import Form
from matrika.outside.login.saml.exchange import Exchange
from matrika.outside.login.saml.parties import POST, OurSide, read_ourselves, read_provider
from matrika.outside.login.saml.response import LogIn
from tests.journeys import pysaml2_parties as parties

pytestmark = [pytest.mark.interop, pytest.mark.filterwarnings("ignore")]
US, IDP = "https://register.example", "https://idp.example"


@pytest.fixture(autouse=True)
def _tidy() -> Iterator[None]:
    """pysaml2 leaves files open; they are closed here, where nobody minds, and not under another test."""
    yield
    gc.collect()


@pytest.fixture
def us(tmp_path: Path) -> OurSide:
    keys = parties.keys(tmp_path / "ours", ico="12345678", entity_id=US)
    keys.chmod(0o700)
    return read_ourselves(keys, entity_id=US, acs=f"{US}/acs", slo=f"{US}/slo")


@pytest.fixture
def server(us: OurSide, tmp_path: Path) -> Server:
    keys = parties.keys(tmp_path / "theirs", ico="12345678", entity_id=IDP)
    (tmp_path / "register.xml").write_bytes(us.metadata())
    endpoints = {
        "single_sign_on_service": [(f"{IDP}/sso", BINDING_HTTP_POST)],
        "single_logout_service": [(f"{IDP}/slo", BINDING_HTTP_POST)],
    }
    config = {
        "entityid": IDP,
        "key_file": str(keys / "signing.key"),
        "cert_file": str(keys / "signing.pem"),
        "xmlsec_binary": "/usr/bin/xmlsec1",
        "service": {
            "idp": {
                "endpoints": endpoints,
                "name_id_format": [NAMEID_FORMAT_TRANSIENT],
                "want_authn_requests_signed": True,
            }
        },
        "metadata": {"local": [str(tmp_path / "register.xml")]},
    }
    return Server(config=IdPConfig().load(config))


@pytest.fixture
def exchange(us: OurSide, server: Server, tmp_path: Path) -> Exchange:
    (tmp_path / "idp.xml").write_text(str(entity_descriptor(server.config)))
    return Exchange(us, read_provider(tmp_path / "idp.xml"), POST, timedelta(seconds=5))


def now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def field(form: object) -> str:
    assert isinstance(form, Form)
    return dict(form.fields)["SAMLRequest"]


def logged_in(exchange: Exchange, server: Server) -> LogIn:
    """Our signed request goes over, its signed and encrypted answer comes back."""
    sent = exchange.ask(at=now())
    request = server.parse_authn_request(field(sent.onward), BINDING_HTTP_POST).message
    assert request.id == sent.message_id
    answer = server.create_authn_response(
        {"ActorID": "novak", "SubjectID": "ico://sk/12345678"},
        in_response_to=request.id,
        destination=request.assertion_consumer_service_url,
        sp_entity_id=US,
        name_id=NameID(format=NAMEID_FORMAT_TRANSIENT, text="_novak", sp_name_qualifier=US),
        authn={"class_ref": "urn:upvs:qaalevel:3", "authn_auth": IDP},
        sign_response=True,
        sign_assertion=True,
        encrypt_assertion=True,
        encrypt_assertion_self_contained=True,
        sign_alg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
        digest_alg="http://www.w3.org/2001/04/xmlenc#sha512",
    )
    text = server.apply_binding(BINDING_HTTP_POST, str(answer), f"{US}/acs", response=True)["data"]
    carried = text.split('name="SAMLResponse" value="')[1].split('"')[0]
    assert exchange.answered(carried) == sent.message_id
    return exchange.log_in(carried, in_response_to=sent.message_id, at=now())


def test_it_understands_each_others_log_in(exchange: Exchange, server: Server) -> None:
    known = logged_in(exchange, server)
    assert known.session.name_id == "_novak"
    assert "ico://sk/12345678" in known.attributes.values()


def test_it_finds_our_word_of_leaving_signed(exchange: Exchange, server: Server) -> None:
    known = logged_in(exchange, server)
    sent = exchange.leave(known.session, at=now())
    assert sent is not None
    request = server.parse_logout_request(field(sent.onward), BINDING_HTTP_POST).message
    assert (request.id, request.name_id.text) == (sent.message_id, "_novak")


def test_it_finds_a_changed_request(exchange: Exchange, server: Server) -> None:
    sent = exchange.ask(at=now())
    changed = base64.b64decode(field(sent.onward)).replace(b"register.example/acs", b"register.example/acx")
    assert not server_accepts(server, base64.b64encode(changed).decode())


def server_accepts(server: Server, text: str) -> bool:
    try:
        return server.parse_authn_request(text, BINDING_HTTP_POST) is not None
    except SAMLError:
        return False
