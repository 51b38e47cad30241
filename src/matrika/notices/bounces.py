"""Letters that came back: which delivery did not arrive after all, and why."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from matrika.notices import return_address
from matrika.notices.models import Channel, Delivery
from matrika.outside import bounce
from matrika.outside.bounce import NotABounce


class Outcome(StrEnum):
    """What became of one message at the address for bounces."""

    RECORDED = "recorded"  # the letter did not arrive; staff and owner see it
    PASSED_OVER = "passed over"  # a delay or a confirmation, or the letter was sent again since
    NOT_OURS = "not ours"  # it names no letter of this register, or not with its secret
    NOT_A_BOUNCE = "not a bounce"  # an answer, an advertisement, or nothing that can be understood


class NotYet(Exception):
    """The letter came back before its worker wrote down that it went out. Worth showing again soon."""


def take(raw: bytes, *, at: datetime) -> Outcome:
    """Record a bounce. It stops nothing: later messages to that address are sent as before.

    Raises NotYet.
    """
    try:
        found = bounce.read(raw)
    except NotABounce:
        return Outcome.NOT_A_BOUNCE
    named = return_address.read(found.came_to)
    if named is None:
        return Outcome.NOT_OURS
    if found.action != bounce.FAILED:
        return Outcome.PASSED_OVER
    return _record(*named, says=found.says, at=at)


def _record(number: int, attempt: int, *, says: str, at: datetime) -> Outcome:
    letters = Delivery.objects.filter(pk=number, attempts=attempt, channel=Channel.EMAIL)
    sent = letters.filter(delivered_at__isnull=False, bounced_at__isnull=True)
    if sent.update(bounced_at=at, last_error=says[:500]):
        return Outcome.RECORDED
    if letters.filter(delivered_at__isnull=True, due_at__gt=at).exclude(token="").exists():
        raise NotYet
    return Outcome.PASSED_OVER
