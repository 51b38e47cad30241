"""Whether exactly the active providers are published (R-9.1), asked of the register and of what is served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet

from matrika.publication import holds
from matrika.publication.models import Appointment, PublicationState, PublishedEntity
from matrika.publication.watch.status import LATE_AFTER, Kind, Trouble
from matrika.register import snapshot
from matrika.register.models import Event, MetadataVersion, ServiceProvider
from matrika.register.queries import CHANGING
from matrika.register.states import light

AT_WORK = timedelta(minutes=1)  # longer than a lease: whoever has the appointment now is done by then


def differences(providers: QuerySet[ServiceProvider], *, at: datetime) -> Iterator[Trouble]:
    """One trouble a provider that is published otherwise than the register says. Six queries.

    A provider that is just being looked at, or about to be, is left out.
    """
    versions = Prefetch("versions", queryset=light(MetadataVersion.objects.all()))
    chosen = list(providers.prefetch_related(versions))
    keys = [provider.pk for provider in chosen]
    published = dict(
        PublishedEntity.objects.filter(provider__in=keys, expires_at__gt=at).values_list(
            "provider", "version_id"
        )
    )
    held = dict(holds.standing(at=at).filter(provider__in=keys).values_list("provider", "kind"))
    moving = _moving(keys, at)
    for provider in chosen:
        seen = snapshot.derive(provider, provider.versions.all(), at=at)
        sentence = _difference(seen, published.get(provider.pk), held.get(provider.pk))
        if sentence and provider.pk not in moving:
            yield Trouble(Kind.DIFFERENCE, sentence, provider.entity_id)


def _difference(seen: snapshot.Snapshot, published: int | None, held: str | None) -> str:
    name, active = seen.provider.entity_id, seen.active_version
    if held == holds.Kind.BACK:
        return f"{name} is held back and published all the same" if published else ""
    if active is None:
        return f"{name} is not active and published" if published and held is None else ""
    if published is None:
        return f"{name} is active and not published"
    return "" if published == active.pk else f"{name} is published in another version than the one in force"


def _moving(keys: list[int], at: datetime) -> set[int]:
    due = Appointment.objects.filter(
        provider__in=keys, due_at__gte=at - LATE_AFTER, due_at__lte=at + AT_WORK
    ).values_list("provider", flat=True)
    followed = PublicationState.objects.filter(pk=1).values_list("followed_event", flat=True).first() or 0
    told = Event.objects.filter(number__gt=followed, kind__in=CHANGING, provider__in=keys)
    return {*due, *told.values_list("provider", flat=True)}
