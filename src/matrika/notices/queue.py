"""What was written and has not arrived: for staff, who look after it, and for whoever watches the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet

from matrika.core.events import EventKind
from matrika.core.events.data import ResentData
from matrika.notices.models import Channel, Delivery, FollowedEvents, UnwrittenEvent
from matrika.register import ledger


class Condition(StrEnum):
    """How far a delivery that has not arrived came."""

    WAITING = "waiting"  # due, or in hand, and nothing has gone wrong
    FAILING = "failing"  # it failed, or a worker died with it, and it is tried again
    REFUSED = "refused"  # the recipient's server said never
    BOUNCED = "bounced"  # it was taken, and came back


_WENT_WRONG = ~Q(last_error="") | Q(attempts__gt=1)
_UNSETTLED = Q(delivered_at__isnull=True, refused_at__isnull=True)
CONDITIONS = {
    Condition.WAITING: _UNSETTLED & ~_WENT_WRONG,
    Condition.FAILING: _UNSETTLED & _WENT_WRONG,
    Condition.REFUSED: Q(refused_at__isnull=False),
    Condition.BOUNCED: Q(bounced_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class Backlog:
    """What one channel has not delivered."""

    channel: Channel
    condition: Condition
    count: int
    written_at: datetime | None  # the oldest of them; None when there is none


def deliveries(condition: Condition, *, to: str = "") -> QuerySet[Delivery]:
    """Newest first. `to`: a piece of the e-mail address, or of the organisation's name."""
    seen = Delivery.objects.select_related("notice__reminder__certificate", "organisation")
    found = seen.filter(CONDITIONS[condition])
    if to:
        found = found.filter(Q(email__icontains=to) | Q(organisation__name__icontains=to))
    return found.order_by("-pk")


def backlog() -> list[Backlog]:
    """Of each channel and condition, also where nothing is behind. One query for each condition."""
    lines = []
    for condition, which in CONDITIONS.items():
        counted = Delivery.objects.filter(which).values("channel").order_by()
        found = {
            row["channel"]: (row["count"], row["oldest"])
            for row in counted.annotate(count=Count("pk"), oldest=Min("notice__written_at"))
        }
        lines += [
            Backlog(channel, condition, *found.get(channel.value, (0, None)))
            for channel in Channel
            if channel is not Channel.MAILBOX  # the portal's own: a letter is in it as soon as it is written
        ]
    return lines


def due_longest(*, at: datetime) -> dict[str, datetime | None]:
    """Since when, for each channel that needs sending; None where nothing is due."""
    found = {}
    for channel in (Channel.EMAIL, Channel.STATE_MAILBOX):
        due = Delivery.objects.filter(_UNSETTLED, channel=channel, due_at__lte=at).order_by("due_at")
        found[channel.value] = due.values_list("due_at", flat=True).first()
    return found


def letters_sent(*, since: datetime) -> int:
    return Delivery.objects.filter(channel=Channel.EMAIL, delivered_at__gt=since).count()


def unwritten() -> tuple[int, int]:
    """How many events were not followed yet, and how many are set aside."""
    reached = FollowedEvents.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    return max(0, ledger.head().number - reached), UnwrittenEvent.objects.count()


@transaction.atomic
def resend(condition: Condition, *, actor: str, at: datetime, to: str = "", only: int | None = None) -> int:
    """Make them due now, or `only` the delivery with that id; how many.

    What was delivered, or is in a worker's hands, stays as it is. Who did it is told by an event.
    """
    found = Delivery.objects.filter(CONDITIONS[condition], token="")
    if to:
        found = found.filter(Q(email__icontains=to) | Q(organisation__name__icontains=to))
    if only is not None:
        found = found.filter(pk=only)
    ledger.lock()
    # Asked again in the same statement: a worker may have delivered one since it was found.
    chosen = Delivery.objects.filter(
        CONDITIONS[condition], token="", pk__in=list(found.values_list("pk", flat=True))
    )
    count = chosen.update(refused_at=None, bounced_at=None, delivered_at=None, due_at=at)
    if count:
        data = ResentData(condition=condition.value, to=to or _address(only), count=count)
        ledger.append(EventKind.LETTERS_RESENT, actor=actor, at=at, effective_at=at, data=data)
    return count


def _address(number: int | None) -> str:
    if number is None:
        return ""
    delivery = Delivery.objects.select_related("organisation").get(pk=number)
    return delivery.email or (delivery.organisation.name if delivery.organisation else "")
