"""What publication had published at an instant, by its events: to be laid beside what held."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from matrika.core.events import EventKind
from matrika.register.models import Event

KINDS = (EventKind.ENTITY_PUBLISHED.value, EventKind.ENTITY_UNPUBLISHED.value)


def published(providers: Iterable[int], *, at: datetime) -> dict[int, int | None]:
    """The number of the version that was published of each provider; None when there was none. One query."""
    versions: dict[int, int | None] = dict.fromkeys(providers)
    events = Event.objects.filter(provider_id__in=versions, kind__in=KINDS, recorded_at__lte=at)
    for kind, provider, data in events.order_by("number").values_list("kind", "provider_id", "data"):
        assert provider is not None
        is_published = kind == EventKind.ENTITY_PUBLISHED.value
        versions[provider] = data["version"] if is_published else None
    return versions
