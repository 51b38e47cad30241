"""The secret address at which an organisation's calendar can be read without a log-in (decision 0024).

Whoever knows the address reads the days on which the organisation's certificates end, and nothing else.
It is told once; what is stored is a digest of it, and a new one takes the place of the old at once.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.events.data import ReferenceData
from matrika.register import ledger
from matrika.register.models import CalendarAddress, Organisation, Person
from matrika.register.reference.record import of_person, record

OCTETS = 32


@transaction.atomic
def make(organisation: Organisation, *, actor: Person, at: datetime) -> str:
    """A new address for the organisation's calendar: the token in it. The one before serves no more."""
    ledger.lock()
    token = secrets.token_urlsafe(OCTETS)
    CalendarAddress.objects.update_or_create(
        organisation=organisation,
        defaults={"digest": digest_of(token), "made_at": at, "made_by": actor.as_actor},
    )
    record(EventKind.CALENDAR_ADDRESS_MADE, organisation, _told(actor), actor=actor.as_actor, at=at)
    return token


@transaction.atomic
def end(organisation: Organisation, *, actor: Person, at: datetime) -> bool:
    """From now on nobody reads the calendar without a log-in. False: nobody could anyway."""
    ledger.lock()
    ended, _ = CalendarAddress.objects.filter(organisation=organisation).delete()
    if ended:
        record(EventKind.CALENDAR_ADDRESS_ENDED, organisation, _told(actor), actor=actor.as_actor, at=at)
    return bool(ended)


def of(token: str) -> Organisation | None:
    """Whose calendar the address shows; None when it is nobody's, or not any more.

    It is looked for by its digest: how long that takes tells nothing of any token.
    """
    digest = digest_of(token)
    found = CalendarAddress.objects.select_related("organisation").filter(digest=digest).first()
    if found is None or not hmac.compare_digest(found.digest, digest):
        return None
    return found.organisation


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _told(actor: Person) -> ReferenceData:
    return of_person(actor)
