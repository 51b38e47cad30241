"""Writes the reminders that are due: for each certificate in force the most urgent one, once (R-8.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from matrika.core import reminders
from matrika.core.filing import Kind
from matrika.notices import store, texts
from matrika.notices.models import Reminder
from matrika.notices.texts import Ending, NoticeKind
from matrika.register.models import CertificateEntry, PendingReminder

# When an approved change takes this certificate out of force; None = nothing will before it ends.
Replaced = Callable[[CertificateEntry], datetime | None]


def remind_next(*, at: datetime, replaced_at: Replaced) -> bool:
    """Write the reminder that is due longest. Returns whether there was one to write or to pass over.

    One indexed look-up when nothing is due, however many certificates there are.
    """
    # Looking first without a lock: on SQLite even an idle transaction would take the write lock.
    due = PendingReminder.objects.filter(due_at__lte=at).order_by("due_at", "pk")
    if not due.exists():
        return False
    with transaction.atomic():
        pending = due.select_for_update(skip_locked=True, of=("self",)).first()
        if pending is None:
            return False  # another worker has it
        _remind(pending, at=at, replaced_at=replaced_at)
    return True


def _remind(pending: PendingReminder, *, at: datetime, replaced_at: Replaced) -> None:
    certificate = CertificateEntry.objects.select_related("version__provider__owner").get(
        pk=pending.certificate_id
    )
    threshold = reminders.due(certificate.not_after, at)
    if threshold is not None and not _was_sent(certificate, threshold):
        _write(certificate, threshold, at=at, replaced_at=replaced_at(certificate))
    next_at = None if threshold is None else reminders.next_at(certificate.not_after, threshold)
    if next_at is None:
        pending.delete()
    else:
        PendingReminder.objects.filter(pk=pending.pk).update(due_at=next_at)


def _was_sent(certificate: CertificateEntry, threshold: int) -> bool:
    return Reminder.objects.filter(
        provider=certificate.version.provider, fingerprint=certificate.fingerprint, threshold=threshold
    ).exists()


def _write(
    certificate: CertificateEntry, threshold: int, *, at: datetime, replaced_at: datetime | None
) -> None:
    version, provider = certificate.version, certificate.version.provider
    days_left = reminders.days_left(certificate.not_after, at)
    ending = Ending(
        entity_id=provider.entity_id,
        days_left=days_left,
        not_after=certificate.not_after,
        subject=certificate.subject,
        fingerprint=certificate.fingerprint,
        form_address=change_form_address(provider.pk),
        is_over=at > certificate.not_after,
        replaced_at=replaced_at,
    )
    notice = store.notice(
        NoticeKind.EXPIRY_REMINDER,
        texts.expiry_reminder(ending),
        cause=hashlib.sha256(f"{provider.pk} {certificate.fingerprint} {threshold}".encode()).hexdigest(),
        entity_id=provider.entity_id,
        at=at,
    )
    Reminder.objects.create(
        notice=notice,
        provider=provider,
        certificate=certificate,
        fingerprint=certificate.fingerprint,
        threshold=threshold,
        days_left=days_left,
    )
    store.deliveries(notice, organisations=(provider.owner_id,), email=version.contact_email, at=at)


def change_form_address(provider_key: int) -> str:
    """Of the change form, filled in with what is registered."""
    path = reverse("portal:form-for-provider", kwargs={"pk": provider_key, "kind": Kind.CHANGE})
    return f"{settings.BASE_URL}{path}"
