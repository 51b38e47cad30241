"""Application → XMLDataContainer 1.1, the form of document that the state's signers and verifiers know."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field

from lxml import etree

from matrika.core.filing import Application, Kind
from matrika.eform.content import form_xml
from matrika.eform.forms import TEXT, Form, form_of
from matrika.eform.own_xml import parse
from matrika.eform.published import XSD

CONTAINER = "http://data.gov.sk/def/container/xmldatacontainer+xml/1.1"
MEDIA_TYPE = "application/vnd.gov.sk.xmldatacontainer+xml"
SHA256 = "urn:oid:2.16.840.1.101.3.4.2.1"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"

_threads = threading.local()


class NotAForm(ValueError):
    """The application is malformed in a way that its form cannot hold; admission refuses such ones too."""


@dataclass(frozen=True, slots=True)
class FormDocument:
    """What is shown, signed, stored and printed."""

    form: Form
    content: bytes = field(repr=False)  # UTF-8

    @property
    def sha256(self) -> str:
        """Lower-case hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def file_name(self) -> str:
        return f"{self.form.root}.xdcf"


def document(application: Application) -> FormDocument:
    """The application's document; the same application always gives the same bytes.

    Raises NotAForm when the form's schema refuses what was typed.
    """
    form = form_of(application.kind)
    inner = form_xml(application, form)
    _require_valid(inner, form)
    return FormDocument(form, _container(form, inner).encode())


def form_element(content: bytes) -> etree._Element:
    """The form inside a document that this module wrote, as a tree of its own."""
    container = parse(content)
    form = container[0][0]
    return parse(etree.tostring(form, with_tail=False))


def _require_valid(inner: str, form: Form) -> None:
    try:
        root = parse(inner.encode())
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:  # a character that XML 1.0 does not have
        raise NotAForm(str(error)) from error
    schema = _schema(form)
    if not schema.validate(root):
        raise NotAForm(str(schema.error_log))


def _schema(form: Form) -> etree.XMLSchema:
    """One a thread: it keeps the errors of its last validation."""
    compiled: dict[Kind, etree.XMLSchema] = _threads.__dict__.setdefault("compiled", {})
    if form.kind not in compiled:
        compiled[form.kind] = etree.XMLSchema(parse(form.content(XSD)))
    return compiled[form.kind]


def _container(form: Form, inner: str) -> str:
    digested = f'DigestMethod="{SHA256}" DigestValue="{{}}"'
    xsd, text = digested.format(form.digests[XSD]), digested.format(form.digests[TEXT])
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<xdc:XMLDataContainer xmlns:xdc="{CONTAINER}">\
<xdc:XMLData ContentType="application/xml; charset=UTF-8" Identifier="{form.document_type}" \
Version="{form.version}">{inner}</xdc:XMLData>\
<xdc:UsedSchemasReferenced>\
<xdc:UsedXSDReference {xsd} TransformAlgorithm="{C14N}">{form.address(XSD)}</xdc:UsedXSDReference>\
<xdc:UsedPresentationSchemaReference ContentType="application/xslt+xml" {text} Language="sk" \
MediaDestinationTypeDescription="TXT" TransformAlgorithm="{C14N}">{form.address(TEXT)}\
</xdc:UsedPresentationSchemaReference>\
</xdc:UsedSchemasReferenced></xdc:XMLDataContainer>
"""
