"""Whether exactly the active providers are published (R-9.1), asked of the register and of what is served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Prefetch, QuerySet

from matrika.publication import holds
from matrika.publication.models import Appointment, PublicationState, PublishedEntity
from matrika.publication.policy import Policy
from matrika.publication.watch import words
from matrika.publication.watch.status import Kind, Trouble
from matrika.register import snapshot
from matrika.register.models import Event, MetadataVersion, ServiceProvider
from matrika.register.queries import CHANGING
from matrika.register.states import light
from samllint.text import Text

AT_WORK = timedelta(minutes=1)  # longer than a lease: whoever has the appointment now is done by then


def differences(providers: QuerySet[ServiceProvider], rules: Policy, *, at: datetime) -> Iterator[Trouble]:
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
    moving = _moving(keys, rules, at)
    for provider in chosen:
        seen = snapshot.derive(provider, provider.versions.all(), at=at)
        said = _difference(seen, published.get(provider.pk), held.get(provider.pk))
        if said is not None and provider.pk not in moving:
            yield Trouble(Kind.DIFFERENCE, said, provider.entity_id)


def _difference(seen: snapshot.Snapshot, published: int | None, held: str | None) -> Text | None:
    name, active = seen.provider.entity_id, seen.active_version
    if held == holds.Kind.BACK:
        return words.held_back_and_published(name) if published else None
    if active is None:
        return words.not_active_and_published(name) if published and held is None else None
    if published is None:
        return words.active_and_not_published(name)
    return None if published == active.pk else words.another_version(name)


def _moving(keys: list[int], rules: Policy, at: datetime) -> set[int]:
    due = Appointment.objects.filter(
        provider__in=keys, due_at__gte=at - rules.late_after, due_at__lte=at + AT_WORK
    ).values_list("provider", flat=True)
    followed = PublicationState.objects.filter(pk=1).values_list("followed_event", flat=True).first() or 0
    told = Event.objects.filter(number__gt=followed, kind__in=CHANGING, provider__in=keys)
    return {*due, *told.values_list("provider", flat=True)}
