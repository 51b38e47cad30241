"""Who of the staff works on a filing, so that no two do by accident. Each change is an event.

It is a note, not a lock: any reviewer may still decide, and the page says who has it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from matrika.core.events import EventKind
from matrika.core.lifecycle import OPEN, Status
from matrika.filings import access
from matrika.filings.models import Filing
from matrika.filings.transition import note
from matrika.register import ledger
from matrika.register.models import Person


class TakenMeanwhile(Exception):
    """Somebody else has it by now than the page showed. The doors say who, and answer 409."""


class NobodysWork(Exception):
    """A decided filing is nobody's work any more, and only reviewers are given any."""


def workers() -> QuerySet[Person]:
    """To whom a filing can be given."""
    found = Person.objects.filter(role__in=access.REVIEWERS, is_active=True)
    return found.order_by("last_name", "first_name", "pk")


def assign(filing: Filing, to: Person | None, *, seen: int | None, actor: Person, at: datetime) -> None:
    """Give the filing to a reviewer, to oneself, or with None to nobody.

    `seen` is the id of the person who had it when `actor` decided so; None = nobody. What is so already
    is no change, and no event.

    Raises TakenMeanwhile, NobodysWork, NotEntitled.
    """
    access.require_reviewer(actor)
    if to is not None and not (to.is_active and to.role in access.REVIEWERS):
        raise NobodysWork(f"{to.as_actor} is no reviewer")
    with transaction.atomic():
        ledger.lock()
        now = Filing.objects.only("status", "assigned_to").get(pk=filing.pk)
        if Status(now.status) not in OPEN:
            raise NobodysWork(f"filing {filing.number} is {now.status}")
        wanted = None if to is None else to.pk
        if now.assigned_to_id == wanted:
            return
        if now.assigned_to_id != seen:
            raise TakenMeanwhile(f"filing {filing.number} is assigned to person {now.assigned_to_id}")
        _write(filing, to, actor=actor, at=at)


def _write(filing: Filing, to: Person | None, *, actor: Person, at: datetime) -> None:
    filing.assigned_to, filing.assigned_at = to, None if to is None else at
    Filing.objects.filter(pk=filing.pk).update(assigned_to=to, assigned_at=filing.assigned_at)
    note(
        filing,
        EventKind.FILING_RELEASED if to is None else EventKind.FILING_ASSIGNED,
        actor=actor.as_actor,
        at=at,
        effective_at=at,
        facts={"assigned_to": None} if to is None else {"assigned_to": to.pk, "assignee": to.name},
    )
