"""A service provider and an identity provider that nobody here wrote: pysaml2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.client import Saml2Client
from saml2.config import IdPConfig, SPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_TRANSIENT
from saml2.server import Server

IDP = "https://idp.example/saml"
ROOT = Path(__file__).resolve().parents[2]


def keys(folder: Path, *, ico: str, entity_id: str) -> Path:
    """Two key pairs and certificates, as `samllint new` writes them."""
    subprocess.run(
        [sys.executable, "-m", "samllint", "new", "--ico", ico, "--entity-id", entity_id, "--out", folder],
        cwd=ROOT / "src",
        check=True,
        capture_output=True,
    )
    return folder


def service_provider_config(folder: Path, entity_id: str, **more: Any) -> SPConfig:
    endpoints = {
        "assertion_consumer_service": [(f"{entity_id}/saml/acs", BINDING_HTTP_POST)],
        "single_logout_service": [(f"{entity_id}/saml/slo", BINDING_HTTP_REDIRECT)],
    }
    pair = {"key_file": str(folder / "encryption.key"), "cert_file": str(folder / "encryption.pem")}
    return SPConfig().load(
        {
            "entityid": entity_id,
            "key_file": str(folder / "signing.key"),
            "cert_file": str(folder / "signing.pem"),
            "encryption_keypairs": [pair],
            "xmlsec_binary": "/usr/bin/xmlsec1",
            "service": {
                "sp": {
                    "endpoints": endpoints,
                    "name_id_format": [NAMEID_FORMAT_TRANSIENT],
                    "authn_requests_signed": True,
                    "want_assertions_signed": True,
                    "want_response_signed": False,
                }
            },
            **more,
        }
    )


def metadata_of(config: SPConfig) -> bytes:
    """What the service provider's own software says of it."""
    return str(entity_descriptor(config)).encode()


def identity_provider(folder: Path, mdq: str, certificate: Path) -> Server:
    """An identity provider that knows only the service providers our register publishes."""
    config = {
        "entityid": IDP,
        "key_file": str(folder / "signing.key"),
        "cert_file": str(folder / "signing.pem"),
        "xmlsec_binary": "/usr/bin/xmlsec1",
        "service": {
            "idp": {
                "endpoints": {"single_sign_on_service": [(f"{IDP}/sso", BINDING_HTTP_REDIRECT)]},
                "name_id_format": [NAMEID_FORMAT_TRANSIENT],
            }
        },
        "metadata": {"mdq": [{"url": mdq, "cert": str(certificate)}]},
    }
    return Server(config=IdPConfig().load(config))


def client(folder: Path, entity_id: str, idp: Server) -> Saml2Client:
    """The service provider at work, who knows the identity provider."""
    known = folder / "idp.xml"
    known.write_text(str(entity_descriptor(idp.config)))
    config = service_provider_config(folder, entity_id, metadata={"local": [str(known)]})
    return Saml2Client(config=config)
