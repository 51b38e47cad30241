"""Who else has a filing open. A page cannot tell when it is left, so what was opened lately counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from matrika.console.models import Presence
from matrika.filings.models import Filing
from matrika.register.models import Person

LATELY = timedelta(minutes=15)
NOTED_AGAIN = timedelta(minutes=1)  # each note is a write, and whoever reloads has not left


def others(filing: Filing, person: Person, *, at: datetime) -> list[Presence]:
    """Colleagues who opened it lately, the last one first. One query."""
    return [one for one in _with(filing, person, at) if one.person_id != person.pk]


def note(filing: Filing, person: Person, *, at: datetime) -> list[Presence]:
    """That this person has opened it, and with that left the one before; the same colleagues."""
    found = _with(filing, person, at)
    own = next((one for one in found if one.person_id == person.pk), None)
    if own is None or own.filing_id != filing.pk or abs(at - own.seen_at) >= NOTED_AGAIN:
        Presence.objects.update_or_create(person=person, defaults={"filing": filing, "seen_at": at})
    return [one for one in found if one is not own]


def _with(filing: Filing, person: Person, at: datetime) -> list[Presence]:
    wanted = Q(filing=filing, seen_at__gt=at - LATELY) | Q(person=person)
    return list(Presence.objects.filter(wanted).select_related("person").order_by("-seen_at"))
