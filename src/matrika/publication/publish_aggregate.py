"""Build the aggregate, look at it as a consumer would, and swap it in whole; or leave the old one."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from matrika.core.events import EventKind, PublicationData
from matrika.outside.keystore import Signer
from matrika.publication.aggregate import (
    BLOCK,
    Frame,
    Spool,
    active_entities,
    build,
    gzip_blocks,
    plain_blocks,
)
from matrika.publication.canonical import NotPublishable
from matrika.publication.guard import Baseline, holds_back
from matrika.publication.models import AggregatePart, PublicationState, PublishedAggregate
from matrika.publication.policy import Policy
from matrika.publication.verify import NotVerified
from matrika.publication.verify_aggregate import verify_aggregate
from matrika.register import ledger

logger = logging.getLogger(__name__)

# A worker that was killed in the middle leaves the work to the next one within the minute of.
LEASE = timedelta(seconds=45)
RETRY = timedelta(minutes=1)
# Whoever still reads an aggregate in parts while a new one comes can finish.
KEPT_BEFORE = 1


def publish_due(state: PublicationState, rules: Policy, signer: Signer, *, at: datetime) -> bool:
    """Publish the aggregate if it is due and nobody else is at it. False = nothing to do."""
    if state.aggregate_due_at is None or state.aggregate_due_at > at:
        return False
    if state.aggregate is not None and at < state.aggregate.published_at + rules.aggregate_pause:
        return False
    return publish_aggregate(rules, signer, at=at)


def publish_aggregate(rules: Policy, signer: Signer, *, at: datetime, confirmed: bool = False) -> bool:
    """Publish what is active now. False when another worker is at it.

    `confirmed` is a person's word that the set may shrink.
    """
    free = Q(aggregate_lease__isnull=True) | Q(aggregate_lease__lte=at)
    lease = at + LEASE
    if not PublicationState.objects.filter(free, pk=1).update(aggregate_lease=lease):
        return False
    state = PublicationState.objects.get(pk=1)
    entities = active_entities(at).count()
    baseline = Baseline(state.baseline, state.baseline_at)
    if not confirmed and holds_back(baseline, entities, rules):
        _hold(state, entities, at=at)
    elif entities == 0:
        _swap(state, None, baseline, rules, at=at)  # the schema knows no EntitiesDescriptor without entities
    else:
        _build_and_swap(state, baseline, rules, signer, at=at)
    return True


def _build_and_swap(
    state: PublicationState, baseline: Baseline, rules: Policy, signer: Signer, *, at: datetime
) -> None:
    with Spool() as spool:
        try:
            frame = build(spool, rules, signer, at=at)
            verify_aggregate(frame, lambda: plain_blocks(spool, frame), spool.entities, signer.certificate)
        except (NotPublishable, NotVerified) as error:
            logger.error("the aggregate was not published: %s", error)
            _fail(state, str(error), at=at)
            return
        _swap(state, (spool, frame), baseline, rules, at=at)


@transaction.atomic
def _swap(
    state: PublicationState,
    made: tuple[Spool, Frame] | None,
    baseline: Baseline,
    rules: Policy,
    *,
    at: datetime,
) -> None:
    """Put the aggregate that was made in place of the old one; None = there is nothing to publish."""
    now = PublicationState.objects.select_for_update().get(pk=1)
    if now.aggregate_id != state.aggregate_id:
        return  # it took longer than the lease, and another worker was quicker
    now.aggregate = None
    now.aggregate_due_at = None
    entities = 0
    if made is not None:
        spool, frame = made
        now.aggregate = _store(spool, frame, at=at, valid_until=at + rules.validity)
        now.aggregate_due_at = at + rules.validity / 2
        entities = spool.entities
    if now.version != state.version:
        now.aggregate_due_at = at  # something changed while we were building
    after = baseline.after(entities, at)
    now.baseline, now.baseline_at = after.entities, after.since
    now.held_at, now.aggregate_lease = None, None
    now.version = F("version") + 1
    now.save()
    _forget_old(now.aggregate)


def _store(spool: Spool, frame: Frame, *, at: datetime, valid_until: datetime) -> PublishedAggregate:
    aggregate = PublishedAggregate.objects.create(
        # The head holds the digest of everything else, so it stands for the whole.
        etag=f'"{hashlib.sha256(frame.head).hexdigest()}"',
        entities=spool.entities,
        size=0,
        size_gzip=0,
        published_at=at,
        valid_until=valid_until.replace(microsecond=0),
    )
    aggregate.size = _store_parts(aggregate, plain_blocks(spool, frame), is_gzip=False)
    aggregate.size_gzip = _store_parts(aggregate, gzip_blocks(spool, frame), is_gzip=True)
    aggregate.save(update_fields=["size", "size_gzip"])
    return aggregate


def _store_parts(aggregate: PublishedAggregate, blocks: Iterable[bytes], *, is_gzip: bool) -> int:
    size = 0
    for position, content in enumerate(_grouped(blocks)):
        AggregatePart.objects.create(aggregate=aggregate, is_gzip=is_gzip, position=position, content=content)
        size += len(content)
    return size


def _grouped(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of about a BLOCK."""
    piece = bytearray()
    for block in blocks:
        piece += block
        if len(piece) >= BLOCK:
            yield bytes(piece)
            piece.clear()
    if piece:
        yield bytes(piece)


def _forget_old(aggregate: PublishedAggregate | None) -> None:
    current = aggregate.pk if aggregate else 0
    others = PublishedAggregate.objects.exclude(pk=current).order_by("-pk").values_list("pk", flat=True)
    forgotten = list(others[KEPT_BEFORE:] if aggregate else others)
    AggregatePart.objects.filter(aggregate_id__in=forgotten).delete()
    PublishedAggregate.objects.filter(pk__in=forgotten).delete()


@transaction.atomic
def _hold(state: PublicationState, entities: int, *, at: datetime) -> None:
    """Leave the old aggregate; it is told once, and looked at again in case the entities come back."""
    PublicationState.objects.filter(pk=1, aggregate_lease=state.aggregate_lease).update(
        aggregate_lease=None, aggregate_due_at=at + RETRY, held_at=entities
    )
    if state.held_at is None:
        _tell(
            f"the aggregate would shrink from {state.baseline} to {entities} entities: look why, then "
            "confirm it with: matrika publish --confirm-shrink",
            at=at,
        )


@transaction.atomic
def _fail(state: PublicationState, reason: str, *, at: datetime) -> None:
    PublicationState.objects.filter(pk=1, aggregate_lease=state.aggregate_lease).update(
        aggregate_lease=None, aggregate_due_at=at + RETRY
    )
    _tell(reason, at=at)


def _tell(reason: str, *, at: datetime) -> None:
    data = PublicationData(entity_id="", version=None, reason=reason)
    ledger.append(EventKind.PUBLICATION_FAILED, actor=ledger.WORKER, at=at, effective_at=at, data=data)
