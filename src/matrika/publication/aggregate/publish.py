"""Build the aggregate, look at it as a consumer would, and swap it in whole; or leave the old one."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, Q

from matrika.core.events import EventKind
from matrika.core.events.data import PublicationData
from matrika.outside.keystore import Signer
from matrika.publication import counter, shrink
from matrika.publication.aggregate.build import Frame, Packing, build, pack
from matrika.publication.aggregate.members import Membership, blocks
from matrika.publication.aggregate.verify import verify_aggregate
from matrika.publication.document.canonical import NotPublishable
from matrika.publication.document.verify import NotVerified
from matrika.publication.guard import Baseline, holds_back
from matrika.publication.models import EntityForm, PublicationState, PublishedAggregate
from matrika.publication.policy import Policy, renewal_share
from matrika.publication.watch import words
from matrika.register import ledger

logger = logging.getLogger(__name__)

# A worker that was killed in the middle leaves the work to the next one within the minute of.
LEASE = timedelta(seconds=45)
RETRY = timedelta(minutes=1)
# Whoever still reads an aggregate while newer ones come can finish; it costs only the forms that ended since.
KEPT_BEFORE = 1
KEPT_FOR = timedelta(hours=1)

# What a new aggregate changes of the state; the counter is moved beside it.
_OF_AGGREGATE = (
    "aggregate",
    "aggregate_due_at",
    "aggregate_lease",
    "aggregate_failure",
    "baseline",
    "baseline_at",
    "held_at",
    "confirmed_entities",
    "confirmed_gone",
    "confirmed_by",
)


def publish_due(state: PublicationState, rules: Policy, signer: Signer, *, at: datetime) -> bool:
    """Publish the aggregate if it is due and nobody else is at it. False = nothing to do."""
    if state.aggregate_due_at is None or state.aggregate_due_at > at:
        return False
    if state.aggregate is not None and abs(at - state.aggregate.published_at) < rules.aggregate_pause:
        return False
    return publish_aggregate(rules, signer, at=at)


def publish_aggregate(rules: Policy, signer: Signer, *, at: datetime, confirmed_by: str = "") -> bool:
    """Publish what is active now. False when another worker is at it, or it waits for a word as before.

    `confirmed_by` is who says that the set may shrink; "" = nobody.
    """
    # Nobody's lease goes further than that; one that does was taken before a clock was set back.
    ahead = at + 2 * LEASE
    free = Q(aggregate_lease__isnull=True) | Q(aggregate_lease__lte=at) | Q(aggregate_lease__gt=ahead)
    lease = at + LEASE
    if not PublicationState.objects.filter(free, pk=1).update(aggregate_lease=lease):
        return False
    state = PublicationState.objects.get(pk=1)
    entities = shrink.active_entities(at).count()
    baseline = Baseline(state.baseline, state.baseline_at)
    if holds_back(baseline, entities, rules):
        if confirmed_by:
            shrink.record(baseline.entities, entities, actor=confirmed_by, at=at)
        elif not shrink.covers(state, at=at):
            return _hold(state, entities, at=at)
        baseline = Baseline(entities, at)  # from here on, or the next one would wait for the same word again
    if entities == 0:
        _swap(state, None, baseline, rules, at=at)  # the schema knows no EntitiesDescriptor without entities
    else:
        _build_and_swap(state, baseline, rules, signer, at=at)
    return True


def _build_and_swap(
    state: PublicationState, baseline: Baseline, rules: Policy, signer: Signer, *, at: datetime
) -> None:
    members = Membership(state.version, at)
    try:
        frame = build(members, rules, signer)
        served = blocks(members, head=frame.head, tail=frame.tail, is_gzip=False)
        crc = verify_aggregate(frame, served, signer.certificate)
    except (NotPublishable, NotVerified) as error:
        logger.error("the aggregate was not published: %s", error)
        _fail(state, str(error), at=at)
        return
    _swap(state, (frame, pack(frame, crc)), baseline, rules, at=at)


@transaction.atomic
def _swap(
    state: PublicationState,
    made: tuple[Frame, Packing] | None,
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
        frame, packing = made
        now.aggregate = _store(frame, packing, counter=state.version, at=at, valid_until=at + rules.validity)
        now.aggregate_due_at = at + rules.validity * renewal_share(now.aggregate.etag)
        entities = frame.entities
    if now.version != state.version:
        now.aggregate_due_at = at  # something changed while we were building
    after = baseline.after(entities, at)
    now.baseline, now.baseline_at = after.entities, after.since
    now.held_at, now.aggregate_lease, now.aggregate_failure = None, None, ""
    now.confirmed_entities, now.confirmed_gone, now.confirmed_by = None, [], ""
    counter.move()
    now.save(update_fields=_OF_AGGREGATE)
    _forget_old(now.aggregate, at=at)


def _store(
    frame: Frame, packing: Packing, *, counter: int, at: datetime, valid_until: datetime
) -> PublishedAggregate:
    return PublishedAggregate.objects.create(
        # The head holds the digest of everything else, so it stands for the whole.
        etag=f'"{hashlib.sha256(frame.head).hexdigest()}"',
        entities=frame.entities,
        size=frame.size,
        size_gzip=packing.size,
        published_at=at,
        valid_until=valid_until.replace(microsecond=0),
        counter=counter,
        head=frame.head,
        tail=frame.tail,
        head_packed=packing.head,
        tail_packed=packing.tail,
    )


def _forget_old(current: PublishedAggregate | None, *, at: datetime) -> None:
    """Old aggregates go, and the forms that only they held."""
    others = PublishedAggregate.objects.exclude(pk=current.pk if current else 0)
    before = list(others.order_by("-pk").values_list("pk", flat=True)[:KEPT_BEFORE])
    others.exclude(pk__in=before).filter(published_at__lt=at - KEPT_FOR).delete()
    ended = EntityForm.objects.filter(until__isnull=False)
    oldest = PublishedAggregate.objects.aggregate(counter=Min("counter"))["counter"]
    (ended if oldest is None else ended.filter(until__lte=oldest)).delete()


@transaction.atomic
def _hold(state: PublicationState, entities: int, *, at: datetime) -> bool:
    """Leave the old aggregate; it is told once, and looked at again in case the entities come back.

    False = there was nothing new to tell: then nothing was done that a worker should go on from at once.
    """
    ledger.lock()
    ours = PublicationState.objects.filter(pk=1, aggregate_lease=state.aggregate_lease)
    # A person may have let it go since we looked; nobody must have to say so twice.
    if shrink.covers(PublicationState.objects.get(pk=1), at=at):
        ours.update(aggregate_lease=None, aggregate_due_at=at)
        return True
    ours.update(
        aggregate_lease=None,
        aggregate_due_at=at + RETRY,
        aggregate_failure="",  # it was not even tried
        held_at=entities,
        confirmed_entities=None,  # if anything was confirmed, it was to lose others
        confirmed_gone=[],
        confirmed_by="",
    )
    is_news = state.held_at is None or state.confirmed_entities is not None
    if is_news:
        _tell(EventKind.PUBLICATION_FAILED, words.held(state.baseline, entities).en, at=at)
    return is_news


@transaction.atomic
def _fail(state: PublicationState, reason: str, *, at: datetime) -> None:
    """Leave the old aggregate and try again in a minute; the same reason is told once, not each minute."""
    ledger.lock()
    PublicationState.objects.filter(pk=1, aggregate_lease=state.aggregate_lease).update(
        aggregate_lease=None, aggregate_due_at=at + RETRY, aggregate_failure=reason
    )
    if reason != state.aggregate_failure:
        _tell(EventKind.PUBLICATION_FAILED, reason, at=at)


@transaction.atomic
def _tell(kind: EventKind, reason: str, *, at: datetime) -> None:
    data = PublicationData(entity_id="", version=None, reason=reason)
    ledger.append(kind, actor=ledger.WORKER, at=at, effective_at=at, data=data)
