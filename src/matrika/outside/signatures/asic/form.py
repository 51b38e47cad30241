"""The signed form: is it exactly the one that this filing asked to be signed (R-5.1)?

A form travels as it is, or inside an XMLDataContainer 1.1, the wrapper of Slovak electronic forms, which
the signing program may have written itself. What must be equal is then the form's canonical XML and
the digests of the schema and of the presentation it was signed with.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from lxml import etree

from matrika.core.verdict import SubIndication
from matrika.core.verdict.words import Reason
from matrika.outside.signatures import tree
from matrika.outside.signatures.asic.container import Container
from matrika.outside.signatures.refused import Refused
from matrika.outside.signatures.xades import names
from samllint import canonical
from samllint.canonical import Method

XDC_1_1 = "{http://data.gov.sk/def/container/xmldatacontainer+xml/1.1}"
SHA_256 = "urn:oid:2.16.840.1.101.3.4.2.1"
_EXCLUSIVE = Method(exclusive=True)


@dataclass(frozen=True, slots=True)
class Form:
    """The form inside an XMLDataContainer, or a form as it is (then nothing but its content)."""

    content: bytes  # exclusive canonical XML of the form's root element
    identifier: str | None = None  # http://data.gov.sk/doc/eform/…
    version: str | None = None
    schema_digest: bytes | None = None  # SHA-256 of the canonical XSD
    presentation_digest: bytes | None = None  # SHA-256 of the canonical XSLT


def read(data: bytes) -> Form:
    """Raises Refused: the reading of XML, or a broken XMLDataContainer."""
    root = tree.parse(data)
    if root.tag != XDC_1_1 + "XMLDataContainer":
        return Form(_canonical(root))
    holder = names.only(root, XDC_1_1 + "XMLData")
    contents = list(holder.iterchildren("*"))
    if len(contents) != 1:
        raise Refused(Reason.FORM_DIFFERS, SubIndication.FORMAT_FAILURE)
    used = root.find(XDC_1_1 + "UsedSchemasReferenced")
    return Form(
        content=_canonical(contents[0]),
        identifier=holder.get("Identifier"),
        version=holder.get("Version"),
        schema_digest=_digest(used, "UsedXSDReference"),
        presentation_digest=_digest(used, "UsedPresentationSchemaReference"),
    )


def digest_of(schema: bytes) -> bytes:
    """The digest that an XMLDataContainer names for an XSD or an XSLT: SHA-256 of its canonical form without
    comments. Raises Refused."""
    root = tree.parse(schema)
    body = canonical.octets_of(root, Method(), comments=False)
    return hashlib.sha256(canonical.with_surroundings(root, body)).digest()


def require_only(container: Container, expected: bytes) -> None:
    """The container's one data file is this form. Raises Refused."""
    if expected not in container.data_files.values():
        _require_same(container, expected)
    if len(container.data_files) != 1:
        raise Refused(Reason.FORM_NOT_ALONE)


def _require_same(container: Container, expected: bytes) -> None:
    """Not byte for byte: then the same form in a wrapper of somebody else's making."""
    wanted = read(expected)
    problems = []
    for data in container.data_files.values():
        try:
            if tree.looks_like_xml(data):
                _require_equal(read(data), wanted)
                return
        except Refused as problem:
            problems.append(problem)
    raise problems[0] if problems else Refused(Reason.FORM_ABSENT)


def _require_equal(found: Form, wanted: Form) -> None:
    if found.content != wanted.content:
        raise Refused(Reason.FORM_DIFFERS, SubIndication.HASH_FAILURE)
    about = ("identifier", "version", "schema_digest", "presentation_digest")
    # What was wanted as a bare form says nothing about its wrapper.
    if any(getattr(wanted, name) not in (None, getattr(found, name)) for name in about):
        raise Refused(Reason.FORM_SCHEMA_DIFFERS, SubIndication.HASH_FAILURE)


def _canonical(element: etree._Element) -> bytes:
    return canonical.subtree(element, _EXCLUSIVE)


def _digest(used: etree._Element | None, name: str) -> bytes | None:
    """The digest that a wrapper names; only SHA-256 is defined for it, in this spelling."""
    reference = None if used is None else used.find(XDC_1_1 + name)
    if reference is None:
        return None
    value = reference.get(XDC_1_1 + "DigestValue") or reference.get("DigestValue") or ""
    method = reference.get(XDC_1_1 + "DigestMethod") or reference.get("DigestMethod")
    if method != SHA_256:
        raise Refused(Reason.FORM_SCHEMA_DIFFERS, SubIndication.HASH_FAILURE)
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        raise Refused(Reason.FORM_SCHEMA_DIFFERS, SubIndication.HASH_FAILURE) from None
