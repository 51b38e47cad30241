"""After a clock that went ahead was set back: what it signed is valid for longer than anything may be."""

from __future__ import annotations

from datetime import datetime

from matrika.publication.follow import summon
from matrika.publication.models import PublicationState, PublishedEntity
from matrika.publication.policy import Policy
from matrika.publication.watch.status import CLOCKS_APART

AT_ONCE = 1000  # providers each time


def mend(state: PublicationState, rules: Policy, *, at: datetime) -> None:
    """Have it signed anew, and so whatever was signed under a longer MATRIKA_PUBLICATION_VALIDITY_DAYS."""
    furthest = at + rules.validity + CLOCKS_APART
    beyond = PublishedEntity.objects.filter(valid_until__gt=furthest).order_by("valid_until")
    # What fails is tried again at times of its own.
    beyond = beyond.exclude(provider__appointment__attempts__gt=0)
    if found := list(beyond.values_list("provider", flat=True)[:AT_ONCE]):
        summon(found, at=at)
    if state.aggregate is not None and state.aggregate.valid_until > furthest:
        PublicationState.objects.filter(pk=state.pk).update(aggregate_due_at=at)
