"""Bytes → the tree of a trusted list: the only place where one is parsed.

A list comes from outside, though mostly from a state: no DOCTYPE, no entities, no network, bounded size.
"""

from __future__ import annotations

from lxml import etree

MAX_BYTES = 16 * 1024 * 1024  # the largest national list has some five million bytes
TSL = "{http://uri.etsi.org/02231/v2#}"
ROOT = TSL + "TrustServiceStatusList"


class BadList(ValueError):
    """The bytes are no trusted list that can be used; the sentence says why, in English, for the operator."""


def parse(data: bytes) -> etree._Element:
    """The root of the list. Raises BadList."""
    if len(data) > MAX_BYTES:
        raise BadList(f"the file has {len(data)} bytes; a trusted list may have {MAX_BYTES}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadList(f"the file is not well-formed XML: {error.msg}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadList("the file has a DOCTYPE, which is refused")
    if root.tag != ROOT:
        raise BadList("the file is no trusted list: its root is not tsl:TrustServiceStatusList")
    return root
