"""A filing that waits too long for its applicant lapses, so that it does not block the next one (R-4.7)."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from matrika.core.events import EventKind
from matrika.core.lifecycle import Act, Status
from matrika.filings.models import Filing
from matrika.filings.transition import move, note
from matrika.register import ledger


def lapses_at(filing: Filing) -> datetime | None:
    """When the filing lapses unless something happens before; None when it waits for nobody."""
    patience = settings.LAPSE_AFTER.get(Status(filing.status))
    return None if patience is None else filing.status_since + patience


def lapse_next(*, at: datetime) -> bool:
    """Let the filing lapse that has waited longest, if longer than it may. True when there was one."""
    if not _overdue(at).exists():
        return False
    with transaction.atomic():
        ledger.lock()
        # Looked for again under the lock: meanwhile the paper, or the answer, may have come.
        filing = _overdue(at).order_by("status_since", "pk").first()
        if filing is not None:
            move(filing, Act.LAPSE, EventKind.FILING_LAPSED, actor=ledger.WORKER, at=at)
    return True


def remind_next(*, at: datetime) -> bool:
    """Remind the applicant who has waited longest of the paper that did not come; each filing once.

    True when there was one.
    """
    if not _unreminded(at).exists():
        return False
    with transaction.atomic():
        ledger.lock()
        filing = _unreminded(at).order_by("status_since", "pk").first()
        if filing is None:
            return True
        ends = lapses_at(filing)
        assert ends is not None
        Filing.objects.filter(pk=filing.pk).update(reminded_at=at)
        facts = {"lapses_at": ends.isoformat()}
        note(filing, EventKind.PAPER_REMINDED, actor=ledger.WORKER, at=at, effective_at=at, facts=facts)
    return True


def _unreminded(at: datetime) -> QuerySet[Filing]:
    return Filing.objects.filter(
        status=Status.AWAITING_PAPER.value,
        reminded_at=None,
        status_since__lte=at - settings.PAPER_REMINDER_AFTER,
        status_since__gt=at - settings.LAPSE_AFTER[Status.AWAITING_PAPER],  # else it lapses at once
    )


def _overdue(at: datetime) -> QuerySet[Filing]:
    waiting = (
        Q(status=status.value, status_since__lte=at - patience)
        for status, patience in settings.LAPSE_AFTER.items()
    )
    return Filing.objects.filter(reduce(or_, waiting))
