"""SAML metadata as frozen values: all that a rule may ask about a document.

`samllint.document` builds these from bytes. SAML terms keep their spelling as class names,
attributes become snake_case. Values are exactly as written: nothing is trimmed or decoded twice.
They are named tuples because some thirty are made of every document: a frozen dataclass takes four
times as long to make.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from samllint.certificate import Certificate, CertificateFault


class Where(NamedTuple):
    """An element, or one attribute of it. Rules pass it on; only `samllint.document` looks inside."""

    node: object
    attribute: str = ""


class Spot(NamedTuple):
    """A position known without an element: where a parser stopped. Both count from 1."""

    line: int
    column: int


class Value(NamedTuple):
    """A text or attribute value and where it stands."""

    text: str
    where: Where


class Endpoint(NamedTuple):
    """SingleLogoutService or AssertionConsumerService (SAML metadata §2.2.2, §2.2.3)."""

    where: Where
    binding: str | None
    location: str | None
    response_location: str | None

    def locations(self) -> Iterator[tuple[str, str]]:
        """("Location", url) and ("ResponseLocation", url), as far as they are there."""
        if self.location is not None:
            yield "Location", self.location
        if self.response_location is not None:
            yield "ResponseLocation", self.response_location

    def attribute(self, name: str) -> Where:
        return Where(self.where.node, name)


class EmbeddedCertificate(NamedTuple):
    """One X509Certificate element: the certificate, or the mistake that hides it (R-3.1.4)."""

    where: Where
    certificate: Certificate | None
    fault: CertificateFault | None


class KeyDescriptor(NamedTuple):
    where: Where
    use: str | None  # "signing", "encryption", None = both
    certificates: tuple[EmbeddedCertificate, ...]


class SPSSODescriptor(NamedTuple):
    where: Where
    key_descriptors: tuple[KeyDescriptor, ...]
    single_logout_services: tuple[Endpoint, ...]
    assertion_consumer_services: tuple[Endpoint, ...]
    valid_until: str | None = None


class EntityDescriptor(NamedTuple):
    """The root of the document, whatever its real name is; `root_name` says it."""

    where: Where
    root_name: str  # Clark notation, e.g. "{urn:oasis:names:tc:SAML:2.0:metadata}EntityDescriptor"
    entity_id: str | None
    valid_until: str | None
    sp_descriptors: tuple[SPSSODescriptor, ...]
    idp_descriptors: tuple[Where, ...]  # IDPSSODescriptor
    name_id_formats: tuple[Value, ...]  # anywhere in the document
    attribute_consuming_services: tuple[Where, ...]  # anywhere in the document
    signatures: tuple[Where, ...]  # ds:Signature, anywhere in the document
    readable_certificates: tuple[tuple[Where, Certificate], ...]  # of the SP role, in document order
    typed_roles: tuple[Value, ...] = ()  # RoleDescriptor that xsi:type, its value, makes an SP or IdP role

    def ends(self) -> Iterator[Value]:
        """validUntil of the document and of each SP role, as far as they are there."""
        parts: tuple[EntityDescriptor | SPSSODescriptor, ...] = (self, *self.sp_descriptors)
        for part in parts:
            if part.valid_until is not None:
                yield Value(part.valid_until, Where(part.where.node, "validUntil"))

    def key_descriptors(self) -> Iterator[KeyDescriptor]:
        for sp in self.sp_descriptors:
            yield from sp.key_descriptors

    def embedded_certificates(self) -> Iterator[EmbeddedCertificate]:
        """Every certificate of the SP role, readable or not, in document order."""
        for key_descriptor in self.key_descriptors():
            yield from key_descriptor.certificates

    def certificates(self) -> tuple[tuple[Where, Certificate], ...]:
        """Every certificate of the SP role that could be read: what most rules go through."""
        return self.readable_certificates
