"""What publishing would change, without changing it: for `matrika publish --dry-run`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from matrika.publication import holds
from matrika.publication.guard import Baseline, holds_back
from matrika.publication.models import Appointment, Hold, PublicationState, PublishedEntity
from matrika.publication.policy import Policy
from matrika.publication.shrink import active_entities
from matrika.register import snapshot
from matrika.register.models import Event, MetadataVersion, ServiceProvider
from matrika.register.queries import CHANGING


class What(StrEnum):
    """What would be done about one provider."""

    PUBLISH = "publish"
    REPLACE = "replace"
    SIGN_ANEW = "sign anew"
    WITHDRAW = "withdraw"
    HOLD_BACK = "hold back"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Pending:
    """One change that publishing would make."""

    what: What
    entity_id: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The single changes, and what they make of the aggregate."""

    changes: tuple[Pending, ...]
    entities_now: int
    entities_then: int
    is_held: bool
    baseline: int

    @property
    def counts(self) -> Counter[What]:
        return Counter(change.what for change in self.changes)


def outlook(rules: Policy, *, now: datetime, at: datetime, without: Collection[str] = ()) -> Outlook:
    """What would change by an instant if nobody decided anything until then but to end those `without`."""
    state = PublicationState.objects.filter(pk=1).first() or PublicationState()
    found = list(_changes(state, at, without))
    entities = active_entities(now).count()
    counts = Counter(change.what for change, _ in found)
    gone = sum(1 for change, was in found if was and change.what in (What.WITHDRAW, What.HOLD_BACK))
    then = entities + counts[What.PUBLISH] - gone
    is_held = holds_back(Baseline(state.baseline, state.baseline_at), then, rules)
    return Outlook(tuple(change for change, _ in found), entities, then, is_held, state.baseline)


def _changes(
    state: PublicationState, at: datetime, without: Collection[str]
) -> Iterator[tuple[Pending, bool]]:
    """Each change, and whether something of that provider is published now."""
    for provider in _due(state, at, without):
        before = (
            PublishedEntity.objects.filter(provider=provider).values_list("version_id", flat=True).first()
        )
        version = snapshot.of(provider, at=at).active_version
        if provider.entity_id in without:
            version = None
        change = _change(provider, version, before, holds.of(provider, at=at))
        if change is not None:
            yield change, before is not None


def _change(
    provider: ServiceProvider, version: MetadataVersion | None, before: int | None, held: Hold | None
) -> Pending | None:
    name = provider.entity_id
    if held is not None and held.kind == holds.Kind.BACK:
        return Pending(What.HOLD_BACK, name, f"{held.held_by}: {held.reason}")
    if version is None:
        if before is None:
            return None
        if held is not None:
            return Pending(What.KEEP, name, f"{held.held_by}: {held.reason}")
        return Pending(What.WITHDRAW, name)
    if before is None:
        return Pending(What.PUBLISH, name)
    return Pending(What.SIGN_ANEW if before == version.pk else What.REPLACE, name)


def _due(state: PublicationState, at: datetime, without: Collection[str]) -> Iterator[ServiceProvider]:
    events = Event.objects.filter(number__gt=state.followed_event, kind__in=CHANGING)
    changed = set(events.values_list("provider_id", flat=True))
    changed.update(Appointment.objects.filter(due_at__lte=at).values_list("provider_id", flat=True))
    changed.update(ServiceProvider.objects.filter(entity_id__in=list(without)).values_list("pk", flat=True))
    return ServiceProvider.objects.filter(pk__in=changed).order_by("entity_id").iterator()
