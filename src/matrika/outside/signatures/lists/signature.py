"""Who signed a trusted list: one of the certificates that may, or it is refused (TS 119 612 §5.7.1).

The signature is enveloped XAdES. Only what the standard prescribes is there to be used: a reference to the
whole list, further references inside the signature itself, canonicalisation, and a key that comes from the
pinned certificates and from nowhere else.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime

from lxml import etree

from matrika.outside.signatures import certificates
from matrika.outside.signatures.lists.document import BadList, parse
from matrika.outside.signatures.refused import Refused
from matrika.outside.signatures.xades import algorithms
from samllint import canonical

_DS = "{http://www.w3.org/2000/09/xmldsig#}"
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_INCLUSIVE_NAMESPACES = "{http://www.w3.org/2001/10/xml-exc-c14n#}InclusiveNamespaces"
MAX_REFERENCES = 4  # the list, its signed properties, and what some sign beside: KeyInfo


def signer(data: bytes, pins: Sequence[bytes], *, at: datetime) -> bytes:
    """Which of the pinned certificates (DER) signed the list. Raises BadList.

    `at` is when the list was issued: the certificate must have been valid then.
    """
    root = parse(data)
    found = root.findall(_DS + "Signature")
    if len(found) != 1:
        raise BadList(sk="Zoznam nemá podpis, alebo ich má viac.", en="the list has no signature, or several")
    element = found[0]
    info, value = _only(element, "SignedInfo"), _binary(_only(element, "SignatureValue"))
    try:
        _check_references(root, element, info)
        octets = canonical.subtree(info, _method(_only(info, "CanonicalizationMethod")))
    except etree.C14NError as error:
        raise BadList(
            sk="Zoznam sa nedá zapísať v kanonickom tvare.", en="the list has no canonical form"
        ) from error
    algorithm = _only(info, "SignatureMethod").get("Algorithm", "")
    for pin in pins:
        if _made_by(pin, algorithm, value, octets):
            return _valid_at(pin, at)
    raise BadList(
        sk="Zoznam nepodpísal žiadny z certifikátov, ktoré ho smú podpísať, alebo ho niekto zmenil.",
        en="the list was signed by none of the certificates that may sign it, or it was changed",
    )


def _valid_at(pin: bytes, at: datetime) -> bytes:
    certificate = certificates.load_bare(pin)
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise BadList(
            sk="Certifikát, ktorým je zoznam podpísaný, v čase jeho vydania neplatil.",
            en="the certificate that signed the list was not valid when the list was issued",
        )
    return pin


def _check_references(root: etree._Element, signature: etree._Element, info: etree._Element) -> None:
    references = info.findall(_DS + "Reference")
    if not 1 <= len(references) <= MAX_REFERENCES:
        raise BadList(
            sk="Podpis zoznamu sa na nič neodvoláva, alebo je odvolaní priveľa.",
            en="the list's signature has no reference, or too many",
        )
    covers_list = False
    for reference in references:
        target = _target(root, signature, reference.get("URI"))
        covers_list = covers_list or target is root
        if _digest(reference, _octets(signature, reference, target)) != _binary(
            _only(reference, "DigestValue")
        ):
            raise BadList(
                sk="Zoznam po podpise niekto zmenil.", en="the list was changed after it was signed"
            )
    if not covers_list:
        raise BadList(sk="Podpis sa nevzťahuje na zoznam.", en="the list's signature does not cover the list")


def _digest(reference: etree._Element, octets: bytes) -> bytes:
    try:
        return algorithms.digest(_only(reference, "DigestMethod").get("Algorithm", ""), octets)
    except Refused:
        raise BadList(
            sk="Podpis zoznamu používa odtlačok, ktorému sa nedá veriť.",
            en="the list's signature uses a digest that is not trusted",
        ) from None


def _target(root: etree._Element, signature: etree._Element, uri: str | None) -> etree._Element:
    if uri == "":
        return root
    if uri is None or not uri.startswith("#") or len(uri) < 2:
        raise BadList(
            sk="Podpis zoznamu sa odvoláva na niečo mimo zoznamu.",
            en="the list's signature refers to something outside of the list",
        )
    found = [node for node in root.iter("*") if uri[1:] in (node.get("Id"), node.get("ID"), node.get("id"))]
    if len(found) == 1 and (found[0] is root or signature in found[0].iterancestors()):
        return found[0]
    raise BadList(
        sk="Podpis zoznamu sa odvoláva na cudzie miesto alebo na viac miest.",
        en="the list's signature refers to a place that is not its own, or to several",
    )


def _octets(signature: etree._Element, reference: etree._Element, target: etree._Element) -> bytes:
    """What the reference's digest is over: the list without the signature, or a part of the signature."""
    transforms = reference.findall(f"{_DS}Transforms/{_DS}Transform")
    names = [transform.get("Algorithm", "") for transform in transforms]
    is_list = target is signature.getparent()
    if is_list != (_ENVELOPED in names[:1]) or len(names) > 1 + is_list:
        raise BadList(
            sk="Podpis zoznamu podpisované údaje mení neznámym spôsobom.",
            en="the list's signature transforms what it signs in an unknown way",
        )
    method = _method(transforms[-1]) if len(names) == 1 + is_list else canonical.Method()
    if is_list:
        return canonical.without_signature(signature, method, whole_document=reference.get("URI") == "")
    return canonical.subtree(target, method)


def _method(element: etree._Element) -> canonical.Method:
    method = canonical.METHODS.get(element.get("Algorithm", ""))
    if method is None:
        raise BadList(
            sk="Podpis zoznamu používa neznámy kanonický tvar.",
            en="the list's signature uses an unknown canonical form",
        )
    prefixes = element.find(_INCLUSIVE_NAMESPACES)
    if prefixes is None:
        return method
    return canonical.Method(
        method.exclusive, method.comments, tuple(prefixes.get("PrefixList", "").split()[:16])
    )


def _made_by(pin: bytes, algorithm: str, value: bytes, octets: bytes) -> bool:
    try:
        algorithms.require_made_by(pin, algorithm, value, octets)
    except Refused:
        return False
    return True


def _only(element: etree._Element, name: str) -> etree._Element:
    found = element.findall(_DS + name)
    if len(found) != 1:
        raise BadList(
            sk=f"V podpise zoznamu prvok {name} chýba, alebo ich je viac.",
            en=f"the list's signature has no {name}, or several",
        )
    return found[0]


def _binary(element: etree._Element) -> bytes:
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except ValueError as error:
        raise BadList(
            sk="Podpis zoznamu nie je v Base64.", en="the list's signature is not Base64"
        ) from error
