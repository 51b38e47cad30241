"""The certificates of a provider through all its versions, each with the time it was there (R-7.3, R-7.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from matrika.core.runs import Held, Run, runs
from matrika.core.standing import CertificateState
from matrika.register.models import CertificateEntry, MetadataVersion
from matrika.register.states import certificate_value


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """One certificate for one use, from when it came until it went."""

    entry: CertificateEntry  # of the newest version of the run; without its DER
    version: MetadataVersion  # that version
    run: Run
    state: CertificateState


def ever_held(versions: Sequence[MetadataVersion], *, at: datetime) -> list[HeldCertificate]:
    """Every certificate the provider ever had, newest registration first (R-7.0).

    `versions` are all of the provider's, with their certificates prefetched.
    """
    entries: dict[tuple[str, str], list[tuple[MetadataVersion, CertificateEntry]]] = {}
    for version in versions:
        for entry in version.certificates.all():
            entries.setdefault((entry.use, entry.fingerprint), []).append((version, entry))
    found = [one for placed in entries.values() for one in _held(placed, at)]
    return sorted(found, key=lambda one: (-one.run.numbers[0], one.entry.position))


def of_version(
    version: MetadataVersion, versions: Sequence[MetadataVersion], *, at: datetime
) -> list[HeldCertificate]:
    """The certificates of one of the versions, in document order."""
    held = {
        (one.entry.use, one.entry.fingerprint): one
        for one in ever_held(versions, at=at)
        if version.number in one.run.numbers
    }
    return [held[entry.use, entry.fingerprint] for entry in version.certificates.all()]


def is_of(one: HeldCertificate, entry: CertificateEntry) -> bool:
    """Whether the entry is one of those that make up the run."""
    same = (one.entry.use, one.entry.fingerprint) == (entry.use, entry.fingerprint)
    return same and entry.version.number in one.run.numbers


def _held(placed: list[tuple[MetadataVersion, CertificateEntry]], at: datetime) -> Iterable[HeldCertificate]:
    by_number = {version.number: (version, entry) for version, entry in placed}
    spans = [Held(one.number, one.effective_from, one.effective_to) for one, _ in placed]
    for run in runs(spans):
        version, entry = by_number[run.numbers[-1]]
        yield HeldCertificate(entry, version, run, run.state(certificate_value(entry), at=at))
