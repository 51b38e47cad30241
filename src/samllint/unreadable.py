"""Why bytes are not a document that can be judged: the kinds, and the exception."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong with the bytes. All but those in PASSABLE end the reading at once."""

    TOO_LARGE = "too-large"
    TOO_MANY_KEYS = "too-many-keys"
    TOO_MUCH_MARKUP = "too-much-markup"
    TOO_MANY_PREFIXES = "too-many-prefixes"
    EMPTY = "empty"
    PRIVATE_KEY = "private-key"
    PEM = "pem"
    HTML = "html"
    BASE64 = "base64"
    DOUBLE_BASE64 = "double-base64"
    NOT_XML = "not-xml"  # a ZIP, a PDF, JSON …; the detail names it
    ENCODING = "encoding"
    DOCTYPE = "doctype"
    NOT_WELL_FORMED = "not-well-formed"
    NOT_METADATA = "not-metadata"  # XML, yet its root is no EntityDescriptor; only `document.load` says so
    FOREIGN_ENCODING = "foreign-encoding"  # readable, yet neither UTF-8 nor UTF-16
    BEFORE_DECLARATION = "before-declaration"
    CR_REFERENCE = "cr-reference"


PASSABLE = frozenset({Kind.FOREIGN_ENCODING, Kind.BEFORE_DECLARATION, Kind.CR_REFERENCE})


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason to refuse the bytes; line and column count from 1, 0 = the document as a whole."""

    kind: Kind
    detail: str = ""  # the found value: an encoding's name, the parser's own words
    line: int = 0
    column: int = 0

    @property
    def ends_reading(self) -> bool:
        return self.kind not in PASSABLE


class Unreadable(Exception):
    """These bytes cannot be taken for metadata; `refusal` says why and where."""

    def __init__(self, refusal: Refusal) -> None:
        detail = f": {refusal.detail}" if refusal.detail else ""
        super().__init__(f"{refusal.kind.value}{detail}")
        self.refusal = refusal

    @property
    def kind(self) -> Kind:
        return self.refusal.kind
