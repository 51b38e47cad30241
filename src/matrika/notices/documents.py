"""The electronic document inside a notice, as the figures of the guide's §7.2 show it."""

from __future__ import annotations

from matrika.eform import messages
from matrika.eform.messages import EndingCertificate, MessageDocument
from matrika.notices.models import Notice, Reminder
from matrika.notices.texts import NoticeKind


def document_of(notice: Notice) -> MessageDocument:
    """Made from what was stored and from nothing else, so that a notice has the same bytes for ever."""
    if notice.error_code:
        return messages.error(notice.error_code, notice.body)
    if notice.kind == NoticeKind.EXPIRY_REMINDER:
        return messages.expiry(notice.subject, notice.body, _ending(notice.reminder))
    return messages.information(notice.subject, notice.body)


def _ending(reminder: Reminder) -> EndingCertificate:
    certificate = reminder.certificate
    return EndingCertificate(
        entity_id=reminder.notice.entity_id,
        days=reminder.days_left,
        ends_at=certificate.not_after,
        subject=certificate.subject,
        fingerprint=reminder.fingerprint,
    )
