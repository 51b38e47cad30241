"""The mailbox inside the portal: what an organisation received, and what staff must look after."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from operator import attrgetter

from django.db.models import QuerySet

from matrika.notices.models import Channel, Delivery, Notice
from matrika.register.models import Organisation, ServiceProvider


def for_organisation(
    organisation: Organisation, *, kind: str = "", unread_only: bool = False
) -> QuerySet[Delivery]:
    """Its letters, newest first. `delivered_at` is the guide's "Dátum uloženia do schránky".

    `kind` is a `texts.NoticeKind`, or "" for all.
    """
    letters = _letters([organisation])
    if kind:
        letters = letters.filter(notice__kind=kind)
    return letters.filter(read_at__isnull=True) if unread_only else letters


def _letters(organisations: Iterable[Organisation]) -> QuerySet[Delivery]:
    return (
        Delivery.objects.filter(
            organisation__in=list(organisations), channel=Channel.MAILBOX, delivered_at__isnull=False
        )
        .select_related("notice__reminder__certificate")
        .order_by("-delivered_at", "-pk")
    )


def unread_count(organisation: Organisation) -> int:
    return for_organisation(organisation, unread_only=True).count()


def letter(number: int, *, organisations: Iterable[Organisation]) -> Delivery:
    """Raises Delivery.DoesNotExist when it is in none of these organisations' mailboxes (R-7.5)."""
    return _letters(organisations).get(pk=number)


def mark_read(letter: Delivery, *, at: datetime) -> None:
    """The first opening counts; later ones change nothing."""
    Delivery.objects.filter(pk=letter.pk, read_at__isnull=True).update(read_at=at)


def about_provider(provider: ServiceProvider, *, most: int) -> list[Notice]:
    """The latest that was written about it, newest first: of its filings and events, and reminders."""
    latest = Notice.objects.select_related("reminder__certificate").order_by("-pk")
    # Asked one by one, each is found by its index; with OR between them, neither is.
    found = [
        *latest.filter(event__provider=provider)[:most],
        *latest.filter(reminder__provider=provider)[:most],
    ]
    return sorted(found, key=attrgetter("pk"), reverse=True)[:most]


def about_filing(filing_number: str) -> QuerySet[Notice]:
    """What was written about a filing, oldest first, each with its deliveries."""
    return Notice.objects.filter(filing_number=filing_number).prefetch_related("deliveries").order_by("pk")
