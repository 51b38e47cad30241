"""Why a signature is refused, and the parts of one that has the wanted shape."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from samllint.canonical import Method
from samllint.entity import Where


class Kind(StrEnum):
    """What the verifier refuses; each has its own sentence in rules/signature_valid."""

    SEVERAL = "several"  # more than one Signature in the document
    MISPLACED = "misplaced"  # not a child of the EntityDescriptor or of an SPSSODescriptor
    MALFORMED = "malformed"  # parts missing, doubled, out of order; ds:Object; no Base64
    SEVERAL_REFERENCES = "several-references"
    REFERENCE = "reference"  # to something else than the element it stands in
    ID_NOT_UNIQUE = "id-not-unique"
    TRANSFORM = "transform"
    CANONICALISATION = "canonicalisation"
    NO_CANONICAL_FORM = "no-canonical-form"  # a namespace with a relative URI has none (C14N 1.0 §1.3)
    DIGEST_METHOD = "digest-method"
    SIGNATURE_METHOD = "signature-method"
    NO_SIGNING_KEY = "no-signing-key"  # no KeyDescriptor for signing with a readable certificate
    FOREIGN_KEY = "foreign-key"  # valid, but by the key in KeyInfo, which no KeyDescriptor names
    ENCRYPTION_KEY = "encryption-key"  # valid, but by a key that is for encryption only
    REFORMATTED = "reformatted"  # white space was changed after signing; without the change it is valid
    CHANGED = "changed"  # the content is not what was signed
    NOT_VERIFIED = "not-verified"  # no key made this signature value


class InvalidSignature(Exception):
    """The signature must not be trusted. `where` is the element at fault, `detail` the found value."""

    def __init__(self, kind: Kind, element: etree._Element, detail: str = "") -> None:
        super().__init__(f"{kind.value}: {detail}" if detail else kind.value)
        self.kind = kind
        self.where = Where(element)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature of the wanted shape; nothing about it is verified yet."""

    element: etree._Element  # ds:Signature
    parent: etree._Element  # what it signs
    info: etree._Element  # ds:SignedInfo
    info_method: Method
    content_method: Method
    whole_document: bool  # the reference is ""
    signature_method: str
    digest_method: str
    digest: bytes
    value: bytes
