"""What publishing would change now, without changing it: for `matrika publish --dry-run`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from matrika.publication.aggregate.publish import active_entities
from matrika.publication.guard import Baseline, holds_back
from matrika.publication.models import Appointment, PublicationState, PublishedEntity
from matrika.publication.policy import Policy
from matrika.register import snapshot
from matrika.register.models import Event, ServiceProvider
from matrika.register.queries import CHANGING


def pending(rules: Policy, *, at: datetime) -> Iterator[str]:
    """One sentence a change."""
    state = PublicationState.objects.filter(pk=1).first() or PublicationState()
    entities = active_entities(at).count()
    for provider in _due(state, at):
        before = (
            PublishedEntity.objects.filter(provider=provider).values_list("version_id", flat=True).first()
        )
        version = snapshot.of(provider, at=at).active_version
        entities += (version is not None) - (before is not None)
        if version is None and before is not None:
            yield f"withdraw  {provider.entity_id}"
        elif version is not None and before is None:
            yield f"publish   {provider.entity_id}"
        elif version is not None:
            yield f"{'sign anew' if before == version.pk else 'replace  '} {provider.entity_id}"
    if holds_back(Baseline(state.baseline, state.baseline_at), entities, rules):
        yield f"hold      the aggregate: {entities} of {state.baseline} entities would be left"


def _due(state: PublicationState, at: datetime) -> Iterator[ServiceProvider]:
    events = Event.objects.filter(number__gt=state.followed_event, kind__in=CHANGING)
    changed = set(events.values_list("provider_id", flat=True))
    changed.update(Appointment.objects.filter(due_at__lte=at).values_list("provider_id", flat=True))
    return ServiceProvider.objects.filter(pk__in=changed).order_by("entity_id").iterator()
