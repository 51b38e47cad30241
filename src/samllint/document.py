"""Bytes → EntityDescriptor: the only place where untrusted XML is parsed.

The order matters: size, what the bytes are at all, encoding, DOCTYPE, well-formedness. Nothing later
is looked at when something earlier fails, except for faults that hide nothing (a blank before the
XML declaration, a carriage return reference), which are noted while the reading goes on.
"""

from __future__ import annotations

import re
import threading
from functools import cached_property

from lxml import etree

from samllint import disguise, elements, outline, schema
from samllint.encoding import Plain, plain
from samllint.entity import EntityDescriptor, Spot, Where
from samllint.places import Places, doctype_in, line_and_column
from samllint.report import Place
from samllint.rule import Needs
from samllint.unreadable import Kind, Refusal, Unreadable

MAX_BYTES = 1024 * 1024
# A rollover needs four. Every one costs a certificate to decode, so a document of thousands is refused.
MAX_KEY_DESCRIPTORS = 64
# Elements, end tags and attributes together. libxml2 keeps every new name it meets for as long as the thread
# lives, so this is asked before parsing.
MAX_MARKUP = 20_000
# Canonical XML and every copy of a subtree cost the square of the namespaces in force.
MAX_PREFIXES = 64
_PREFIX = re.compile(rb"\sxmlns:([^\s=]+)")
_CR_REFERENCE = re.compile(rb"&#(?:0*13|[xX]0*[dD]);")
_threads = threading.local()


class Reading:
    """What could be read of one document: its values as far as it can be trusted, and every refusal."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.refusals: tuple[Refusal, ...] = ()
        self.reached = Needs.BYTES
        self.root: etree._Element | None = None
        self.entity: EntityDescriptor | None = None
        self._plain = Plain(data)

    @property
    def root_name(self) -> str | None:
        """In Clark notation; None when there is no tree."""
        return None if self.root is None else str(self.root.tag)

    @property
    def fatal(self) -> Refusal | None:
        """The refusal that ended the reading."""
        return next((refusal for refusal in self.refusals if refusal.ends_reading), None)

    def refusal(self, *kinds: Kind) -> Refusal | None:
        """The first refusal of one of these kinds."""
        return next((refusal for refusal in self.refusals if refusal.kind in kinds), None)

    def place(self, where: Where | Spot | None) -> Place | None:
        """Line, column and XPath. The first call reads the document a second time."""
        if where is None:
            return None
        if isinstance(where, Spot):
            return Place(where.line, where.column, "")
        return self._places.of(where)

    def schema_mistakes(self) -> tuple[tuple[Where, str], ...]:
        """Where the tree departs from the SAML metadata schema, and libxml2's words for it."""
        return () if self.root is None else schema.mistakes(self.root)

    @cached_property
    def _places(self) -> Places:
        assert self.root is not None
        return Places(self._plain.xml, self.root, self._plain.line, self._plain.column)

    def read(self) -> None:
        """Go as far as the document lets us."""
        if len(self.data) > MAX_BYTES:
            self.refusals = (Refusal(Kind.TOO_LARGE, str(len(self.data))),)
            return
        found = disguise.look(self.data)
        if found is None:
            self.reached = Needs.XML
            decoded = plain(self.data)
            if isinstance(decoded, Plain):
                self._plain, self.refusals = decoded, decoded.refusals
                self.reached = Needs.DECODED
                found = self._parse()
            else:
                found = decoded
        if found is not None:
            self.refusals = (*self.refusals, found)

    def _parse(self) -> Refusal | None:
        xml = self._plain.xml
        if xml.count(b"<") + xml.count(b"=") > MAX_MARKUP:
            return Refusal(Kind.TOO_MUCH_MARKUP, str(MAX_MARKUP))
        try:
            root = etree.fromstring(xml, _parser())
        except etree.XMLSyntaxError as error:
            return self._doctype() or self._syntax(error)
        if root.getroottree().docinfo.internalDTD is not None:
            return self._doctype() or Refusal(Kind.DOCTYPE)
        if _has_too_many_keys(xml, root):
            return Refusal(Kind.TOO_MANY_KEYS, str(MAX_KEY_DESCRIPTORS))
        if xml.count(b"xmlns:") > MAX_PREFIXES and len(set(_PREFIX.findall(xml))) > MAX_PREFIXES:
            return Refusal(Kind.TOO_MANY_PREFIXES, str(MAX_PREFIXES))
        self.root = root
        if b"&#" in xml and (reference := _CR_REFERENCE.search(xml)):
            self._note_cr_reference(reference)
        self._understand(root)
        return None

    def _understand(self, root: etree._Element) -> None:
        """Take the values out of the tree and note how much there is for rules to look at."""
        self.reached = Needs.TREE
        if root.tag != elements.ENTITY_DESCRIPTOR:
            return
        self.entity = elements.entity(root, has_cdata=b"<![CDATA[" in self._plain.xml)
        self.reached = Needs.ENTITY
        if self.entity.sp_descriptors:
            self.reached = Needs.SP_ROLE
            if self.entity.readable_certificates:
                self.reached = Needs.CERTIFICATES

    def _doctype(self) -> Refusal | None:
        spot = doctype_in(self._plain.xml)
        return spot and Refusal(Kind.DOCTYPE, "", *self._moved(*spot))

    def _syntax(self, error: etree.XMLSyntaxError) -> Refusal:
        line, column = error.position
        words = re.sub(r", line \d+, column \d+( \(.*\))?$", "", error.msg or "")
        return Refusal(Kind.NOT_WELL_FORMED, words, *self._moved(max(line, 1), max(column, 1)))

    def _note_cr_reference(self, reference: re.Match[bytes]) -> None:
        spot = self._moved(*line_and_column(self._plain.xml, reference.start()))
        self.refusals = (*self.refusals, Refusal(Kind.CR_REFERENCE, reference[0].decode(), *spot))

    def _moved(self, line: int, column: int) -> tuple[int, int]:
        """From a position in the UTF-8 text to one in the document as it was sent."""
        if line == 1:
            column += self._plain.column - 1
        return line + self._plain.line - 1, column


