"""A notice to the state's mailbox of an organisation (R-8.3).

Each notice is the generic information or error form, the reminder of an expiry too: the state publishes
nothing of its form but the name, and a mailbox takes only forms that the state knows.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings

from matrika.eform import messages
from matrika.notices.models import Delivery, Notice
from matrika.outside.mail import Away
from matrika.outside.state_mailbox.configuration import StateMailbox
from matrika.outside.state_mailbox.envelope import Letter, envelope
from matrika.outside.state_mailbox.service import deliver
from matrika.register.models import Organisation

# Names of ours: what is made under it is the same on every machine and at every attempt.
NAMES = UUID("6f0f3f5c-6a55-4d0c-9d25-5d8d2f1f6f0a")


def is_on() -> bool:
    return settings.STATE_MAILBOX is not None


def send(delivery: Delivery, *, at: datetime) -> None:
    """Raises mail.NotNow, mail.Away or mail.Refused."""
    mailbox: StateMailbox | None = settings.STATE_MAILBOX
    if mailbox is None:
        raise Away("deliveries to the state's mailboxes are switched off")
    assert delivery.organisation
    deliver(envelope(letter(delivery.notice, delivery.organisation, mailbox)), mailbox, at=at)


def letter(notice: Notice, recipient: Organisation, mailbox: StateMailbox) -> Letter:
    """Made from what is stored and configured alone."""
    sort = "error" if notice.error_code else "information"
    document = (
        messages.error(notice.error_code, notice.body)
        if notice.error_code
        else messages.information(notice.subject, notice.body)
    )
    form, sent_as = document.form, mailbox.sent_as[sort]
    return Letter(
        message_class=sent_as.message_class,
        form_identifier=form.identifier,
        form_version=sent_as.form_version,
        form_namespace=form.in_version(sent_as.form_version),
        form_root=form.root,
        form_fields=document.fields,
        title=form.title.sk,
        subject=notice.subject,
        message_id=uuid5(NAMES, f"{notice.message_id} {recipient.full_ico}"),
        correlation_id=uuid5(NAMES, f"{mailbox.sender} {notice.filing_number or notice.message_id}"),
        sender=mailbox.sender,
        recipient=f"ico://sk/{recipient.full_ico}",
    )
