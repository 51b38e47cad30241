"""Why a well-shaped signature does not verify: what the applicant should do differently.

The guide warns that formatting a document after signing breaks its signature. That is by far the
commonest cause (all four published copies of the ÚPVS provider's own metadata have it), so it is
tried out: if the signature verifies once the white space is undone, it was that.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from lxml import etree

from samllint import canonical, embedded
from samllint.certificate import Certificate, NotACertificate
from samllint.elements import DS, X509_CERTIFICATE
from samllint.entity import EntityDescriptor
from samllint.signature_kinds import InvalidSignature, Kind, Signed
from samllint.signature_numbers import digest_matches, signer_among

MAX_NODES = 5000  # a provider's metadata has about fifty
_BASE64 = frozenset(DS + name for name in ("X509Certificate", "SignatureValue", "DigestValue", "Modulus"))


def why(
    md: EntityDescriptor, signed: Signed, keys: list[Certificate], signer: Certificate | None
) -> InvalidSignature:
    """The most telling reason. `signer` is who made the signature value, if that much was found."""
    if signer is not None:
        kind = Kind.REFORMATTED if _verifies_when_undone(signed, keys) else Kind.CHANGED
        return InvalidSignature(kind, signed.element)
    octets = canonical.subtree(signed.info, signed.info_method)
    if signer_among(signed, octets, _others(md)):
        return InvalidSignature(Kind.ENCRYPTION_KEY, signed.element)
    if signer_among(signed, octets, list(_in_key_info(signed.element))):
        return InvalidSignature(Kind.FOREIGN_KEY, signed.element)
    kind = Kind.REFORMATTED if _verifies_when_undone(signed, keys) else Kind.NOT_VERIFIED
    return InvalidSignature(kind, signed.element)


def _others(md: EntityDescriptor) -> list[Certificate]:
    """Certificates for encryption only."""
    return [
        each.certificate
        for key in md.key_descriptors()
        if key.use == "encryption"
        for each in key.certificates
        if each.certificate
    ]


def _in_key_info(element: etree._Element) -> Iterator[Certificate]:
    for each in element.iter(X509_CERTIFICATE):
        try:
            yield embedded.read(each.text)
        except NotACertificate:
            continue


def _verifies_when_undone(signed: Signed, keys: list[Certificate]) -> bool:
    """Each way is tried on a copy; a document of a provider's size only, for a big one would take long."""
    nodes = signed.element.getroottree().iter()
    if next(islice(nodes, MAX_NODES, None), None) is not None:
        return False
    return any(_verifies(_undone(signed, undo), signed, keys) for undo in _UNDO)


def _verifies(undone: Signed, signed: Signed, keys: list[Certificate]) -> bool:
    """Content without the change, and SignedInfo with or without it."""
    if not digest_matches(undone):
        return False
    return any(
        signer_among(signed, canonical.subtree(each.info, each.info_method), keys)
        for each in (undone, signed)
    )


def _undone(signed: Signed, undo: Callable[[etree._Element], None]) -> Signed:
    """The same signature in a copy of the document in which white space was changed back."""
    root = signed.element.getroottree().getroot()
    counterpart = dict(zip(root.iter("*"), (changed := copy.deepcopy(root)).iter("*"), strict=True))
    undo(changed)
    return replace(
        signed,
        element=counterpart[signed.element],
        parent=counterpart[signed.parent],
        info=counterpart[signed.info],
    )


def _unindent(root: etree._Element) -> None:
    """Without white space between elements."""
    for node in root.iter():
        if len(node) and node.text is not None and not node.text.strip():
            node.text = None
        if node is not root and node.tail is not None and not node.tail.strip():
            node.tail = None


def _unindent_and_unwrap(root: etree._Element) -> None:
    """And without white space within Base64."""
    _unindent(root)
    for node in root.iter(*_BASE64):
        node.text = "".join((node.text or "").split())


def _unindent_and_trim(root: etree._Element) -> None:
    """And without white space around any text."""
    _unindent(root)
    for node in root.iter("*"):
        if node.text is not None:
            node.text = node.text.strip() or None


def _windows_line_ends(root: etree._Element) -> None:
    """With the carriage returns that a tool signed and an editor took away."""
    for node in root.iter():
        node.text = node.text and node.text.replace("\n", "\r\n")
        if node is not root:
            node.tail = node.tail and node.tail.replace("\n", "\r\n")


_UNDO = (_unindent, _unindent_and_unwrap, _unindent_and_trim, _windows_line_ends)
