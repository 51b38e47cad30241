"""The staff's queue, ordered by real danger, not by arrival alone (R-6.1)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Least

from matrika.core.filing import Kind
from matrika.core.lifecycle import OPEN, Act, Status, allowed_acts
from matrika.filings.models import Filing
from matrika.register.models import CertificateEntry, Organisation

REVIEWERS_TURN = {Act.APPROVE, Act.CONFIRM, Act.RECORD_PAPER}
# A reviewer can do something about these now; the other open ones wait for somebody else.
FOR_REVIEWERS = frozenset(status for status in OPEN if allowed_acts(status) & REVIEWERS_TURN)


def queue(statuses: Iterable[Status] = FOR_REVIEWERS) -> QuerySet[Filing]:
    """The open filings of these statuses, most urgent first, in one query whatever the history.

    Ordered by the nearest end of what would be replaced, then by the day wanted (none = as soon as
    approved), then by age. Each has `replaced_until` (the last valid second of the version in force;
    past when the provider is down already; None when nothing would be replaced).
    """
    return (
        Filing.objects.filter(status__in=sorted(status.value for status in statuses))
        .annotate(
            replaced_until=Case(
                When(kind=Kind.CHANGE.value, then=Least(_last_second("signing"), _last_second("encryption"))),
                default=None,
                output_field=DateTimeField(),
            )
        )
        .order_by(
            F("replaced_until").asc(nulls_last=True),
            F("effective_on").asc(nulls_first=True),
            "filed_at",
            "pk",
        )
    )


def _last_second(use: str) -> Subquery:
    """Until when the version in force of the filing's entityID has a certificate for this use."""
    of_use = CertificateEntry.objects.filter(
        Q(use=use) | Q(use="both"),
        version__provider__entity_id=OuterRef("entity_id"),
        version__effective_to__isnull=True,
    )
    # order_by() keeps the ordering out of the grouping, so that one row comes back.
    return Subquery(of_use.order_by().values("version").annotate(last=Max("not_after")).values("last"))


def open_of(organisation: Organisation) -> QuerySet[Filing]:
    """Filed for it or by it, the oldest first; without their documents."""
    theirs = Q(organisation=organisation) | Q(acting_for=organisation)
    opened = Filing.objects.filter(theirs, status__in=[status.value for status in OPEN])
    return opened.only("number", "kind", "entity_id", "status").order_by("filed_at", "pk")
