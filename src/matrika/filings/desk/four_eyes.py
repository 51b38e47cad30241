"""Four eyes: what one reviewer would approve, another confirms or returns (R-6.1).

`review.approve` makes the proposal while the operator wants four eyes. A proposal that waits is decided by
four eyes, also when the operator has stopped wanting them meanwhile.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from matrika.core import lifecycle
from matrika.core.events import EventKind
from matrika.core.lifecycle import Act, Status
from matrika.core.words import NOTHING_INTERNAL, Internal
from matrika.filings import access
from matrika.filings.comments import to_colleagues
from matrika.filings.models import Filing
from matrika.filings.review import schedule
from matrika.filings.transition import move
from matrika.register import ledger
from matrika.register.models import Person


class OwnProposal(Exception):
    """Whoever proposed the approval cannot confirm it. The doors say so, and answer 409."""


class NoReason(ValueError):
    """A colleague whose proposal comes back must be told why."""


def confirm(filing: Filing, *, actor: Person, at: datetime, comment: Internal = NOTHING_INTERNAL) -> None:
    """Approve what a colleague proposed. `comment` is for colleagues.

    Raises OwnProposal, NotAllowed, NotEntitled.
    """
    access.require_reviewer(actor)
    with transaction.atomic():
        ledger.lock()
        now = Filing.objects.select_related("proposed_by").only("status", "proposed_by").get(pk=filing.pk)
        lifecycle.after(Status(now.status), Act.CONFIRM)
        if now.proposed_by is None or now.proposed_by_id == actor.pk:
            raise OwnProposal(f"{actor.as_actor} proposed the approval of {filing.number}")
        proposed_by = {"proposed_by": now.proposed_by.as_actor}
        schedule(filing, Act.CONFIRM, actor=actor, at=at, facts=proposed_by)
        to_colleagues(filing, comment, author=actor, at=at)


def send_back(filing: Filing, *, actor: Person, at: datetime, reason: Internal) -> None:
    """Return it to review; also one's own proposal. `reason` is for colleagues.

    Raises NoReason, NotAllowed, NotEntitled.
    """
    access.require_reviewer(actor)
    if not reason:
        raise NoReason("say why it returns to review")
    with transaction.atomic():
        move(
            filing,
            Act.RETURN,
            EventKind.PROPOSAL_RETURNED,
            actor=actor.as_actor,
            at=at,
            columns={"proposed_by": None},
        )
        to_colleagues(filing, reason, author=actor, at=at)
