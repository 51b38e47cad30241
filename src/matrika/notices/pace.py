"""How many letters go out: to one address within an hour, and to all within a minute.

Counted from what was delivered, so that any number of workers share the limits; each may go over by the
one letter it has in hand.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from matrika.notices.models import Channel, Delivery

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def is_at_limit(*, at: datetime) -> bool:
    """Whether as many letters went out within the last minute as may."""
    limit: int = settings.MAIL_PER_MINUTE
    return 0 < limit <= _sent(at - MINUTE).count()


def free_at(address: str, *, at: datetime) -> datetime | None:
    """When the address may get its next letter, if not now: an hour after the oldest that counts."""
    limit: int = settings.MAIL_PER_ADDRESS_PER_HOUR
    if limit <= 0:
        return None
    counted = _sent(at - HOUR).filter(email=address).order_by("-delivered_at")
    oldest = next(iter(counted.values_list("delivered_at", flat=True)[limit - 1 : limit]), None)
    return None if oldest is None else oldest + HOUR


def _sent(after: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(channel=Channel.EMAIL, delivered_at__gt=after)
