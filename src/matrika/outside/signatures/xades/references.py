"""A ds:Reference → the octets that it speaks about, and whether their digest is right (XMLDSig 1.1 §4.4.3).

Only the transforms that signatures of documents use are computed; any other one is "cannot verify",
never "valid". What a reference may point to inside its own file is a short list, so that a signed
element cannot be moved to where nobody looks (signature wrapping).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote, unquote_plus

from lxml import etree

from matrika.core.verdict import SubIndication
from matrika.core.verdict.words import Reason
from matrika.outside.signatures import limits, tree
from matrika.outside.signatures.refused import Refused
from matrika.outside.signatures.xades import algorithms, names
from matrika.outside.signatures.xades.names import DS
from samllint import canonical
from samllint.canonical import EXCLUSIVE, METHODS, Method

ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
BASE64 = "http://www.w3.org/2000/09/xmldsig#base64"
XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
XPATH_FILTER = "http://www.w3.org/2002/06/xmldsig-filter2"
CANONICAL_1_1 = "http://www.w3.org/2006/12/xml-c14n11"
_CANONICALISATIONS = {
    **METHODS,
    CANONICAL_1_1: Method(),
    CANONICAL_1_1 + "#WithComments": Method(comments=True),
}
_XML = "{http://www.w3.org/XML/1998/namespace}"
# The two expressions that EU DSS writes for "this document without its signatures", with any prefix.
_NO_SIGNATURES = {
    XPATH: re.compile(r"not\(ancestor-or-self::([A-Za-z][\w.-]*):Signature\)"),
    XPATH_FILTER: re.compile(r"/descendant::([A-Za-z][\w.-]*):Signature"),
}
_MAX_PREFIXES = 16


@dataclass(slots=True)
class Budget:
    """Octets that may still be digested for one file."""

    left: int = limits.MAX_DIGESTED_BYTES

    def spend(self, octets: bytes) -> bytes:
        self.left -= len(octets)
        if self.left < 0:
            raise Refused(Reason.TOO_MUCH_WORK, SubIndication.GENERIC)
        return octets


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What one signature can speak about."""

    signature: etree._Element
    identifiers: Mapping[str, list[etree._Element]]  # of its file
    files: Mapping[str, bytes]  # of its container; none for a document of its own
    is_alone: bool  # an XML document that carries its own signature, not a signature file of a container
    budget: Budget = field(default_factory=Budget)

    def target(self, uri: str) -> etree._Element | str:
        """An element of the signature's own file, or the name of a file. Raises Refused."""
        if uri == "":
            if not self.is_alone:
                raise Refused(Reason.REFERENCE_MISPLACED)
            return self.signature.getroottree().getroot()
        if not uri.startswith("#"):
            return self._file(uri)
        if uri.startswith("#xpointer"):
            raise Refused(Reason.TRANSFORM_UNKNOWN, SubIndication.GENERIC)
        found = self.identifiers.get(uri[1:], [])
        if not found:
            raise Refused(Reason.REFERENCE_NOT_FOUND, SubIndication.SIGNED_DATA_NOT_FOUND)
        if len(found) > 1:
            raise Refused(Reason.ID_NOT_UNIQUE)
        return found[0]

    def _file(self, uri: str) -> str:
        """URIs are percent-encoded (RFC 3986); some writers leave names alone, some write + for blanks."""
        for name in (unquote(uri), uri, unquote_plus(uri)):
            if name in self.files:
                return name
        raise Refused(Reason.REFERENCE_NOT_FOUND, SubIndication.SIGNED_DATA_NOT_FOUND)


def target_of(reference: etree._Element, around: Surroundings) -> etree._Element | str:
    """What the reference speaks about: an element, or the name of a file. Raises Refused."""
    uri = reference.get("URI")
    if uri is None:
        raise Refused(Reason.REFERENCE_NOT_FOUND, SubIndication.SIGNED_DATA_NOT_FOUND)
    return around.target(uri)


def require_matching(reference: etree._Element, target: etree._Element | str, around: Surroundings) -> None:
    """Raises Refused unless the digest of what the reference speaks about is the signed one."""
    method = names.only(reference, DS + "DigestMethod").get("Algorithm", "")
    expected = names.decoded(names.only(reference, DS + "DigestValue"))
    steps = transforms_of(reference)
    if isinstance(target, str):
        octets = _of_file(around.files[target], steps)
    else:
        octets = _of_element(target, steps, around.signature, is_document=reference.get("URI") == "")
    if algorithms.digest(method, around.budget.spend(octets)) != expected:
        raise Refused(Reason.DATA_CHANGED, SubIndication.HASH_FAILURE)


def canonicalisation(element: etree._Element) -> Method:
    """The method that a CanonicalizationMethod or a Transform names. Raises Refused."""
    name = element.get("Algorithm", "")
    if name not in _CANONICALISATIONS:
        raise Refused(Reason.TRANSFORM_UNKNOWN, SubIndication.GENERIC)
    method = _CANONICALISATIONS[name]
    parameters = list(element.iterchildren("*"))
    if not parameters:
        return method
    if not method.exclusive or [each.tag for each in parameters] != [f"{{{EXCLUSIVE}}}InclusiveNamespaces"]:
        raise Refused(Reason.TRANSFORM_UNKNOWN, SubIndication.GENERIC)
    prefixes = tuple(sorted(set(parameters[0].get("PrefixList", "").split())))
    if len(prefixes) > _MAX_PREFIXES:
        raise Refused(Reason.XML_TOO_COMPLEX, SubIndication.GENERIC)
    return replace(method, prefixes=prefixes)


