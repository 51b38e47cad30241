"""When somebody must be reminded next of a certificate's end: a note that begins and ends with its version.

The note, `PendingReminder`, is no state of the register. Whoever sends the reminder moves it on; a version
that ends takes its notes along, so that nobody is reminded of a certificate that was replaced (R-8.1).
"""

from __future__ import annotations

from matrika.core import reminders
from matrika.register.models import CertificateEntry, MetadataVersion, PendingReminder


def await_reminders(version: MetadataVersion) -> None:
    """Note the first reminder of each certificate of a version that begins; twice named is one."""
    entries = {entry.fingerprint: entry for entry in version.certificates.order_by("-position")}
    PendingReminder.objects.bulk_create(pending(entry) for entry in entries.values())


def pending(entry: CertificateEntry) -> PendingReminder:
    return PendingReminder(certificate=entry, due_at=reminders.first_at(entry.not_after))


def forget(version: MetadataVersion) -> None:
    """The version ends: nobody is reminded of its certificates any more."""
    PendingReminder.objects.filter(certificate__version=version).delete()
