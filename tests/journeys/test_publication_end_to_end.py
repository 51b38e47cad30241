"""From metadata that pysaml2 wrote itself to an assertion that only their owner can read."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.config import IdPConfig, SPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_TRANSIENT, NameID

from matrika.core.days import day_of
from matrika.worker.steps import STEPS
from samllint import generate
from tests import people
from tests.applications import approved, cancellation, registration
from tests.mdq.server import Server
from tests.publication.making import signer
from tests.publication.registering import keys

with warnings.catch_warnings():
    warnings.simplefilter(
        "ignore", DeprecationWarning
    )  # pysaml2 imports a cipher mode that cryptography retires
    warnings.simplefilter("ignore", UserWarning)
    from saml2.server import Server as IdentityProvider

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("keys")]

SP = "https://sluzba.example"
ACS = f"{SP}/acs"


def now() -> datetime:
    return datetime.now(UTC)


def key_files(folder: Path, name: str) -> dict[str, str]:
    """A key and certificate as `samllint new` makes them."""
    pair = generate.key_pair(common_name=f"ico-{people.ICO.number}", at=now())
    (folder / f"{name}.key").write_bytes(pair.private_key)
    (folder / f"{name}.crt").write_bytes(pair.certificate_pem)
    return {"key_file": str(folder / f"{name}.key"), "cert_file": str(folder / f"{name}.crt")}


def service_provider(folder: Path) -> dict[str, Any]:
    return {
        "entityid": SP,
        "service": {
            "sp": {
                "endpoints": {
                    "assertion_consumer_service": [(ACS, BINDING_HTTP_POST)],
                    "single_logout_service": [(f"{SP}/slo", BINDING_HTTP_REDIRECT)],
                },
                "name_id_format": [NAMEID_FORMAT_TRANSIENT],
            }
        },
        **key_files(folder, "signing"),
        "encryption_keypairs": [key_files(folder, "encryption")],
    }


def identity_provider(folder: Path, register: Server) -> IdentityProvider:
    certificate = folder / "published.pem"
    certificate.write_text(signer().certificate_pem)
    config = IdPConfig().load(
        {
            "entityid": "https://idp.example",
            "service": {
                "idp": {
                    "endpoints": {"single_sign_on_service": [("https://idp.example/sso", BINDING_HTTP_POST)]}
                }
            },
            "metadata": {"mdq": [{"url": f"{register.url}/mdq", "cert": str(certificate)}]},
            **key_files(folder, "idp"),
        }
    )
    return IdentityProvider(config=config)


def work() -> None:
    """Let the worker do all that is due."""
    found = True
    while found:
        found = sum(step.run(at=now()) for step in STEPS) > 0


def register_it(metadata: bytes) -> None:
    approved(registration(entity_id=SP, metadata=metadata, effective_on=day_of(now())), at=now())
    work()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_it_registers_publishes_finds_and_cancels_a_provider(tmp_path: Path) -> None:
    config = SPConfig().load(service_provider(tmp_path))
    register_it(str(entity_descriptor(config)).encode())
    with Server(tmp_path) as register:
        provider = identity_provider(tmp_path, register)
        binding, destination = provider.pick_binding("assertion_consumer_service", entity_id=SP)
        assert (binding, destination) == (BINDING_HTTP_POST, ACS)
        response = provider.create_authn_response(
            {"uid": ["alzbeta"]},
            in_response_to="_request",
            destination=destination,
            sp_entity_id=SP,
            name_id=NameID(format=NAMEID_FORMAT_TRANSIENT, text="_alzbeta"),
            authn={"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "authn_auth": "idp"},
            sign_response=True,
        )
        assert ACS in str(response)
        approved(cancellation(entity_id=SP, effective_on=day_of(now())), at=now())
        work()
        # As pysaml2 asks: the plain and the gzipped document may be kept for different parts of a second.
        while register.get(f"/mdq/entities/{SP}", Accept_Encoding="gzip").status != 404:
            pass
        with pytest.raises(Exception, match="sluzba"):
            identity_provider(tmp_path, register).pick_binding("assertion_consumer_service", entity_id=SP)
