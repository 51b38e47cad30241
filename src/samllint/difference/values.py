"""What two documents differ in, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where messages are sent: any element with a Binding and a Location (SAML metadata §2.2.2, §2.2.3)."""

    service: str  # the element's local name, e.g. "SingleLogoutService"
    binding: str
    location: str
    response_location: str | None
    index: str | None  # as written
    is_default: str | None  # "true", "false"; None where nothing is said
    rest: tuple[object, ...] = ()  # what else the element has; only ever compared


@dataclass(frozen=True, slots=True)
class CertificateInUse:
    """A certificate and what its KeyDescriptor offers it for."""

    use: str  # "signing", "encryption", or "both" for a KeyDescriptor without `use`
    fingerprint: str  # SHA-256 of the DER, 64 upper-case hex digits
    subject: str  # RFC 4514
    not_before: datetime  # UTC
    not_after: datetime  # UTC

    @property
    def signs(self) -> bool:
        return self.use != "encryption"


@dataclass(frozen=True, slots=True)
class EndpointChange:
    """One of the two is None where an endpoint was added or removed."""

    before: Endpoint | None
    after: Endpoint | None

    @property
    def kind(self) -> ChangeKind:
        return _kind(self.before, self.after)


@dataclass(frozen=True, slots=True)
class OtherChange:
    """Any other datum. One of the two values is None where it was added or removed."""

    path: str  # e.g. "md:EntityDescriptor/md:Organization/md:OrganizationName"
    before: str | None
    after: str | None

    @property
    def kind(self) -> ChangeKind:
        return _kind(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two documents: `between` promises that nothing is missing here."""

    endpoints: tuple[EndpointChange, ...]
    certificates_ended: tuple[CertificateInUse, ...]
    certificates_begun: tuple[CertificateInUse, ...]
    certificates_kept: tuple[CertificateInUse, ...]
    others: tuple[OtherChange, ...]
    is_rewritten: bool  # the bytes differ, whether or not the meaning does

    @property
    def has_same_meaning(self) -> bool:
        return not (self.endpoints or self.certificates_ended or self.certificates_begun or self.others)

    @property
    def keeps_signing(self) -> bool:
        """A certificate for signing is in both: whoever knows only one document can verify the other's."""
        return any(certificate.signs for certificate in self.certificates_kept)


def _kind(before: object, after: object) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if after is None else ChangeKind.CHANGED
