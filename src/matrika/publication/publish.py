"""Snapshot → check → sign → verify → swap: one unit of publishing at a time (R-9.2).

What fails leaves what was published before in place. What is served is swapped in one transaction,
together with its event and the counter by which web processes notice. It takes the ledger's lock first, as
everybody does: who holds that and waits for an appointment or the counter would else wait for ever.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from matrika.core.events import EventKind
from matrika.core.events.data import PublicationData
from matrika.outside.key_file import UnsafeKey
from matrika.outside.keystore import Signer
from matrika.publication import counter, holds, key, policy
from matrika.publication.aggregate import parts
from matrika.publication.aggregate.publish import publish_due
from matrika.publication.document.canonical import NotPublishable
from matrika.publication.document.render import Rendered, render
from matrika.publication.document.verify import NotVerified
from matrika.publication.follow import follow
from matrika.publication.identifier import sha1_of
from matrika.publication.models import Appointment, Hold, PublicationState, PublishedEntity
from matrika.publication.policy import Policy, renewal_share
from matrika.publication.watch.alarms import watch
from matrika.register import ledger, snapshot
from matrika.register.snapshot import Snapshot

logger = logging.getLogger(__name__)

# A provider takes milliseconds; after a crash it must still be published within a minute.
LEASE = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
SEEN_EVERY = timedelta(seconds=30)  # each is a write; an idle register should hardly write


def publish_next(*, at: datetime) -> bool:
    """Do one unit: follow new events, publish one provider, or build the aggregate. False = nothing due.

    A few indexed look-ups when nothing is due. Raises UnsafeKey when the signing key cannot be used; why
    is written down for whoever looks at the alarms.
    """
    state, _ = PublicationState.objects.get_or_create(pk=1)
    watch(state, policy.current(), at=at)
    try:
        return _publish_next(state, at=at)
    except UnsafeKey as refusal:
        PublicationState.objects.filter(pk=1).update(refusal=str(refusal), refused_at=at)
        raise


def _publish_next(state: PublicationState, *, at: datetime) -> bool:
    signer = key.signer(at)
    if key.announce_first(state, signer, at=at):
        return True
    if state.seen_at is None or abs(at - state.seen_at) >= SEEN_EVERY:
        PublicationState.objects.filter(pk=1).update(seen_at=at)
    if follow(state, at=at):
        return True
    due = Appointment.objects.filter(due_at__lte=at).order_by("due_at").select_related("provider").first()
    if due is not None:
        publish_provider(due, policy.current(), signer, at=at)
        return True
    return publish_due(state, policy.current(), signer, at=at)


def publish_provider(due: Appointment, rules: Policy, signer: Signer, *, at: datetime) -> None:
    """Bring what is published of one provider to what the register says of it."""
    lease = _claim(due, at)
    if lease is None:
        return
    seen = snapshot.of(due.provider, at=at)
    held = holds.of(due.provider, at=at)
    if held is not None and _is_settled_by(held, due, lease, seen, at=at):
        return
    if seen.active_version is None:
        _withdraw(due, lease, seen, again_at=seen.begins_at, reason="", at=at)
        return
    try:
        rendered = render(seen, rules, signer, at=at)
    except (NotPublishable, NotVerified) as error:
        logger.error("%s was not published: %s", due.provider, error)
        _postpone(due, lease, seen, str(error), at=at)
        return
    _swap(due, lease, seen, rendered, rules, at=at)


def _is_settled_by(held: Hold, due: Appointment, lease: datetime, seen: Snapshot, *, at: datetime) -> bool:
    """Do what a person said; False when the word changes nothing."""
    if held.kind == holds.Kind.BACK:
        reason = f"held back by {held.held_by}: {held.reason}"
        _withdraw(due, lease, seen, again_at=held.until, reason=reason, at=at)
        return True
    if seen.active_version is not None:
        return False
    stays = PublishedEntity.objects.filter(
        provider=due.provider, valid_until__gt=at, expires_at__gt=at
    ).first()
    if stays is None:
        return False
    _keep(due, lease, until=min(held.until, stays.valid_until, stays.expires_at))
    return True


def _claim(due: Appointment, at: datetime) -> datetime | None:
    """Move the appointment ahead; None when another worker was quicker."""
    lease = at + LEASE
    claimed = Appointment.objects.filter(pk=due.pk, due_at=due.due_at).update(due_at=lease)
    return lease if claimed else None


def _keep(due: Appointment, lease: datetime, *, until: datetime | None, attempts: int = 0) -> bool:
    """Set the next appointment, or none. False when ours was moved meanwhile: then nothing may be written."""
    ours = Appointment.objects.filter(pk=due.pk, due_at=lease)
    if until is None:
        return bool(ours.delete()[0])
    return bool(ours.update(due_at=until, attempts=attempts))


@transaction.atomic
def _swap(
    due: Appointment, lease: datetime, seen: Snapshot, rendered: Rendered, rules: Policy, *, at: datetime
) -> None:
    version, active_until = seen.active_version, seen.active_until
    assert version is not None
    assert active_until is not None
    ledger.lock()
    # A document that is valid to the very end of its provider's activity needs no renewal.
    resign_at = at + rules.validity * renewal_share(due.provider.entity_id)
    is_final = active_until <= at + rules.validity
    if not _keep(due, lease, until=active_until if is_final else resign_at):
        return
    same = {"provider": due.provider, "version_id": version.pk, "expires_at__gt": at}
    is_renewal = PublishedEntity.objects.filter(**same).exists()
    PublishedEntity.objects.update_or_create(
        provider=due.provider,
        defaults={
            "entity_id_sha1": sha1_of(due.provider.entity_id),
            "version_id": version.pk,
            "signed": rendered.signed,
            "signed_gzip": rendered.signed_gzip,
            "etag": rendered.etag,
            "published_at": at,
            "expires_at": active_until,
            "valid_until": rendered.valid_until,
        },
    )
    number = counter.move()
    if not parts.is_standing(due.provider, rendered, expires_at=active_until):  # else only signed anew
        parts.replace(due.provider, rendered, expires_at=active_until, counter=number)
        _want_aggregate(at)
    if not is_renewal:
        _tell(EventKind.ENTITY_PUBLISHED, seen, "", at=at)


@transaction.atomic
def _withdraw(
    due: Appointment,
    lease: datetime,
    seen: Snapshot,
    *,
    again_at: datetime | None,
    reason: str,
    at: datetime,
) -> None:
    ledger.lock()
    if not _keep(due, lease, until=again_at):
        return
    if PublishedEntity.objects.filter(provider=due.provider).delete()[0]:
        parts.end(due.provider, counter=counter.move())
        _want_aggregate(at)
        _tell(EventKind.ENTITY_UNPUBLISHED, seen, reason or "the provider is no longer active", at=at)


@transaction.atomic
def _postpone(due: Appointment, lease: datetime, seen: Snapshot, reason: str, *, at: datetime) -> None:
    """Try again later, ever less often; the first failure in a row is an event."""
    ledger.lock()
    wait = min(timedelta(minutes=2 ** min(due.attempts, 10)), LONGEST_WAIT)
    if _keep(due, lease, until=at + wait, attempts=due.attempts + 1) and due.attempts == 0:
        _tell(EventKind.PUBLICATION_FAILED, seen, reason, at=at)


def _want_aggregate(due_at: datetime) -> None:
    """Have another aggregate made, if none is due before."""
    later = Q(aggregate_due_at__isnull=True) | Q(aggregate_due_at__gt=due_at)
    PublicationState.objects.filter(later, pk=1).update(aggregate_due_at=due_at)


def _tell(kind: EventKind, seen: Snapshot, reason: str, *, at: datetime) -> None:
    version = seen.active_version
    number = version.number if version else None
    data = PublicationData(entity_id=seen.provider.entity_id, version=number, reason=reason)
    ledger.append(kind, actor=ledger.WORKER, at=at, effective_at=at, provider=seen.provider, data=data)