def read(data: bytes) -> Reading:
    """Read as much as can be read; never raises, refusals are values."""
    reading = Reading(data)
    reading.read()
    return reading


def load(data: bytes) -> EntityDescriptor:
    """The document's values. Raises Unreadable, also for a root that is no EntityDescriptor."""
    reading = _accepted(data)
    if reading.entity is None:
        assert reading.root is not None
        raise Unreadable(Refusal(Kind.NOT_METADATA, str(reading.root.tag), 1, 1))
    return reading.entity


def outline_of(data: bytes) -> outline.Node:
    """All that the document says, as values. Raises Unreadable.

    Of what was registered before the register existed some has faults that hide nothing (R-3.9): it is read.
    """
    reading = read(data)
    if reading.root is None:
        assert reading.fatal is not None
        raise Unreadable(reading.fatal)
    return outline.of(reading.root)


def parse_tree(data: bytes) -> etree._Element:
    """The root of the tree, for publication: it writes what it read. Raises Unreadable."""
    root = _accepted(data).root
    assert root is not None
    return root


def _has_too_many_keys(xml: bytes, root: etree._Element) -> bool:
    """The bytes are counted first: hardly any document has that many, and counting elements costs more."""
    counted = (b"KeyDescriptor", elements.KEY_DESCRIPTOR), (b"X509Certificate", elements.X509_CERTIFICATE)
    return any(
        xml.count(name) > MAX_KEY_DESCRIPTORS and sum(1 for _ in root.iter(tag)) > MAX_KEY_DESCRIPTORS
        for name, tag in counted
    )


def _accepted(data: bytes) -> Reading:
    reading = read(data)
    if reading.refusals:
        raise Unreadable(reading.refusals[0])
    return reading


def _parser() -> etree.XMLParser:
    """One parser a thread: lxml locks a shared one. A fresh one a document costs more than parsing it."""
    parser: etree.XMLParser | None = getattr(_threads, "parser", None)
    if parser is None:
        parser = _threads.parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            attribute_defaults=False,
            huge_tree=False,
            collect_ids=False,
            recover=False,
            # Kept, so that a CDATA section inside a certificate can be told from text.
            strip_cdata=False,
        )
    return parser
