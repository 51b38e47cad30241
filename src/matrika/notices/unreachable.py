"""Addresses at which e-mail does not arrive, for the owners who gave them and can give others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from matrika.notices.models import Channel, Delivery

# A server may take a letter and send it back hours later: only one that stayed away so long did arrive.
STAYS_AWAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The last letter that did not arrive there."""

    email: str
    since: datetime
    says: str  # the mail server's words


def unreachable(emails: Collection[str], *, at: datetime) -> list[Unreachable]:
    """Those of the addresses whose server refused a letter or sent it back, and that got none since."""
    if not emails:
        return []
    letters = Delivery.objects.filter(channel=Channel.EMAIL)
    arrived = letters.filter(
        email=OuterRef("email"),
        delivered_at__gt=OuterRef("failed_at"),
        delivered_at__lte=at - STAYS_AWAY,
        bounced_at__isnull=True,
    )
    failed = (
        letters.filter(Q(refused_at__isnull=False) | Q(bounced_at__isnull=False), email__in=emails)
        # A copy that waited when its address was removed was never tried.
        .exclude(refused_at__isnull=False, further_address__removed_at__isnull=False)
        .annotate(failed_at=Coalesce("refused_at", "bounced_at"))
        .exclude(Exists(arrived))
        .order_by("failed_at", "pk")
    )
    newest = {one.email: Unreachable(one.email, one.failed_at, one.last_error) for one in failed}
    return [newest[email] for email in sorted(newest)]
