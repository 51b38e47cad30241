"""A reviewer records that the paper came: who certified the signature, and a scan (R-5.2)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from matrika.core.days import start_of
from matrika.core.events import EventKind
from matrika.core.lifecycle import Act
from matrika.filings import access
from matrika.filings.models import Filing, PaperArrival
from matrika.filings.transition import move
from matrika.register.models import Person


def attach_paper(
    filing: Filing,
    *,
    actor: Person,
    at: datetime,
    arrived_on: date,
    certified_by: str,
    scan: bytes | None = None,
) -> None:
    """Record the paper; the filing goes to review.

    `certified_by` names the notary or municipal office. `scan` is a PDF, as it came.

    Raises NotAllowed, NotEntitled.
    """
    access.require_reviewer(actor)
    with transaction.atomic():
        move(
            filing,
            Act.RECORD_PAPER,
            EventKind.PAPER_RECORDED,
            actor=actor.as_actor,
            at=at,
            effective_at=start_of(arrived_on),
            facts={"arrived_on": arrived_on.isoformat(), "certified_by": certified_by},
        )
        PaperArrival.objects.create(
            filing=filing,
            arrived_on=arrived_on,
            certified_by=certified_by,
            scan=scan,
            recorded_by=actor,
            recorded_at=at,
        )
