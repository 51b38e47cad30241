"""Namespaces and names of XML signatures, and the few ways to read an element that all parts share."""

from __future__ import annotations

import base64
import binascii

from lxml import etree

from matrika.core.verdict.words import Reason
from matrika.outside.signatures.refused import Refused

DS = "{http://www.w3.org/2000/09/xmldsig#}"
ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"
# Spelled so by the first edition of the standard, and by programs that lost the zero.
ASIC_NAMESPACES = (ASIC, "{http://uri.etsi.org/02918/v1.1.1#}", "{http://uri.etsi.org/2918/v1.2.1#}")
# XAdES 1.3.2 (EN 319 132-1), and its two forerunners, which old documents use.
XADES_NAMESPACES = (
    "http://uri.etsi.org/01903/v1.3.2#",
    "http://uri.etsi.org/01903/v1.2.2#",
    "http://uri.etsi.org/01903/v1.1.1#",
)
SIGNED_PROPERTIES_TYPES = {
    "http://uri.etsi.org/01903#SignedProperties",
    "http://uri.etsi.org/01903/v1.2.2#SignedProperties",
    "http://uri.etsi.org/01903/v1.1.1#SignedProperties",
}
MANIFEST_TYPE = "http://www.w3.org/2000/09/xmldsig#Manifest"
ID_ATTRIBUTES = ("Id", "ID", "id", "{http://www.w3.org/XML/1998/namespace}id")


def only(parent: etree._Element, tag: str) -> etree._Element:
    """The one child of that name. Raises Refused when there is none, or another one."""
    found = list(parent.iterchildren(tag))
    if len(found) != 1:
        raise Refused(Reason.STRUCTURE)
    return found[0]


def decoded(element: etree._Element) -> bytes:
    """The bytes of a Base64 text. Raises Refused.

    Comments and elements inside are refused: a reader that stops at the first of them reads less.
    """
    if len(element):
        raise Refused(Reason.STRUCTURE)
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        raise Refused(Reason.STRUCTURE) from None


def identifiers(root: etree._Element) -> dict[str, list[etree._Element]]:
    """Every element that has an identifier, by it; more than one bearer is a reason for suspicion."""
    found: dict[str, list[etree._Element]] = {}
    for element in root.iter("*"):
        for value in {element.get(name) for name in ID_ATTRIBUTES} - {None}:
            found.setdefault(str(value), []).append(element)
    return found
