"""Who else has a filing open. A page cannot tell when it is left, so what was opened lately counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from matrika.console.models import Presence
from matrika.filings.models import Filing
from matrika.register.models import Person

LATELY = timedelta(minutes=15)


def note(filing: Filing, person: Person, *, at: datetime) -> None:
    """That this person has opened it, and with that left the one before."""
    Presence.objects.update_or_create(person=person, defaults={"filing": filing, "seen_at": at})


def others(filing: Filing, person: Person, *, at: datetime) -> list[Presence]:
    """Colleagues who opened it lately, the last one first."""
    found = Presence.objects.filter(filing=filing, seen_at__gt=at - LATELY).exclude(person=person)
    return list(found.select_related("person").order_by("-seen_at"))
