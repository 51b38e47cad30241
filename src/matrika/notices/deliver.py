"""Claim a due delivery, send it outside of any transaction, and write down that it was done.

Sending and recording cannot be one step, so an e-mail may go out twice when a worker dies between
the two; both copies then bear the same Message-ID, date and words.
"""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import QuerySet

from matrika.notices import email, pace, state_mailbox
from matrika.notices.models import Channel, Delivery
from matrika.notices.pauses import Jitter, pause
from matrika.outside.mail import Away, NotNow, Refused

logger = logging.getLogger(__name__)

# Longer than any one conversation with a mail server (EMAIL_TIMEOUT bounds each of its lines), so that
# a slow worker is not taken for a dead one.
LEASE = timedelta(minutes=10)

# So long the rest of a channel waits when one delivery found nobody there: otherwise each of thousands
# would wait for its own time-out, and the other steps of the worker with it.
AWAY = timedelta(minutes=1)


class Send(Protocol):
    """How a channel hands one delivery over."""

    def __call__(self, delivery: Delivery, *, at: datetime) -> None:
        """Raises NotNow (Away when nothing else would arrive either) or Refused."""


# The portal's own mailbox needs no sending.
CHANNELS: dict[str, Send] = {Channel.EMAIL: email.send, Channel.STATE_MAILBOX: state_mailbox.send}


def deliver_next(*, at: datetime, channel: Channel = Channel.EMAIL, jitter: Jitter | None = None) -> bool:
    """Deliver what is due longest. Returns whether anything was due; a failure is stored, not raised.

    Each channel has its own queue, so that none holds up another.
    """
    delivery = claim(at=at, channel=channel)
    if delivery is None:
        return False
    if channel is Channel.EMAIL and (free_at := pace.free_at(delivery.email, at=at)):
        _postpone(delivery, until=free_at, at=at)
        return True
    try:
        CHANNELS[channel](delivery, at=at)
    except NotNow as failure:
        wait = pause(delivery.attempts, jitter=jitter) if jitter else pause(delivery.attempts)
        record(delivery, due_at=at + wait, last_error=str(failure)[:500])
        if isinstance(failure, Away):
            _due(at=at, channel=channel).update(due_at=at + AWAY)
    except Refused as failure:
        record(delivery, refused_at=at, last_error=str(failure)[:500])
    else:
        record(delivery, delivered_at=at, last_error="")
    return True


def _postpone(delivery: Delivery, *, until: datetime, at: datetime) -> None:
    """Nothing was tried. Whatever else is due to that address waits as long: others get their turn."""
    Delivery.objects.filter(pk=delivery.pk, token=delivery.token).update(
        token="", due_at=until, attempts=delivery.attempts - 1
    )
    _due(at=at, channel=Channel.EMAIL).filter(email=delivery.email).update(due_at=until)


def _due(*, at: datetime, channel: Channel) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        channel=channel, delivered_at__isnull=True, refused_at__isnull=True, due_at__lte=at
    )


def claim(*, at: datetime, channel: Channel = Channel.EMAIL) -> Delivery | None:
    """Take the delivery that is due longest, for the length of a lease; None when nothing may go."""
    due = _due(at=at, channel=channel).order_by("due_at", "pk")
    # Looking first without a lock: on SQLite even an idle transaction would take the write lock.
    if not due.exists() or (channel is Channel.EMAIL and pace.is_at_limit(at=at)):
        return None
    with transaction.atomic():
        delivery = (
            due.select_related("notice", "organisation", "further_address__organisation")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
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
