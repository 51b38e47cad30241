"""Further addresses of an organisation: added by its agents, and used once their holders agreed."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from matrika.core.events import EventKind
from matrika.core.events.data import AddressData
from matrika.core.people import EMAIL, EMAIL_LENGTH
from matrika.notices import store
from matrika.notices.further import texts, weeks
from matrika.notices.models import FurtherAddress
from matrika.notices.texts import NoticeKind
from matrika.register import ledger
from matrika.register.models import Organisation

MOST = 10  # of one organisation
# Whoever adds an address makes the register write to it: nobody shall be flooded by that.
ASKED_A_DAY = 3  # times for one address, whoever adds it
ADDED_A_DAY = 30  # by one organisation
A_DAY = timedelta(days=1)
CONFIRM_WITHIN = timedelta(days=7)
RECIPIENT = "recipient"  # the actor of what the holder of the address does, by the link in a letter


class Refusal(StrEnum):
    """Why an address is not added."""

    NOT_AN_ADDRESS = "not-an-address"
    NOTHING_WANTED = "nothing-wanted"
    ALREADY_THERE = "already-there"
    TOO_MANY = "too-many"
    TOO_OFTEN = "too-often"


def of_organisation(organisation: Organisation) -> QuerySet[FurtherAddress]:
    """Those that nobody removed, confirmed or not."""
    return FurtherAddress.objects.filter(organisation=organisation, removed_at__isnull=True).order_by("email")


@transaction.atomic
def add(
    organisation: Organisation, email: str, *, copies: bool, digest: bool, actor: str, at: datetime
) -> FurtherAddress | Refusal:
    """Ask the holder of the address; nothing else is sent there before the answer."""
    ledger.lock()  # of two who add at once, one looks after the other has written
    refusal = _refusal(organisation, email, wants=copies or digest, at=at)
    if refusal:
        return refusal
    address = FurtherAddress.objects.create(
        organisation=organisation, email=email, wants_copies=copies, wants_digest=digest, added_at=at
    )
    _tell(EventKind.FURTHER_ADDRESS_ADDED, address, actor=actor, at=at)
    message = texts.confirmation(
        organisation=organisation.name, copies=copies, digest=digest, link=link(address)
    )
    notice = store.notice(
        NoticeKind.ADDRESS_CONFIRMATION, message, cause=f"further address {address.pk}", at=at
    )
    store.to_further(notice, [address], at=at)
    return address


def _refusal(organisation: Organisation, email: str, *, wants: bool, at: datetime) -> Refusal | None:
    if len(email) > EMAIL_LENGTH or not EMAIL.fullmatch(email):
        return Refusal.NOT_AN_ADDRESS
    if not wants:
        return Refusal.NOTHING_WANTED
    present = of_organisation(organisation)
    if present.filter(email__iexact=email).exists():
        return Refusal.ALREADY_THERE
    if present.count() >= MOST:
        return Refusal.TOO_MANY
    today = FurtherAddress.objects.filter(added_at__gt=at - A_DAY)
    asked, added = today.filter(email__iexact=email), today.filter(organisation=organisation)
    if asked.count() >= ASKED_A_DAY or added.count() >= ADDED_A_DAY:
        return Refusal.TOO_OFTEN
    return None


@transaction.atomic
def change(address: FurtherAddress, *, copies: bool, digest: bool, actor: str, at: datetime) -> bool:
    """What is sent there. Returns whether anything changed; wanting nothing is `remove`."""
    ledger.lock()
    address.refresh_from_db()
    wanted = (copies, digest)
    if address.removed_at or wanted in ((False, False), (address.wants_copies, address.wants_digest)):
        return False
    address.wants_copies, address.wants_digest = wanted
    address.digest_due_at = _digest_due(address, at=at)
    address.save(update_fields=["wants_copies", "wants_digest", "digest_due_at"])
    _tell(EventKind.FURTHER_ADDRESS_CHANGED, address, actor=actor, at=at)
    return True


@transaction.atomic
def confirm(address: FurtherAddress, *, at: datetime) -> bool:
    """The holder agrees. Returns whether the address is confirmed now."""
    ledger.lock()
    address.refresh_from_db()
    if address.removed_at or (not address.confirmed_at and is_too_late(address, at=at)):
        return False
    if address.confirmed_at is None:
        address.confirmed_at = at
        address.digest_due_at = _digest_due(address, at=at)
        address.save(update_fields=["confirmed_at", "digest_due_at"])
        _tell(EventKind.FURTHER_ADDRESS_CONFIRMED, address, actor=RECIPIENT, at=at)
    return True


@transaction.atomic
def remove(address: FurtherAddress, *, actor: str, at: datetime) -> bool:
    """By an agent, or by the holder (RECIPIENT). Letters that wait for it are not sent any more."""
    ledger.lock()
    address.refresh_from_db()
    if address.removed_at:
        return False
    address.removed_at, address.digest_due_at = at, None
    address.save(update_fields=["removed_at", "digest_due_at"])
    _tell(EventKind.FURTHER_ADDRESS_REMOVED, address, actor=actor, at=at)
    return True


def is_too_late(address: FurtherAddress, *, at: datetime) -> bool:
    """Whether a link that nobody followed is worth nothing any more."""
    return address.confirmed_at is None and at >= address.added_at + CONFIRM_WITHIN


def link(address: FurtherAddress) -> str:
    """The secret way to the address's own page: to agree, and later to put an end to it."""
    path = reverse("portal:further-address", kwargs={"token": _signer().sign(str(address.pk))})
    return f"{settings.BASE_URL}{path}"


def linked(token: str) -> FurtherAddress | None:
    """The address whose `link` bears the token, also a removed one; None for a token that we did not make."""
    try:
        number = int(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None
    return FurtherAddress.objects.select_related("organisation").filter(pk=number).first()


def _signer() -> Signer:
    return Signer(salt="matrika.notices.further", sep=".")  # a colon ends an address in some mail programs


def _digest_due(address: FurtherAddress, *, at: datetime) -> datetime | None:
    if not address.wants_digest or address.confirmed_at is None:
        return None
    return address.digest_due_at or weeks.next_at(at)


def _tell(kind: EventKind, address: FurtherAddress, *, actor: str, at: datetime) -> None:
    data = AddressData(
        organisation=address.organisation_id,
        email=address.email,
        copies=address.wants_copies,
        digest=address.wants_digest,
    )
    ledger.append(kind, actor=actor, at=at, effective_at=at, data=data, on_behalf_of=address.organisation)
