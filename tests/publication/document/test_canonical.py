from __future__ import annotations

import re

import pytest
from lxml import etree

from matrika.publication.document.canonical import NotPublishable, canonical_bytes, stamp
from matrika.publication.document.namespaces import DS, MD, MDRPI
from tests.metadata import sp_metadata
from tests.publication.making import ATTRIBUTES, STAMP, XS, form, odd_entities

PRINTED_UNTIL = "2026-06-08T12:00:00Z"


@pytest.mark.parametrize("oddity", odd_entities())
def test_it_makes_canonical_bytes_of_every_entity(oddity: str) -> None:
    made = form(odd_entities()[oddity])
    tree = etree.fromstring(made.canonical)
    again = etree.tostring(
        tree, method="c14n", exclusive=True, inclusive_ns_prefixes=made.inclusive_prefixes.split()
    )
    assert again == made.canonical


def test_it_loses_nothing_but_comments() -> None:
    odd = form(odd_entities()["comments and instructions"]).canonical
    assert b"<?target data?>" in odd
    assert b"<!--" not in odd
    assert odd.count(b"X509Certificate>") == 4


def test_it_keeps_the_declarations_that_values_need() -> None:
    made = form(odd_entities()["types in values"])
    assert "xs" in made.inclusive_prefixes.split()
    assert b'xmlns:xs="http://www.w3.org/2001/XMLSchema"' in made.canonical


def test_it_replaces_identity_and_validity_of_the_document() -> None:
    root = etree.fromstring(form(odd_entities()["validity of its own"]).canonical)
    assert root.get("validUntil") == PRINTED_UNTIL
    assert root.get("ID") is None
    assert root.get("cacheDuration") is None


def test_it_stamps_in_canonical_order() -> None:
    stamped = stamp(form(sp_metadata()), STAMP)
    assert etree.tostring(etree.fromstring(stamped), method="c14n", exclusive=True) == stamped
    assert etree.fromstring(stamped).attrib == {
        "ID": "_made-up",
        "cacheDuration": "PT10M",
        "entityID": "https://sp.example",
        "validUntil": PRINTED_UNTIL,
    }


@pytest.mark.parametrize("oddity", odd_entities())
def test_it_stamps_every_entity_with_nothing_but_who_publishes_it(oddity: str) -> None:
    made = form(odd_entities()[oddity])
    root = etree.fromstring(stamp(made, STAMP))
    info = root.find(f"{{{MD}}}Extensions")[0]
    assert info.tag == f"{{{MDRPI}}}PublicationInfo"
    assert info.attrib == {"publisher": "https://register.example", "creationInstant": "2026-06-01T12:00:00Z"}
    info.getparent().remove(info)
    for name in ("ID", "cacheDuration"):
        del root.attrib[name]
    assert canonical_bytes(root, made.inclusive_prefixes.split()) == made.canonical


def test_it_removes_the_providers_own_signatures_and_keeps_the_text_around_them() -> None:
    signature = f'<ds:Signature xmlns:ds="{DS}"><ds:SignedInfo/></ds:Signature>'
    signed = sp_metadata(before_roles=f"{signature}\n  ", before_keys=f"a{signature}b")
    canonical = form(signed).canonical
    assert b"Signature" not in canonical
    assert re.search(rb"SPSSODescriptor [^>]*>\nab", canonical)


def test_it_says_who_registered_the_entity_instead_of_what_the_entity_says() -> None:
    claimed = (
        f'<md:Extensions xmlns:r="{MDRPI}"><r:RegistrationInfo registrationAuthority="https://evil.example"/>'
        '<other xmlns="urn:other"/><r:PublicationInfo publisher="https://evil.example"/></md:Extensions>'
    )
    canonical = form(sp_metadata(before_roles=claimed)).canonical
    root = etree.fromstring(canonical)
    extensions = root[0]
    assert extensions.tag == f"{{{MD}}}Extensions"
    assert [etree.QName(child).localname for child in extensions] == ["RegistrationInfo", "other"]
    assert extensions[0].get("registrationAuthority") == "https://register.example"
    assert b"evil" not in canonical


