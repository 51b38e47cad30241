"""Bytes → element tree: the one place of this package where untrusted XML is parsed.

The same limits as samllint's door, at the sizes of signature files: no DOCTYPE, bounded bytes,
elements, namespaces; libxml2 itself ends at depth 256.
"""

from __future__ import annotations

import re

from lxml import etree

from matrika.core.verdict import SubIndication
from matrika.core.verdict.words import Reason
from matrika.outside.signatures import limits
from matrika.outside.signatures.refused import Refused

_PREFIX = re.compile(rb"\sxmlns:([^\s=]+)")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def parse(data: bytes) -> etree._Element:
    """The root. Raises Refused."""
    if len(data) > limits.MAX_XML_BYTES:
        raise Refused(Reason.XML_TOO_COMPLEX, SubIndication.GENERIC)
    _require_utf_8(data)
    if data.count(b"<") + data.count(b"=") > limits.MAX_MARKUP:
        raise Refused(Reason.XML_TOO_COMPLEX, SubIndication.GENERIC)
    if data.count(b"xmlns:") > limits.MAX_PREFIXES and len(set(_PREFIX.findall(data))) > limits.MAX_PREFIXES:
        raise Refused(Reason.XML_TOO_COMPLEX, SubIndication.GENERIC)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError:
        # Only what starts like one: the word may stand in a text, and then it is harmless.
        is_doctype = b"<!DOCTYPE" in data
        raise Refused(Reason.XML_DOCTYPE if is_doctype else Reason.XML_BROKEN) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(Reason.XML_DOCTYPE)
    if data.count(b"=") > limits.MAX_ATTRIBUTES and any(
        len(element.attrib) > limits.MAX_ATTRIBUTES for element in root.iter("*")
    ):
        raise Refused(Reason.XML_TOO_COMPLEX, SubIndication.GENERIC)
    return root


def looks_like_xml(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def _require_utf_8(data: bytes) -> None:
    """Every signature file in use is UTF-8; in another encoding the counts above would count nothing."""
    named = _ENCODING.match(data)
    if data[:2] in _UTF_16 or b"\0" in data[:4]:
        raise Refused(Reason.XML_BROKEN)
    if named is not None and named[1].upper() not in (b"UTF-8", b"US-ASCII"):
        raise Refused(Reason.XML_BROKEN)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        collect_ids=False,
        recover=False,
    )
