"""Since when a certificate is in its provider's metadata without interruption (R-7.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from matrika.core.standing import Certificate, CertificateState, certificate_state


@dataclass(frozen=True, slots=True)
class Held:
    """A version that has the certificate for that use."""

    number: int  # 1, 2, 3 … within the provider
    effective_from: datetime
    effective_to: datetime | None


@dataclass(frozen=True, slots=True)
class Run:
    """Versions that have the certificate and follow one another at once.

    A cancellation interrupts, and so does a version without it: the certificate was withdrawn then, and
    a later change registers it anew. A change that keeps it does not.
    """

    since: datetime  # "Dátum registrácie"
    until: datetime | None  # withdrawn since then; None = nobody ended it
    numbers: tuple[int, ...]  # of the versions, ascending

    def state(self, certificate: Certificate, *, at: datetime) -> CertificateState:
        """What the certificate is worth: the end of its validity decides, or that of the run if earlier."""
        return certificate_state(certificate, withdrawn_at=self.until, at=at)


def runs(held: Iterable[Held]) -> list[Run]:
    """The runs of one certificate for one use, earliest first."""
    found: list[Run] = []
    for version in sorted(held, key=lambda one: one.number):
        last = found[-1] if found else None
        if last and last.numbers[-1] == version.number:
            continue  # twice in the same document
        follows = last and last.numbers[-1] + 1 == version.number and last.until == version.effective_from
        if last and follows:
            found[-1] = Run(last.since, version.effective_to, (*last.numbers, version.number))
        else:
            found.append(Run(version.effective_from, version.effective_to, (version.number,)))
    return found
