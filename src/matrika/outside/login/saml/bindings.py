"""How messages travel through a browser: in an address (HTTP-Redirect) or in a form (HTTP-POST).

Every message is signed, ours and theirs: in the address over its octets as they were sent, in a form
inside the XML.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from dataclasses import dataclass
from urllib.parse import quote_plus, unquote_plus

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509 import load_der_x509_certificate
from lxml import etree

from matrika.outside.login.saml.parties import IdentityProvider, OurSide
from matrika.outside.login.saml.reading import parsed, verified
from matrika.outside.login.saml.refused import Fault, Refused
from samllint.signature_numbers import SIGNATURE_METHODS

MAX_BYTES = 256 * 1024
RSA_SHA512 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"
_SHA512 = "http://www.w3.org/2001/04/xmlenc#sha512"
_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
_DS = "http://www.w3.org/2000/09/xmldsig#"


@dataclass(frozen=True, slots=True)
class Form:
    """What the browser posts on."""

    address: str
    fields: tuple[tuple[str, str], ...]


def to_address(message: bytes, name: str, us: OurSide, *, location: str, relay: str = "") -> str:
    """The address to send the browser to. `name` is SAMLRequest or SAMLResponse (SAML bindings §3.4.4.1)."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    text = base64.b64encode(packed.compress(message) + packed.flush()).decode()
    query = f"{name}={quote_plus(text)}"
    if relay:
        query += f"&RelayState={quote_plus(relay)}"
    query += f"&SigAlg={quote_plus(RSA_SHA512)}"
    signature = us.signing_key.sign(query.encode(), padding.PKCS1v15(), hashes.SHA512())
    separator = "&" if "?" in location else "?"
    return f"{location}{separator}{query}&Signature={quote_plus(base64.b64encode(signature).decode())}"


def to_form(message: bytes, name: str, us: OurSide, *, location: str, relay: str = "") -> Form:
    """The form to have the browser post (SAML bindings §3.5)."""
    fields = [(name, base64.b64encode(_signed(message, us)).decode())]
    return Form(location, (*fields, *([("RelayState", relay)] if relay else [])))


def from_query(query: str, name: str, provider: IdentityProvider) -> etree._Element:
    """The message in an address, whose signature holds. Raises Refused."""
    # The octets that were signed are those that were sent: decoding and encoding would change them.
    parts: dict[str, str] = {}
    for part in query.split("&"):
        key, _, value = part.partition("=")
        if key in parts:
            raise Refused(Fault.UNREADABLE, f"{key} twice")
        parts[key] = value
    if not (parts.get("Signature") and parts.get("SigAlg")):
        raise Refused(Fault.UNSIGNED)
    signed = "&".join(f"{key}={parts[key]}" for key in (name, "RelayState", "SigAlg") if key in parts)
    # Of these very parts, not of the query decoded anew: "SAML%52equest" is another part and the same name.
    told = {key: unquote_plus(value) for key, value in parts.items()}
    _verify_query(signed.encode(), told["SigAlg"], _decoded(told["Signature"]), provider)
    unpacker = zlib.decompressobj(-15)
    try:
        message = unpacker.decompress(_decoded(told.get(name, "")), MAX_BYTES)
    except zlib.error:
        raise Refused(Fault.UNREADABLE, "not deflated") from None
    if unpacker.unconsumed_tail:
        raise Refused(Fault.UNREADABLE, "too large")
    return parsed(message)


def from_form(text: str, provider: IdentityProvider) -> etree._Element:
    """The message in a form, whose signature over all of it holds. Raises Refused."""
    if len(text) > 2 * MAX_BYTES:
        raise Refused(Fault.UNREADABLE, "too large")
    return verified(parsed(_decoded(text)), provider)


def _verify_query(signed: bytes, algorithm: str, signature: bytes, provider: IdentityProvider) -> None:
    method = SIGNATURE_METHODS.get(algorithm)
    if method is None:
        raise Refused(Fault.SIGNATURE, algorithm)
    for certificate in provider.certificates:
        key = load_der_x509_certificate(certificate.der).public_key()
        if isinstance(key, rsa.RSAPublicKey):
            try:
                key.verify(signature, signed, padding.PKCS1v15(), method)
            except InvalidSignature:
                continue
            return
    raise Refused(Fault.SIGNATURE, "by no key of the provider")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Refused(Fault.UNREADABLE, "no Base64") from None


def _signed(message: bytes, us: OurSide) -> bytes:
    """Our own message with its signature behind the Issuer, where the schema of SAML wants it."""
    root = parsed(message)
    digest = hashlib.sha512(_canonical(root)).digest()
    inner = (
        f'<ds:CanonicalizationMethod Algorithm="{_C14N}"></ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{RSA_SHA512}"></ds:SignatureMethod>'
        f'<ds:Reference URI="#{root.get("ID")}"><ds:Transforms>'
        f'<ds:Transform Algorithm="{_DS}enveloped-signature"></ds:Transform>'
        f'<ds:Transform Algorithm="{_C14N}"></ds:Transform></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{_SHA512}"></ds:DigestMethod>'
        f"<ds:DigestValue>{_base64(digest)}</ds:DigestValue></ds:Reference>"
    )
    info = f'<ds:SignedInfo xmlns:ds="{_DS}">{inner}</ds:SignedInfo>'.encode()
    value = us.signing_key.sign(info, padding.PKCS1v15(), hashes.SHA512())
    signature = (
        f'<ds:Signature xmlns:ds="{_DS}"><ds:SignedInfo>{inner}</ds:SignedInfo>'
        f"<ds:SignatureValue>{_base64(value)}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>"
        f"<ds:X509Certificate>{_base64(us.signing_certificate)}</ds:X509Certificate>"
        "</ds:X509Data></ds:KeyInfo></ds:Signature>"
    )
    behind = b"</saml:Issuer>"
    return message.replace(behind, behind + signature.encode(), 1)


def _canonical(root: etree._Element) -> bytes:
    return etree.tostring(root, method="c14n", exclusive=True, with_comments=False)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
