"""The documents inside messages: what their schemas say, and the same bytes every time (guide Fig. 15–18)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from matrika.eform.messages import (
    ALL,
    EndingCertificate,
    MessageDocument,
    MessageForm,
    error,
    expiry,
    information,
)
from matrika.eform.published import XSD

ENDING = EndingCertificate(
    entity_id="https://egovtest.nemsova.corageo.sk",
    days=7,
    ends_at=datetime(2020, 11, 20, 12, 35, tzinfo=UTC),
    subject="CN=sp.esmns.upvsfix.ext.corageo.sk",
    fingerprint="9574f0627c775bea4a0becf734ef6d373f93fbf0ee2d0b4f16115498c6049684",
)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)))


def tree(document: MessageDocument) -> etree._Element:
    """The document, read and held against its own schema."""
    root = etree.fromstring(document.content)
    schema = etree.XMLSchema(etree.fromstring(document.form.content(XSD)))
    schema.assertValid(root)
    return root


def said(document: MessageDocument) -> dict[str, str]:
    return {etree.QName(element).localname: element.text or "" for element in tree(document)}


def test_it_writes_an_information_message_byte_for_byte() -> None:
    assert information("Predmet & iné", "Dobrý deň,\n\n<text>").content.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<InformationMessage xmlns="http://schemas.gov.sk/form/G2G.InformationMessage/1.3">\n'
        "  <Subject>Predmet &amp; iné</Subject>\n"
        "  <Text>Dobrý deň,\n\n&lt;text&gt;</Text>\n"
        "</InformationMessage>\n"
    )


def test_it_writes_an_error_message_byte_for_byte() -> None:
    assert error("24010019", "Žiadosť bola odmietnutá.").content.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Error xmlns="http://schemas.gov.sk/form/G2G.ErrorMessage/1.3">\n'
        "  <ErrorCode>24010019</ErrorCode>\n"
        "  <ErrorDescription>Žiadosť bola odmietnutá.</ErrorDescription>\n"
        "</Error>\n"
    )


def test_it_tells_everything_about_the_certificate_that_ends() -> None:
    assert said(expiry("Predmet", "Text", ENDING)) == {
        "Subject": "Predmet",
        "Text": "Text",
        "EntityID": "https://egovtest.nemsova.corageo.sk",
        "DaysLeft": "7",
        "ValidTo": "2020-11-20T13:35:00+01:00",
        "CertificateSubject": "CN=sp.esmns.upvsfix.ext.corageo.sk",
        "Thumbprint": "9574F0627C775BEA4A0BECF734EF6D373F93FBF0EE2D0B4F16115498C6049684",
    }


@given(TEXTS, TEXTS)
def test_it_is_valid_and_stable_whatever_somebody_typed(subject: str, text: str) -> None:
    for make in (lambda: information(subject, text), lambda: error(subject, text)):
        tree(make())
        assert make().content == make().content


@given(TEXTS.filter(lambda text: all(one.isprintable() or one in "\t\n\r" for one in text)))
def test_it_can_be_read_back_whole(text: str) -> None:
    assert said(information("Predmet", text))["Text"] == text


def test_it_replaces_what_xml_cannot_hold() -> None:
    assert said(information("Predmet", "a\x0bb\x00c"))["Text"] == "a\ufffdb\ufffdc"


@pytest.mark.parametrize("form", ALL, ids=lambda form: form.root)
def test_it_has_a_schema_for_its_own_namespace(form: MessageForm) -> None:
    schema = etree.fromstring(form.content(XSD))
    assert schema.get("targetNamespace") == form.namespace
