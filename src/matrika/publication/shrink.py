"""An aggregate that lost many entities waits for a person: who would be gone, and the person's word.

The word is given where no key is, so it is written down, and the worker that has the key acts on it. It
lets the aggregate go down to as many entities as the person saw, and no further.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import transaction
from django.db.models import QuerySet

from matrika.core.events import EventKind
from matrika.core.events.data import PublicationData
from matrika.publication.aggregate.members import Membership
from matrika.publication.models import PublicationState, PublishedAggregate, PublishedEntity
from matrika.register import ledger
from matrika.register.models import ServiceProvider


class NotWaiting(Exception):
    """Nothing waits for a word, or no longer what the person saw."""


@dataclass(frozen=True)
class Waiting:
    """What a person is asked about."""

    aggregate: PublishedAggregate | None  # the last good one, which is still served
    entities: int  # that would be left
    baseline: int  # the most entities published within the last day
    gone: QuerySet[ServiceProvider]  # in the aggregate that is served, and not to be in the next one

    @cached_property
    def mark(self) -> str:
        """Stands for how many would be left and who would be gone, so that a word is given to these alone."""
        gone = hashlib.sha256(repr(sorted(self.gone.values_list("pk", flat=True))).encode())
        return f"{self.entities}-{gone.hexdigest()}"


def active_entities(at: datetime) -> QuerySet[PublishedEntity]:
    return PublishedEntity.objects.filter(expires_at__gt=at)


def waiting(*, at: datetime) -> Waiting | None:
    """None: nothing waits for a word, or it has been given."""
    state = PublicationState.objects.select_related("aggregate").filter(pk=1, held_at__isnull=False).first()
    if state is None or state.confirmed_entities is not None:
        return None
    active = active_entities(at)
    return Waiting(state.aggregate, active.count(), state.baseline, _gone(state.aggregate, active))


def _gone(
    aggregate: PublishedAggregate | None, active: QuerySet[PublishedEntity]
) -> QuerySet[ServiceProvider]:
    if aggregate is None:
        return ServiceProvider.objects.none()
    served = Membership(aggregate.counter, aggregate.published_at).forms()
    providers = ServiceProvider.objects.filter(pk__in=served.values("provider"))
    return providers.exclude(pk__in=active.values("provider")).order_by("entity_id")


@transaction.atomic
def confirm(seen: str, *, actor: str, at: datetime) -> None:
    """Let the aggregate shrink as the person saw it: `seen` is its mark then. Raises NotWaiting."""
    ledger.lock()
    now = waiting(at=at)
    if now is None or now.mark != seen:
        raise NotWaiting
    PublicationState.objects.filter(pk=1).update(
        confirmed_entities=now.entities, confirmed_by=actor, aggregate_due_at=at
    )
    record(now.baseline, now.entities, actor=actor, at=at)


def covers(state: PublicationState, entities: int) -> bool:
    """Whether a person's word lets an aggregate of that many entities go."""
    return state.confirmed_entities is not None and entities >= state.confirmed_entities


@transaction.atomic
def record(before: int, entities: int, *, actor: str, at: datetime) -> None:
    reason = f"the aggregate may shrink from {before} to {entities} entities"
    data = PublicationData(entity_id="", version=None, reason=reason)
    ledger.append(EventKind.PUBLICATION_CONFIRMED, actor=actor, at=at, effective_at=at, data=data)
