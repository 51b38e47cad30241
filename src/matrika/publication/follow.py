"""From events to appointments: how publication learns that something changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from matrika.publication.models import Appointment, PublicationState
from matrika.register.models import Event
from matrika.register.queries import CHANGING

BATCH = 1000
PASSED_OVER = 50


def follow(state: PublicationState, *, at: datetime) -> bool:
    """Turn the next events into appointments. True when that moved us on.

    Events are numbered without gaps in the order of their commits, so one number says how far we are.
    """
    events = Event.objects.filter(number__gt=state.followed_event).order_by("number")
    batch = list(events.values_list("number", "kind", "provider_id")[:BATCH])
    if not batch:
        return False
    changed = {provider for _, kind, provider in batch if kind in CHANGING and provider is not None}
    if not changed and len(batch) < PASSED_OVER:
        return False  # a few events of others, or our own: not worth a write each
    with transaction.atomic():
        summon(changed, at=at)
        here = PublicationState.objects.filter(pk=state.pk, followed_event=state.followed_event)
        # Another worker may have followed the same events: then its appointments are the same.
        here.update(followed_event=batch[-1][0])
    return True


def summon(providers: Iterable[int], *, at: datetime) -> None:
    """Have the providers looked at now; work that is under way on them will not be swapped in."""
    Appointment.objects.bulk_create(
        # In one order, so that two workers cannot wait for each other.
        [Appointment(provider_id=provider, due_at=at) for provider in sorted(providers)],
        update_conflicts=True,
        unique_fields=["provider"],
        update_fields=["due_at", "attempts"],
        batch_size=500,
    )
