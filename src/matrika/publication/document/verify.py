"""A published document with its consumer's eyes: only the bytes and the public certificate are known."""

from __future__ import annotations

import base64
import hashlib

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from lxml import etree

from matrika.publication.document.canonical import canonical_bytes, take_out
from matrika.publication.document.namespaces import DS
from matrika.publication.document.sign import ENVELOPED, EXCLUSIVE_C14N, RSA_SHA256, SHA256
from samllint.document import parse_tree
from samllint.unreadable import Unreadable

_NAMESPACES = {"ds": DS, "ec": EXCLUSIVE_C14N}


class NotVerified(Exception):
    """What was about to be published would not be accepted; nothing is swapped."""


def verify_document(document: bytes, certificate: x509.Certificate) -> bytes:
    """The canonical bytes that the document's signature covers.

    Raises NotVerified when a consumer that trusts the certificate would refuse the document.
    """
    try:
        root = parse_tree(document)
    except Unreadable as error:
        raise NotVerified(f"the document cannot be read: {error}") from error
    signature = root[0] if len(root) else None
    if signature is None or signature.tag != f"{{{DS}}}Signature":
        raise NotVerified("the first child of the root is no signature")
    digest, reference_id, prefixes = verify_signature(signature, certificate)
    if root.get("ID") != reference_id:
        raise NotVerified("the signature refers to another element than the root")
    take_out(signature)
    covered = canonical_bytes(root, prefixes.split())
    if hashlib.sha256(covered).digest() != digest:
        raise NotVerified("the digest is not that of the document")
    return covered


def verify_signature(signature: etree._Element, certificate: x509.Certificate) -> tuple[bytes, str, str]:
    """Digest, ID and PrefixList that the holder of the certificate's key vouches for.

    Raises NotVerified.
    """
    info = _one(signature, "ds:SignedInfo")
    _expect(info, "ds:CanonicalizationMethod", EXCLUSIVE_C14N)
    _expect(info, "ds:SignatureMethod", RSA_SHA256)
    reference = _one(info, "ds:Reference")
    _expect(reference, "ds:DigestMethod", SHA256)
    transforms = [str(each.get("Algorithm")) for each in reference.iterfind(".//ds:Transform", _NAMESPACES)]
    if transforms != [ENVELOPED, EXCLUSIVE_C14N]:
        raise NotVerified(f"unexpected transforms {transforms}")
    _check_value(canonical_bytes(info), base64.b64decode(_text(signature, "ds:SignatureValue")), certificate)
    inclusive = reference.find(".//ec:InclusiveNamespaces", _NAMESPACES)
    prefixes = "" if inclusive is None else inclusive.get("PrefixList", "")
    reference_id = reference.get("URI", "").removeprefix("#")
    return base64.b64decode(_text(reference, "ds:DigestValue")), reference_id, prefixes


def _check_value(signed: bytes, value: bytes, certificate: x509.Certificate) -> None:
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey), "the keystore makes and accepts RSA keys only"
    try:
        key.verify(value, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise NotVerified("the signature was not made with the published key") from None


def _one(parent: etree._Element, name: str) -> etree._Element:
    found = parent.findall(name, _NAMESPACES)
    if len(found) != 1:
        raise NotVerified(f"{len(found)} elements {name} where one is expected")
    return found[0]


def _text(parent: etree._Element, name: str) -> str:
    return _one(parent, name).text or ""


def _expect(parent: etree._Element, name: str, algorithm: str) -> None:
    found = _one(parent, name).get("Algorithm")
    if found != algorithm:
        raise NotVerified(f"{name} is {found}, not {algorithm}")
