"""An enveloped metadata signature → the signing Certificate, or InvalidSignature (R-3.2.2).

Restricted on purpose (docs/decisions/0002): one Signature, directly in the EntityDescriptor or in an
SPSSODescriptor; one Reference, to that very element; the enveloped-signature transform and at most
one canonicalisation; RSA with SHA-256 or SHA-512; the key from a signing KeyDescriptor and from
nowhere else. What a wrapping attack needs is not there to be used.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from samllint import canonical, signature_diagnosis
from samllint.canonical import METHODS, Method
from samllint.certificate import Certificate
from samllint.elements import DS
from samllint.entity import EntityDescriptor, Where
from samllint.signature_kinds import InvalidSignature, Kind, Signed
from samllint.signature_numbers import DIGEST_METHODS, SIGNATURE_METHODS, digest_matches, signer_among

ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
INCLUSIVE_NAMESPACES = "{http://www.w3.org/2001/10/xml-exc-c14n#}InclusiveNamespaces"
MAX_PREFIXES = 16  # canonicalisation looks for each of them at each element, up to the root
_ID_ATTRIBUTES = ("ID", "Id", "id", "{http://www.w3.org/XML/1998/namespace}id")


def verify(md: EntityDescriptor) -> Certificate:
    """The certificate whose key made the document's one signature. Raises InvalidSignature.

    The document must have a signature; whether it must be signed at all is not asked here.
    """
    signed = _dissected(*_the_signature(md))
    keys = list(_signing_certificates(md, signed.parent))
    if not keys:
        raise InvalidSignature(Kind.NO_SIGNING_KEY, signed.element)
    try:
        signer = signer_among(signed, canonical.subtree(signed.info, signed.info_method), keys)
        if signer is not None and digest_matches(signed):
            return signer
        raise signature_diagnosis.why(md, signed, keys, signer)
    except etree.C14NError as error:
        raise InvalidSignature(Kind.NO_CANONICAL_FORM, signed.element) from error


def verify_enveloped(element: etree._Element, keys: list[Certificate]) -> Certificate:
    """The same for a SAML message: which of the keys made the signature over the element it stands in.

    The caller has seen that it stands where it must, and reads that parent and nothing around it.
    Raises InvalidSignature.
    """
    parent = element.getparent()
    if parent is None:
        raise InvalidSignature(Kind.MISPLACED, element)
    signed = _dissected(element, parent)
    try:
        signer = signer_among(signed, canonical.subtree(signed.info, signed.info_method), keys)
        if signer is not None and digest_matches(signed):
            return signer
    except etree.C14NError as error:
        raise InvalidSignature(Kind.NO_CANONICAL_FORM, element) from error
    raise InvalidSignature(Kind.NOT_VERIFIED if signer is None else Kind.CHANGED, element)


def _dissected(element: etree._Element, parent: etree._Element) -> Signed:
    """The parts of the signature, every one of them as the profile wants it."""
    info, value = _shaped(element, ["SignedInfo", "SignatureValue"], may_follow="KeyInfo")
    method_element, signature_method, reference = _shaped(
        info, ["CanonicalizationMethod", "SignatureMethod", "Reference"]
    )
    hash_name = signature_method.get("Algorithm", "")
    if hash_name not in SIGNATURE_METHODS or len(signature_method):
        raise InvalidSignature(Kind.SIGNATURE_METHOD, signature_method, hash_name)
    transforms, digest_method, digest = _shaped(reference, ["Transforms", "DigestMethod", "DigestValue"])
    digest_name = digest_method.get("Algorithm", "")
    if digest_name not in DIGEST_METHODS or len(digest_method):
        raise InvalidSignature(Kind.DIGEST_METHOD, digest_method, digest_name)
    return Signed(
        element=element,
        parent=parent,
        info=info,
        info_method=_canonicalisation(method_element),
        content_method=_content_method(transforms),
        whole_document=_whole_document(reference, parent),
        signature_method=hash_name,
        digest_method=digest_name,
        digest=_decoded(digest),
        value=_decoded(value),
    )


def _the_signature(md: EntityDescriptor) -> tuple[etree._Element, etree._Element]:
    """The one Signature, and the EntityDescriptor or SPSSODescriptor that it stands in."""
    elements = [_element(where) for where in md.signatures]
    if len(elements) > 1:
        raise InvalidSignature(Kind.SEVERAL, elements[1], str(len(elements)))
    parent = elements[0].getparent()
    places = [_element(md.where), *(_element(sp.where) for sp in md.sp_descriptors)]
    if parent is None or parent not in places:
        raise InvalidSignature(Kind.MISPLACED, elements[0])
    return elements[0], parent


def _shaped(parent: etree._Element, names: list[str], may_follow: str = "") -> list[etree._Element]:
    """The child elements, which must be exactly these XMLDSig elements in this order."""
    children = list(parent.iterchildren("*"))
    found = [str(child.tag) for child in children]
    wanted = [DS + name for name in names]
    if found == wanted or (may_follow and found == [*wanted, DS + may_follow]):
        return children[: len(names)]
    if found.count(DS + "Reference") > 1:
        raise InvalidSignature(Kind.SEVERAL_REFERENCES, parent)
    raise InvalidSignature(Kind.MALFORMED, parent, etree.QName(parent).localname)


def _whole_document(reference: etree._Element, parent: etree._Element) -> bool:
    """Whether the reference is to the document (""); else it must be to the parent by its unique ID."""
    uri = reference.get("URI")
    if uri == "" and parent.getparent() is None:
        return True
    own = parent.get("ID")
    if not uri or not own or uri != f"#{own}":
        raise InvalidSignature(Kind.REFERENCE, reference, "–" if uri is None else uri)
    bearers = [
        element for element in parent.getroottree().iter("*") if own in map(element.get, _ID_ATTRIBUTES)
    ]
    if bearers != [parent]:
        raise InvalidSignature(Kind.ID_NOT_UNIQUE, reference, own)
    return False


def _content_method(transforms: etree._Element) -> Method:
    """How the signed element is canonicalised. Without a word about it: inclusive (XMLDSig §4.4.3.2)."""
    steps = list(transforms.iterchildren("*"))
    if any(step.tag != DS + "Transform" for step in steps):
        raise InvalidSignature(Kind.TRANSFORM, transforms)
    names = [step.get("Algorithm", "") for step in steps]
    if not names or names[0] != ENVELOPED or len(names) > 2 or len(steps[0]):
        raise InvalidSignature(Kind.TRANSFORM, transforms, " ".join(names))
    return _canonicalisation(steps[1]) if len(steps) == 2 else Method()


def _canonicalisation(element: etree._Element) -> Method:
    name = element.get("Algorithm", "")
    kind = Kind.TRANSFORM if element.tag == DS + "Transform" else Kind.CANONICALISATION
    method = METHODS.get(name)
    if method is None:
        raise InvalidSignature(kind, element, name)
    parameters = list(element.iterchildren("*"))
    if not parameters:
        return method
    if not method.exclusive or [each.tag for each in parameters] != [INCLUSIVE_NAMESPACES]:
        raise InvalidSignature(kind, element, name)
    prefixes = tuple(sorted(set(parameters[0].get("PrefixList", "").split())))
    if len(prefixes) > MAX_PREFIXES:
        raise InvalidSignature(kind, element, f"PrefixList: {len(prefixes)}")
    return replace(method, prefixes=prefixes)


def _decoded(element: etree._Element) -> bytes:
    """The bytes of DigestValue or SignatureValue; nothing but text may be inside.

    A comment there is invisible to the signature and splits the text for careless readers.
    """
    text = "".join((element.text or "").split())
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidSignature(Kind.MALFORMED, element, etree.QName(element).localname) from error
    if len(element) or not data:
        raise InvalidSignature(Kind.MALFORMED, element, etree.QName(element).localname)
    return data


def _signing_certificates(md: EntityDescriptor, parent: etree._Element) -> Iterator[Certificate]:
    """Those in KeyDescriptors for signing: of the signed role, or of every SP role if the root is signed."""
    for sp in md.sp_descriptors:
        if parent.getparent() is None or sp.where.node is parent:
            for key in sp.key_descriptors:
                if key.use in ("signing", None):
                    yield from (each.certificate for each in key.certificates if each.certificate)


def _element(where: Where) -> etree._Element:
    assert isinstance(where.node, etree._Element)
    return where.node
