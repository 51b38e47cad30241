"""Which version holds, whether a provider is active and why, what a certificate is worth (R-7.2, R-7.3).

States are derived from spans and certificates for an instant; nothing here is ever stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from matrika.core.days import end_of_validity


class ProviderState(StrEnum):
    ACTIVE = "active"  # Aktivovaný
    INACTIVE = "inactive"  # Deaktivovaný


class StandingReason(StrEnum):
    """Why a provider is in its state."""

    IN_FORCE = "in-force"
    NOT_YET = "not-yet"  # its first version, or a certificate it needs, begins later
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class CertificateState(StrEnum):
    NOT_YET_VALID = "not-yet-valid"  # the guide has no word for it; imported records may have it
    VALID = "valid"  # Platný
    WITHDRAWN = "withdrawn"  # Zrušený: its version was replaced or cancelled while it was valid
    EXPIRED = "expired"  # Exspirovaný


@dataclass(frozen=True, slots=True)
class Certificate:
    """What decides over a certificate's state; `not_after` is the last valid second."""

    use: str  # "signing", "encryption", or "both"
    not_before: datetime
    not_after: datetime

    @property
    def ends_at(self) -> datetime:
        return end_of_validity(self.not_after)

    def is_valid(self, at: datetime) -> bool:
        return self.not_before <= at < self.ends_at


@dataclass(frozen=True, slots=True)
class Version:
    """One metadata version: it holds from `effective_from` until just before `effective_to`."""

    effective_from: datetime
    effective_to: datetime | None
    certificates: tuple[Certificate, ...]

    def holds(self, at: datetime) -> bool:
        return self.effective_from <= at and (self.effective_to is None or at < self.effective_to)

    def of_use(self, use: str) -> tuple[Certificate, ...]:
        return tuple(c for c in self.certificates if c.use in (use, "both"))


@dataclass(frozen=True, slots=True)
class Standing:
    """A provider's state at an instant, and why."""

    state: ProviderState
    reason: StandingReason

    @property
    def is_active(self) -> bool:
        return self.state is ProviderState.ACTIVE


USES = ("signing", "encryption")


def holding(versions: Iterable[Version], *, at: datetime) -> Version | None:
    """The version that holds at the instant; the database sees to it that there is at most one."""
    return next((version for version in versions if version.holds(at)), None)


def standing(versions: Iterable[Version], *, at: datetime) -> Standing:
    """Active = a version holds, and it has a valid certificate for each use (R-7.2)."""
    versions = tuple(versions)
    version = holding(versions, at=at)
    if version is None:
        begun = any(v.effective_from <= at for v in versions)
        return Standing(ProviderState.INACTIVE, StandingReason.CANCELLED if begun else StandingReason.NOT_YET)
    lacking = [use for use in USES if not any(c.is_valid(at) for c in version.of_use(use))]
    if not lacking:
        return Standing(ProviderState.ACTIVE, StandingReason.IN_FORCE)
    awaited = all(any(at < c.not_before for c in version.of_use(use)) for use in lacking)
    return Standing(ProviderState.INACTIVE, StandingReason.NOT_YET if awaited else StandingReason.EXPIRED)


def active_until(version: Version, *, at: datetime) -> datetime | None:
    """The first instant, after one at which the version makes its provider active, when it no longer does.

    None when the provider is not active at `at`.
    """
    if not standing((version,), at=at).is_active:
        return None
    ends = [_covered_until(version.of_use(use), at) for use in USES]
    if version.effective_to is not None:
        ends.append(version.effective_to)
    return min(ends)


def expiries(version: Version) -> Iterator[datetime]:
    """Every instant at which the version, left open, ceases to make its provider active, earliest first.

    More than one where certificates leave a gap that a later one ends; rules refuse such metadata, but
    imported records may have them. `active_until` says the same of one instant, and knows the version's end.
    """
    left_open = Version(version.effective_from, None, version.certificates)
    for end in sorted({certificate.ends_at for certificate in version.certificates}):
        before = standing((left_open,), at=end - timedelta(microseconds=1))
        if before.is_active and not standing((left_open,), at=end).is_active:
            yield end


def _covered_until(certificates: tuple[Certificate, ...], at: datetime) -> datetime:
    """How long an unbroken chain of valid certificates lasts from `at` on; `at` when none is valid."""
    end = at
    for certificate in sorted(certificates, key=lambda c: c.not_before):
        if certificate.not_before <= end:
            end = max(end, certificate.ends_at)
    return end


def certificate_state(
    certificate: Certificate, *, withdrawn_at: datetime | None, at: datetime
) -> CertificateState:
    """Whichever came first decides: the end of its validity, or its withdrawal with its version (R-4.3)."""
    if withdrawn_at is not None and withdrawn_at <= at and withdrawn_at < certificate.ends_at:
        return CertificateState.WITHDRAWN
    if certificate.ends_at <= at:
        return CertificateState.EXPIRED
    return CertificateState.VALID if certificate.not_before <= at else CertificateState.NOT_YET_VALID