def test_it_keeps_identifiers_of_two_entities_apart() -> None:
    one = etree.fromstring(form(odd_entities()["key identifiers"]).canonical)
    two = etree.fromstring(form(odd_entities()["the same key identifiers"]).canonical)
    assert one.xpath("//@Id") != two.xpath("//@Id")


def test_it_renames_references_with_the_identifiers_and_leaves_what_others_call_so() -> None:
    extensions = (
        f'<md:Extensions xmlns:ds="{DS}"><x xmlns="urn:x" xml:id=" a " ID="theirs"/>'
        '<ds:RetrievalMethod URI="#a"/><ds:RetrievalMethod URI="#b"/></md:Extensions>'
    )
    root = etree.fromstring(form(sp_metadata(before_roles=extensions)).canonical)
    extension = root.find(".//{urn:x}x")
    assert extension is not None
    own = extension.get("{http://www.w3.org/XML/1998/namespace}id")
    assert re.fullmatch("_[0-9a-f]{16}-a", own or "")
    assert extension.get("ID") == "theirs"
    assert root.xpath("//@URI") == [f"#{own}", "#b"]


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        ("xs:ID", "xs:NCName"),
        (" xs:ID\n", "xs:NCName"),
        ("xs:IDREF", "xs:NCName"),
        ("xs:IDREFS", "xs:NMTOKENS"),
        ("xs:string", "xs:string"),
        ("x:ID", "x:ID"),
    ],
)
def test_it_keeps_a_value_that_says_it_is_an_identifier_and_calls_it_a_name(
    stated: str, published: str
) -> None:
    content = sp_metadata(root_attributes=f'{XS} xmlns:x="urn:x"', before_roles=ATTRIBUTES)
    root = etree.fromstring(form(content.replace(b"xs:string", stated.encode())).canonical)
    value = root.find(".//{*}AttributeValue")
    assert value is not None
    assert (value.text, value.get("{http://www.w3.org/2001/XMLSchema-instance}type")) == ("level", published)


def test_it_knows_the_types_of_xml_schema_without_a_prefix() -> None:
    extensions = (
        f'<md:Extensions><x xmlns="http://www.w3.org/2001/XMLSchema" {XS} xsi:type="ID">a</x></md:Extensions>'
    )
    assert b'xsi:type="NCName">a</x>' in form(sp_metadata(before_roles=extensions)).canonical


def test_it_names_reserved_prefixes() -> None:
    assert form(odd_entities()["the root's prefix"]).reserved_prefixes == "reg0"
    assert form(odd_entities()["plain"]).reserved_prefixes == ""


@pytest.mark.parametrize(
    "content",
    [
        b"<not-xml",
        b"<a/>",
        sp_metadata(declaration="<!DOCTYPE x>"),
        sp_metadata(without="entityID"),
    ],
)
def test_it_refuses_what_is_no_entity(content: bytes) -> None:
    with pytest.raises(NotPublishable):
        form(content)


def test_it_refuses_what_has_no_canonical_form() -> None:
    extensions = '<md:Extensions><x xmlns="relative/uri"/></md:Extensions>'
    with pytest.raises(NotPublishable):
        form(sp_metadata(before_roles=extensions))


def test_it_refuses_an_entity_hidden_in_another() -> None:
    hidden = sp_metadata(entity_id="https://victim.example", declaration="").decode()
    with pytest.raises(NotPublishable, match="hidden"):
        form(sp_metadata(before_roles=f"<md:Extensions>{hidden}</md:Extensions>"))


def test_it_refuses_a_document_that_swells_when_canonicalised() -> None:
    swelling = "<x:y/>" * 15_000
    extensions = f"<md:Extensions>{swelling}</md:Extensions>"
    with pytest.raises(NotPublishable, match="canonical form has"):
        form(sp_metadata(root_attributes=f'xmlns:x="urn:{"x" * 400}"', before_roles=extensions))
