from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from cryptography import x509
from lxml import etree

from matrika.outside.keystore import Signer, open_signer
from matrika.publication.document.canonical import stamp
from matrika.publication.document.namespaces import DS
from matrika.publication.document.sign import sign_root
from matrika.publication.document.verify import NotVerified, verify_document
from tests.publication.making import NOW, STAMP, form, odd_entities, signer, xmlsec1_verifies


def signed(content: bytes, by: Signer | None = None) -> bytes:
    made = form(content)
    stamped = stamp(made, STAMP)
    digest = hashlib.sha256(stamped).digest()
    return sign_root(stamped, "_made-up", by or signer(), digest=digest, prefixes=made.inclusive_prefixes)


@pytest.mark.parametrize("oddity", odd_entities())
def test_it_signs_every_entity_so_that_xmlsec1_accepts_it(oddity: str, tmp_path: Path) -> None:
    document = signed(odd_entities()[oddity])
    verify_document(document, signer().certificate)
    assert xmlsec1_verifies(document, signer().certificate_pem, tmp_path, root="EntityDescriptor")


def test_it_puts_the_signature_first() -> None:
    root = etree.fromstring(signed(odd_entities()["types in values"]))
    assert root[0].tag == f"{{{DS}}}Signature"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"/slo", b"/sl0", "digest"),
        (b'ID="_made-up"', b'ID="_another"', "another element"),
        (b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA", "not made with"),
        (b"xmlenc#sha256", b"xmlenc#sha512", "DigestMethod"),
        (b"ds:Signature>", b"ds:Signatur>", "no signature"),
        (b"<ds:Signature ", b"<ds:Signatur ", "no signature"),
    ],
)
def test_it_does_not_verify_what_was_changed(old: bytes, new: bytes, why: str) -> None:
    document = signed(odd_entities()["plain"]).replace(old, new)
    if why == "no signature":
        document = document.replace(b"ds:Signature ", b"ds:Signatur ").replace(
            b"/ds:Signature>", b"/ds:Signatur>"
        )
    with pytest.raises(NotVerified, match=why):
        verify_document(document, signer().certificate)


def test_it_does_not_verify_with_another_key(tmp_path: Path) -> None:
    other: x509.Certificate = open_signer(tmp_path / "keys" / "k.pem", tmp_path / "c.pem", at=NOW).certificate
    with pytest.raises(NotVerified, match="not made with the published key"):
        verify_document(signed(odd_entities()["plain"]), other)
