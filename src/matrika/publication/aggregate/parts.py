"""An entity's part of the aggregates, stored as an EntityForm: entered and ended with a move of the counter.

Whoever sees a number of the counter (publication.counter) sees every part that stood at it, and none that
came later is taken for one.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from matrika.publication.document.render import Rendered
from matrika.publication.models import EntityForm
from matrika.register.models import ServiceProvider


def is_standing(provider: ServiceProvider, rendered: Rendered, *, expires_at: datetime) -> bool:
    """Whether these very bytes stand already, as after a mere renewal of the signature."""
    standing = EntityForm.objects.filter(provider=provider, until__isnull=True)
    return standing.filter(sha256=_digest(rendered), expires_at=expires_at).exists()


def end(provider: ServiceProvider, *, counter: int) -> None:
    """From this move of the counter on, no aggregate has the provider."""
    EntityForm.objects.filter(provider=provider, until__isnull=True).update(until=counter)


def replace(provider: ServiceProvider, rendered: Rendered, *, expires_at: datetime, counter: int) -> None:
    """From this move of the counter on, aggregates have these bytes of the provider, until they expire."""
    end(provider, counter=counter)
    form = rendered.form
    EntityForm.objects.create(
        provider=provider,
        since=counter,
        expires_at=expires_at,
        sha256=_digest(rendered),
        size=len(form.canonical),
        packed_size=len(rendered.packed),
        inclusive_prefixes=form.inclusive_prefixes,
        reserved_prefixes=form.reserved_prefixes,
        canonical=form.canonical,
        packed=rendered.packed,
    )


def _digest(rendered: Rendered) -> str:
    return hashlib.sha256(rendered.form.canonical).hexdigest()
