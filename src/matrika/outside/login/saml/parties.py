"""The two parties of a log-in: their names, addresses and keys. Both come from files; nothing is fetched."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from matrika.outside.key_file import UnsafeKey, open_key
from matrika.outside.signatures import tree
from matrika.outside.signatures.refused import Refused as Unparsed
from samllint import certificate, generate
from samllint.certificate import Certificate, NotACertificate

MD = "{urn:oasis:names:tc:SAML:2.0:metadata}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
BINDINGS = (REDIRECT, POST)
LOOPBACK = ("http://127.0.0.1", "http://localhost", "http://[::1]")


class Unusable(ValueError):
    """A file of the operator's cannot be used; str() says which, and what ails it."""


@dataclass(frozen=True, slots=True)
class Service:
    """An address of the provider, and where answers go if that is another."""

    location: str
    response_location: str


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """What its metadata say, as far as it is used here."""

    entity_id: str
    sign_on: Mapping[str, str]  # binding → address
    logout: Mapping[str, Service]  # binding → addresses
    certificates: tuple[Certificate, ...]  # that its signatures are verified with

    @property
    def origins(self) -> tuple[str, ...]:
        """Where a browser is sent with a form: Content-Security-Policy must allow it."""
        addresses = [*self.sign_on.values(), *(one.location for one in self.logout.values())]
        addresses += [one.response_location for one in self.logout.values()]
        return tuple(sorted({"/".join(address.split("/")[:3]) for address in addresses}))


@dataclass(frozen=True, slots=True)
class OurSide:
    """Ourselves."""

    entity_id: str
    acs: str
    slo: str
    signing_key: rsa.RSAPrivateKey
    signing_certificate: bytes  # DER
    encryption_certificate: bytes
    decryption_keys: tuple[rsa.RSAPrivateKey, ...]  # the present one first

    def metadata(self) -> bytes:
        """What the identity provider's operator registers; it passes every rule of samllint."""
        return generate.metadata(
            entity_id=self.entity_id,
            signing=self.signing_certificate,
            encryption=self.encryption_certificate,
            acs=self.acs,
            slo=self.slo,
        )


def read_provider(file: Path) -> IdentityProvider:
    """The one identity provider in a file of metadata. Raises Unusable."""
    try:
        root = tree.parse(file.read_bytes())
    except OSError as problem:
        raise Unusable(f"{file}: {problem.strerror}") from None
    except Unparsed as problem:
        raise Unusable(f"{file}: no XML that can be read ({problem.reason.value})") from None
    role = root.find(f"{MD}IDPSSODescriptor")
    if root.tag != f"{MD}EntityDescriptor" or role is None:
        raise Unusable(f"{file}: not the metadata of one identity provider")
    provider = IdentityProvider(
        entity_id=root.get("entityID", ""),
        sign_on={
            one.get("Binding", ""): _address(one, file) for one in _services(role, "SingleSignOnService")
        },
        logout={one.get("Binding", ""): _logout(one, file) for one in _services(role, "SingleLogoutService")},
        certificates=tuple(_certificates(role)),
    )
    if not (provider.entity_id and provider.sign_on and provider.certificates):
        raise Unusable(
            f"{file}: lacks an entityID, a SingleSignOnService (Redirect or POST) or a signing key"
        )
    return provider


def read_ourselves(folder: Path, *, entity_id: str, acs: str, slo: str) -> OurSide:
    """Our keys, as `samllint new --out` writes them. Raises Unusable."""
    try:
        signing, encryption = (open_key(folder / f"{use}.key").key for use in ("signing", "encryption"))
        older = tuple(open_key(file).key for file in sorted(folder.glob("encryption-*.key")))
        own = {use: _der(folder / f"{use}.pem") for use in ("signing", "encryption")}
    except (OSError, UnsafeKey, ValueError) as problem:
        raise Unusable(f"{folder}: {problem}; samllint new --out makes them") from None
    for use, key in (("signing", signing), ("encryption", encryption)):
        if x509.load_der_x509_certificate(own[use]).public_key() != key.public_key():
            raise Unusable(f"{folder}: {use}.pem is not the certificate of {use}.key")
    return OurSide(
        entity_id=entity_id,
        acs=acs,
        slo=slo,
        signing_key=signing,
        signing_certificate=own["signing"],
        encryption_certificate=own["encryption"],
        decryption_keys=(encryption, *older),
    )


def _services(role: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in role.iterchildren(MD + name) if one.get("Binding") in BINDINGS]


def _address(service: etree._Element, file: Path) -> str:
    address = service.get("Location", "")
    if not address.startswith(("https://", *LOOPBACK)):
        raise Unusable(f"{file}: {address!r} is neither an https address nor one on this machine")
    return address


def _logout(service: etree._Element, file: Path) -> Service:
    location = _address(service, file)
    answers = service.get("ResponseLocation", location)
    return Service(location, answers if answers.startswith(("https://", *LOOPBACK)) else location)


def _certificates(role: etree._Element) -> list[Certificate]:
    found = []
    for key in role.iterchildren(f"{MD}KeyDescriptor"):
        if key.get("use", "signing") == "signing":
            for element in key.iter(f"{DS}X509Certificate"):
                try:
                    der = base64.b64decode("".join((element.text or "").split()), validate=True)
                    found.append(certificate.read(der))
                except (binascii.Error, NotACertificate):
                    continue  # another one may be readable; none at all is told by the caller
    return found


def _der(file: Path) -> bytes:
    pem = x509.load_pem_x509_certificate(file.read_bytes())
    return pem.public_bytes(serialization.Encoding.DER)
