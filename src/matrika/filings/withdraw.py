"""The applicant takes an open filing back (R-4.7)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.lifecycle import Act
from matrika.filings import access
from matrika.filings.models import Filing
from matrika.filings.transition import move
from matrika.register.models import Organisation, Person


def withdraw(filing: Filing, *, actor: Person, at: datetime, acting_for: Organisation | None = None) -> None:
    """Withdraw the filing; the same may then be filed again. `acting_for` goes into the history.

    Raises NotAllowed, NotEntitled.
    """
    access.require_applicant(filing, actor)
    with transaction.atomic():
        move(
            filing,
            Act.WITHDRAW,
            EventKind.FILING_WITHDRAWN,
            actor=actor.as_actor,
            at=at,
            on_behalf_of=acting_for,
        )
