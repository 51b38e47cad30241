"""Where elements and attributes stand: line, column, XPath.

libxml2 keeps no columns, counts a tag's line where the tag ends, and stops at 65 535 for some nodes. So
when (and only when) something is wrong, the start tags are counted out in the text itself. That is
safe in a document that libxml2 has found well-formed and free of a DOCTYPE: there, `<` begins markup
and nothing else, except inside comments, CDATA sections and processing instructions.
"""

from __future__ import annotations

import re

from lxml import etree

from samllint.entity import Where
from samllint.namespaces import PREFIXES
from samllint.report import Place

_MARKUP = re.compile(rb"<(?:([^!?/])|!--.*?-->|!\[CDATA\[.*?\]\]>|\?.*?\?>)", re.DOTALL)
_SHORT = [(f"{{{namespace}}}", f"{prefix}:") for namespace, prefix in PREFIXES.items()]
_FOREIGN = re.compile(r"\{[^{}]*\}([^/\[]+)")  # {namespace}name
_PROLOG = re.compile(rb"(?:[ \t\r\n]+|<!--.*?-->|<\?.*?\?>)*(<!DOCTYPE)?", re.DOTALL)
_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_TAG_NAME = re.compile(rb"<[^\s/>]+")


class Places:
    """The places of one document. `xml` is its UTF-8 text, which begins at `line`, `column`."""

    def __init__(self, xml: bytes, root: etree._Element, line: int, column: int) -> None:
        self._xml = xml
        self._origin = (line, column)
        self._tree = root.getroottree()
        self._starts: dict[etree._Element, int] = {}
        tags = (match.start() for match in _MARKUP.finditer(xml) if match.lastindex)
        self._rest = zip(root.iter("*"), tags, strict=True)

    def of(self, where: Where) -> Place:
        """The place of the element's start tag, or of the attribute if it is there."""
        node = where.node
        assert isinstance(node, etree._Element)
        at, xpath = self._start(node), xpath_of(node, self._tree)
        if where.attribute:
            name = where.attribute.rpartition("}")[2]
            at += self._attribute(at, name)
            xpath += f"/@{name}"
        line, column = line_and_column(self._xml, at)
        first_line, first_column = self._origin
        if line == 1:
            column += first_column - 1
        return Place(line + first_line - 1, column, xpath)

    def _start(self, node: etree._Element) -> int:
        """Where the element's start tag begins. The text is counted through only as far as was asked."""
        if node not in self._starts:
            for element, at in self._rest:
                self._starts[element] = at
                if element is node:
                    break
        return self._starts[node]

    def _attribute(self, at: int, name: str) -> int:
        """How many bytes behind the start of its tag the attribute's name begins; 0 if it is absent."""
        position = _end_of(_TAG_NAME.match(self._xml, at), at)
        while match := _ATTRIBUTE.match(self._xml, position):
            if match[1].decode().rpartition(":")[2] == name and not match[1].startswith(b"xmlns:"):
                return match.start(1) - at
            position = match.end()
        return 0


def _end_of(match: re.Match[bytes] | None, otherwise: int) -> int:
    return match.end() if match else otherwise


def line_and_column(xml: bytes, at: int) -> tuple[int, int]:
    """Of the character at a byte offset, both from 1. A line ends with CR LF, LF or CR."""
    if xml.find(b"\r", 0, at) >= 0:
        xml = xml[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        at = len(xml)
    last = xml.rfind(b"\n", 0, at) + 1
    return xml.count(b"\n", 0, at) + 1, len(xml[last:at].decode()) + 1


def xpath_of(node: etree._Element, tree: etree._ElementTree) -> str:
    """With the usual prefixes: /md:EntityDescriptor/md:SPSSODescriptor/md:KeyDescriptor[2]."""
    root = tree.getroot()
    path = f"/{root.tag}" if node is root else f"/{root.tag}/{tree.getelementpath(node)}"
    for clark, prefix in _SHORT:
        if "{" not in path:
            break
        path = path.replace(clark, prefix)
    return _FOREIGN.sub(r"*[local-name()='\1']", path) if "{" in path else path


def doctype_in(xml: bytes) -> tuple[int, int] | None:
    """Line and column of the document type declaration, if one stands before the root element."""
    match = _PROLOG.match(xml)
    return line_and_column(xml, match.start(1)) if match and match[1] else None