def octets(element: etree._Element, method_element: etree._Element | None) -> bytes:
    """The canonical octets of a part of the file, SignedInfo or SignatureValue. Raises Refused."""
    method = Method() if method_element is None else canonicalisation(method_element)
    if method_element is not None:
        _require_same_in_1_1(element, method_element.get("Algorithm", ""))
    try:
        return canonical.subtree(element, method)
    except (etree.C14NError, etree.XMLSyntaxError):
        raise Refused(Reason.STRUCTURE) from None


def transforms_of(reference: etree._Element) -> list[etree._Element]:
    lists = list(reference.iterchildren(DS + "Transforms"))
    if len(lists) > 1:
        raise Refused(Reason.STRUCTURE)
    steps = list(lists[0].iterchildren("*")) if lists else []
    if any(step.tag != DS + "Transform" for step in steps):
        raise Refused(Reason.STRUCTURE)
    return steps


def _of_file(data: bytes, steps: list[etree._Element]) -> bytes:
    """The octets of a file: as it is, or its canonical form, or what its Base64 says."""
    for step in steps:
        name = step.get("Algorithm", "")
        if name == BASE64:
            data = _unbase64(data.decode("ascii", "replace"))
        else:
            method = canonicalisation(step)
            root = tree.parse(data)
            # The node set of a whole file keeps its comments; the method decides about them.
            try:
                body = canonical.octets_of(root, method, comments=method.comments)
            except etree.C14NError:
                raise Refused(Reason.STRUCTURE) from None
            data = canonical.with_surroundings(root, body)
            if method.comments and _has_comment_outside(root):
                raise Refused(Reason.TRANSFORM_UNKNOWN, SubIndication.GENERIC)
    return data


def _of_element(
    target: etree._Element, steps: list[etree._Element], signature: etree._Element, *, is_document: bool
) -> bytes:
    """The octets of an element of the signature's file. Its comments never count (XMLDSig 1.1 §4.4.3.3)."""
    cut_own, cut_all, method = False, False, Method()
    rest = list(steps)
    lies_within = any(above.tag == DS + "Signature" for above in (target, *target.iterancestors()))
    while rest and rest[0].get("Algorithm") in (ENVELOPED, XPATH, XPATH_FILTER):
        step = rest.pop(0)
        cut_own = cut_own or step.get("Algorithm") == ENVELOPED
        cut_all = cut_all or _cuts_all_signatures(step)
    if cut_all and lies_within:
        # Without the signatures nothing is left of a part of one.
        raise Refused(Reason.REFERENCE_MISPLACED)
    if rest and rest[0].get("Algorithm") != BASE64:
        method = canonicalisation(rest[0])
        _require_same_in_1_1(target, rest.pop(0).get("Algorithm", ""))
    try:
        apart = canonical.detached(target, method)
        if cut_all:
            _cut_all(apart)
        elif cut_own:
            _cut_own(apart, target, signature)
        if rest and rest[0].get("Algorithm") == BASE64:
            # XPath's string value: the text without comments and instructions.
            return _of_file(_unbase64(str(apart.xpath("string()"))), rest[1:])
        body = canonical.octets_of(apart, method, comments=False)
    except (etree.C14NError, etree.XMLSyntaxError):
        raise Refused(Reason.STRUCTURE) from None
    return _of_file(canonical.with_surroundings(target, body) if is_document else body, rest)


def _cuts_all_signatures(step: etree._Element) -> bool:
    """Whether an XPath step says no more than: without the signatures. Raises Refused for any other one."""
    name = step.get("Algorithm")
    if name == ENVELOPED:
        return False
    said = list(step.iterchildren("*"))
    wanted = "{http://www.w3.org/2002/06/xmldsig-filter2}XPath" if name == XPATH_FILTER else DS + "XPath"
    if len(said) == 1 and said[0].tag == wanted and not len(said[0]):
        found = _NO_SIGNATURES[str(name)].fullmatch("".join((said[0].text or "").split()))
        is_meant = found is not None and said[0].nsmap.get(found[1]) == DS[1:-1]
        if is_meant and said[0].get("Filter") == ("subtract" if name == XPATH_FILTER else None):
            return True
    raise Refused(Reason.TRANSFORM_UNKNOWN, SubIndication.GENERIC)


def _cut_all(root: etree._Element) -> None:
    for element in list(root.iter(DS + "Signature")):
        if element.getparent() is not None and not any(
            above.tag == DS + "Signature" for above in element.iterancestors()
        ):
            canonical.cut_out(element)


def _cut_own(apart: etree._Element, target: etree._Element, signature: etree._Element) -> None:
    """Take the signature out of a copy of the element that holds it."""
    steps: list[int] = []
    element = signature
    while element is not target:
        parent = element.getparent()
        if parent is None:
            raise Refused(Reason.REFERENCE_MISPLACED)
        steps.append(parent.index(element))
        element = parent
    copy = apart
    for step in reversed(steps):
        copy = copy[step]
    if copy is apart:
        raise Refused(Reason.REFERENCE_MISPLACED)
    canonical.cut_out(copy)


def _require_same_in_1_1(element: etree._Element, algorithm: str) -> None:
    """Canonical XML 1.1 differs from 1.0 in what a part inherits of xml:id and xml:base, and nowhere else."""
    if not algorithm.startswith(CANONICAL_1_1):
        return
    for above in element.iterancestors():
        if _XML + "id" in above.attrib or _XML + "base" in above.attrib:
            raise Refused(Reason.TRANSFORM_UNKNOWN, SubIndication.GENERIC)


def _has_comment_outside(root: etree._Element) -> bool:
    return root.getprevious() is not None or root.getnext() is not None


def _unbase64(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Refused(Reason.DATA_CHANGED, SubIndication.HASH_FAILURE) from None
