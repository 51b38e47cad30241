"""Expiry deactivates without anyone's act; the register writes down once that it did (R-7.2)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from matrika.core.events import EventKind, ProviderData
from matrika.register import ledger
from matrika.register.models import Event, PendingExpiry


def record_next_expired(*, at: datetime) -> bool:
    """Record the earliest expiry that is due and not recorded. True when there was one.

    One indexed look-up when nothing is due, however many providers there are.
    """
    if not PendingExpiry.objects.filter(due_at__lte=at).exists():
        return False
    with transaction.atomic():
        ledger.lock()
        due = PendingExpiry.objects.filter(due_at__lte=at).order_by("due_at").first()
        if due is not None:  # None: another worker was quicker
            _record(due, at)
            due.delete()
    return True


def _record(due: PendingExpiry, at: datetime) -> Event:
    version = due.version
    provider = version.provider
    data = ProviderData(
        entity_id=provider.entity_id,
        organisation=provider.owner_id,
        contact_name=version.contact_name,
        contact_email=version.contact_email,
        version=version.number,
    )
    return ledger.append(
        EventKind.PROVIDER_EXPIRED,
        actor=ledger.WORKER,
        at=at,
        effective_at=due.due_at,
        provider=provider,
        filing_number=version.filing_number,
        data=data,
    )
