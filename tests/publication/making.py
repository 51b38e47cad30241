"""What the publication tests make: a signer, entities with oddities, and xmlsec1 as a second opinion."""

from __future__ import annotations

import functools
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from matrika.outside.keystore import Signer
from matrika.publication.document.canonical import PublishedForm, Registration, Stamp, published_form
from tests import pki
from tests.metadata import sp_metadata

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
UNTIL = NOW + timedelta(days=7)
REGISTRATION = Registration("https://register.example", NOW)
STAMP = Stamp("_made-up", "https://register.example", NOW, UNTIL, cache_duration="PT10M")

XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
SAML = 'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'
ATTRIBUTES = (
    '<md:Extensions><mdattr:EntityAttributes xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute"'
    ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><saml:Attribute Name="urn:x">'
    '<saml:AttributeValue xsi:type="xs:string">level</saml:AttributeValue></saml:Attribute>'
    "</mdattr:EntityAttributes></md:Extensions>"
)


def odd_entities() -> dict[str, bytes]:
    """Entities that have tripped publishers of metadata, by what is odd about them."""
    plain = sp_metadata(entity_id="https://plain.example")
    return {
        "plain": plain,
        "default namespace": _default_namespace(sp_metadata(entity_id="https://default.example")),
        "the root's prefix": sp_metadata(entity_id="https://prefix.example")
        .replace(b"md:", b"reg0:")
        .replace(b":md=", b":reg0="),
        "xml attributes": sp_metadata(
            entity_id="https://xml.example", root_attributes='xml:lang="sk" xml:base="https://b.example/"'
        ),
        "comments and instructions": sp_metadata(
            entity_id="https://comments.example", before_roles="<!-- a --><?target data?><!-- b -->"
        ),
        "CRLF": sp_metadata(entity_id="https://crlf.example").replace(b"\n", b"\r\n"),
        "types in values": sp_metadata(
            entity_id="https://types.example", root_attributes=XS, before_roles=ATTRIBUTES
        ),
        "unused declarations": sp_metadata(
            entity_id="https://unused.example", root_attributes='xmlns:unused="urn:unused"'
        ),
        "greater-than": sp_metadata(entity_id="https://greater.example").replace(
            b"/acs", b"/acs?a>b&amp;c=1"
        ),
        "validity of its own": sp_metadata(
            entity_id="https://own.example",
            root_attributes='ID="theirs" validUntil="2026-12-01T00:00:00Z" cacheDuration="PT1S"',
        ),
        "key identifiers": sp_metadata(entity_id="https://ids.example").replace(
            b"<ds:KeyInfo>", b'<ds:KeyInfo Id="k">', 1
        ),
        "the same key identifiers": sp_metadata(entity_id="https://ids2.example").replace(
            b"<ds:KeyInfo>", b'<ds:KeyInfo Id="k">', 1
        ),
        "UTF-16": sp_metadata(
            entity_id="https://utf16.example", declaration='<?xml version="1.0" encoding="UTF-16"?>\n'
        )
        .decode()
        .encode("utf-16"),
        "characters beyond ASCII": sp_metadata(
            entity_id="https://znaky.example",
            before_roles="<!-- č --><md:Extensions><x:ž xmlns:x='urn:z'>ľ𝕏</x:ž></md:Extensions>",
        ),
    }


def identifying_entities(entity_id: str = "https://sp.example") -> dict[str, bytes]:
    """Entities with an xs:ID in every place where the schema lets one stand, by that place."""

    def extended(extension: str) -> bytes:
        return sp_metadata(
            entity_id=entity_id,
            root_attributes=f"{XS} {SAML}",
            before_roles=f"<md:Extensions>{extension}</md:Extensions>",
        )

    return {
        "ID of the root": sp_metadata(entity_id=entity_id, root_attributes='ID="a"'),
        "ID of a role": sp_metadata(entity_id=entity_id, role_attributes='ID="a"'),
        "xml:id of the root": sp_metadata(entity_id=entity_id, root_attributes='xml:id="a"'),
        "xml:id of a role": sp_metadata(entity_id=entity_id, role_attributes='xml:id="a"'),
        "xml:id of an extension": extended('<x xmlns="urn:x" xml:id="a"/>'),
        "Id of key information": sp_metadata(entity_id=entity_id).replace(
            b"<ds:KeyInfo>", b'<ds:KeyInfo Id=" a">', 1
        ),
        "ID of an assertion": extended(
            '<saml:Assertion ID="a" Version="2.0" IssueInstant="2026-01-01T00:00:00Z">'
            "<saml:Issuer>x</saml:Issuer><saml:Subject><saml:NameID>x</saml:NameID></saml:Subject>"
            "</saml:Assertion>"
        ),
        "ID by a stated type": extended(
            '<x xmlns="urn:x" xsi:type="md:AffiliationDescriptorType" ID="a" affiliationOwnerID="urn:x">'
            "<md:AffiliateMember>urn:x</md:AffiliateMember></x>"
        ),
    }


def _default_namespace(metadata: bytes) -> bytes:
    return metadata.replace(b"md:", b"").replace(b"xmlns:md=", b"xmlns=")


def form(content: bytes, *, until: datetime = UNTIL) -> PublishedForm:
    return published_form(content, registration=REGISTRATION, valid_until=until)


@functools.cache
def signer() -> Signer:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test publication")])
    key = pki.key(3)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=400))
        .not_valid_after(NOW + timedelta(days=4000))
        .sign(key, hashes.SHA256())
    )
    return Signer(key, certificate)


def xmlsec1_verifies(document: bytes, certificate_pem: str, folder: Path, *, root: str) -> bool:
    """What the xmlsec1 program says of the signature; the test is skipped, loudly, where there is none."""
    if shutil.which("xmlsec1") is None:
        pytest.skip("the program xmlsec1 is not installed: no second opinion on this signature")
    (folder / "document.xml").write_bytes(document)
    key = x509.load_pem_x509_certificate(certificate_pem.encode()).public_key()
    (folder / "key.pem").write_bytes(
        key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    # The key alone: whether the certificate is trusted, or still valid, is not the question.
    command = ["xmlsec1", "--verify", "--pubkey-pem", folder / "key.pem"]
    command += ["--id-attr:ID", f"urn:oasis:names:tc:SAML:2.0:metadata:{root}", folder / "document.xml"]
    return subprocess.run(command, capture_output=True).returncode == 0
