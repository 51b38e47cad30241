"""An aggregate that lost many entities waits for a person: who would be gone, and the person's word.

The word is given where no key is, so it is written down, and the worker that has the key acts on it. It
lets go those providers whom the person saw, and no others; whoever of them is back by then stays.
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
        return f"{self.entities}-{hashlib.sha256(repr(self.gone_keys).encode()).hexdigest()}"

    @cached_property
    def gone_keys(self) -> list[int]:
        return sorted(self.gone.values_list("pk", flat=True))


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
        confirmed_entities=now.entities,
        confirmed_gone=now.gone_keys,
        confirmed_by=actor,
        aggregate_due_at=at,
    )
    record(now.baseline, now.entities, actor=actor, at=at)


def covers(state: PublicationState, *, at: datetime) -> bool:
    """Whether a person's word lets the aggregate of this instant go."""
    if state.confirmed_entities is None:
        return False
    active = active_entities(at)
    # The numbers are asked, too: an aggregate can be smaller than an earlier one of the day and lose nobody.
    if active.count() < state.confirmed_entities:
        return False
    gone = _gone(state.aggregate, active).values_list("pk", flat=True)
    return set(gone) <= set(state.confirmed_gone)


@transaction.atomic
def record(before: int, entities: int, *, actor: str, at: datetime) -> None:
    reason = f"the aggregate may shrink from {before} to {entities} entities"
    data = PublicationData(entity_id="", version=None, reason=reason)
    ledger.append(EventKind.PUBLICATION_CONFIRMED, actor=actor, at=at, effective_at=at, data=data)
