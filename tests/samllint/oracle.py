"""Chapters 3.1 and 3.2 of the guide, read a second time by other means: lxml, `cryptography` and urllib.

Knows nothing of `samllint`. Each paragraph is one short function, as close to the words of
requirements.md §1 and §2 as Python allows; `verdicts` says of each whether a document keeps it.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from lxml import etree

NS = {"md": "urn:oasis:names:tc:SAML:2.0:metadata", "ds": "http://www.w3.org/2000/09/xmldsig#"}
BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
RSA_KEY = "1.2.840.113549.1.1.1"
ALLOWED_SIGNATURES = {"1.2.840.113549.1.1.11", "1.2.840.113549.1.1.13"}

Element = etree._Element


def verdicts(data: bytes) -> dict[str, bool]:
    """Paragraph → kept. What nothing can be said about is left out (no role, no certificate)."""
    root = etree.fromstring(data, etree.XMLParser(strip_cdata=False, resolve_entities=False))
    found = {paragraph: kept(root) for paragraph, kept in ABOUT_THE_DOCUMENT.items()}
    if root.find("md:SPSSODescriptor", NS) is not None:
        found |= {paragraph: kept(root) for paragraph, kept in ABOUT_THE_ROLE.items()}
    held = certificates(root, "")
    if held:
        found |= {paragraph: all(kept(one) for one in held) for paragraph, kept in ABOUT_CERTIFICATES.items()}
    return found


def embedded(root: Element, condition: str) -> list[Element]:
    return root.findall(f"md:SPSSODescriptor/md:KeyDescriptor{condition}//ds:X509Certificate", NS)


def certificates(root: Element, condition: str) -> list[x509.Certificate]:
    """The certificates that can be read, of KeyDescriptors that meet the condition."""
    return [one for one in map(certificate, embedded(root, condition)) if one is not None]


def certificate(element: Element) -> x509.Certificate | None:
    """Strict Base64 of exactly one DER certificate, or None."""
    if len(element) or b"CDATA" in etree.tostring(element):
        return None
    text = re.sub(r"[ \t\r\n]", "", element.text or "")
    try:
        der = base64.b64decode(text, validate=True)
        loaded = x509.load_der_x509_certificate(der)
    except ValueError:
        return None
    return (
        loaded
        if base64.b64encode(der).decode() == text and loaded.public_bytes(Encoding.DER) == der
        else None
    )


def one_der_certificate(root: Element) -> bool:
    return all(certificate(element) is not None for element in embedded(root, ""))


def not_a_ca(held: x509.Certificate) -> bool:
    try:
        return not held.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return True


def thirty_to_731_days(held: x509.Certificate) -> bool:
    return 30 <= (held.not_valid_after_utc - held.not_valid_before_utc).days <= 731


def common_name_and_nothing_else(held: x509.Certificate) -> bool:
    return [[one.oid.dotted_string for one in rdn] for rdn in held.subject.rdns] == [["2.5.4.3"]]


def ico_and_suffix(held: x509.Certificate) -> bool:
    names = [one.value for one in held.subject if one.oid.dotted_string == "2.5.4.3"]
    return bool(names) and all(
        isinstance(name, str) and re.fullmatch(r"ico-(\d{8}|\d{12})(_\d{4,5})?", name, re.ASCII)
        for name in names
    )


def key_of_2048_bits(held: x509.Certificate) -> bool:
    return getattr(held.public_key(), "key_size", 0) == 2048


def rsa_with_sha256_or_sha512(held: x509.Certificate) -> bool:
    return (
        isinstance(held.public_key(), rsa.RSAPublicKey)
        and held.public_key_algorithm_oid.dotted_string == RSA_KEY
        and held.signature_algorithm_oid.dotted_string in ALLOWED_SIGNATURES
    )


def two_different_keys(root: Element) -> bool:
    """A certificate for each use, none for both, and no key that serves both."""
    if any(
        key.get("use") is None and key.find(".//ds:X509Certificate", NS) is not None for key in keys(root)
    ):
        return False
    if not (embedded(root, "[@use='signing']") and embedded(root, "[@use='encryption']")):
        return False
    signing, encryption = (
        {
            one.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            for one in certificates(root, f"[@use='{use}']")
        }
        for use in ("signing", "encryption")
    )
    return not signing & encryption


def keys(root: Element) -> list[Element]:
    return root.findall("md:SPSSODescriptor/md:KeyDescriptor", NS)


def host_only_entity_id(root: Element) -> bool:
    host = r"(?:(?!-)[a-z0-9-]+(?<!-)(?:\.(?!-)[a-z0-9-]+(?<!-))*|\[[0-9a-f:.]+\])"
    match = re.fullmatch(rf"https://{host}(?::([0-9]{{1,5}}))?", root.get("entityID", ""))
    return match is not None and (match[1] is None or 0 < int(match[1]) < 65536)


def logout_and_consumer(root: Element) -> bool:
    logouts = {one.get("Binding") for one in root.findall("md:SPSSODescriptor/md:SingleLogoutService", NS)}
    consumers = {
        one.get("Binding") for one in root.findall("md:SPSSODescriptor/md:AssertionConsumerService", NS)
    }
    return bool(logouts & {BINDING + "Redirect", BINDING + "POST"}) and bool(
        consumers & {BINDING + "POST", BINDING + "Artifact", BINDING + "Redirect"}
    )


def real_https_url(url: str) -> bool:
    """Starts with https://, has a host and no user info and no blanks."""
    if not url.startswith("https://") or re.search(r"[\s\x00-\x1f]", url):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def locations(root: Element, element: str, *attributes: str) -> bool:
    return all(
        real_https_url(one.get(attribute, ""))
        for one in root.findall(f"md:SPSSODescriptor/md:{element}", NS)
        for attribute in attributes
        if one.get(attribute) is not None
    )


def no_attribute_service(root: Element) -> bool:
    return root.find(".//md:AttributeConsumingService", NS) is None


def only_transient(root: Element) -> bool:
    return all("".join(one.itertext()).strip() == TRANSIENT for one in root.findall(".//md:NameIDFormat", NS))


def sp_and_no_idp(root: Element) -> bool:
    return root.find("md:SPSSODescriptor", NS) is not None and root.find("md:IDPSSODescriptor", NS) is None


ABOUT_THE_DOCUMENT: dict[str, Callable[[Element], bool]] = {
    "3.2.5": host_only_entity_id,
    "3.2.9": no_attribute_service,
    "3.2.10": only_transient,
    "3.2.11": no_attribute_service,
    "3.2.12": sp_and_no_idp,
}
ABOUT_THE_ROLE: dict[str, Callable[[Element], bool]] = {
    "3.1.4": one_der_certificate,
    "3.2.3": two_different_keys,
    "3.2.6": logout_and_consumer,
    "3.2.7": lambda root: locations(root, "AssertionConsumerService", "Location"),
    "3.2.8": lambda root: locations(root, "SingleLogoutService", "Location", "ResponseLocation"),
}
ABOUT_CERTIFICATES: dict[str, Callable[[x509.Certificate], bool]] = {
    "3.1.3": not_a_ca,
    "3.1.5": thirty_to_731_days,
    "3.1.6": common_name_and_nothing_else,
    "3.1.7": ico_and_suffix,
    "3.1.8": key_of_2048_bits,
    "3.1.9": rsa_with_sha256_or_sha512,
}
