"""A reviewer records what came on paper: when, who certified it, and a scan (R-5.2, R-5.4).

A record is never changed. A mistake is mended by another one that names it; what holds is the last.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from matrika.core.days import day_of, start_of
from matrika.core.events import EventKind
from matrika.core.filing import PowerOfAttorney
from matrika.core.lifecycle import OPEN, Act, NotAllowed, Status
from matrika.core.paper import Brought, Certifier
from matrika.filings import access
from matrika.filings.models import Filing, PaperArrival
from matrika.filings.transition import move, note
from matrika.register import ledger
from matrika.register.models import Person


class NotPlausible(ValueError):
    """The record cannot be true, or mends what cannot be mended so."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A picture of the paper, as it came."""

    content: bytes
    media_type: str  # found from the content

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class _Arrival:
    """What a reviewer says of one envelope."""

    arrived_on: date
    certifier: Certifier
    certified_by: str  # the notary or office
    brought: Brought
    scan: Scan | None

    @property
    def facts(self) -> dict[str, str]:
        """As the event keeps them."""
        facts = {
            "arrived_on": self.arrived_on.isoformat(),
            "certifier": self.certifier.value,
            "certified_by": self.certified_by,
            "brought": self.brought.value,
        }
        return facts if self.scan is None else facts | {"scan_sha256": self.scan.sha256}


def attach_paper(
    filing: Filing,
    *,
    actor: Person,
    at: datetime,
    arrived_on: date,
    certified_by: str,
    certifier: Certifier = Certifier.OTHER,
    brought: Brought = Brought.FILING,
    scan: Scan | None = None,
) -> None:
    """Record the paper. A filing that waited for it goes to review; a power of attorney alone moves nothing.

    `certified_by` names the notary or office.

    Raises NotAllowed, NotEntitled, NotPlausible.
    """
    access.require_reviewer(actor)
    _require_plausible(filing, arrived_on, at)
    arrival = _Arrival(arrived_on, certifier, certified_by, brought, scan)
    with transaction.atomic():
        if brought.has_filing:
            move(
                filing,
                Act.RECORD_PAPER,
                EventKind.PAPER_RECORDED,
                actor=actor.as_actor,
                at=at,
                effective_at=start_of(arrived_on),
                facts=arrival.facts,
            )
        else:
            _require_open(filing)
            note(
                filing,
                EventKind.POWER_RECORDED,
                actor=actor.as_actor,
                at=at,
                effective_at=start_of(arrived_on),
                facts=arrival.facts,
            )
        _store(filing, arrival, actor=actor, at=at)


def correct(
    wrong: PaperArrival,
    *,
    actor: Person,
    at: datetime,
    reason: str,
    arrived_on: date,
    certified_by: str,
    certifier: Certifier,
    brought: Brought,
    scan: Scan | None = None,
) -> None:
    """Mend a record by another one; the scan stays unless a new one comes. The filing stays where it is.

    Raises NotEntitled; NotPlausible also for a record that was mended before, without a reason, or
    when the filing itself turns out not to have come: that is a reviewer's decision, not a slip.
    """
    access.require_reviewer(actor)
    filing = wrong.filing
    _require_plausible(filing, arrived_on, at)
    if not reason.strip():
        raise NotPlausible("say what was wrong")
    if Brought(wrong.brought).has_filing and not brought.has_filing:
        raise NotPlausible("the filing went to review because its paper came")
    with transaction.atomic():
        ledger.lock()
        if PaperArrival.objects.filter(corrects=wrong).exists():
            raise NotPlausible(f"record {wrong.pk} was mended before")
        kept = scan or (Scan(bytes(wrong.scan), wrong.scan_type) if wrong.scan is not None else None)
        arrival = _Arrival(arrived_on, certifier, certified_by, brought, kept)
        note(
            filing,
            EventKind.PAPER_CORRECTED,
            actor=actor.as_actor,
            at=at,
            effective_at=start_of(arrived_on),
            facts=arrival.facts | {"reason": reason},
        )
        _store(filing, arrival, actor=actor, at=at, corrects=wrong, reason=reason)


def papers_of(filing: Filing) -> QuerySet[PaperArrival]:
    """Every record, the mended ones too, oldest first; scans are loaded when read."""
    records = filing.papers.select_related("recorded_by", "corrected_by").defer("scan", "corrected_by__scan")
    return records.order_by("pk")


def power_is_awaited(filing: Filing, papers: Iterable[PaperArrival]) -> bool:
    """Whether a power of attorney was announced on paper and has not come yet (R-5.4).

    `papers` are those of the filing, as `papers_of` gives them.
    """
    if filing.power_of_attorney != PowerOfAttorney.PAPER.value or Status(filing.status) not in OPEN:
        return False
    return not power_came(papers)


def power_came(papers: Iterable[PaperArrival]) -> bool:
    """Whether a power of attorney is among the papers, announced or not; mended records do not count."""
    holding = (paper for paper in papers if not hasattr(paper, "corrected_by"))
    return any(Brought(paper.brought).has_power_of_attorney for paper in holding)


def _require_plausible(filing: Filing, arrived_on: date, at: datetime) -> None:
    if not day_of(filing.filed_at) <= arrived_on <= day_of(at):
        raise NotPlausible(f"{arrived_on} is before the filing or in the future")


def _require_open(filing: Filing) -> None:
    ledger.lock()
    status = Status(Filing.objects.values_list("status", flat=True).get(pk=filing.pk))
    if status not in OPEN:
        raise NotAllowed(status, Act.RECORD_PAPER)


def _store(
    filing: Filing,
    arrival: _Arrival,
    *,
    actor: Person,
    at: datetime,
    corrects: PaperArrival | None = None,
    reason: str = "",
) -> None:
    scan = arrival.scan
    PaperArrival.objects.create(
        filing=filing,
        arrived_on=arrival.arrived_on,
        certifier=arrival.certifier.value,
        certified_by=arrival.certified_by,
        brought=arrival.brought.value,
        scan=scan.content if scan else None,
        scan_type=scan.media_type if scan else "",
        scan_sha256=scan.sha256 if scan else "",
        corrects=corrects,
        reason=reason,
        recorded_by=actor,
        recorded_at=at,
    )
