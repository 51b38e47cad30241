"""Expiry deactivates without anyone's act; the register writes down once that it did (R-7.2).

The note of what is next, `PendingExpiry`, moves with the event in one transaction. Whoever calls
holds the ledger's lock.
"""

from __future__ import annotations

from datetime import datetime

from matrika.core.events import EventKind
from matrika.core.events.data import ProviderData
from matrika.core.standing import expiries
from matrika.register import ledger
from matrika.register.models import MetadataVersion, PendingExpiry
from matrika.register.states import version_value


def await_next(version: MetadataVersion, *, after: datetime) -> None:
    """Note the version's first expiry after the instant, in place of an earlier note."""
    due_at = next((end for end in expiries(version_value(version)) if end > after), None)
    if due_at is None:
        PendingExpiry.objects.filter(version=version).delete()
    else:
        PendingExpiry.objects.update_or_create(version=version, defaults={"due_at": due_at})


def settle(version: MetadataVersion, *, until: datetime, at: datetime) -> None:
    """Record what expired before `until`, where the version ends, and await nothing more.

    A version that ends at the very instant of its expiry was replaced in time.
    """
    while due := PendingExpiry.objects.filter(version=version, due_at__lt=until).first():
        record(due, at=at)
    PendingExpiry.objects.filter(version=version).delete()


def record(due: PendingExpiry, *, at: datetime) -> None:
    """Write the event of this expiry, and await the version's next one."""
    version = due.version
    provider = version.provider
    data = ProviderData(
        entity_id=provider.entity_id,
        organisation=provider.owner_id,
        contact_name=version.contact_name,
        contact_email=version.contact_email,
        version=version.number,
    )
    ledger.append(
        EventKind.PROVIDER_EXPIRED,
        actor=ledger.WORKER,
        at=at,
        effective_at=due.due_at,
        provider=provider,
        filing_number=version.filing_number,
        data=data,
    )
    await_next(version, after=due.due_at)
