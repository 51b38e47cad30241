"""Guide chapter 4, end to end, with software nobody here wrote on both sides of the register."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from saml2 import BINDING_HTTP_POST
from saml2.mdstore import MetaDataMDX
from saml2.saml import NAMEID_FORMAT_TRANSIENT, NameID

from matrika.settings import DEMO_PASSWORD
from tests.journeys import filing
from tests.journeys import pysaml2_parties as parties
from tests.journeys.databases import database
from tests.journeys.running import PATIENCE, Visitor, eventually, running_register

__all__ = ["database"]
# pysaml2 speaks to libraries in ways they have deprecated; that is not ours to mend.
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.django_db]

ENTITY_ID = "https://pysaml2.vzory.example"


@pytest.fixture
def register(tmp_path: Path, database: str) -> Iterator[str]:
    folder = tmp_path / "var"
    folder.mkdir()
    with running_register(folder, database=database) as address:
        yield address


def published(register: str) -> bytes | None:
    answer = requests.get(f"{register}/mdq/entities/{quote(ENTITY_ID, safe='')}", timeout=PATIENCE)
    return answer.content if answer.status_code == 200 else None


def test_it_registers_a_provider_that_an_identity_provider_then_serves(register: str, tmp_path: Path) -> None:
    keys = parties.keys(tmp_path / "sp", ico=filing.ICO, entity_id=ENTITY_ID)
    metadata = parties.metadata_of(parties.service_provider_config(keys, ENTITY_ID))
    assert published(register) is None

    number = filing.filed(register, "registracia", ENTITY_ID, metadata)
    filing.decided(register, number)
    document = eventually(lambda: published(register))

    certificate = tmp_path / "register.pem"
    certificate.write_bytes(requests.get(f"{register}/mdq/certificate.pem", timeout=PATIENCE).content)
    assert_xmlsec1_accepts(document, certificate, tmp_path)
    assert_pysaml2_finds(register, certificate)
    assert_login_works(register, certificate, keys, tmp_path)
    assert_messages_arrived(register, number)


def assert_xmlsec1_accepts(document: bytes, certificate: Path, folder: Path) -> None:
    file = folder / "published.xml"
    file.write_bytes(document)
    id_attribute = "urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor"
    done = subprocess.run(
        ["xmlsec1", "--verify", "--id-attr:ID", id_attribute, "--pubkey-cert-pem", certificate, file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def assert_pysaml2_finds(register: str, certificate: Path) -> None:
    """pysaml2's MDQ client asks by entityID and by SHA-1, and verifies the signature."""
    for transform in (None, lambda entity_id: quote(entity_id, safe="")):
        more = {"entity_transform": transform} if transform else {}
        source = MetaDataMDX(f"{register}/mdq", security=_verifier(), cert=str(certificate), **more)
        assert source[ENTITY_ID]["entity_id"] == ENTITY_ID
        with pytest.raises(KeyError):
            source["https://nowhere.example"]


def _verifier() -> object:
    from saml2.config import Config
    from saml2.sigver import security_context

    config = Config()
    config.xmlsec_binary = "/usr/bin/xmlsec1"
    return security_context(config)


def assert_login_works(register: str, certificate: Path, keys: Path, folder: Path) -> None:
    """The identity provider, knowing the register alone, answers; the service provider lets the person in."""
    idp_keys = parties.keys(folder / "idp", ico="12345678", entity_id="https://idp.example")
    idp = parties.identity_provider(idp_keys, f"{register}/mdq", certificate)
    sp = parties.client(keys, ENTITY_ID, idp)
    request_id, _ = sp.prepare_for_authenticate(entityid=parties.IDP)
    response = idp.create_authn_response(
        {"mail": "alzbeta@vzory.example"},
        in_response_to=request_id,
        destination=f"{ENTITY_ID}/saml/acs",
        sp_entity_id=ENTITY_ID,
        name_id=NameID(format=NAMEID_FORMAT_TRANSIENT, text="nobody-knows"),
        authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password"},
        sign_assertion=True,
        encrypt_assertion=True,
    )
    encoded = base64.b64encode(str(response).encode()).decode()
    accepted = sp.parse_authn_request_response(encoded, BINDING_HTTP_POST, {request_id: "/"})
    assert accepted.ava == {"mail": ["alzbeta@vzory.example"]}


def assert_messages_arrived(register: str, number: str) -> None:
    """The acknowledgement and the result are in the owner's mailbox, in the guide's words."""
    alzbeta = Visitor.logged_in_as("alzbeta", register, DEMO_PASSWORD)

    def mailbox() -> str | None:
        page = alzbeta.get("/spravy/").text
        return page if "Spracovanie požiadavky v registri autentifikačných certifikátov" in page else None

    assert "Potvrdenie prijatia žiadosti na spracovanie" in eventually(mailbox)
    assert "Vybavená" in alzbeta.get(f"/ziadosti/{number}/").text
