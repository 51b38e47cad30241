"""The history of each provider lived through once more from its events, and compared with the tables (R-7.4).

Each event that enters or ends metadata must have its version, and each version its events; spans begin,
follow one another and end where the events say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from matrika.core.events import ENDING, ENTERING
from matrika.core.events.data import WaiverData
from matrika.register import ledger, waivers
from matrika.register.integrity import CHUNK, Check, Keys, in_batches
from matrika.register.models import Event, MetadataVersion, ServiceProvider
from matrika.register.queries import CHANGING
from matrika.register.versions import filing_number_of


@dataclass(slots=True)
class Told:
    """What the events tell of one version; the names are those of its columns."""

    number: int
    sha256: str
    effective_from: datetime
    recorded_at: datetime
    contact_name: str
    contact_email: str
    filing_number: str
    waivers: list[WaiverData]
    effective_to: datetime | None = None
    end_recorded_at: datetime | None = None

    COLUMNS = (
        "sha256",
        "effective_from",
        "recorded_at",
        "contact_name",
        "contact_email",
        "effective_to",
        "end_recorded_at",
    )


def faults(keys: Keys) -> Iterator[str]:
    """One sentence for each disagreement of a provider's rows with its events."""
    for batch in in_batches(ServiceProvider.objects.only("pk"), CHUNK, keys):
        suspects = [pk for pk, found in _disagreements([provider.pk for provider in batch]) if found]
        for pk in suspects:
            yield from _confirmed(pk)


def _confirmed(provider: int) -> Iterator[str]:
    """The same once more with nobody writing: a change between the two look-ups is no fault."""
    with transaction.atomic():
        ledger.lock()
        found = [sentence for _, sentences in _disagreements([provider]) for sentence in sentences]
    return iter(found)


def _disagreements(providers: list[int]) -> Iterator[tuple[int, list[str]]]:
    """For each provider what is wrong with it. Three queries."""
    told: dict[int | None, list[Event]] = {}
    for event in Event.objects.filter(provider_id__in=providers, kind__in=CHANGING).order_by("number"):
        told.setdefault(event.provider_id, []).append(event)
    light = MetadataVersion.objects.defer("content").order_by("number").prefetch_related("waivers", "origin")
    rows = ServiceProvider.objects.filter(pk__in=providers).prefetch_related(Prefetch("versions", light))
    for provider in rows:
        yield provider.pk, list(_judge(provider, told.get(provider.pk, [])))


def _judge(provider: ServiceProvider, events: list[Event]) -> Iterator[str]:
    yield from _of_provider(provider, events)
    told, faults = _replay(events)
    yield from (f"{provider.entity_id}: {fault}" for fault in faults)
    for version in provider.versions.all():
        name = f"version {version.number} of {provider.entity_id}"
        expected = told.pop(version.number, None)
        if expected is None:
            yield f"{name}: no event says how it came to be"
        elif expected.sha256 != version.sha256:
            yield f"{name}: the event that entered it names another SHA-256"
        else:
            yield from (f"{name}: {fault}" for fault in _differing(expected, version))
    for number in told:
        yield f"version {number} of {provider.entity_id}: an event entered it, and it is not there"


def _of_provider(provider: ServiceProvider, events: list[Event]) -> Iterator[str]:
    first = next((event for event in events if event.kind in ENTERING), None)
    if first is None:
        yield f"{provider.entity_id}: no event says that it was registered"
        return
    said = first.data
    if said.get("entity_id", provider.entity_id) != provider.entity_id:
        yield f"{provider.entity_id}: event {first.number} registered {said['entity_id']}"
    if said.get("organisation", provider.owner_id) != provider.owner_id:
        yield f"{provider.entity_id}: event {first.number} registered it for another owner"
    if provider.registered_at > first.effective_at:
        yield f"{provider.entity_id}: registered later than event {first.number} says"


def _replay(events: Iterable[Event]) -> tuple[dict[int, Told], list[str]]:
    """The versions as the events tell them, by number; and where the events contradict one another."""
    told: dict[int, Told] = {}
    faults: list[str] = []
    current: Told | None = None
    since: datetime | None = None
    for event in events:
        if event.kind in ENTERING or event.kind in ENDING:
            if since is not None and event.effective_at < since:
                faults.append(f"event {event.number} takes effect before the one that it follows")
            since = event.effective_at
            _end(current, event.effective_at, event.recorded_at)
            current = None
        if event.kind in ENTERING:
            current = _told(event)
            if current.number in told:
                faults.append(f"event {event.number} enters version {current.number} a second time")
            told[current.number] = current
    return told, faults


def _end(version: Told | None, at: datetime, recorded_at: datetime) -> None:
    if version is not None and version.effective_to is None:
        version.effective_to, version.end_recorded_at = at, recorded_at


def _told(event: Event) -> Told:
    said: dict[str, Any] = event.data
    return Told(
        number=said.get("version", 0),
        sha256=said.get("metadata_sha256", ""),
        effective_from=event.effective_at,
        recorded_at=event.recorded_at,
        contact_name=said.get("contact_name", ""),
        contact_email=said.get("contact_email", ""),
        # Of an import it is in the data: the number is one of another register.
        filing_number=event.filing_number or said.get("filing_number", ""),
        waivers=said.get("waivers", []),
    )


def _differing(told: Told, version: MetadataVersion) -> Iterator[str]:
    if [waiver.as_data for waiver in waivers.of(version)] != told.waivers:
        yield "its waivers are not those that its event granted"
    if filing_number_of(version) != told.filing_number:
        yield f"its filing is {filing_number_of(version)}, and {told.filing_number} by its events"
    for column in Told.COLUMNS:
        stored, said = getattr(version, column), getattr(told, column)
        if stored != said:
            yield f"{column} is {_word(stored)}, and {_word(said)} by its events"


def _word(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "empty" if value is None else repr(value)


def _missing(keys: Keys) -> Iterator[str]:
    """Providers that an event entered and that are not there; both are written in one transaction."""
    there = ServiceProvider.objects.filter(pk=OuterRef("provider_id"))
    for event in keys.of(_entering()).filter(~Exists(there)).order_by("number"):
        yield f"{event.data['entity_id']}: event {event.number} entered it, and it is not there"


def _entering() -> QuerySet[Event]:
    return Event.objects.filter(kind__in=ENTERING)


CHECKS = (
    Check("providers", ServiceProvider.objects.all, faults),
    Check("events of providers", _entering, _missing),
)
