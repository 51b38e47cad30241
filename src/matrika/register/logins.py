"""Who came in, when and how; which of it still goes on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db.models import QuerySet

from matrika.register.models import LogIn, Person

Sessions: TypeAlias = QuerySet[LogIn]
KEPT_FOR = timedelta(days=365)
IN, REFUSED, LOCKED = "in", "refused", "locked"


def enter(
    person: Person | None, outcome: str, how: str, *, address: str, browser: str, at: datetime, **more: Any
) -> LogIn:
    """Write one log-in down: whether it got IN, was REFUSED or LOCKED, and how ("password+totp").

    On the way, what is older than a year of the same person is forgotten. `more`: columns of LogIn.
    """
    LogIn.objects.filter(person=person, at__lt=at - KEPT_FOR).delete()
    return LogIn.objects.create(
        person=person,
        outcome=outcome,
        how=how[:40],
        address=address[:45],
        browser=browser[:200],
        at=at,
        **more,
    )


def ongoing(person: Person) -> Sessions:
    """The person's sessions that nobody ended, newest first."""
    return LogIn.objects.filter(person=person, outcome=IN, ended_at=None).order_by("-at", "-pk")


def at_provider(issuer: str, names: Collection[str], indexes: Collection[str]) -> Sessions:
    """The sessions that a provider knows under one of the names; of several, those whose index it gives.

    Where it gives indexes alone, they say it; none at all are nobody's.
    """
    found = LogIn.objects.filter(issuer=issuer, outcome=IN, ended_at=None)
    if names:
        found = found.filter(name_id__in=names)
    if indexes:
        found = found.filter(session_index__in=indexes)
    return found if names or indexes else found.none()


def end(rows: Sessions, how: str, *, at: datetime) -> list[str]:
    """Write down that these ended; the keys of their sessions, which the caller takes away."""
    keys = [key for key in rows.values_list("session_key", flat=True) if key]
    rows.update(ended_at=at, ended_how=how)
    return keys
