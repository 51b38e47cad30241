"""What a filing will change, or has changed, for whoever sends or decides it (R-4.2, R-4.3, R-6.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from matrika.core.days import end_of_validity, start_of
from matrika.core.filing import Application, Kind
from matrika.core.lifecycle import CLOSED, OPEN, Status
from matrika.core.standing import Standing, StandingReason, Version, active_until, standing
from matrika.filings.models import Filing
from matrika.register.models import CertificateEntry, MetadataVersion, ServiceProvider
from matrika.register.states import version_value
from samllint import difference
from samllint.difference import CertificateInUse, Difference
from samllint.unreadable import Unreadable

JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Beginning:
    """From when a filing holds."""

    at: datetime | None  # None = as soon as it is approved
    is_settled: bool  # approved: the instant moves no more. Else a later approval makes it later


@dataclass(frozen=True, slots=True)
class OtherFiling:
    """Another open filing for the same entityID."""

    filing: Filing
    comes_first: bool  # it is approved, and takes effect before


@dataclass(frozen=True, slots=True)
class Consequences:
    """What the identity provider sees until the filing begins, and what from then on."""

    kind: Kind
    status: Status  # of the filing; NEW for one that was not sent
    beginning: Beginning
    compared: MetadataVersion | None  # the version it replaces, ends, or brings back to life
    standing: (
        Standing | None
    )  # of the provider now, or just before a filing that is in effect; None = unknown
    seen_until: datetime | None  # when the compared version runs out by itself, if before `beginning`
    difference: Difference | None  # None: nothing to compare, or bytes that are no XML
    certificates_ended: tuple[CertificateInUse, ...]
    certificates_begun: tuple[CertificateInUse, ...]
    others: tuple[OtherFiling, ...]

    @property
    def is_in_effect(self) -> bool:
        return self.status is Status.IN_EFFECT

    @property
    def came_to_nothing(self) -> bool:
        return self.status in CLOSED and not self.is_in_effect

    @property
    def returns(self) -> bool:
        """A change of a provider that the identity provider does not see (R-4.2)."""
        return self.kind is Kind.CHANGE and self.standing is not None and not self.standing.is_active

    @property
    def lacks_overlap(self) -> bool:
        """Nothing that is signed around that instant can be verified both before and after it."""
        seen = self.standing is not None and self.standing.is_active
        return seen and self.difference is not None and not self.difference.keeps_signing


def of_application(
    application: Application, *, provider: ServiceProvider | None, at: datetime
) -> Consequences:
    """What it would do if it were filed now. `provider` is what its filer may see of the register."""
    day = application.effective_on
    return _consequences(
        application.kind,
        application.metadata,
        status=Status.NEW,
        beginning=Beginning(_not_past(day, at), is_settled=False),
        provider=provider,
        compared=_version_before(provider, at) if provider else None,
        others=_open_filings(provider, except_number=""),
        at=at,
    )


def of_filing(filing: Filing, *, provider: ServiceProvider | None, at: datetime) -> Consequences:
    """What it will do, did, or would have done.

    One in effect is compared with the version it replaced, one that came to nothing with what was
    registered when that was decided; every other with what is registered at `at`.
    """
    status = Status(filing.status)
    settled = status in (Status.SCHEDULED, Status.IN_EFFECT)
    instant = _told_for(filing, status, at)
    return _consequences(
        Kind(filing.kind),
        None if filing.metadata is None else bytes(filing.metadata),
        status=status,
        beginning=Beginning(
            filing.effective_at if settled else _not_past(filing.effective_on, at), is_settled=settled
        ),
        provider=provider,
        compared=_compared(filing, provider, instant) if provider else None,
        others=() if status in CLOSED else _open_filings(provider, except_number=filing.number),
        at=instant - JUST_BEFORE if status is Status.IN_EFFECT else instant,
    )


def _told_for(filing: Filing, status: Status, at: datetime) -> datetime:
    if status is Status.IN_EFFECT:
        assert filing.effective_at is not None  # approval set it
        return filing.effective_at
    return filing.status_since if status in CLOSED else at


def _consequences(
    kind: Kind,
    metadata: bytes | None,
    *,
    status: Status,
    beginning: Beginning,
    provider: ServiceProvider | None,
    compared: MetadataVersion | None,
    others: tuple[Filing, ...],
    at: datetime,
) -> Consequences:
    old = None if compared is None else bytes(compared.content)
    held = None if compared is None else version_value(compared)
    found = _difference(old, metadata)
    now = None if provider is None else _standing(held, at)
    # A cancellation has ended the old certificates already: a return registers all of its own.
    replaces = found is not None and now is not None and now.reason is not StandingReason.CANCELLED
    return Consequences(
        kind=kind,
        status=status,
        beginning=beginning,
        compared=compared,
        standing=now,
        seen_until=_seen_until(held, beginning, at),
        difference=found,
        certificates_ended=_ended(found, old) if replaces or kind is Kind.CANCELLATION else (),
        certificates_begun=found.certificates_begun if found and replaces else _certificates(metadata),
        others=tuple(OtherFiling(other, _comes_first(other, beginning)) for other in others),
    )


def _not_past(day: date | None, at: datetime) -> datetime | None:
    """When the day begins; None when it has begun, since only approval is awaited then."""
    begins = None if day is None else start_of(day)
    return None if begins is None or begins <= at else begins


def _compared(filing: Filing, provider: ServiceProvider, instant: datetime) -> MetadataVersion | None:
    if Status(filing.status) is not Status.IN_EFFECT:
        return _version_before(provider, instant)
    made = provider.versions.filter(filing_number=filing.number).first()
    if made is None:  # a cancellation opens no version; the one it closed ends with it
        return provider.versions.filter(effective_to__exact=instant).order_by("-number").first()
    return provider.versions.filter(number__lt=made.number).order_by("-number").first()


def _version_before(provider: ServiceProvider, at: datetime) -> MetadataVersion | None:
    """The newest version that had begun; for a cancelled provider the one that was cancelled."""
    return provider.versions.filter(effective_from__lte=at).order_by("-number").first()


def _standing(held: Version | None, at: datetime) -> Standing:
    """Only one version can hold around `at`: the one compared with."""
    return standing(() if held is None else (held,), at=at)


def _seen_until(held: Version | None, beginning: Beginning, at: datetime) -> datetime | None:
    until = None if held is None else active_until(held, at=at)
    return until if until is not None and beginning.at is not None and until < beginning.at else None


def _difference(old: bytes | None, new: bytes | None) -> Difference | None:
    if old is None or new is None:
        return None
    try:
        return difference.between(old, new)
    except Unreadable:
        return None


def _ended(found: Difference | None, old: bytes | None) -> tuple[CertificateInUse, ...]:
    return found.certificates_ended if found else _certificates(old)


def _certificates(metadata: bytes | None) -> tuple[CertificateInUse, ...]:
    if metadata is None:
        return ()
    try:
        return difference.certificates_of(metadata)
    except Unreadable:
        return ()


def _open_filings(provider: ServiceProvider | None, *, except_number: str) -> tuple[Filing, ...]:
    if provider is None:
        return ()
    found = Filing.objects.filter(entity_id=provider.entity_id, status__in=[status.value for status in OPEN])
    return tuple(found.exclude(number=except_number).defer("metadata", "report").order_by("filed_at", "pk"))


def _comes_first(other: Filing, beginning: Beginning) -> bool:
    if other.effective_at is None or Status(other.status) is not Status.SCHEDULED:
        return False
    return beginning.at is None or other.effective_at <= beginning.at


def replaced_at(certificate: CertificateEntry) -> datetime | None:
    """When an approved change takes the certificate out of force in time; None = none does (R-8.1)."""
    replacing = replacements([certificate]).get(certificate.pk)
    return replacing.effective_at if replacing else None


def replacements(certificates: Iterable[CertificateEntry]) -> dict[int, Filing]:
    """By the certificate's key the first approved change that takes it out of force in time. One query."""
    certificates = list(certificates)
    scheduled = Filing.objects.filter(
        status=Status.SCHEDULED.value,
        kind=Kind.CHANGE.value,
        entity_id__in={one.version.provider.entity_id for one in certificates},
    )
    changes: dict[str, list[tuple[Filing, frozenset[str] | None]]] = {}
    for filing in scheduled.defer("report").order_by("effective_at", "pk"):
        changes.setdefault(filing.entity_id, []).append((filing, _kept(filing)))
    found = {}
    for one in certificates:
        ends_at = end_of_validity(one.not_after)
        for filing, kept in changes.get(one.version.provider.entity_id, ()):
            is_in_time = filing.effective_at is not None and filing.effective_at <= ends_at
            if is_in_time and kept is not None and one.fingerprint not in kept:
                found[one.pk] = filing
                break
    return found


def _kept(filing: Filing) -> frozenset[str] | None:
    """The certificates after the change; None where metadata cannot be read any more and promise nothing."""
    try:
        return frozenset(one.fingerprint for one in difference.certificates_of(bytes(filing.metadata or b"")))
    except Unreadable:
        return None
