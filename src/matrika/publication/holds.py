"""A person's word about one entity: keep it back though it is active, or keep it published though it is not.

Kept back, it disappears within a second, and comes when it is released or the word ends. Kept published, it
stays as it was last signed, so at most to the end of that signature: nothing is signed for a provider
that is not active.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import F, QuerySet

from matrika.core.events import EventKind
from matrika.core.events.data import HoldData
from matrika.publication.follow import summon
from matrika.publication.models import Hold
from matrika.register import ledger
from matrika.register.models import ServiceProvider


class Kind(StrEnum):
    """Which way the word goes: kept back, or kept published."""

    BACK = "back"
    KEEP = "keep"


class NotHeld(Exception):
    """The word cannot be taken as it is; the sentence says why."""


def standing(*, at: datetime) -> QuerySet[Hold]:
    """Those that are neither released nor over."""
    return Hold.objects.filter(released_at__isnull=True, until__gt=at)


def of(provider: ServiceProvider, *, at: datetime) -> Hold | None:
    return standing(at=at).filter(provider=provider).first()


@transaction.atomic
def hold(
    provider: ServiceProvider, kind: Kind, *, reason: str, until: datetime, actor: str, at: datetime
) -> Hold:
    """Raises NotHeld."""
    if until <= at:
        raise NotHeld(f"{until:%Y-%m-%d %H:%M} UTC is not ahead")
    if not reason.strip():
        raise NotHeld("a hold needs a reason, for whoever finds it later")
    ledger.lock()
    mine = Hold.objects.filter(provider=provider, released_at__isnull=True)
    mine.filter(until__lte=at).update(released_at=F("until"), released_by=ledger.WORKER)
    if (held := mine.first()) is not None:
        raise NotHeld(f"{held.held_by} holds it already ({held.kind}, {held.reason}): release it first")
    made = Hold.objects.create(
        provider=provider, kind=kind, reason=reason, held_by=actor, held_at=at, until=until
    )
    _tell(EventKind.ENTITY_HELD, made, actor=actor, at=at)
    return made


@transaction.atomic
def release(provider: ServiceProvider, *, actor: str, at: datetime) -> None:
    """Raises NotHeld."""
    ledger.lock()
    held = of(provider, at=at)
    if held is None:
        raise NotHeld("nobody holds it")
    Hold.objects.filter(pk=held.pk).update(released_at=at, released_by=actor)
    _tell(EventKind.ENTITY_RELEASED, held, actor=actor, at=at)


def _tell(kind: EventKind, held: Hold, *, actor: str, at: datetime) -> None:
    data = HoldData(
        entity_id=held.provider.entity_id, kind=held.kind, reason=held.reason, until=held.until.isoformat()
    )
    ledger.append(kind, actor=actor, at=at, effective_at=at, provider=held.provider, data=data)
    summon([held.provider.pk], at=at)
