"""Whether the identity provider has loaded what is published: what it fetched, laid beside the events.

These are observations, not history: a web process that is killed loses those of its last minute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q, Subquery

from matrika.core.events import EventKind
from matrika.publication.models import AggregateFetch, EntityFetch, EntityForm
from matrika.register.models import Event, ServiceProvider
from matrika.register.published import KINDS

KEPT_AGGREGATES = 1000  # with the least pause between two of them, some eight hours of constant change
_CHUNK = 200  # rows in a statement


@dataclass(frozen=True, slots=True)
class Fetched:
    """A thing that can be fetched: one version of a provider, or an aggregate."""

    version: int = 0  # the MetadataVersion's key; 0 for an aggregate
    counter: int = 0  # of an aggregate: the move of the counter that it is as of


@dataclass(frozen=True, slots=True)
class Seen:
    """When something was fetched for the first and for the last time."""

    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Loading:
    """How far a provider's published metadata have come."""

    is_known: bool  # whether the register can tell the identity provider from other clients
    version: int | None  # the number of what is published; None = nothing is
    published_at: datetime | None
    loaded_at: datetime | None  # when the identity provider first fetched that version since then
    last_version: int | None  # what it got when it last asked for this provider
    last_at: datetime | None
    aggregate_at: datetime | None  # when it last fetched an aggregate, whatever was in it


def is_known() -> bool:
    """Whether the configuration says by what the identity provider is known; else nothing is recorded."""
    return bool(settings.IDP_NETWORKS or settings.IDP_TOKEN or settings.IDP_HEADER)


@transaction.atomic
def record(batch: Mapping[Fetched, Seen]) -> None:
    """Write down what was fetched. What is there already keeps its first time.

    The rows are written in one order: two processes that write the same ones must not wait for each other.
    """
    in_order = sorted(batch, key=lambda what: (what.version, what.counter))
    entities = {what.version: batch[what] for what in in_order if what.version}
    EntityFetch.objects.bulk_create(
        (EntityFetch(version_id=key, first_at=s.first_at, last_at=s.last_at) for key, s in entities.items()),
        batch_size=_CHUNK,
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["last_at"],
    )
    aggregates = {what.counter: batch[what] for what in in_order if not what.version}
    AggregateFetch.objects.bulk_create(
        (AggregateFetch(counter=n, first_at=s.first_at, last_at=s.last_at) for n, s in aggregates.items()),
        batch_size=_CHUNK,
        update_conflicts=True,
        unique_fields=["counter"],
        update_fields=["last_at"],
    )
    if aggregates:
        newest = AggregateFetch.objects.order_by("-counter").values_list("counter", flat=True)
        for oldest in newest[KEPT_AGGREGATES : KEPT_AGGREGATES + 1]:
            AggregateFetch.objects.filter(counter__lte=oldest).delete()


def loading(provider: ServiceProvider) -> Loading:
    """What is published of the provider, and what the identity provider has of it. Three queries, or four."""
    version, since = _published(provider)
    columns = ("version__number", "first_at", "last_at")
    entities = list(EntityFetch.objects.filter(version__provider=provider).values_list(*columns))
    last_at, last_version = max(((last, number) for number, _, last in entities), default=(None, None))
    loaded = [
        t for of, first, last in entities for t in (first, last) if of == version and since and t >= since
    ]
    if since is not None:
        loaded += _in_aggregates(provider, since=since)
    newest = AggregateFetch.objects.order_by("-last_at").values_list("last_at", flat=True).first()
    return Loading(
        is_known(), version, since, min(loaded, default=None), last_version, last_at, aggregate_at=newest
    )


def _published(provider: ServiceProvider) -> tuple[int | None, datetime | None]:
    """The number of the version that is published, and since when; None when nothing is."""
    events = Event.objects.filter(provider=provider, kind__in=KINDS).order_by("-number")
    newest = events.values_list("kind", "data", "effective_at").first()
    if newest is None or newest[0] != EventKind.ENTITY_PUBLISHED.value:
        return None, None
    return newest[1]["version"], newest[2]


def _in_aggregates(provider: ServiceProvider, *, since: datetime) -> list[datetime]:
    """The first instants since then at which what is published now was fetched in an aggregate.

    A version may have the very bytes of the one before: then the aggregates that have these have it, and
    the one that was fetched before counts as soon as it is asked for again.
    """
    forms = EntityForm.objects.filter(provider=provider, until__isnull=True).values_list("since", flat=True)
    with_it = AggregateFetch.objects.filter(counter__gte=Subquery(forms[:1]))
    first = Min("first_at", filter=Q(first_at__gte=since))
    last = Min("last_at", filter=Q(last_at__gte=since))
    return [at for at in with_it.aggregate(first=first, last=last).values() if at is not None]
