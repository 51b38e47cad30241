"""The applicant takes an open filing back (R-4.7)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.lifecycle import Act
from matrika.filings import access
from matrika.filings.models import Filing
from matrika.filings.transition import move
from matrika.register.models import Person


def withdraw(filing: Filing, *, actor: Person, at: datetime) -> None:
    """Withdraw the filing; the same may then be filed again.

    Raises NotAllowed, NotEntitled.
    """
    access.require_applicant(filing, actor)
    with transaction.atomic():
        move(filing, Act.WITHDRAW, EventKind.FILING_WITHDRAWN, actor=actor.as_actor, at=at)
