"""What an identity provider sees, asked by software nobody here wrote, from a started server (R-9.1)."""

from __future__ import annotations

import functools
import gzip
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree
from saml2.config import Config
from saml2.mdstore import MetaDataMDX
from saml2.sigver import SecurityContext, SignatureError, security_context

from tests import pki
from tests.mdq.server import Server
from tests.metadata import sp_metadata
from tests.publication.making import signer, xmlsec1_verifies
from tests.publication.registering import keys, publish_all, registered

__all__ = ["keys"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("keys")]

SP = "https://sp.example"
ODD = "https://sp.example:8443/ž/metadata.xml?a=b"


def now() -> datetime:
    """The server reads the real clock, so the made certificates must be valid today."""
    return datetime.now(UTC)


def metadata(entity_id: str) -> bytes:
    begun = now().replace(microsecond=0) - timedelta(days=10)
    signing = pki.certificate(not_before=begun)
    return sp_metadata(
        entity_id=entity_id, signing=signing, encryption=pki.certificate(key=pki.key(2), not_before=begun)
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    for entity_id in (SP, ODD):
        registered(entity_id, metadata(entity_id), at=now())
    publish_all(at=now())
    with Server(tmp_path) as started:
        yield started


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    path = tmp_path / "published.pem"
    path.write_text(signer().certificate_pem)
    return path


def client(server: Server, certificate: Path, **options: object) -> MetaDataMDX:
    return MetaDataMDX(f"{server.url}/mdq", security=security(), cert=str(certificate), **options)


@functools.cache
def security() -> SecurityContext:
    return security_context(Config())


def quoted(entity_id: str) -> str:
    return quote(entity_id, safe="")


def test_it_lets_pysaml2_find_providers_by_digest_and_by_name(server: Server, certificate: Path) -> None:
    for transform in (None, quoted):
        found = client(server, certificate, entity_transform=transform)
        for entity_id in (SP, ODD):
            services = found.service(entity_id, "spsso_descriptor", "assertion_consumer_service")
            assert services
            assert found[entity_id]["entity_id"] == entity_id


# pysaml2 leaves its temporary file open when a signature is refused.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_it_shows_pysaml2_nobody_else_and_no_other_key(server: Server, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    other.write_text(pki.pem(pki.certificate()))
    with pytest.raises(SignatureError):
        client(server, other)[SP]
    other.write_text(signer().certificate_pem)
    with pytest.raises(KeyError):
        client(server, other)["https://nobody.example"]


def test_it_serves_what_xmlsec1_accepts(server: Server, tmp_path: Path) -> None:
    pem = server.get("/mdq/certificate.pem").content.decode()
    for path, root in (
        (f"/mdq/entities/{quoted(ODD)}", "EntityDescriptor"),
        ("/mdq/entities", "EntitiesDescriptor"),
    ):
        served = server.get(path).content
        assert xmlsec1_verifies(served, pem, tmp_path, root=root)


def test_it_answers_as_the_protocol_says(server: Server) -> None:
    one = f"/mdq/entities/{quoted(SP)}"
    by_digest = f"/mdq/entities/%7Bsha1%7D{hashlib.sha1(SP.encode()).hexdigest()}"
    assert server.get(one).content == server.get(by_digest).content
    for path in (one, "/mdq/entities"):
        got, packed, head = (
            server.get(path),
            server.get(path, Accept_Encoding="gzip"),
            server.get(path, method="HEAD"),
        )
        assert gzip.decompress(packed.content) == got.content
        assert (head.status, head.content) == (200, b"")
        for header in ("ETag", "Last-Modified", "Content-Length", "Content-Type"):
            assert head.headers[header] == got.headers[header]
        again = server.get(path, If_None_Match=got.headers["ETag"])
        assert (again.status, again.content) == (304, b"")
    assert len(etree.fromstring(server.get("/mdq/entities").content)) == 4
    assert server.get(one, Accept="text/html").status == 406
    assert server.get(one, method="POST").status == 405
    assert server.status("/mdq/entities/https%3A%2F%2Fnobody.example") == 404
    assert server.status("/mdq/entities/%ff%fe") in (400, 404)


def test_it_keeps_the_key_out_of_the_web_process(server: Server) -> None:
    assert server.status("/mdq/entities") == 200
    assert not server.key_file.parent.exists()
