"""The counter that moves with every change of what is served: by it each web process notices.

It is moved in the transaction of the change itself, and its row is held until that commits. So whoever
sees a number of the counter sees all that was changed up to it, and nothing of what comes later.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import F

from matrika.publication.models import PublicationState


def move() -> int:
    """Say that something changed; the counter's new number. Raises RuntimeError outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("the counter moves with the change, in its transaction")
    state = PublicationState.objects.filter(pk=1)
    state.update(version=F("version") + 1)
    return state.values_list("version", flat=True).get()
