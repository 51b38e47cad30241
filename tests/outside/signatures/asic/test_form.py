"""R-5.1: what was signed is exactly the form of this filing, bare or in the wrapper of Slovak forms."""

from __future__ import annotations

import base64

import pytest

from matrika.core.verdict import Indication, SubIndication
from matrika.demo.xades import File
from matrika.outside.signatures.asic import form
from matrika.outside.signatures.refused import Refused
from tests.outside.signatures.cases import FORM, NOTE, signed, verdict

XSD = (
    b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><!-- never counts -->'
    b'<xs:element name="form"/></xs:schema>'
)
XSLT = (
    b'<?xml version="1.0"?>\n<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>'
)
XDC = "http://data.gov.sk/def/container/xmldatacontainer+xml/1.1"
SCHEMA = "form-schema-differs"
# A second presentation, which a signing program may have shown in place of ours.
OTHER_LOOK = (
    b'<xdc:UsedPresentationSchemaReference DigestValue="AAAA">x</xdc:UsedPresentationSchemaReference>'
)


def digest(schema: bytes) -> str:
    return base64.b64encode(form.digest_of(schema)).decode()


def wrapped(
    content: bytes = FORM.data,
    *,
    prefix: str = "xdc:",
    xsd: str = digest(XSD),
    xslt: str = digest(XSLT),
    version: str = "1.0",
    method: str = form.SHA_256,
) -> bytes:
    """An XMLDataContainer, as signing programs write it."""
    p, xmlns = prefix, f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    transform = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
    reference = f'DigestMethod="{method}" DigestValue="{{}}" TransformAlgorithm="{transform}"'
    return (
        f'<{p}XMLDataContainer {xmlns}="{XDC}"><{p}XMLData ContentType="application/xml; charset=UTF-8" '
        f'Identifier="http://data.gov.sk/doc/eform/example/1.0" Version="{version}">{content.decode()}'
        f"</{p}XMLData>"
        f"<{p}UsedSchemasReferenced><{p}UsedXSDReference {reference.format(xsd)}>"
        f"https://a.example/form.xsd</{p}UsedXSDReference>"
        f'<{p}UsedPresentationSchemaReference {reference.format(xslt)} Language="sk">https://a.example/form.xslt'
        f"</{p}UsedPresentationSchemaReference></{p}UsedSchemasReferenced></{p}XMLDataContainer>"
    ).encode()


def embedding(content: bytes = FORM.data, *, xsd: bytes = XSD, xslt: bytes = XSLT, says: str = "") -> bytes:
    """An XMLDataContainer that brings the schemas along, as Autogram writes it for unpublished forms."""
    bare = [one.replace(b'<?xml version="1.0"?>\n', b"").decode() for one in (xsd, xslt)]
    return (
        f'<xdc:XMLDataContainer xmlns:xdc="{XDC}"><xdc:XMLData ContentType="application/xml; charset=UTF-8"'
        f"{says}>{content.decode()}</xdc:XMLData>"
        f"<xdc:UsedSchemasEmbedded><xdc:UsedXSDEmbedded>{bare[0]}</xdc:UsedXSDEmbedded>"
        f'<xdc:UsedPresentationSchemaEmbedded ContentType="application/xslt+xml" Language="sk" '
        f'MediaDestinationTypeDescription="TXT">{bare[1]}</xdc:UsedPresentationSchemaEmbedded>'
        "</xdc:UsedSchemasEmbedded></xdc:XMLDataContainer>"
    ).encode()


def answer(data: bytes, expected: bytes) -> tuple[Indication, tuple[str, ...]]:
    found = verdict(signed(files=(File("form.xdcf", data),)), expected=expected)
    return found.indication, found.reasons


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (FORM.data, FORM.data),
        (wrapped(), wrapped()),
        (wrapped(), FORM.data),  # the signing program wrapped the bare form
        (wrapped(prefix=""), wrapped()),  # another program's spelling of the same wrapper
        (embedding(), wrapped()),  # a signing program that brings the schemas along
        (embedding(), FORM.data),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n' + FORM.data, FORM.data),
    ],
)
def test_it_takes_the_form_in_every_equal_dress(data, expected):
    assert answer(data, expected) == (Indication.TOTAL_PASSED, ())


