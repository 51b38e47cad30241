"""Two programs that are not ours agree with ours: Debian's xmlsec1 (where it is installed) and signxml."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from lxml import etree
from signxml import DigestAlgorithm, SignatureMethod
from signxml.exceptions import InvalidInput, InvalidSignature
from signxml.xades import XAdESSignatureConfiguration, XAdESVerifier

from matrika.core.verdict import Indication
from matrika.demo import authority, xades
from matrika.demo.authority import Role
from samllint.canonical import EXCLUSIVE, INCLUSIVE
from tests.outside.signatures import cases
from tests.outside.signatures.cases import FORM, reference, signature_file, the

ROLES = [(Role.PERSON, xades.USUAL.method), (Role.PERSON_RSA, xades.RSA.method)]


def changed_time(root):
    the(root, "SigningTime").text = "2026-11-22T11:00:00Z"


def changed_digest(root):
    reference(root, "form.xml")[-1].text = xades._text(bytes(32))


def changed_value(root):
    the(root, "SignatureValue").text = xades._text(bytes(64))


def changed_nothing(root):
    pass


CHANGES = [changed_nothing, changed_time, changed_digest, changed_value]


def ours(signature: bytes) -> bool:
    return (
        cases.verdict(xades.packed([FORM], {xades.SIGNATURES: signature})).indication
        is Indication.TOTAL_PASSED
    )


def signxml_says(signature: bytes, by: authority.Holder) -> bool:
    config = XAdESSignatureConfiguration(
        expect_references=True,
        signature_methods=frozenset(SignatureMethod),
        digest_algorithms=frozenset(DigestAlgorithm),
    )
    root = etree.fromstring(signature)
    try:
        XAdESVerifier().verify(
            root[0],
            x509_cert=by.certificate,
            uri_resolver=lambda uri: FORM.data,
            expect_config=config,
            expect_references=2,
        )
    except (InvalidSignature, InvalidInput):
        return False
    return True


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("role", "method"), ROLES)
def test_it_agrees_with_signxml(role, method, change):
    holder = authority.holder(role)
    signature = signature_file(by=holder, method=method, after=change)
    assert ours(signature) == signxml_says(signature, holder) == (change is changed_nothing)


@pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="Debian's xmlsec1 is not installed")
@pytest.mark.parametrize("canonicalisation", [INCLUSIVE, EXCLUSIVE])
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("role", "method"), ROLES)
def test_it_agrees_with_xmlsec1(tmp_path, role, method, change, canonicalisation):
    holder = authority.holder(role)
    signature = signature_file(by=holder, method=method, after=change, canonicalisation=canonicalisation)
    (tmp_path / FORM.name).write_bytes(FORM.data)
    (tmp_path / "signature.xml").write_bytes(signature)
    pem = holder.certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key.pem").write_bytes(pem)
    command = [
        "xmlsec1",
        "--verify",
        "--pubkey-pem",
        "key.pem",
        "--id-attr:Id",
        "SignedProperties",
        "signature.xml",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert ours(signature) == (done.returncode == 0) == (change is changed_nothing), done.stderr.decode()
