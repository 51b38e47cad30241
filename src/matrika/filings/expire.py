"""Expiries are recorded in the order of time, together with the filings that might have prevented them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from matrika.core.lifecycle import Status
from matrika.filings.models import Filing
from matrika.register import expiry, ledger
from matrika.register.models import PendingExpiry


def record_next_expired(*, at: datetime) -> bool:
    """Record the earliest expiry that is due and not recorded. True when there was one.

    One indexed look-up when nothing is due, however many providers there are.
    """
    if not PendingExpiry.objects.filter(due_at__lte=at).exists():
        return False
    with transaction.atomic():
        ledger.lock()
        due = _due(at).order_by("due_at", "pk").first()
        if due is not None:  # None: another worker was quicker, or a filing comes first
            expiry.record(due, at=at)
    return due is not None


def _due(at: datetime) -> QuerySet[PendingExpiry]:
    # A worker that was away for weeks finds a change and the expiry it prevented due at once.
    replacing = Filing.objects.filter(
        status=Status.SCHEDULED.value,
        entity_id=OuterRef("version__provider__entity_id"),
        effective_at__lte=OuterRef("due_at"),
    )
    due = PendingExpiry.objects.filter(~Exists(replacing), due_at__lte=at)
    return due.select_related("version__provider")
