"""Bytes → the tree of a trusted list: the only place where one is parsed.

A list comes from outside, though mostly from a state: no DOCTYPE, no entities, no network, bounded size.
"""

from __future__ import annotations

from lxml import etree

from samllint.text import Text

MAX_BYTES = 16 * 1024 * 1024  # the largest national list has some five million bytes
TSL = "{http://uri.etsi.org/02231/v2#}"
ROOT = TSL + "TrustServiceStatusList"


class BadList(ValueError):
    """The bytes are no trusted list that can be used; str() says why in English, `why` in both languages."""

    def __init__(self, *, sk: str, en: str) -> None:
        super().__init__(en)
        self.why = Text(sk=sk, en=en)


def parse(data: bytes) -> etree._Element:
    """The root of the list. Raises BadList."""
    if len(data) > MAX_BYTES:
        raise BadList(
            sk=f"Súbor má {len(data)} bajtov; dôveryhodný zoznam smie mať {MAX_BYTES}.",
            en=f"the file has {len(data)} bytes; a trusted list may have {MAX_BYTES}",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadList(
            sk=f"Súbor nie je správne utvorené XML: {error.msg}",
            en=f"the file is not well-formed XML: {error.msg}",
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadList(
            sk="Súbor obsahuje DOCTYPE, čo neprijímame.", en="the file has a DOCTYPE, which is refused"
        )
    if root.tag != ROOT:
        raise BadList(
            sk="Súbor nie je dôveryhodný zoznam: jeho koreň nie je tsl:TrustServiceStatusList.",
            en="the file is no trusted list: its root is not tsl:TrustServiceStatusList",
        )
    return root
