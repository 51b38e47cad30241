"""R-3.2.2: the restricted verifier, held against xmlsec1."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from samllint import document, signature
from samllint.signature_kinds import InvalidSignature, Kind
from tests import pki, signing
from tests.metadata import sp_metadata
from tests.signing import C14N, ENVELOPED, EXC, RSA, SHA384, SHA512, template

needs_xmlsec1 = pytest.mark.skipif(not shutil.which("xmlsec1"), reason="xmlsec1 is not installed")


def verdict(data: bytes) -> Kind | None:
    """None for a valid signature."""
    reading = document.read(data)
    assert reading.entity is not None, reading.refusals
    try:
        signature.verify(reading.entity)
    except InvalidSignature as error:
        return error.kind
    return None


def unsigned(uri: str = "", *, on_role: bool = False, **ways: object) -> bytes:
    """Metadata with the template of a signature of the root or of the role."""
    filled = {name: value for name, value in ways.items() if name in template.__kwdefaults__}
    rest = {name: value for name, value in ways.items() if name not in filled}
    text = template(uri, **filled)
    where = {"before_keys": text} if on_role else {"before_roles": text}
    attribute = f'ID="{uri[1:]}"' if uri else ""
    attributes = {"role_attributes": attribute} if on_role else {"root_attributes": attribute}
    return sp_metadata(**{**attributes, **where, **rest})


def default_namespace(data: bytes) -> bytes:
    """The same metadata with SAML as the default namespace and signature elements nested in it."""
    return data.replace(b"md:", b"").replace(b"xmlns:md=", b"xmlns=")


COMMENTED = {"after_keys": "<!-- keys -->", "replace": {"<ds:X509Data>": "<ds:X509Data><!-- first -->"}}
INSTRUCTED = {"declaration": '<?xml version="1.0"?>\n<?one  two ?>\n<!-- c --><?three?>\n'}

# Documents that xmlsec1 signs, and that both must find valid.
VALID = {
    "exclusive": unsigned(),
    "inclusive": unsigned(c14n=C14N, transform=C14N),
    "mixed": unsigned(c14n=C14N, transform=EXC),
    "implicit": unsigned(transform=None),
    "with-comments": unsigned(c14n=EXC + "WithComments", transform=EXC + "WithComments"),
    "inclusive-with-comments": unsigned(c14n=C14N + "#WithComments", transform=C14N + "#WithComments"),
    "commented": unsigned(transform=EXC + "WithComments", **COMMENTED),
    "commented-inclusive": unsigned(transform=C14N + "#WithComments", c14n=C14N, **COMMENTED),
    "id": unsigned("#_1"),
    "id-commented": unsigned("#_1", transform=EXC + "WithComments", **COMMENTED),
    "role": unsigned("#_sp", on_role=True),
    "role-inclusive": unsigned("#_sp", on_role=True, c14n=C14N, transform=C14N),
    "role-implicit": unsigned("#_sp", on_role=True, c14n=C14N, transform=None),
    "role-xml-lang": unsigned(
        "#_sp", on_role=True, c14n=C14N, transform=C14N, root_attributes='xml:lang="sk" xml:space="preserve"'
    ),
    "role-xml-lang-exclusive": unsigned("#_sp", on_role=True, root_attributes='xml:lang="sk"'),
    "default-namespace": default_namespace(unsigned()),
    "default-namespace-inclusive": default_namespace(unsigned(c14n=C14N, transform=C14N, prefix="")),
    "default-namespace-role": default_namespace(
        unsigned("#_sp", on_role=True, c14n=C14N, transform=C14N, prefix="")
    ),
    "prefix-list": unsigned(prefix_list="xs ds", root_attributes='xmlns:xs="urn:xs" xmlns:no="urn:no"'),
    "prefix-list-default": default_namespace(unsigned(prefix_list="#default")),
    "prefix-list-role": unsigned(
        "#_sp", on_role=True, prefix_list="xs", root_attributes='xmlns:xs="urn:xs" xmlns:no="urn:no"'
    ),
    "instructions": unsigned(**INSTRUCTED),
    "instructions-id": unsigned("#_1", **INSTRUCTED),
    "sha512": unsigned(method=RSA + "sha512", digest=SHA512),
    "sha384-digest": unsigned(digest=SHA384),
    "crlf": unsigned().replace(b"\n", b"\r\n"),
    "accents": unsigned(root_attributes='x:y="ľščťžýáíé &#x1F600; &lt;&quot;&#9;" xmlns:x="urn:x"'),
    "cdata": unsigned(after_roles="<md:Extensions><![CDATA[<&]]></md:Extensions>"),
}


@needs_xmlsec1
@pytest.mark.parametrize("name", VALID)
def test_it_accepts_what_xmlsec1_signed(name: str, tmp_path: Path) -> None:
    signed = signing.by_xmlsec1(VALID[name], tmp_path)
    assert signing.xmlsec1_accepts(signed, tmp_path, pki.signing_certificate())
    assert verdict(signed) is None


@needs_xmlsec1
def test_it_accepts_utf_16(tmp_path: Path) -> None:
    signed = signing.by_xmlsec1(unsigned(root_attributes='x:y="ľšč" xmlns:x="urn:x"'), tmp_path)
    text = signed.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    for codec, bom in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        data = bom + text.encode(codec)
        assert signing.xmlsec1_accepts(data, tmp_path, pki.signing_certificate())
        assert verdict(data) is None


@needs_xmlsec1
def test_it_accepts_what_the_test_signer_signed(tmp_path: Path) -> None:
    signed = signing.by_hand(unsigned())
    assert signing.xmlsec1_accepts(signed, tmp_path, pki.signing_certificate())
    assert verdict(signed) is None


def changed(old: bytes, new: bytes, data: bytes | None = None) -> bytes:
    signed = signing.by_hand(unsigned()) if data is None else data
    assert old in signed
    return signed.replace(old, new)


# What both refuse.
BROKEN = {
    "location": (changed(b"https://sp.example/acs", b"https://evil.example/acs"), Kind.CHANGED),
    "attribute": (changed(b'isDefault="true"', b'isDefault="false"'), Kind.CHANGED),
    "digest-value": (changed(b"<ds:DigestValue>", b"<ds:DigestValue>AA"), Kind.MALFORMED),
    "method": (changed(b"rsa-sha256", b"rsa-sha512"), Kind.NOT_VERIFIED),
    "unindented": (changed(b"\n", b""), Kind.CHANGED),
    "indented": (changed(b"  <md:S", b"\t<md:S"), Kind.CHANGED),
    "other-key": (signing.by_hand(unsigned(), key_number=3), Kind.NOT_VERIFIED),
}


@pytest.mark.parametrize("name", BROKEN)
def test_it_refuses_what_was_changed(name: str, tmp_path: Path) -> None:
    data, kind = BROKEN[name]
    assert verdict(data) is kind
    if shutil.which("xmlsec1"):
        assert not signing.xmlsec1_accepts(data, tmp_path, pki.signing_certificate())


def test_it_sees_that_a_signed_document_was_indented_afterwards() -> None:
    compact = unsigned().decode().replace("\n", "").replace("  ", "").replace("?><", "?>\n<").encode()
    signed = signing.by_hand(compact)
    assert verdict(signed) is None
    assert verdict(signed.replace(b"><", b">\n  <")) is Kind.REFORMATTED


def test_it_sees_that_carriage_returns_were_lost() -> None:
    windows = unsigned().replace(b"\n", b"&#13;\n").replace(b"?>&#13;\n", b"?>\n", 1)
    signed = signing.by_hand(windows.rstrip(b"&#13;\n"))
    assert verdict(signed) is None
    assert verdict(signed.replace(b"&#13;\n", b"\r\n")) is Kind.REFORMATTED


def test_it_names_a_key_that_is_for_encryption() -> None:
    assert verdict(signing.by_hand(unsigned(), key_number=2)) is Kind.ENCRYPTION_KEY


def test_it_ignores_key_info_and_says_so_when_only_that_fits() -> None:
    foreign = pki.base64_of(pki.certificate(key=pki.key(3)))
    info = f"<ds:X509Data><ds:X509Certificate>{foreign}</ds:X509Certificate></ds:X509Data>"
    info = f"<ds:KeyInfo>{info}</ds:KeyInfo>"
    assert verdict(signing.by_hand(unsigned(key_info=info), key_number=3)) is Kind.FOREIGN_KEY
    assert verdict(signing.by_hand(unsigned(key_info=info))) is None


def test_it_returns_the_signer_among_several() -> None:
    rollover = (pki.certificate(key=pki.key(3)), pki.signing_certificate())
    reading = document.read(signing.by_hand(unsigned(signing=rollover)))
    assert reading.entity is not None
    assert signature.verify(reading.entity).der == pki.signing_certificate()


# Refused by policy alone: xmlsec1 takes some of these.
TWO_TRANSFORMS = f'<ds:Transform Algorithm="{EXC}"/>'
POLICY = {
    "no-enveloped": (unsigned(transforms=TWO_TRANSFORMS), Kind.TRANSFORM),
    "no-transform": (unsigned(transforms=""), Kind.TRANSFORM),
    "xpath": (
        unsigned(
            transforms=f'<ds:Transform Algorithm="{ENVELOPED}"/>'
            '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"/>'
        ),
        Kind.TRANSFORM,
    ),
    "three": (
        unsigned(transforms=f'<ds:Transform Algorithm="{ENVELOPED}"/>' + 2 * TWO_TRANSFORMS),
        Kind.TRANSFORM,
    ),
    "c14n11": (unsigned(c14n="http://www.w3.org/2006/12/xml-c14n11"), Kind.CANONICALISATION),
    "sha1-signature": (unsigned(method="http://www.w3.org/2000/09/xmldsig#rsa-sha1"), Kind.SIGNATURE_METHOD),
    "hmac": (unsigned(method="http://www.w3.org/2000/09/xmldsig#hmac-sha1"), Kind.SIGNATURE_METHOD),
    "sha1-digest": (unsigned(digest=signing.SHA1), Kind.DIGEST_METHOD),
    "xpointer": (unsigned().replace(b'URI=""', b'URI="#xpointer(/)"'), Kind.REFERENCE),
    "no-uri": (unsigned().replace(b' URI=""', b""), Kind.REFERENCE),
    "file": (unsigned().replace(b'URI=""', b'URI="file:///etc/hostname"'), Kind.REFERENCE),
    "elsewhere": (unsigned("#_sp", role_attributes='ID="_sp"', root_attributes='ID="_1"'), Kind.REFERENCE),
    "whole-from-role": (unsigned(on_role=True), Kind.REFERENCE),
    "ambiguous": (unsigned("#_1", role_attributes='ID="_1"'), Kind.ID_NOT_UNIQUE),
    "ambiguous-object": (unsigned("#_1", after_roles='<x Id="_1"/>'), Kind.ID_NOT_UNIQUE),
    "object": (unsigned(inside="<ds:Object/>"), Kind.MALFORMED),
    "empty": (unsigned(), Kind.MALFORMED),
    "misplaced": (sp_metadata(after_keys="<x>" + template() + "</x>"), Kind.MISPLACED),
    "two": (sp_metadata(before_roles=template() + template()), Kind.SEVERAL),
    "two-places": (sp_metadata(before_roles=template(), before_keys=template()), Kind.SEVERAL),
}  # fmt: skip


@pytest.mark.parametrize("name", POLICY)
def test_it_refuses_by_policy(name: str) -> None:
    data, kind = POLICY[name]
    assert verdict(data) is kind


def test_it_refuses_a_document_wrapped_around_a_signed_one() -> None:
    signed = signing.by_hand(unsigned("#_1"))
    inner = signed.split(b"?>", 1)[1].decode()
    wrapped = sp_metadata(
        entity_id="https://evil.example", before_roles=f"<md:Extensions>{inner}</md:Extensions>"
    )
    assert verdict(wrapped) is Kind.MISPLACED


@pytest.mark.parametrize("method", [C14N, EXC])
def test_it_refuses_a_document_without_canonical_form(method: str) -> None:
    text = template(c14n=method, transform=method).replace("<ds:DigestValue>", "<ds:DigestValue>AAAA")
    text = text.replace("<ds:SignatureValue>", "<ds:SignatureValue>AAAA")
    data = sp_metadata(before_roles=text, root_attributes='xmlns:x="relative" x:a="1"')
    assert verdict(data) in (Kind.NO_CANONICAL_FORM, Kind.NOT_VERIFIED)


def test_it_refuses_a_list_of_too_many_prefixes() -> None:
    assert verdict(unsigned(prefix_list=" ".join("abcdefghijklmnopq"))) is Kind.TRANSFORM


def test_it_refuses_a_second_reference() -> None:
    data = unsigned()
    start, end = data.index(b"<ds:Reference"), data.index(b"</ds:SignedInfo>")
    assert verdict(data[:end] + data[start:end] + data[end:]) is Kind.SEVERAL_REFERENCES


def test_it_refuses_a_comment_within_a_digest() -> None:
    signed = signing.by_hand(unsigned())
    at = signed.index(b"<ds:DigestValue>") + 20
    assert verdict(signed[:at] + b"<!-- -->" + signed[at:]) is Kind.MALFORMED


def test_it_wants_a_signing_key_that_can_be_read() -> None:
    signed = signing.by_hand(unsigned())
    assert verdict(signed.replace(b'use="signing"', b'use="encryption"')) is Kind.NO_SIGNING_KEY
