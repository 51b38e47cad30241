"""Turns every new event into the notices it causes, exactly once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from matrika.notices import causes, store
from matrika.notices.causes import Incomplete
from matrika.notices.models import FollowedEvents, UnwrittenEvent
from matrika.notices.pauses import pause
from matrika.register.models import Event


def write_next(*, at: datetime) -> bool:
    """Write the notices of the next event, or of one that could not be written before.

    Returns whether there was one. Any number of workers may call it.
    """
    return _follow_next(at=at) or _retry_next(at=at)


def _follow_next(*, at: datetime) -> bool:
    # Looking first without a lock: on SQLite even an idle transaction would take the write lock.
    reached = FollowedEvents.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    if not Event.objects.filter(number__gt=reached).exists():
        return False
    with transaction.atomic():
        followed, _ = FollowedEvents.objects.select_for_update().get_or_create(pk=1)
        # Numbers are given under a lock that is held until the commit, so whoever sees one sees all
        # before it. The newest is asked for first: an event that comes between the two look-ups waits.
        newest = Event.objects.order_by("-number").values_list("number", flat=True)[0]
        news = Event.objects.filter(
            number__gt=followed.number, number__lte=newest, kind__in=causes.CAUSES
        ).order_by("number")
        event = news.first()
        if event is not None:
            _write_or_set_aside(event, at=at)
        followed.number = event.number if event is not None else newest
        followed.save(update_fields=["number"])
    return True


def _write_or_set_aside(event: Event, *, at: datetime) -> None:
    try:
        _write(event, at=at)
    except Incomplete as error:
        UnwrittenEvent.objects.create(event=event, error=str(error)[:500], due_at=at + pause(1))


def _retry_next(*, at: datetime) -> bool:
    due = UnwrittenEvent.objects.filter(due_at__lte=at).order_by("due_at")
    if not due.exists():
        return False
    with transaction.atomic():
        unwritten = due.select_for_update(skip_locked=True, of=("self",)).first()
        if unwritten is None:
            return False
        try:
            _write(unwritten.event, at=at)
        except Incomplete as error:
            unwritten.attempts += 1
            unwritten.error = str(error)[:500]
            unwritten.due_at = at + pause(unwritten.attempts)
            unwritten.save(update_fields=["attempts", "error", "due_at"])
        else:
            unwritten.delete()
    return True


def _write(event: Event, *, at: datetime) -> None:
    """Raises Incomplete before anything is stored."""
    kind, message = causes.caused_by(event)
    entity_id = event.data.get("entity_id", "")
    notice = store.notice(kind, message, cause=event.digest, event=event, entity_id=entity_id, at=at)
    store.deliveries(
        notice,
        organisations=causes.organisations_told(event),
        email=event.data.get("contact_email", ""),
        at=at,
    )
