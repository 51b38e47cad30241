"""Octets → a tree of which every element is signed: what was not signed is not there to be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lxml import etree

from matrika.outside.login.saml.parties import IdentityProvider
from matrika.outside.login.saml.refused import Fault, Refused
from matrika.outside.signatures import tree
from matrika.outside.signatures.refused import Refused as Unparsed
from samllint import canonical, signature
from samllint.canonical import Method
from samllint.signature_kinds import InvalidSignature

SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
SAMLP = "{urn:oasis:names:tc:SAML:2.0:protocol}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"


def parsed(message: bytes) -> etree._Element:
    """The root. Raises Refused."""
    try:
        return tree.parse(message)
    except Unparsed as problem:
        raise Refused(Fault.UNREADABLE, problem.reason.value) from None


def verified(root: etree._Element, provider: IdentityProvider) -> etree._Element:
    """The root again, made anew from the octets that the provider signed. Raises Refused.

    The signature must stand directly in the root and be over it: wrapping (XSW) moves one of the two. And a
    comment, which no signature covers, cannot split a text that is read from signed octets.
    """
    signatures = list(root.iterchildren(f"{DS}Signature"))
    if not signatures:
        raise Refused(Fault.UNSIGNED)
    if len(signatures) > 1:
        raise Refused(Fault.SIGNATURE, "several")
    try:
        signature.verify_enveloped(signatures[0], list(provider.certificates))
    except InvalidSignature as problem:
        raise Refused(Fault.SIGNATURE, str(problem)) from None
    octets = canonical.without_signature(signatures[0], Method(exclusive=True), whole_document=False)
    return parsed(octets)


def require_message(root: etree._Element, name: str, provider: IdentityProvider, *, here: str) -> None:
    """That it is such a message, of the provider, and meant for this address. Raises Refused."""
    if root.tag != SAMLP + name or root.get("Version") != "2.0":
        raise Refused(Fault.WRONG_MESSAGE, etree.QName(root).localname)
    if text(root.find(f"{SAML}Issuer")) != provider.entity_id:
        raise Refused(Fault.ISSUER, text(root.find(f"{SAML}Issuer")))
    if root.get("Destination") != here:
        raise Refused(Fault.DESTINATION, root.get("Destination", "–"))


def text(element: etree._Element | None) -> str:
    """The whole text; "" also where an element or an instruction cuts it, of which one would read a part."""
    return "" if element is None or len(element) else (element.text or "").strip()


def instant(value: str | None) -> datetime | None:
    """An xs:dateTime in UTC; None where there is none. Raises Refused."""
    if value is None:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise Refused(Fault.UNREADABLE, f"no instant: {value[:40]!r}") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def require_now(element: etree._Element, *, at: datetime, drift: timedelta, must_end: bool = False) -> None:
    """That the element's time is now, give or take the clocks' drift. Raises Refused."""
    begin, end = instant(element.get("NotBefore")), instant(element.get("NotOnOrAfter"))
    if begin is not None and at + drift < begin:
        raise Refused(Fault.TOO_EARLY, str(begin))
    if end is not None and at - drift >= end:
        raise Refused(Fault.TOO_LATE, str(end))
    if must_end and end is None:
        raise Refused(Fault.TOO_LATE, "without an end")
