"""A filing that waits too long for its applicant lapses, so that it does not block the next one (R-4.7)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from matrika.core.events import EventKind
from matrika.core.lifecycle import TRANSITIONS, Act, NotAllowed
from matrika.filings.models import Filing
from matrika.filings.transition import move
from matrika.register import ledger

# The guide sets no time limit; ours is long enough for a notary and the post.
PATIENCE = timedelta(days=90)
WAITING = tuple(sorted(before.value for (before, act) in TRANSITIONS if act is Act.LAPSE))


def lapse_next(*, at: datetime) -> bool:
    """Let the filing lapse that has waited longest beyond PATIENCE. True when there was one."""
    filing = (
        Filing.objects.filter(status__in=WAITING, status_since__lte=at - PATIENCE)
        .order_by("status_since")
        .first()
    )
    if filing is None:
        return False
    with transaction.atomic():
        try:
            move(filing, Act.LAPSE, EventKind.FILING_LAPSED, actor=ledger.WORKER, at=at)
        except NotAllowed:
            return True  # the applicant was quicker
    return True
