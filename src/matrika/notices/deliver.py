"""Claim a due delivery, send it outside of any transaction, and write down that it was done.

Sending and recording cannot be one step, so an e-mail may go out twice when a worker dies between
the two; both copies then bear the same Message-ID, date and words.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from matrika.notices import email
from matrika.notices.models import Channel, Delivery
from matrika.notices.pauses import Jitter, pause
from matrika.outside.mail import NotNow, Refused

logger = logging.getLogger(__name__)

# Longer than any one conversation with a mail server (EMAIL_TIMEOUT bounds each of its lines), so that
# a slow worker is not taken for a dead one.
LEASE = timedelta(minutes=10)

# How each channel sends; the portal's own mailbox needs no sending.
CHANNELS: dict[str, Callable[[Delivery], None]] = {Channel.EMAIL: email.send}


def deliver_next(*, at: datetime, jitter: Jitter | None = None) -> bool:
    """Deliver what is due longest. Returns whether anything was due; a failure is stored, not raised."""
    delivery = claim(at=at)
    if delivery is None:
        return False
    try:
        CHANNELS[delivery.channel](delivery)
    except NotNow as failure:
        wait = pause(delivery.attempts, jitter=jitter) if jitter else pause(delivery.attempts)
        record(delivery, due_at=at + wait, last_error=str(failure)[:500])
    except Refused as failure:
        record(delivery, refused_at=at, last_error=str(failure)[:500])
    else:
        record(delivery, delivered_at=at, last_error="")
    return True


def claim(*, at: datetime) -> Delivery | None:
    """Take the delivery that is due longest, for the length of a lease; None when nothing is due."""
    due = Delivery.objects.filter(
        delivered_at__isnull=True, refused_at__isnull=True, due_at__lte=at
    ).order_by("due_at", "pk")
    # Looking first without a lock: on SQLite even an idle transaction would take the write lock.
    if not due.exists():
        return None
    with transaction.atomic():
        delivery = due.select_related("notice").select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is None:
            return None  # another worker was first
        delivery.token = secrets.token_hex(16)
        delivery.due_at = at + LEASE
        delivery.attempts += 1
        delivery.save(update_fields=["token", "due_at", "attempts"])
    return delivery


def record(delivery: Delivery, **outcome: object) -> bool:
    """Write the outcome, if the claim is still ours. Returns whether it was."""
    ours = Delivery.objects.filter(pk=delivery.pk, token=delivery.token, delivered_at__isnull=True)
    if ours.update(token="", **outcome):
        return True
    logger.warning("delivery %s was claimed by another worker meanwhile; its record stands", delivery.pk)
    return False
