"""Where elements and attributes stand: line, column, XPath.

libxml2 keeps no columns, and its line numbers end at 65 535 for some nodes. So when (and only when)
something is wrong, the bytes are read a second time by expat, which knows both exactly.
"""

from __future__ import annotations

import contextlib
import re
from xml.parsers import expat

from lxml import etree

from samllint.entity import Where
from samllint.namespaces import PREFIXES
from samllint.report import Place

_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_TAG_NAME = re.compile(rb"<[^\s/>]+")


class Places:
    """The places of one document. `xml` is its UTF-8 text, which begins at `line`, `column`."""

    def __init__(self, xml: bytes, root: etree._Element, line: int, column: int) -> None:
        self._xml = xml
        self._origin = (line, column)
        starts = _start_tags(xml)
        self._starts = dict(zip(root.iter("*"), starts, strict=False))

    def of(self, where: Where) -> Place:
        """The place of the element's start tag, or of the attribute if it is there."""
        node = where.node
        assert isinstance(node, etree._Element)
        line, column, at = self._starts[node]
        xpath = xpath_of(node)
        if where.attribute:
            xpath += "/@" + etree.QName(where.attribute).localname
            within = self._attribute(at, etree.QName(where.attribute).localname)
            line, column = _advanced(line, column, self._xml[at : at + within].decode())
        return self._shifted(line, column, xpath)

    def _attribute(self, at: int, name: str) -> int:
        """How many bytes behind the start of its tag the attribute's name begins; 0 if it is absent."""
        position = _end_of(_TAG_NAME.match(self._xml, at), at)
        while match := _ATTRIBUTE.match(self._xml, position):
            if match[1].decode().rpartition(":")[2] == name and not match[1].startswith(b"xmlns:"):
                return match.start(1) - at
            position = match.end()
        return 0

    def _shifted(self, line: int, column: int, xpath: str) -> Place:
        first_line, first_column = self._origin
        if line == 1:
            column += first_column - 1
        return Place(line + first_line - 1, column, xpath)


def _end_of(match: re.Match[bytes] | None, otherwise: int) -> int:
    return match.end() if match else otherwise


def _advanced(line: int, column: int, passed: str) -> tuple[int, int]:
    """Line and column after these characters."""
    lines = passed.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) == 1:
        return line, column + len(passed)
    return line + len(lines) - 1, len(lines[-1]) + 1


def _start_tags(xml: bytes) -> list[tuple[int, int, int]]:
    """Line and column (from 1) and byte offset of every start tag, in document order."""
    starts: list[tuple[int, int, int]] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        starts.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, parser.CurrentByteIndex))

    parser.StartElementHandler = start
    parser.Parse(xml, True)
    return starts


def xpath_of(node: etree._Element) -> str:
    """An XPath with the usual prefixes, e.g. /md:EntityDescriptor/md:SPSSODescriptor/md:KeyDescriptor[2]."""
    steps: list[str] = []
    element: etree._Element | None = node
    while element is not None:
        steps.append(_step(element))
        element = element.getparent()
    return "/" + "/".join(reversed(steps))


def _step(element: etree._Element) -> str:
    name = etree.QName(element)
    prefix = PREFIXES.get(name.namespace or "")
    step = f"{prefix}:{name.localname}" if prefix else f"*[local-name()='{name.localname}']"
    before = sum(1 for _ in element.itersiblings(element.tag, preceding=True))
    if before or next(element.itersiblings(element.tag), None) is not None:
        step += f"[{before + 1}]"
    return step


def first_doctype(xml: bytes) -> tuple[int, int] | None:
    """Line and column of the document type declaration, if a parser meets one."""
    found: list[tuple[int, int]] = []
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        found.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))
        raise StopIteration

    parser.StartDoctypeDeclHandler = doctype
    with contextlib.suppress(expat.ExpatError, StopIteration):
        parser.Parse(xml, True)
    return found[0] if found else None
