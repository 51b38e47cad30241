"""A notice and its deliveries as rows; whoever calls holds the transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings

from matrika.notices import state_mailbox
from matrika.notices.models import Channel, Delivery, FurtherAddress, Notice
from matrika.notices.texts import Message, NoticeKind
from matrika.register.models import Event


def notice(
    kind: NoticeKind,
    message: Message,
    *,
    cause: str,
    at: datetime,
    event: Event | None = None,
    entity_id: str = "",
) -> Notice:
    """`cause`: what tells it from every other notice of its kind; its Message-ID is made of it."""
    return Notice.objects.create(
        event=event,
        kind=kind,
        filing_number="" if event is None else event.filing_number,
        entity_id=entity_id,
        subject=message.subject,
        error_code=message.error_code,
        body=message.body,
        message_id=_message_id(cause, kind),
        written_at=at,
    )


def deliveries(notice: Notice, *, organisations: Collection[int], email: str, at: datetime) -> None:
    """To each organisation's mailbox (the state's too, if that is on), to the one address ("" = none), and
    to the further addresses that these organisations want copies at.
    """
    # The portal's mailbox is in this database: the letter is in it as soon as it is written.
    rows = [
        Delivery(
            notice=notice,
            channel=Channel.MAILBOX,
            organisation_id=organisation,
            due_at=at,
            attempts=1,
            delivered_at=at,
        )
        for organisation in organisations
    ]
    if state_mailbox.is_on():
        rows += [
            Delivery(notice=notice, channel=Channel.STATE_MAILBOX, organisation_id=organisation, due_at=at)
            for organisation in organisations
        ]
    if email:
        rows.append(Delivery(notice=notice, channel=Channel.EMAIL, email=email, due_at=at))
    Delivery.objects.bulk_create(rows)
    copies = addresses_wanting_copies(organisations)
    to_further(notice, [one for one in copies if one.email.lower() != email.lower()], at=at)


def to_further(notice: Notice, addresses: Iterable[FurtherAddress], *, at: datetime) -> None:
    """Each address once: the same one in other letters would be the same mailbox."""
    Delivery.objects.bulk_create(
        Delivery(notice=notice, channel=Channel.EMAIL, email=one.email, further_address=one, due_at=at)
        for one in addresses
    )


def addresses_wanting_copies(organisations: Collection[int]) -> list[FurtherAddress]:
    """Whose holders agreed; an address that several of the organisations added gets one copy."""
    found = FurtherAddress.objects.filter(
        organisation__in=organisations,
        wants_copies=True,
        confirmed_at__isnull=False,
        removed_at__isnull=True,
    )
    return list({one.email.lower(): one for one in found.order_by("-pk")}.values())


def _message_id(cause: str, kind: NoticeKind) -> str:
    # Fixed for every attempt, unique, and tells no one how many there were.
    unique = hashlib.sha256(f"{cause} {kind}".encode()).hexdigest()[:32]
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"<{unique}@{sender.rpartition('@')[2]}>"