@pytest.mark.parametrize(
    ("data", "expected", "reason"),
    [
        (FORM.data.replace("Ukážka".encode(), b"Cyril"), FORM.data, "form-differs"),
        (wrapped(FORM.data.replace("Ukážka".encode(), b"Cyril")), wrapped(), "form-differs"),
        (FORM.data.replace(b"<owner>", b"<owner> "), FORM.data, "form-differs"),
        (wrapped(FORM.data + FORM.data), wrapped(), "form-differs"),
        (wrapped(xsd=digest(XSLT)), wrapped(), "form-schema-differs"),
        (wrapped(xslt=digest(XSD)), wrapped(), "form-schema-differs"),
        (wrapped(version="1.1"), wrapped(), "form-schema-differs"),
        (wrapped().replace(b"<form", b"I disagree.<form"), wrapped(), "form-differs"),
        (wrapped().replace(b"</form>", b"</form>I disagree."), wrapped(), "form-differs"),
        (wrapped().replace(b"</xdc:XMLDataC", b"<letter/></xdc:XMLDataC"), wrapped(), "form-differs"),
        (wrapped().replace(b"</form>", b"</form><!-- -->I disagree."), wrapped(), "form-differs"),
        (wrapped().replace(b"<form", b"<?say no?>I disagree.<form"), wrapped(), "form-differs"),
        (wrapped().replace(b"<form", b"<?say no?><form"), wrapped(), "form-differs"),
        (wrapped().replace(b"<xdc:XMLData ", b"I disagree.<xdc:XMLData "), wrapped(), "form-differs"),
        (wrapped().replace(b"</xdc:UsedSchemasR", b"<letter/></xdc:UsedSchemasR"), wrapped(), SCHEMA),
        (wrapped().replace(b"</xdc:UsedSchemasR", OTHER_LOOK + b"</xdc:UsedSchemasR"), wrapped(), SCHEMA),
        (wrapped().replace(b" DigestValue", b" xdc:DigestValue='' DigestValue"), wrapped(), SCHEMA),
        (embedding(xsd=XSLT), wrapped(), "form-schema-differs"),
        (embedding(xslt=XSD), wrapped(), "form-schema-differs"),
        (embedding(xslt=XSLT + XSLT), wrapped(), "form-schema-differs"),
        (embedding(b"<form/>"), wrapped(), "form-differs"),
        (
            embedding(says=' Identifier="http://data.gov.sk/doc/eform/x/1.0"'),
            wrapped(),
            "form-schema-differs",
        ),
        (FORM.data, wrapped(), "form-schema-differs"),
        (b"%PDF-1.7 a letter", FORM.data, "form-absent"),
        (b"<!DOCTYPE form []><form/>", FORM.data, "xml-doctype"),
        # What cannot be canonicalised: a namespace that is a relative URI.
        (FORM.data.replace(b"urn:", b""), FORM.data, "form-differs"),
        (wrapped(b'<form xmlns="example"/>'), wrapped(), "form-differs"),
    ],
)
def test_it_takes_no_other_form(data, expected, reason):
    assert answer(data, expected) == (Indication.TOTAL_FAILED, (reason,))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (wrapped(method="urn:oid:2.16.840.1.101.3.4.2.3"), "algorithm-unknown"),
        (wrapped().replace(b"REC-xml-c14n-20010315", b"REC-xslt-19991116"), "transform-unknown"),
    ],
)
def test_it_waits_when_the_schemas_are_named_in_a_way_that_cannot_be_compared(data, reason):
    assert answer(data, wrapped()) == (Indication.INDETERMINATE, (reason,))


def test_it_takes_nothing_beside_the_form():
    found = verdict(signed(files=(FORM, NOTE)), expected=FORM.data)
    assert (found.indication, found.reasons) == (Indication.TOTAL_FAILED, ("form-not-alone",))


def test_it_lets_attachments_hold_what_they_like():
    assert verdict(signed(files=(FORM, NOTE))).indication is Indication.TOTAL_PASSED


def test_it_names_changed_content_as_such():
    found = verdict(signed(files=(File("form.xdcf", wrapped(b"<other/>")),)), expected=wrapped())
    assert found.sub_indication is SubIndication.HASH_FAILURE


def test_it_digests_a_schema_without_its_comments():
    assert form.digest_of(XSD) == form.digest_of(XSD.replace(b"<!-- never counts -->", b""))
    assert form.digest_of(XSD) != form.digest_of(XSD.replace(b"form", b"farm"))


def test_it_digests_no_schema_with_a_doctype():
    with pytest.raises(Refused):
        form.digest_of(b"<!DOCTYPE a []><a/>")


def test_it_digests_no_schema_that_has_no_canonical_form():
    with pytest.raises(Refused):
        form.digest_of(b'<schema xmlns="relative"/>')
