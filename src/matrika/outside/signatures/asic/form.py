"""The signed form: is it exactly the one that this filing asked to be signed (R-5.1)?

A form travels as it is, or inside an XMLDataContainer 1.1, the wrapper of Slovak electronic forms, which
the signing program may have written itself. What must be equal is then the form's canonical XML and the
schema and the presentation it was signed with: by the digests that the wrapper names, or, when it brings them
along instead (`UsedSchemasEmbedded`, as programs do for forms that the state has not published), by theirs.
"""

from __future__ import annotations

import base64
import copy
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
# A schema has no ancestors from which the two versions inherit different things.
_INCLUSIVE = (None, canonical.INCLUSIVE, "http://www.w3.org/2006/12/xml-c14n11")
_REFERENCED, _EMBEDDED = [XDC_1_1 + "UsedSchemasReferenced"], [XDC_1_1 + "UsedSchemasEmbedded"]
_SCHEMAS = (_REFERENCED, _EMBEDDED)


@dataclass(frozen=True, slots=True)
class Form:
    """The form inside an XMLDataContainer, or a form as it is (then nothing but its content)."""

    content: bytes  # exclusive canonical XML of the form's root element
    identifier: str | None = None  # http://data.gov.sk/doc/eform/…
    version: str | None = None
    schema_digest: bytes | None = None  # SHA-256 of the canonical XSD
    presentation_digest: bytes | None = None  # SHA-256 of the canonical XSLT
    brings_schemas: bool = False  # then it need not name the form: its schema does


def read(data: bytes) -> Form:
    """Raises Refused: the reading of XML, or a broken XMLDataContainer."""
    root = tree.parse(data)
    if root.tag != XDC_1_1 + "XMLDataContainer":
        return Form(_canonical(root))
    holder = names.only(root, XDC_1_1 + "XMLData")
    contents = _elements_alone(holder)
    schemas = [child for child in _elements_alone(root) if child is not holder]
    if len(contents) != 1 or [one.tag for one in schemas] not in (*_SCHEMAS, []):
        raise Refused(Reason.FORM_DIFFERS, SubIndication.FORMAT_FAILURE)
    used = schemas[0] if schemas else None
    is_embedded = used is not None and [used.tag] == _EMBEDDED
    _require_each_once(used, "Embedded" if is_embedded else "Reference")
    digest = _digest_of_embedded if is_embedded else _digest
    return Form(
        content=_canonical(contents[0]),
        identifier=holder.get("Identifier"),
        version=holder.get("Version"),
        schema_digest=digest(used, "UsedXSD"),
        presentation_digest=digest(used, "UsedPresentationSchema"),
        brings_schemas=is_embedded,
    )


def _elements_alone(parent: etree._Element) -> list[etree._Element]:
    """The elements of a part of the wrapper, where nothing else may be signed along: no text, which could
    also stand behind a comment, and no instruction. Raises Refused."""
    nodes = list(parent.iterchildren())
    said = "".join([parent.text or "", *(node.tail or "" for node in nodes)]).strip()
    if said or any(isinstance(node, etree._ProcessingInstruction) for node in nodes):
        raise Refused(Reason.FORM_DIFFERS, SubIndication.FORMAT_FAILURE)
    return [node for node in nodes if not isinstance(node, etree._Comment)]


def _require_each_once(used: etree._Element | None, ending: str) -> None:
    """One schema and one presentation: of two the signatory may have been shown the other. Raises Refused."""
    found = [] if used is None else [str(child.tag) for child in _elements_alone(used)]
    known = {f"{XDC_1_1}{name}{ending}" for name in ("UsedXSD", "UsedPresentationSchema")}
    if len(found) != len(set(found)) or not known.issuperset(found):
        raise Refused(Reason.FORM_SCHEMA_DIFFERS, SubIndication.FORMAT_FAILURE)


def digest_of(schema: bytes) -> bytes:
    """The digest that an XMLDataContainer names for an XSD or an XSLT: SHA-256 of its canonical form without
    comments. Raises Refused."""
    return _digest_of_root(tree.parse(schema))


def _digest_of_root(root: etree._Element) -> bytes:
    try:
        body = canonical.octets_of(root, Method(), comments=False)
    except etree.C14NError:
        raise Refused(Reason.FORM_SCHEMA_DIFFERS, SubIndication.HASH_FAILURE) from None
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
    about = ["schema_digest", "presentation_digest"]
    if not found.brings_schemas or found.identifier is not None or found.version is not None:
        about += ["identifier", "version"]
    # What was wanted as a bare form says nothing about its wrapper.
    if any(getattr(wanted, name) not in (None, getattr(found, name)) for name in about):
        raise Refused(Reason.FORM_SCHEMA_DIFFERS, SubIndication.HASH_FAILURE)


def _canonical(element: etree._Element) -> bytes:
    """Raises Refused for what has no canonical form, as with a relative URI for namespace (C14N 1.0 §1.3):
    the forms that are asked for have one, so it is another."""
    try:
        return canonical.subtree(element, _EXCLUSIVE)
    except (etree.C14NError, etree.XMLSyntaxError):
        raise Refused(Reason.FORM_DIFFERS, SubIndication.HASH_FAILURE) from None


def _digest(used: etree._Element | None, name: str) -> bytes | None:
    """The digest that a wrapper names. Raises Refused, also for one that cannot be compared with ours."""
    reference = None if used is None else used.find(f"{XDC_1_1}{name}Reference")
    if reference is None:
        return None
    value = _said(reference, "DigestValue") or ""
    method, transform = _said(reference, "DigestMethod"), _said(reference, "TransformAlgorithm")
    if method != SHA_256:
        raise Refused(Reason.ALGORITHM_UNKNOWN, SubIndication.GENERIC)
    if transform not in _INCLUSIVE:
        raise Refused(Reason.TRANSFORM_UNKNOWN, SubIndication.GENERIC)
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        raise Refused(Reason.FORM_SCHEMA_DIFFERS, SubIndication.HASH_FAILURE) from None


def _said(reference: etree._Element, name: str) -> str | None:
    """An attribute, which programs write with the prefix or without. Raises Refused for both at once."""
    said = [value for value in map(reference.get, (XDC_1_1 + name, name)) if value is not None]
    if len(said) > 1:
        raise Refused(Reason.FORM_SCHEMA_DIFFERS, SubIndication.FORMAT_FAILURE)
    return said[0] if said else None


def _digest_of_embedded(used: etree._Element | None, name: str) -> bytes | None:
    """The digest of a schema that lies in the wrapper itself, as if it were a file of its own."""
    holder = None if used is None else used.find(f"{XDC_1_1}{name}Embedded")
    if holder is None or len(contents := _elements_alone(holder)) != 1:
        return None
    # A copy has the namespaces that it declares or uses, and not those of the wrapper around it.
    return _digest_of_root(copy.deepcopy(contents[0]))
