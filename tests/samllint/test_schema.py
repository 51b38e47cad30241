"""R-3.2.1: the vendored schema, and its complaints in words."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from samllint import document, schema, schema_words
from samllint.schema import FOLDER
from tests.metadata import sp_metadata

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
WS_FEDERATION = (
    f'<md:RoleDescriptor {XSI} xmlns:fed="urn:fed" xsi:type="fed:ApplicationServiceType"'
    ' protocolSupportEnumeration="urn:fed"><fed:TargetScopes/></md:RoleDescriptor>'
)


def complaints(data: bytes) -> list[str]:
    reading = document.read(data)
    return [schema_words.translated(words).message.en for _, words in reading.schema_mistakes()]


def test_it_keeps_the_schemas_as_they_were_published() -> None:
    stated = dict(re.findall(r"\| `(\S+\.xsd)` .* `([0-9a-f]{64})`", (FOLDER / "README.md").read_text()))
    kept = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*.xsd")}
    assert kept == stated


def test_it_finds_nothing_in_the_default_metadata() -> None:
    assert complaints(sp_metadata()) == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (sp_metadata(after_keys="<md:Foo/>"), "The schema has no md:Foo here"),
        (sp_metadata(without="AssertionConsumerService"), "The element md:SPSSODescriptor lacks an element"),
        (sp_metadata(without="entityID"), "md:EntityDescriptor lacks the attribute entityID"),
        (sp_metadata(root_attributes='foo="1"'), "The schema has no attribute foo on md:EntityDescriptor"),
        (sp_metadata(replace={'use="signing"': 'use="sign"'}), "“sign” is none of those allowed"),
        (sp_metadata(root_attributes='validUntil="soon"'), "“soon” does not fit the type xs:dateTime"),
        (sp_metadata(before_roles="text"), "md:EntityDescriptor holds text"),
        (sp_metadata(entity_id="x" * 1025), "has 1025 characters; the schema allows at most 1024"),
        (
            sp_metadata(root_attributes='ID="_1"', role_attributes='ID="_1"'),
            "Another element of the document has the identifier “_1” already.",
        ),
        (b"<a/>", "knows no document whose root is a"),
        (
            sp_metadata(after_roles=WS_FEDERATION),
            "The SAML schema has no type {urn:fed}ApplicationServiceType",
        ),
        (sp_metadata(root_attributes=f'{XSI} xsi:nil="true"'), "libxml2 says: Element 'md:EntityDescriptor'"),
    ],
    ids=[
        *("unexpected", "missing", "required", "not-allowed", "enumeration", "type", "text"),
        *("length", "identifier", "root", "foreign-type", "quoted"),
    ],
)
def test_it_says_the_commonest_mistakes_in_words(data: bytes, says: str) -> None:
    assert says in complaints(data)[0]


ORGANIZATION = (
    '<md:Organization><md:OrganizationName xml:lang="sk">x</md:OrganizationName>'
    '<md:OrganizationURL xml:lang="sk">x</md:OrganizationURL></md:Organization>'
)


@pytest.mark.parametrize(
    ("data", "mends"),
    [
        (sp_metadata(after_roles=ORGANIZATION), "OrganizationName, OrganizationDisplayName, OrganizationURL"),
        (
            sp_metadata(after_keys="<md:NameIDFormat>x</md:NameIDFormat>"),
            "KeyDescriptor, SingleLogoutService",
        ),
        (sp_metadata(after_keys="<md:Foo/>"), "Move or remove the element md:Foo."),
        (sp_metadata(root_attributes='validUntil="soon"'), "2030-01-31T12:00:00Z"),
        (sp_metadata(root_attributes='ID="1 2"'), "begins with a letter or _"),
        (sp_metadata(entity_id="https://sp.example:"), "the port is a number"),
        (sp_metadata(replace={"<ds:X509Certificate>": "<ds:X509Certificate>AAA"}), "but Base64"),
    ],
    ids=["organization", "role", "unknown", "time", "id", "address", "base64"],
)
def test_it_says_how_to_mend_the_place_at_fault(data: bytes, mends: str) -> None:
    words = [schema_words.translated(words) for _, words in document.read(data).schema_mistakes()]
    assert mends in words[0].remedy.en
    assert all("\n" not in each.message.sk and "##" not in each.message.sk for each in words)


def test_it_names_another_namespace_in_words() -> None:
    data = sp_metadata(before_roles="<md:Extensions><md:Foo/></md:Extensions>")
    (words,) = [schema_words.translated(words) for _, words in document.read(data).schema_mistakes()]
    assert words.expected.sk == "na tomto mieste: element iného menného priestoru"


def test_it_says_of_a_foreign_type_once() -> None:
    assert len(complaints(sp_metadata(after_roles=WS_FEDERATION))) == 1


def test_it_lets_unknown_extensions_stand() -> None:
    extensions = '<md:Extensions><x:y xmlns:x="urn:x"><x:z/></x:y></md:Extensions>'
    assert complaints(sp_metadata(before_roles=extensions)) == []


def test_it_ignores_the_document_s_own_schema_location(tmp_path) -> None:
    own = tmp_path / "own.xsd"
    own.write_text('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x"/>')
    attributes = (
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="urn:oasis:names:tc:SAML:2.0:metadata file://{own} urn:x http://127.0.0.1:9/x.xsd"'
    )
    assert complaints(sp_metadata(root_attributes=attributes)) == []


def test_it_refuses_any_schema_that_is_not_vendored() -> None:
    with pytest.raises(OSError, match="no such schema"):
        schema._Vendored().resolve("/etc/hostname", None, None)


def test_it_serves_several_threads_at_once() -> None:
    good, bad = sp_metadata(), sp_metadata(after_keys="<md:Foo/>")
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda data: len(complaints(data)), [good, bad] * 100))
    assert counts == [0, 1] * 100
