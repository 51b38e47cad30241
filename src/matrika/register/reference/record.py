"""How an entry of the reference data is told: as an event, under the organisation it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from matrika.core.events import EventKind
from matrika.core.events.data import ChangeData, ReferenceData
from matrika.core.reference import Change
from matrika.register import ledger
from matrika.register.models import Organisation, Person


def record(
    kind: EventKind, whom: Organisation | None, data: ReferenceData, *, actor: str, at: datetime
) -> None:
    """Write the event; `whom` is the organisation it is about, None when it is about a person."""
    if whom is not None:
        data["ico"] = str(whom.full_ico)
    ledger.append(kind, actor=actor, at=at, effective_at=at, on_behalf_of=whom, data=data)


def of_person(person: Person) -> ReferenceData:
    """What an event keeps of a person."""
    return ReferenceData(person=person.pk, username=person.username, name=person.name, role=person.role)


def of_changes(changes: Iterable[Change]) -> list[ChangeData]:
    """What an event keeps of changes."""
    return [ChangeData(datum=one.datum, old=one.old, new=one.new) for one in changes]
