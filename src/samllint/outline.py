"""A parsed tree as frozen values, whole: for whoever must not miss anything, such as a comparison.

What a writer may choose freely is gone: prefixes, the order of attributes, quotes, comments, processing
instructions, how much white space stands between words, where Base64 is broken into lines, "1" or "true".
Two documents with equal outlines mean the same.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
BOOLEANS = frozenset({"AuthnRequestsSigned", "WantAssertionsSigned", "isDefault", "isRequired"})
_WORDS = {"1": "true", "0": "false"}
_DS = "{http://www.w3.org/2000/09/xmldsig#}"
BASE64 = frozenset(
    _DS + name for name in ("X509Certificate", "SignatureValue", "DigestValue", "Modulus", "Exponent")
)
# Only what XML itself calls white space: a blank that does not break is a letter of a name.
_XML_SPACE = re.compile(r"[ \t\r\n]+")


class Node(NamedTuple):
    """An element. Names are in Clark notation; texts stand among the children, in order."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()  # sorted by name
    content: tuple[Node | str, ...] = ()

    @property
    def children(self) -> tuple[Node, ...]:
        return tuple(child for child in self.content if isinstance(child, Node))

    @property
    def text(self) -> str:
        """The element's own text, without that of its children."""
        return " ".join(piece for piece in self.content if isinstance(piece, str))

    def get(self, attribute: str) -> str | None:
        return next((value for name, value in self.attributes if name == attribute), None)


def of(element: etree._Element) -> Node:
    """The outline of an element. Its depth is what libxml2 allows, far below Python's own limit."""
    content: list[Node | str] = []
    text = element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            content += [collapsed(text), of(child)]
            text = ""
        text += child.tail or ""
    content.append(collapsed(text))
    if element.tag in BASE64:
        content = [piece.replace(" ", "") if isinstance(piece, str) else piece for piece in content]
    return Node(str(element.tag), _attributes(element), tuple(piece for piece in content if piece))


def collapsed(text: str) -> str:
    return _XML_SPACE.sub(" ", text).strip(" ")


def _attributes(element: etree._Element) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted((str(name), _value(element, str(name), str(value))) for name, value in element.attrib.items())
    )


def _value(element: etree._Element, name: str, value: str) -> str:
    """What the value means: that of xsi:type is a name whose prefix says nothing without its namespace."""
    value = collapsed(value)
    if name in BOOLEANS:
        return _WORDS.get(value, value)
    if name != TYPE:
        return value
    prefix, _, local = value.rpartition(":")
    namespace = element.nsmap.get(prefix or None)
    return f"{{{namespace}}}{local}" if namespace else value
