"""Events as other use cases write them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from matrika.core.events import EventKind
from matrika.register import ledger
from matrika.register.models import Event
from tests import people

NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)  # 12:00 in Bratislava
ENTITY_ID = "https://alpha.example"


def happened(kind: EventKind, *, at: datetime = NOON, **differences: Any) -> Event:
    """The next event of the register: of a filing of Alžbeta's, unless `differences` of its data say else."""
    with transaction.atomic():
        return ledger.append(
            kind,
            actor="worker",
            at=at,
            effective_at=at,
            filing_number="2026-000001",
            data={
                "filing_number": "2026-000001",
                "filing_kind": "registration",
                "entity_id": ENTITY_ID,
                "organisation": people.organisation().pk,
                "acting_for": people.organisation().pk,
                "contact_email": "alzbeta@alpha.example",
            }
            | differences,
        )


DUPLICATE = {
    "code": 24010019,
    "sk": "Žiadosť bola odmietnutá z dôvodu duplicity. Rovnaká žiadosť už čaká na spracovanie.",
}
