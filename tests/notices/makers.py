"""Events as other use cases write them, and the people the notices go to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from matrika.core.events import EventKind
from matrika.register import ledger
from matrika.register.models import Event, Organisation

NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)  # 12:00 in Bratislava
ENTITY_ID = "https://alpha.example"


def organisation(ico: str = "12345678", name: str = "Alfa, a. s.") -> Organisation:
    return Organisation.objects.get_or_create(ico=ico, defaults={"name": name, "subject_type": "PO"})[0]


def happened(kind: EventKind, *, at: datetime = NOON, **differences: Any) -> Event:
    """The next event of the register; `differences` replace what every filing event carries."""
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
                "organisation": organisation().pk,
                "acting_for": organisation().pk,
                "contact_email": "alzbeta@alpha.example",
            }
            | differences,
        )


DUPLICATE = {
    "code": 24010019,
    "sk": "Žiadosť bola odmietnutá z dôvodu duplicity. Rovnaká žiadosť už čaká na spracovanie.",
}
