"""Enveloped XML signatures over canonical bytes, written where the metadata schema wants them.

No tree is built: what is signed is already in exclusive C14N, so the digest is that of the bytes, and
the signature is spliced in after the root's start tag. For the consumer it is an ordinary signature
(XMLDSig 1.1; SAML metadata §3): one Reference to the root's ID, enveloped, exclusive C14N, RSA-SHA256.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable

from matrika.outside.keystore import Signer
from matrika.publication.document.namespaces import DS

EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = f"{DS}enveloped-signature"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"

# In canonical form `>` may stand inside attribute values, never `"`.
_START_TAG = re.compile(rb'<[^\s<>"/]+(?: [^\s="<>]+="[^"]*")*>')


def sign_root(
    canonical: bytes, reference_id: str, signer: Signer, *, digest: bytes, prefixes: str = ""
) -> bytes:
    """The canonical document with its signature as the first child of the root.

    `digest` is the SHA-256 of `canonical`; `reference_id` the value of the root's ID; `prefixes` the
    InclusiveNamespaces PrefixList that `canonical` was made with.
    """
    start = start_tag(canonical)
    signature = signature_element(digest, reference_id, signer, prefixes=prefixes.split())
    return start + signature + canonical[len(start) :]


def start_tag(canonical: bytes) -> bytes:
    """The root's start tag, up to and with its `>`.

    Raises ValueError when the bytes do not begin with one.
    """
    found = _START_TAG.match(canonical)
    if found is None:
        raise ValueError("canonical metadata must begin with the root's start tag")
    return found[0]


def signature_element(
    digest: bytes, reference_id: str, signer: Signer, *, prefixes: Iterable[str] = ()
) -> bytes:
    """A ds:Signature over the element whose ID is `reference_id` and whose canonical bytes have `digest`."""
    inner = _signed_info_content(digest, reference_id, sorted(prefixes))
    # Inside ds:Signature the prefix is declared already; the canonical form of SignedInfo, which
    # is what the key signs, starts from nothing and so declares it itself.
    value = signer.sign(f'<ds:SignedInfo xmlns:ds="{DS}">{inner}</ds:SignedInfo>'.encode())
    certificate = _base64(signer.certificate_der)
    return (
        f'<ds:Signature xmlns:ds="{DS}"><ds:SignedInfo>{inner}</ds:SignedInfo>'
        f"<ds:SignatureValue>{_base64(value)}</ds:SignatureValue>"
        f"<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data>"
        "</ds:KeyInfo></ds:Signature>"
    ).encode()


def _signed_info_content(digest: bytes, reference_id: str, prefixes: list[str]) -> str:
    """The children of SignedInfo, written in canonical form: no empty-element tags, sorted attributes."""
    return (
        f'<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE_C14N}"></ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{RSA_SHA256}"></ds:SignatureMethod>'
        f'<ds:Reference URI="#{reference_id}"><ds:Transforms>'
        f'<ds:Transform Algorithm="{ENVELOPED}"></ds:Transform>'
        f'<ds:Transform Algorithm="{EXCLUSIVE_C14N}">{_prefix_list(prefixes)}</ds:Transform>'
        f'</ds:Transforms><ds:DigestMethod Algorithm="{SHA256}"></ds:DigestMethod>'
        f"<ds:DigestValue>{_base64(digest)}</ds:DigestValue></ds:Reference>"
    )


def _prefix_list(prefixes: list[str]) -> str:
    if not prefixes:
        return ""
    return (
        f'<ec:InclusiveNamespaces xmlns:ec="{EXCLUSIVE_C14N}" PrefixList="{" ".join(prefixes)}">'
        "</ec:InclusiveNamespaces>"
    )


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
